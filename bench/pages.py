"""The inbox and the case file in a database of many cases, measured against the one query that fetches their rows.

The cases are invented rows with the clocks, events and alerts that an import would have left, spread
over institutions by the courses of the country pack. Times are in process, without a network.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.alerts import machine
from hilo.accounts.actions import create_person, desk_account
from hilo.accounts.models import User
from hilo.alerts.models import Alert, Delivery, Disposition
from hilo.cases.clocks import SILENCE
from hilo.cases.models import Case, Clock, Event
from hilo.ledger import bulk
from hilo.lib.ids import uuid7
from hilo.reference import pack
from tests.second_factor import show_factor

FEW = 100
AT_ONCE = 2000
TIMES = 100
TIERS, TIER_WEIGHTS = (1, 2, 3, 4), (3, 4, 63, 30)  # as triage leaves the mix of bench.generate
UNLOCATED = 0.28
DUTIES = ("triage", "desk_pickup", "first_answer")
SEED = 7

Rows = tuple[Case, list[Clock], list[Event], Alert]


def run(count: int) -> dict[str, Any]:
    """Fill the empty database with ``count`` cases and measure the pages of whoever supervises most of them.

    Answers ``{"name", "figures", "floor", "ratio", "machine"}``; times in milliseconds.
    """
    makes = _Maker(datetime.now(UTC))
    made = makes.cases()
    began = time.perf_counter()
    fill(made, min(FEW, count))
    busiest = create_person(
        username="medicion", display_name="Medición", institution=makes.busiest(), role="supervisor", by=None
    )
    few = _queries(busiest)
    fill(made, count - min(FEW, count))
    seconds = time.perf_counter() - began
    many = _queries(busiest)
    pages, floors = _times(busiest)
    figures: dict[str, Any] = {"cases": count, "fill_seconds": seconds}
    for name, times in pages.items():
        figures |= {f"{name}_p50_ms": _p50(times), f"{name}_p95_ms": _p95(times)}
        figures |= {f"{name}_queries_at_{FEW}": few[name], f"{name}_queries": many[name]}
    return {
        "name": "pages",
        "figures": figures,
        "floor": {f"{name}_p50_ms": _p50(times) for name, times in floors.items()},
        "ratio": {name: _p50(times) / _p50(floors[name]) for name, times in pages.items()},
        "machine": f"{machine()}, {connection.vendor}",
    }


def fill(made: Iterator[Rows], count: int) -> None:
    """Write ``count`` of the cases; then tell the database how its tables look."""
    left = count
    while left > 0:
        handful = list(islice(made, min(AT_ONCE, left)))
        left -= len(handful)
        cases, clocks, events, alerts = zip(*handful, strict=True)
        with transaction.atomic():
            bulk.insert(cases)
            bulk.insert([clock for some in clocks for clock in some])
            bulk.insert([event for some in events for event in some])
            bulk.insert(alerts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@dataclass
class _Maker:
    """Invents cases as of a moment; the same each time."""

    now: datetime

    def __post_init__(self) -> None:
        self.rng = Random(SEED)
        self.held: dict[str, int] = {}
        self.delivery = Delivery.objects.create(source="medición", started_at=self.now, finished_at=self.now)

    def busiest(self) -> str:
        """The institution that holds the most cases so far."""
        return max(self.held, key=lambda code: self.held[code])

    def cases(self) -> Iterator[Rows]:
        """Cases without end, each with its clocks, events and alert."""
        states = list(pack().states)
        while True:
            tier = self.rng.choices(TIERS, TIER_WEIGHTS)[0]
            state = "" if self.rng.random() < UNLOCATED else states[int(len(states) * self.rng.random() ** 2)]
            yield self._case(tier, state)

    def _case(self, tier: int, state: str) -> Rows:
        rng, choice = self.rng, pack().course_for("alert", state or None, tier)
        self.held[choice.institution] = self.held.get(choice.institution, 0) + 1
        opened = self.now - timedelta(seconds=rng.randrange(200 * 86_400))
        case = bulk.made(
            Case,
            id=uuid7(),
            tier=tier,
            points=rng.randrange(100),
            institution=choice.institution,
            state=state,
            course=choice.course,
            owner_id=self._desk(choice.institution),
            opened_at=opened,
            last_act_at=None if rng.random() < 0.3 else opened + timedelta(days=rng.random() * 20),
            data_lapses_at=opened + timedelta(days=365),
        )
        clocks = [self._clock(case, code) for code in (*DUTIES, SILENCE)]
        first = min(clocks, key=lambda clock: clock.due_at)
        case.next_duty, case.next_due_at, case.next_clock_id = first.rule, first.due_at, first.id
        return case, clocks, self._events(case), self._alert(case)

    def _desk(self, institution: str) -> int:
        desk: int = desk_account(institution).pk
        return desk

    def _clock(self, case: Case, code: str) -> Clock:
        due = self.now + timedelta(days=self.rng.gauss(6, 12))
        return bulk.made(
            Clock,
            id=uuid7(),
            case_id=case.id,
            rule=code,
            rule_version=pack().clocks[code].version,
            subject=case.id,
            tier=case.tier,
            started_at=case.opened_at,
            due_at=due,
            overdue_at=due if due < self.now else None,
        )

    def _events(self, case: Case) -> list[Event]:
        kinds = ("case.opened", "alert.received", "alert.triaged", "note.added")[: self.rng.randint(3, 4)]
        at = case.opened_at
        return [
            bulk.made(Event, id=uuid7(), case_id=case.id, kind=kind, happened_at=at, entered_at=at) for kind in kinds
        ]

    def _alert(self, case: Case) -> Alert:
        return bulk.made(
            Alert,
            id=uuid7(),
            sender="NCMEC",
            report_id=case.id.hex,
            case_id=case.id,
            disposition=str(Disposition.OPENED),
            tier=case.tier,
            rank=case.tier * 1_000_000 - case.points,
            state=case.state,
            received_at=case.opened_at,
        )


def _inbox(user: User) -> Any:
    return Case.objects.visible_to(user).open().filter(parent__isnull=True).most_urgent_first()


def _shown(user: User) -> tuple[list[str], list[str]]:
    """Codes of cases to look at, and addresses of lists: from the beginning, the middle and all over."""
    codes = list(_inbox(user).values_list("code", flat=True)[:: max(_inbox(user).count() // TIMES, 1)][:TIMES])
    return codes, ["/?de=todos", "/?de=guardia", "/?de=todos&situacion=vencidos", "/?de=todos&nivel=3"]


def _ask(user: User) -> Callable[[str], None]:
    client = Client()
    client.force_login(user)
    show_factor(client, user)

    def get(address: str) -> None:
        answer = client.get(address, HTTP_HOST="localhost")
        if answer.status_code != 200:
            raise ValueError(f"{address}: {answer.status_code}")

    return get


def _queries(user: User) -> dict[str, int]:
    """Queries of one inbox and one case file, after a first look that fills what is remembered."""
    get, (codes, lists) = _ask(user), _shown(user)
    found = {}
    for name, address in (("inbox", lists[0]), ("case", f"/casos/{codes[0]}/")):
        get(address)
        with CaptureQueriesContext(connection) as captured:
            get(address)
        found[name] = len(captured)
    return found


def _times(user: User) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Milliseconds of each look at a page, and of each run of the query that fetches what it shows."""
    get, (codes, lists) = _ask(user), _shown(user)
    addresses = {
        "inbox": [lists[n % len(lists)] for n in range(TIMES)],
        "case": [f"/casos/{code}/" for code in codes],
    }
    pages = {name: [_timed(get, address) for address in asked] for name, asked in addresses.items()}
    threads = [Event.objects.filter(case__code=code).order_by("-entered_at", "-id") for code in codes]
    floors = {
        "inbox": [_timed(_fetch, _inbox(user)[:50]) for _ in range(TIMES)],
        "case": [_timed(_fetch, thread) for thread in threads],
    }
    return pages, floors


def _fetch(rows: Any) -> None:
    """Run the query of a set of rows without making objects of them."""
    statement, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        cursor.fetchall()


def _timed(what: Callable[[Any], None], one: Any) -> float:
    started = time.perf_counter()
    what(one)
    return (time.perf_counter() - started) * 1000


def _p50(times: list[float]) -> float:
    return statistics.median(times)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]

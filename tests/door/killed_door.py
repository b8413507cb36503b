"""Senders of reports, and the loop that takes them in, killed with SIGKILL while others go on; and what they left.

``killed_door.py senders SEED TIMES FILE``: TIMES processes die, two more of them work at the same time. FILE gets a
line for what a client would know: ``shown CODE`` before the last step, ``sent CODE`` when its answer came. What was
shown and not answered is sent again by a later process, as a visitor does whose page did not load. ``takers SEED
TIMES`` kills the taking in. ``broken SEED TIMES FILE`` ends the connections of the senders at the database instead
(PostgreSQL); ``through FILE`` only sends, while somebody else breaks things. ``end FILE UNIT`` lets all that
waits be taken in, and prints how everything stands; UNIT is the unit's private key.

Each process is a fork, so that Django is read once.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from at_work import NOW, tell
from django.db import Error, connection, connections

from hilo.cases.models import Case, Event
from hilo.door import submit
from hilo.door.models import Passage, Report, Wrapping
from hilo.door.sealing import from_code, unwrap, unwrap_with_code
from hilo.intake.models import Taken
from hilo.intake.receive import take_in
from hilo.lib.key_store import KeyStore
from hilo.lib.sealed_to import open_with

ONE_ROUND = 0.25  # seconds that the others of a round go on


def senders(seed: int, times: int, told: str) -> dict[str, int]:
    """Kill ``times`` senders, each among two that live."""
    rng = random.Random(seed)
    ends = []
    for _ in range(times):
        again = _unanswered(told, rng)
        living = [_begin(_send_for, told, again[n::2], time.monotonic() + ONE_ROUND) for n in range(2)]
        dying = _begin(_send_and_die, told, random.Random(rng.random()))
        ends += [_ended(dying)]
        assert [_ended(one) for one in living] == [0, 0]
    return {"killed": ends.count(-signal.SIGKILL), "ended": ends.count(0)}


def broken(seed: int, times: int, told: str) -> dict[str, int]:
    """End the connections of the senders, until ``times`` of them were; they go on with new ones."""
    rng = random.Random(seed)
    stop = Path(f"{told}.stop")
    living = [_begin(_send_through_failures, told, stop.exists) for _ in range(3)]
    ended = 0
    while ended < times:
        time.sleep(rng.random() * 0.1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            ended += cursor.fetchone()[0]
    stop.touch()
    assert [_ended(one) for one in living] == [0, 0, 0]
    return {"ended": ended}


def through(told: str) -> dict[str, int]:
    """Send, whatever becomes of the database meanwhile, until FILE.stop is there; what fails is sent again."""
    living = [_begin(_send_through_failures, told, Path(f"{told}.stop").exists) for _ in range(3)]
    return {"failed": sum(_ended(one) != 0 for one in living)}


def takers(seed: int, times: int) -> dict[str, int]:
    """Kill ``times`` passes of the taking in; two more take in at the same time."""
    rng = random.Random(seed)
    ends = []
    for _ in range(times):
        dying = _begin(_take_and_die, random.Random(rng.random()))
        beside = _begin(_take, 3)
        ends.append(_ended(dying))
        assert _ended(beside) == 0
    return {"killed": ends.count(-signal.SIGKILL), "ended": ends.count(0)}


def end(told: str, unit: str) -> dict[str, Any]:
    """Take in what waits, and count what a visitor or a unit would find wrong."""
    both = [_begin(_take, 1000), _begin(_take, 1000)]
    assert [_ended(one) for one in both] == [0, 0]
    shown, sent = _lines(told)
    found = {code: _opens(code, bytes.fromhex(unit)) for code in sorted(shown)}
    cases = Counter(Taken.objects.values_list("report_id", flat=True))
    return {
        "shown": len(shown),
        "sent": len(sent),
        "stored": Report.objects.count(),
        "lost": [code for code in sent if not found[code]],
        "nobodys": Report.objects.count() - sum(found.values()),
        "not_taken": Report.objects.filter(taken_at__isnull=True).count(),
        "without_a_case": Report.objects.exclude(pk__in=list(cases)).count(),
        "arrivals_kept": Report.objects.filter(arrival__isnull=False).count(),
        "cases": Case.objects.count(),
        "events": _once_each("report.received"),
        "half_written": _half_written(),
    }


def _opens(code: str, unit: bytes) -> bool:
    """Whether this code finds a report that its holder and the unit can open, with the words told under it."""
    key = from_code(code)
    report = Report.objects.filter(lookup=key.lookup).first()
    if report is None:
        return False
    held = unwrap_with_code(Wrapping.objects.get(report=report, reader="code"), key.key)
    assert unwrap(Wrapping.objects.get(report=report, reader="unit"), unit) == held
    account = Passage.objects.get(report=report, kind="account")
    return "la mochila" in open_with(held, bytes(account.sealed), place=account.place).decode()


def _half_written() -> int:
    """Reports that miss their account or the wrapping of somebody."""
    return sum(
        Wrapping.objects.filter(report=report).count() != 3 or Passage.objects.filter(report=report).count() != 1
        for report in Report.objects.all()
    )


def _once_each(kind: str) -> bool:
    """Whether each report has this event once, in a case of its own."""
    return Event.objects.filter(kind=kind).count() == Case.objects.count() == Report.objects.count()


# --- processes ---


def _begin(what: Any, *given: Any) -> int:
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            what(*given)
            status = 0
        finally:
            os._exit(status)
    return child


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _die(*_any: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _deadly(rng: random.Random, ways: tuple[str, ...], statements: int) -> None:
    """This process dies in one of these ways: at a statement, once a key is in the key store, or at any time."""
    how = rng.choice(ways)
    if how == "time":
        signal.signal(signal.SIGALRM, _die)
        signal.setitimer(signal.ITIMER_REAL, 0.005 + rng.random() * ONE_ROUND)
        return
    left, before = rng.randrange(1, statements), rng.random() < 0.5
    make = KeyStore.make

    def counting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal left
        left -= 1
        if not left and before:
            _die()
        done = execute(sql, params, many, context)
        if not left:
            _die()
        return done

    def making(store: KeyStore, pk: Any) -> bytes:
        made = make(store, pk)
        if rng.random() < 0.3:
            _die()
        return made

    if how == "statement":
        connections["default"].execute_wrappers.append(counting)
    else:
        KeyStore.make = making  # type: ignore[method-assign]


def _send_and_die(told: str, rng: random.Random) -> None:
    _deadly(rng, ("statement", "statement", "store", "time"), 40)
    before = submit.from_code

    def from_code_or_die(digits: str) -> Any:
        if rng.random() < 0.02:
            _die()
        return before(digits)

    submit.from_code = from_code_or_die
    while True:
        _send(told, _new_code())


def _send_for(told: str, again: list[str], until: float) -> None:
    for code in again:
        _send(told, code)
    while time.monotonic() < until:
        _send(told, _new_code())


def _send_through_failures(told: str, enough: Callable[[], bool]) -> None:
    """Send until it is enough; what fails is sent again under its code, as often as needed."""
    while not enough():
        code = _new_code()
        while True:
            try:
                _send(told, code)
                break
            except Error:
                connection.close()
                time.sleep(0.05)


def _send(told: str, code: str) -> None:
    _note(told, f"shown {code}")
    tell([{"digits": code, "answers": {"account": f"Perdí la mochila {code}."}}])
    _note(told, f"sent {code}")


def _take_and_die(rng: random.Random) -> None:
    _deadly(rng, ("statement", "time"), 60)
    until = time.monotonic() + 5
    while time.monotonic() < until:
        take_in(now=NOW, most=3)


def _take(most: int) -> None:
    take_in(now=NOW, most=most)


# --- what clients know ---


def _new_code() -> str:
    return "".join(random.SystemRandom().choice("0123456789") for _ in range(20))


def _note(told: str, line: str) -> None:
    """One write to a file opened to append: it is there, whoever dies next."""
    file = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(file, f"{line}\n".encode())
    os.close(file)


def _lines(told: str) -> tuple[set[str], set[str]]:
    pairs = [line.split() for line in Path(told).read_text().splitlines()]
    return {code for what, code in pairs if what == "shown"}, {code for what, code in pairs if what == "sent"}


def _unanswered(told: str, rng: random.Random) -> list[str]:
    shown, sent = _lines(told) if Path(told).exists() else (set(), set())
    return [code for code in sorted(shown - sent) if rng.random() < 0.5]


if __name__ == "__main__":
    act, *given = sys.argv[1:]
    acts = {"senders": senders, "through": through, "broken": broken, "takers": takers, "end": end}
    print(json.dumps(acts[act](*[int(one) if one.isdigit() and len(one) < 8 else one for one in given])))

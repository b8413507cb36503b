"""The demonstration: invented alerts and the published cases, brought through the same doors as real ones."""

import json
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Count

from hilo.accounts.actions import create_person
from hilo.accounts.models import User
from hilo.alerts.actions import import_source
from hilo.alerts.models import Alert, Delivery
from hilo.cases import actions
from hilo.cases.models import Case
from hilo.cases.published import open_published
from hilo.cases.queries import open_cases
from hilo.door.models import Report
from hilo.exchange.models import HandOff
from hilo.lib.errors import BadInput
from hilo.web import demo_analysis, demo_door, demo_plan, demo_testimony
from hilo.web.demo_course import hand_over
from hilo.web.demo_senders import answer

SEED = 20
STATES = ("CMX", "MOR", "NAY")
WAVES = ((150, 24), (250, 3), (200, 0))  # alerts, and how many days ago they came: old clocks, running, just begun

# (username, name, institution, role): six institutions, in three states and for the whole country. Invented.
PEOPLE = (
    ("ana", "Ana Ruelas", "FGE-NAY", "caseworker"),
    ("beto", "Beto Salas", "FGE-NAY", "supervisor"),
    ("caro", "Caro Mena", "FGE-NAY", "intake_analyst"),
    ("dora", "Dora Lugo", "FGE-NAY", "investigator"),
    ("irma", "Irma Solís", "FGE-NAY", "interviewer"),
    ("eva", "Eva Ríos", "FGE-MOR", "caseworker"),
    ("fito", "Fito Luna", "FGE-MOR", "supervisor"),
    ("gala", "Gala Peña", "FGE-CMX", "caseworker"),
    ("hugo", "Hugo Vera", "FGE-CMX", "supervisor"),
    ("ines", "Inés Cano", "GN-CERT", "intake_analyst"),
    ("juan", "Juan Solís", "GN-CERT", "supervisor"),
    ("lidia", "Lidia Mora", "ODI", "caseworker"),
    ("marco", "Marco Gil", "ODI", "institution_head"),
    ("pia", "Pía Solano", "PPNNA-NAY", "caseworker"),
    ("raul", "Raúl Ibarra", "PPNNA-NAY", "supervisor"),
    ("sara", "Sara Leal", "FGE-NAY", "institution_head"),
    ("nora", "Nora Paz", "FGE-NAY", "auditor"),
    ("omar", "Omar Lira", "FGE-NAY", "system_administrator"),
)


@dataclass
class Told:
    """The outcome of the demonstration, for its table. Numbers of alerts and cases."""

    imported: dict[str, int] = field(default_factory=dict)
    published: int = 0
    handoffs: int = 0
    reports: int = 0
    unanswered: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)
    overdue: int = 0
    silent: int = 0
    ledger_ok: bool = True


def load(*, now: datetime | None = None, say: Callable[[str], None] = lambda _text: None) -> Told:
    """Load people, alerts and published cases, let some fall overdue and silent; a second load changes nothing."""
    now = now or datetime.now(UTC)
    told = Told()
    if not Delivery.objects.filter(source="demo:0").exists():
        if User.objects.people().exists() or Case.objects.exists():
            raise BadInput("Esta base ya tiene personas o casos. Para la demostración use otra HILO_HOME.")
        say("Personas de seis instituciones…")
        people = {name: _person(name, shown, where, role) for name, shown, where, role in PEOPLE}
        say("600 alertas inventadas…")
        told.imported = _alerts(now)
        say("27 casos publicados, sin nombres…")
        open_published(now=now - timedelta(days=6), owner=people["lidia"])
        say("Algunos casos avanzan; otros esperan…")
        _work(people, now)
        say("Unos pasan a otra institución, y no todas responden…")
        hand_over(people, now)
        say("A unos remitentes ya se les respondió…")
        answer(people, now)
        say("Hay planes de investigación, y actos que nadie ha hecho todavía…")
        demo_plan.plan_cases(people, now)
        demo_analysis.note_points(people, now)
        say("Una niña y un niño cuentan, y queda lo que dijeron…")
        demo_testimony.hear_children(people, now)
        say("Niñas, niños y personas adultas avisan…")
        demo_door.tell(people, now)
    _sweep(now)
    return _count(told, now)


def _person(username: str, shown: str, institution: str, role: str) -> User:
    return create_person(username=username, display_name=shown, institution=institution, role=role, by=None)


def _alerts(now: datetime) -> dict[str, int]:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    try:
        from bench.generate import generate
    except ImportError:
        raise BadInput("La demostración necesita la carpeta «bench» del repositorio.") from None
    total: dict[str, int] = {}
    for number, (count, days) in enumerate(WAVES):
        came = now - timedelta(days=days, minutes=20)
        with tempfile.TemporaryDirectory() as folder:
            first = 200_000_001 + number * 10_000
            seed = SEED + number
            generate(count, seed=seed, out=Path(folder), until=came, first_id=first, states=STATES, malformed=True)
            counts = import_source(source=Path(folder) / "alerts", name=f"demo:{number}", now=came)
        for key in ("read", "new", "replays", "versions", "quarantined", "cases_opened", "joined"):
            total[key] = total.get(key, 0) + getattr(counts, key)
    return total


def _work(people: dict[str, User], now: datetime) -> None:
    """Some cases are taken and acted on, so that the rest shows what waiting looks like."""
    chance = random.Random(SEED)  # noqa: S311 - which invented case moves is no secret
    for lead, owner in (("beto", "ana"), ("fito", "eva"), ("hugo", "gala"), ("juan", "ines")):
        by, to = people[lead], people[owner]
        cases = list(Case.objects.open().filter(institution=by.institution, parent=None, kind="alert").order_by("pk"))
        taken = [case for case in cases if chance.random() < 0.85]
        for case in taken:
            at = min(case.opened_at + timedelta(hours=chance.randint(1, 30)), now - timedelta(minutes=5))
            if at > case.opened_at:
                actions.assign(cases=[case], to=to, by=by, now=at)
                _act(case, to, at, chance, now)
    for case in Case.objects.open().filter(kind="published").order_by("pk"):
        if chance.random() < 0.6:
            _act(case, people["lidia"], case.opened_at + timedelta(hours=chance.randint(1, 60)), chance, now)


def _act(case: Case, by: User, at: datetime, chance: random.Random, now: datetime) -> None:
    for kind in ("prosecutor.informed", "child_protection.informed", "police.informed", "preservation.ordered"):
        at += timedelta(hours=chance.randint(1, 20))
        if at >= now or chance.random() < 0.08:
            return
        actions.record(case=case, kind=kind, by=by, now=at, happened_at=at)


def _sweep(now: datetime) -> None:
    from hilo.web.commands import work_once

    work_once(now)


def _count(told: Told, now: datetime) -> Told:
    from hilo.cases.queries import ThreadContents
    from hilo.ledger.verify import verify

    told.handoffs, told.unanswered = HandOff.objects.count(), HandOff.objects.unanswered().count()
    told.reports = Report.objects.count()
    told.published = Case.objects.filter(kind="published").count()
    tiers = dict(Alert.objects.values_list("tier").annotate(Count("id")))
    for tier in (1, 2, 3, 4):
        cases = Case.objects.open().filter(tier=tier)
        told.rows.append(
            {
                "tier": tier,
                "alerts": tiers.get(tier, 0),
                "cases": cases.count(),
                "overdue": cases.filter(next_due_at__lt=now).count(),
                "silent": cases.filter(silent_at__isnull=False).count(),
            }
        )
    told.overdue = open_cases(now=now, overdue=True).count()
    told.silent = open_cases(now=now, silent=True).count()
    told.ledger_ok = verify(source=ThreadContents()).ok
    return told


def table(told: Told) -> str:
    """The outcome in words and columns."""
    lines = ["", "Nivel                            alertas   casos  vencidos  en silencio"]
    names = {1: "1 riesgo ahora", 2: "2 identificable", 3: "3 trabajable", 4: "4 bajo, viral, informativo"}
    for row in told.rows:
        lines.append(
            f"{names[row['tier']]:<32}{row['alerts']:>8}{row['cases']:>8}{row['overdue']:>10}{row['silent']:>13}"
        )
    lines += [
        "",
        f"Canalizaciones: {told.handoffs} · sin respuesta de la otra institución: {told.unanswered}",
        f"Avisos que entraron por la puerta pública, por teléfono y en persona: {told.reports}",
        f"Casos publicados que se siguen, sin nombres: {told.published}",
        "Alertas sin caso: 0 · casos abiertos sin responsable, deber y plazo: 0 (lo impide la base de datos)",
        f"El registro {'se comprueba entero' if told.ledger_ok else 'NO se comprueba'}.",
    ]
    if told.imported:
        lines.insert(0, "Importado: " + json.dumps(told.imported))
    return "\n".join(lines)

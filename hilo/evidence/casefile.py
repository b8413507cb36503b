"""The case file on paper («carpeta»): the whole case in reading order, with page references, or without names.

What it says is gathered as plain values; the template draws them. Nothing of a case ever becomes markup.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import override

from hilo.accounts.models import User
from hilo.cases import access
from hilo.cases.models import Case
from hilo.cases.queries import institution_name
from hilo.cases.words import kind_words
from hilo.evidence import casefile_items, casefile_plan, casefile_thread
from hilo.evidence.casefile_rows import Reader, cell, facts, moment
from hilo.exchange.letters.render import printed
from hilo.exchange.letters.words import grouped, long_date
from hilo.lib.canonical import digest
from hilo.reference import pack

TEMPLATE = Path(__file__).parent / "casefile_templates" / "casefile.typ"

RESERVED = "Información reservada y confidencial"
WHY_RESERVED = (
    "Contiene datos de niñas, niños o adolescentes, cuya identidad e intimidad se protegen (CPEUM 20-C V; CNPP 106 y "
    "109; LGDNNA 76 a 80). Quien la tenga en sus manos responde de que nadie más la vea."
)
WITHOUT_NAMES = (
    "Versión testada: en lugar de los nombres de las personas del caso, las notas, lo que se describe de los actos e "
    "indicios y todo texto reservado dice [testado]. Los nombres de quienes actuaron por una institución se conservan."
)
WHOLE = (
    "Versión completa, con nombres y textos reservados. Solo sale de la institución cuando la ley lo pide; para lo "
    "demás está la versión testada."
)
ABOUT = (
    "Dice lo que personas e instituciones anotaron y cuándo, no que sea verdad. De toda persona que se señala se "
    "presume inocencia. Los identificadores de las alertas y lo que contó quien avisó no se imprimen."
)
VERIFY = (
    "La huella está al pie de cada página y en el hilo del caso, donde quedó quién imprimió esta carpeta. Lo que "
    "prueba que nada cambió es el expediente exportado, que se comprueba sin Hilo."
)


@dataclass(frozen=True)
class Carpeta:
    """The values of a printed case file. ``events``: how many the thread has."""

    told: dict[str, Any]
    day: datetime
    events: int

    @property
    def fingerprint(self) -> str:
        """64 hex signs: the SHA-256 of the canonical values."""
        return digest(self.told).hex()

    def pdf(self) -> bytes:
        """US letter, tagged for screen readers."""
        told = self.told | {"fingerprint": grouped(self.fingerprint[:16].upper())}
        title = f"Carpeta del caso {told['code']}"
        return printed(TEMPLATE, told, title=title, author=told["institution"], day=self.day)


def pdf(case: Case, *, by: User, now: datetime, full: bool) -> bytes:
    """The case file as PDF. ``full``: with names and words. Whoever calls has asked whether they may, and logged it."""
    return gather(case, by=by, now=now, full=full).pdf()


def gather(case: Case, *, by: User, now: datetime, full: bool) -> Carpeta:
    """All that it says, in Spanish whatever the language of who prints it."""
    with override("es"):
        events = casefile_thread.events_of(case)
        numbers = {event.pk: number for number, event in enumerate(events, 1)}
        reader = Reader(full, access.sight_of(case, by, now), numbers)
        sections = [
            casefile_thread.standing(case, now),
            casefile_thread.thread(events, by, reader),
            casefile_thread.arrivals(case, reader),
            casefile_plan.plan(case, reader),
            casefile_plan.letters(case, reader),
            casefile_items.items(case, events, reader, now),
            casefile_items.papers(case, reader),
            casefile_plan.analysis(case, reader),
            casefile_plan.offences(case, reader),
            casefile_thread.handoffs(case, by, reader),
        ]
        told = _cover(case, by=by, now=now, full=full) | {"sections": sections}
    return Carpeta(told, localtime(now), len(events))


def _cover(case: Case, *, by: User, now: datetime, full: bool) -> dict[str, Any]:
    state = pack().states.get(case.state)
    return {
        "code": case.code,
        "institution": institution_name(case.institution),
        "heading": f"{kind_words(case.kind)} · {state.name.es if state else 'sin ubicación'}",
        "reserved": RESERVED,
        "variant": "Versión completa" if full else "Versión testada",
        "notes": [WHY_RESERVED, WHOLE if full else WITHOUT_NAMES, ABOUT],
        "verify": VERIFY,
        "cover": facts(
            ("Caso", cell(case.code)),
            ("Estado", cell(str(case.get_status_display()))),
            ("Urgencia", cell(str(case.get_tier_display()))),
            ("Se abrió", cell(moment(case.opened_at))),
            ("La imprimió", cell(by.get_full_name(), institution_name(by.institution))),
            ("Cuándo", cell(long_date(localtime(now)))),
        ),
    }

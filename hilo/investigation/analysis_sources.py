"""What a point of the analysis may rest on: an event of the thread, an alert, an act, a letter; parts above add theirs.

A source is named by ``kind:id`` in forms, by ``Point.source_kind`` and ``Point.source`` in the database.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from hilo.alerts.models import Alert
from hilo.cases import queries
from hilo.cases.models import Case, Event
from hilo.cases.words import moment_words
from hilo.investigation.models import Act, Request
from hilo.investigation.request_content import ESCALATION
from hilo.reference import pack

MOST = 200  # rows of one kind in a list to choose from, the newest

Found = Mapping[tuple[str, UUID], "Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """One thing of the case, in words, and the page that shows it."""

    kind: str
    pk: UUID
    words: str
    url: str

    @property
    def code(self) -> str:
        """As a form names it."""
        return f"{self.kind}:{self.pk}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of source. ``rows``: those of a case, newest first, as a set to narrow; ``tell``: words and address."""

    label: str | Promise
    rows: Callable[[Case], "QuerySet"]  # type: ignore[type-arg]
    tell: Callable[[Case, object], tuple[str, str]]


def act_label(code: str) -> str:
    """The name of a kind of act in the reader's language; its code when the pack lost it."""
    known = pack().acts.get(code)
    return known.label.get(get_language() or "es") if known else code


def letter_label(code: str) -> str:
    """The name of a kind of letter in the reader's language; its code when the pack lost it."""
    if code == ESCALATION:
        return gettext("Falta de respuesta, a la instancia superior")
    known = pack().requests.get(code)
    return known.label.get(get_language() or "es") if known else code


def act_words(act: Act) -> str:
    """«Acto 3: Conservación inmediata de datos»."""
    return str(_ACT % {"n": act.number, "label": act_label(act.type)})


def letter_words(request: Request) -> str:
    """«Oficio FGE-NAY/HILO/2026/0012: Copia de un expediente»."""
    return str(_LETTER % {"number": request.number, "label": letter_label(request.template)})


_ACT = gettext_lazy("Acto %(n)s: %(label)s")
_LETTER = gettext_lazy("Oficio %(number)s: %(label)s")


def _events(case: Case) -> "QuerySet[Event]":
    telling = [kind.code for kind in pack().event_kinds.values() if kind.substantive or kind.code == "note.added"]
    return case.events.filter(kind__in=telling).order_by("-happened_at", "-id")


def _event(case: Case, event: Event) -> tuple[str, str]:
    label = queries.event_label(event.kind).get(get_language() or "es")
    return f"{label}, {moment_words(event.happened_at)}", f"{reverse('cases:file', args=[case.code])}?all=1#hilo"


def _alert(case: Case, alert: Alert) -> tuple[str, str]:
    return f"{alert.sender} {alert.report_id}", reverse("alerts:alert", args=[alert.pk])


def _act(case: Case, act: Act) -> tuple[str, str]:
    return act_words(act), reverse("investigation:act", kwargs={"code": case.code, "pk": act.pk})


def _letter(case: Case, letter: Request) -> tuple[str, str]:
    return letter_words(letter), reverse("investigation:request", kwargs={"code": case.code, "pk": letter.pk})


# A part above this one adds its own kind in its AppConfig.ready.
KINDS: dict[str, Kind] = {
    "alert": Kind(gettext_lazy("Alertas"), lambda case: case.alerts.order_by("-received_at", "-id"), _alert),  # type: ignore[arg-type]
    "act": Kind(gettext_lazy("Actos"), lambda case: case.acts.order_by("-number"), _act),  # type: ignore[arg-type]
    "request": Kind(gettext_lazy("Oficios"), lambda case: case.requests.order_by("-made_at", "-id"), _letter),  # type: ignore[arg-type]
    "event": Kind(gettext_lazy("Sucesos del hilo"), _events, _event),  # type: ignore[arg-type]
}


def choices(case: Case) -> list[tuple[str, list[Source]]]:
    """What may be chosen, by kind, newest first: one query per kind."""
    found = [(str(kind.label), of_kind(case, code)) for code, kind in KINDS.items()]
    return [(label, rows) for label, rows in found if rows]


def of_kind(case: Case, code: str) -> list[Source]:
    """Those of one kind, newest first: one query."""
    return _told(case, code, KINDS[code].rows(case)[:MOST])


def named(case: Case, wanted: Iterable[tuple[str, UUID | None]]) -> Found:
    """The sources that points name: one query per kind that occurs."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, pk in wanted:
        if kind in KINDS and pk is not None:
            by_kind.setdefault(kind, set()).add(pk)
    rows = [one for kind, ids in by_kind.items() for one in _named(case, kind, ids)]
    return {(one.kind, one.pk): one for one in rows}


def of_code(case: Case, code: str) -> Source | None:
    """The source of this case that a form names; None when there is none."""
    kind, _, pk = code.partition(":")
    try:
        return named(case, [(kind, UUID(pk))]).get((kind, UUID(pk)))
    except ValueError:
        return None


def _named(case: Case, kind: str, ids: Collection[UUID]) -> list[Source]:
    return _told(case, kind, KINDS[kind].rows(case).filter(pk__in=ids))


def _told(case: Case, code: str, rows: Iterable[object]) -> list[Source]:
    kind = KINDS[code]
    return [Source(code, row.pk, *kind.tell(case, row)) for row in rows]  # type: ignore[attr-defined]

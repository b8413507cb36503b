"""Reads about letters, for their pages and for the case file."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight
from hilo.cases.models import Case, Clock
from hilo.investigation.models import Request, RequestState, RequestStep
from hilo.investigation.request_content import Kept, opened
from hilo.investigation.request_letter import addressee_words, is_repeat
from hilo.investigation.request_policies import WAITS
from hilo.reference import pack
from hilo.reference.acts import RequestTemplate

MOST = 200
STEPS: dict[str, str | Promise] = {
    "sent": _("Se envió"),
    "received": _("Consta que lo recibieron"),
    "answered": _("Contestaron"),
    "partly_answered": _("Contestaron en parte"),
    "repeated": _("Se reiteró con otro oficio"),
    "escalated": _("Se elevó a otra instancia"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A letter as lists show it. ``due_at``: of the clock of its line, None when none runs."""

    request: Request
    template: RequestTemplate
    kept: Kept
    to: str
    due_at: datetime | None
    now: datetime

    @property
    def late(self) -> bool:
        """The time to answer is over."""
        return self.due_at is not None and self.due_at < self.now

    @property
    def waits(self) -> bool:
        """Something is still to come."""
        return self.request.state in WAITS

    @property
    def repeats(self) -> bool:
        """It asks again what another letter asked."""
        return is_repeat(self.request)


def letters_of(case: Case) -> Iterable[Request]:
    """The newest letters of a case."""
    rows = case.requests.select_related("act", "repeats", "sent_by", "made_by").order_by("-made_at", "-id")[:MOST]
    for row in rows:
        row.case = case
    return rows


def rows_of(case: Case, requests: Iterable[Request], now: datetime) -> list[Row]:
    """Letters with their clocks: one query for all of them. Late ones first, then what is due first."""
    letters = list(requests)
    due = _due(case, letters)
    rows = [_row(one, due.get(first_of(one)), now) for one in letters]
    return sorted(rows, key=_order)


def _order(row: Row) -> tuple[int, datetime]:
    if row.request.state == RequestState.DRAFT:
        return (0, row.request.made_at)
    if row.waits and row.due_at is not None:
        return (1, row.due_at)
    return (2 if row.waits else 3, row.request.made_at)


def first_of(request: Request) -> uuid.UUID:
    """The letter that carries the clock: the first of those that ask the same."""
    return request.repeats_id if is_repeat(request) and request.repeats_id else request.pk


def _due(case: Case, letters: Sequence[Request]) -> dict[uuid.UUID, datetime]:
    rules = {one.within for one in pack().requests.values()}
    live = Clock.objects.live().filter(case=case, rule__in=rules, subject__in={first_of(one) for one in letters})
    return dict(live.values_list("subject", "due_at"))


def _row(request: Request, due_at: datetime | None, now: datetime) -> Row:
    kept, lang = opened(request), get_language() or "es"
    waits = request.state in WAITS
    to = addressee_words(request, kept.given, lang)
    return Row(request, pack().requests[request.template], kept, to, due_at if waits else None, now)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A move of a letter in words. ``withheld``: its note did not travel with the case."""

    step: RequestStep
    words: str
    missing: tuple[str, ...]
    note: str
    withheld: bool


def steps_of(row: Row, sight: Sight) -> list[StepRow]:
    """The moves of a letter, oldest first; notes opened as far as they travelled."""
    fields = {one.code: one.label.get(get_language() or "es") for one in row.template.fields}
    found = []
    for step in row.request.steps.select_related("by"):
        hidden = bool(step.note) and sight.hides("notes", step.entered_at)
        note = "" if hidden or not step.note else open_text(step.note, place=f"request.step:{step.pk}")
        missing = tuple(fields.get(code, code) for code in json.loads(step.missing))
        found.append(StepRow(step, str(STEPS[step.kind]), missing, note, hidden))
    return found


def related_of(request: Request) -> list[Request]:
    """The letter it follows, and those that follow it: one query."""
    case = request.case
    rows = case.requests.filter(Q(repeats=request) | Q(pk=request.repeats_id)).order_by("made_at", "id")
    return list(rows)

"""Coded accounts of children as the comparison reads them: codes, days and contacts; no words of anybody."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from hilo.accounts.models import User
from hilo.cases.models import Case, Event, PersonInCase, PlaceInCase
from hilo.testimony import double_queries
from hilo.testimony.disclosure.history import Entry
from hilo.testimony.disclosure.publications import publications
from hilo.testimony.disclosure_queries import opened
from hilo.testimony.exposure import Account, Publication, Telling
from hilo.testimony.indicator_queries import states_of
from hilo.testimony.indicator_suggestions import version
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.indicators.states import DENIED, NEVER, NO_ANSWER
from hilo.testimony.models import Comparison, DisclosureEntry, Interview, Layer, Mark, MarkState
from hilo.testimony.models import Telling as Told
from hilo.testimony.prompt_queries import readable
from hilo.testimony.similarity import Code, Report

BANDS = {"5": _("hasta 5 años"), "8": _("de 6 a 8 años"), "12": _("de 9 a 12 años"), "17": _("de 13 a 17 años")}
LIMITS = {"5": (0, 5), "8": (6, 8), "12": (9, 12), "17": (13, 17)}
MOST = 200  # accounts in one comparison
STATUS = {DENIED: "adult_first_denied", NO_ANSWER: "adult_first_unanswered"}


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child with an ended, kept interview. ``coded``: whether a passage is confirmed by this codebook."""

    child: PersonInCase
    case: Case
    coded: bool


def children_of(user: User, band: str) -> list[ChildRow]:
    """Children of that age in cases this person may see, oldest case first: two queries."""
    low, high = LIMITS[band]
    heard = readable(user).filter(interview__ended_at__isnull=False, child__age__range=(low, high)).values("child")
    found = PersonInCase.objects.filter(pk__in=heard, case__in=Case.objects.visible_to(user)).select_related("case")
    rows = list(found.order_by("case__opened_at", "added_at", "pk")[:MOST])
    coded = set(_marks(rows).values_list("transcript__child", flat=True))
    return [ChildRow(one, one.case, one.pk in coded) for one in rows]


def _marks(children: Iterable[PersonInCase]) -> Any:
    return Mark.objects.filter(
        transcript__child__in=[one.pk for one in children], layer=Layer.SEGMENT, state=MarkState.CONFIRMED,
        replaced__isnull=True, version=version(),
    )  # fmt: skip


def accounts_of(children: Sequence[PersonInCase]) -> list[Account]:
    """One account for each child: five queries for any number."""
    marks: dict[UUID, list[Mark]] = {}
    rows = _marks(children).select_related("transcript__interview")
    for mark in rows.defer("transcript__original", "transcript__text", "transcript__lines", "body"):
        marks.setdefault(mark.transcript.child_id, []).append(mark)
    heard: dict[UUID, list[Interview]] = {}
    for one in Interview.objects.filter(child__in=children, begun_at__isnull=False).order_by("number"):
        heard.setdefault(one.child_id, []).append(one)
    contacts = _contacts(children, heard)
    return [_account(one, marks.get(one.pk, []), heard.get(one.pk, []), contacts[one.pk]) for one in children]


def _account(
    child: PersonInCase,
    marks: Sequence[Mark],
    heard: Sequence[Interview],
    contacts: Mapping[str, frozenset[str] | None],
) -> Account:
    days = {one.number: localdate(one.begun_at) for one in heard if one.begun_at}
    told = tuple(
        Telling(one.indicator, STATUS.get(one.state, one.state), days.get(one.session or 0))
        for one in states_of(marks).values()
        if one.state != NEVER
    )
    return Account(str(child.pk), told, contacts, min(days.values(), default=None))


def _contacts(
    children: Sequence[PersonInCase], heard: Mapping[UUID, Sequence[Interview]]
) -> dict[UUID, dict[str, frozenset[str] | None]]:
    """Who interviewed, and which school: what is on record. Therapists, lawyers and parents' groups are not known."""
    schools: dict[UUID, set[str]] = {}
    places = PlaceInCase.objects.filter(case__in=[one.case_id for one in children], role=PlaceInCase.Role.SCHOOL)
    for case, institution in places.exclude(institution="").values_list("case", "institution"):
        schools.setdefault(case, set()).add(institution)
    asked: dict[UUID, set[str]] = {}
    told = Told.objects.filter(child__in=children, void=False, corrected__isnull=True, asked_by__isnull=False)
    for child, hearer, user in told.values_list("child", "asked_by", "asked_by__user"):
        asked.setdefault(child, set()).add(f"user:{user}" if user else str(hearer))
    found: dict[UUID, dict[str, frozenset[str] | None]] = {}
    for one in children:
        who = {
            f"user:{row.interviewer_id}" if row.interviewer_id else str(row.hearer_id) for row in heard.get(one.pk, ())
        }
        found[one.pk] = {
            "interviewer": frozenset(who | asked.get(one.pk, set())),
            "school": frozenset(schools[one.case_id]) if one.case_id in schools else None,
        }
    return found


def published(children: Sequence[PersonInCase]) -> tuple[list[Publication], int]:
    """What became public according to these children's histories, and how many entries have no day: one query.

    One without a day counts from ever: until it has one, every account is held exposed to it.
    """
    rows: dict[UUID, list[DisclosureEntry]] = {}
    for row in DisclosureEntry.objects.filter(child__in=children).order_by("written_at", "id"):
        rows.setdefault(row.child_id, []).append(row)
    dated: set[Publication] = set()
    undated = 0
    for one in rows.values():
        history = opened(one)
        found = publications(history)
        ever = [entry for entry in history if entry.id in found.undated]
        dated |= {*found.dated, *(_from_ever(entry) for entry in ever)}
        undated += len(ever)
    return sorted(dated, key=lambda one: (one.on, one.source)), undated


def _from_ever(entry: Entry) -> Publication:
    return Publication(entry.text("source") or entry.id, date.min, frozenset(entry.items("details")))


def codes_for(institution: str, compared: Sequence[Account], rest: Sequence[Account]) -> list[Code]:
    """Every indicator: how far coders agreed, and in how many of the accounts *not* compared it is told."""
    usable = double_queries.usable(version(), institution)
    return [
        Code(
            one.id, usable[one.id].alpha if one.id in usable else None,
            sum(account.told(one.id) for account in rest), len(rest), tuple(one.acts),
        )
        for one in codebook().indicators
    ]  # fmt: skip


def as_json(report: Report) -> dict[str, Any]:
    """A report as plain values."""

    def plain(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key if isinstance(key, str) else " ".join(map(str, key)): plain(one) for key, one in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [plain(one) for one in value]
        return value.isoformat() if isinstance(value, date) else value

    found: dict[str, Any] = plain(asdict(report))
    return found


def visible_to(user: User) -> QuerySet[Comparison]:
    """Comparisons of one's institution, but for those with a case from which it is kept out by now."""
    told = Event.objects.filter(kind="accounts.compared", case__conflicts__institution=user.institution)
    hidden = {json.loads(facts)["comparison"] for facts in told.values_list("facts", flat=True)}
    found = Comparison.objects.filter(institution=user.institution).exclude(pk__in=hidden)
    return found.select_related("made_by").defer("result")

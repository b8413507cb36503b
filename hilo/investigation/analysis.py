"""The analysis of a case as its page shows it: what people wrote, and apart from it what the record itself holds.

Nothing here is weighed or scored: a point says from what it is known, and a hypothesis stands beside the others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from hilo.accounts.sealing import open_text
from hilo.cases import queries
from hilo.cases.access import Sight
from hilo.cases.models import Case, Event
from hilo.cases.words import date_words
from hilo.investigation import timeline
from hilo.investigation.analysis_sources import Found, Source, act_label, act_words, letter_words, named
from hilo.investigation.models import Act, ActState, Point, PointKind, PointState, Request, RequestState
from hilo.lib.errors import BadInput
from hilo.reference import pack

MOST_POINTS, MOST_RECORD, MOST_MARKS = 300, 40, 300
LATE = timedelta(hours=24)  # entered that much after it happened: told in the time line
ENDED = (ActState.DONE, ActState.NEGATIVE, ActState.REFUSED, ActState.IMPOSSIBLE, ActState.LAPSED)
BROUGHT = (ActState.DONE, ActState.NEGATIVE)
WAITING = (RequestState.SENT, RequestState.RECEIVED, RequestState.PARTLY)


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point in words. ``source``: what it rests on; ``act``: what would answer it, when it is in the plan;
    ``wanted``: the kind of act, when it is not; ``withheld``: its words did not travel.
    """

    point: Point
    text: str
    why: str
    source: Source | None
    act: Source | None
    wanted: str
    withheld: bool

    @property
    def needs_target(self) -> bool:
        """Whether the act that would answer it asks for what exactly it is about."""
        kind = pack().acts.get(self.point.act_type)
        return bool(kind and kind.needs_target)

    @property
    def act_ended(self) -> bool:
        """Whether the act that would answer it is over, so that somebody should say whether it did."""
        return self.point.answered_by is not None and self.point.answered_by.state in ENDED


@dataclass(frozen=True, slots=True)
class RecordRow:
    """Something the record itself holds; nobody has judged it. ``code``: as a source of a new point."""

    words: str
    at: datetime | None
    url: str
    code: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The open points by kind, those that ended, and what the record holds and lacks."""

    known: list[PointRow] = field(default_factory=list)
    unknown: list[PointRow] = field(default_factory=list)
    hypothesis: list[PointRow] = field(default_factory=list)
    innocent: list[PointRow] = field(default_factory=list)
    ended: list[PointRow] = field(default_factory=list)

    @property
    def explanations(self) -> int:
        """How many explanations stand beside each other."""
        return len(self.hypothesis) + len(self.innocent)

    @property
    def lacks_another_explanation(self) -> bool:
        """No explanation without an offence, or with another person, has ever been written down."""
        return not self.innocent and not any(row.point.kind == PointKind.INNOCENT for row in self.ended)


def points_of(case: Case) -> list[Point]:
    """The points of a case, oldest first: one query."""
    rows = case.analysis.select_related("added_by", "settled_by", "answered_by")
    return list(rows[:MOST_POINTS])


def has_words(points: Iterable[Point], sight: Sight) -> bool:
    """Whether the words of a point would be shown to this person."""
    return any(not sight.hides("notes", one.added_at) for one in points)


def of_points(case: Case, points: Iterable[Point], sight: Sight) -> Analysis:
    """The points in words. Opens what is sealed: whoever calls has logged the look."""
    found = Analysis()
    for row in rows_of(case, list(points), sight):
        rows = getattr(found, row.point.kind) if row.point.state == PointState.OPEN else found.ended
        rows.append(row)
    return found


def rows_of(case: Case, points: Sequence[Point], sight: Sight) -> Iterator[PointRow]:
    """Some points in words, with what they rest on: one query per kind of source."""
    sources = named(case, [(one.source_kind, one.source) for one in points])
    return (_row(case, one, sources, sight) for one in points)


def _row(case: Case, one: Point, sources: Found, sight: Sight) -> PointRow:
    hidden = sight.hides("notes", one.added_at)
    return PointRow(
        point=one,
        text="" if hidden else opened(one.text, f"point.text:{one.pk}"),
        why="" if hidden else opened(one.settled_why, f"point.why:{one.pk}"),
        source=sources.get((one.source_kind, one.source)) if one.source else None,
        act=_act_source(case, one.answered_by) if one.answered_by else None,
        wanted=act_label(one.act_type) if one.act_type and one.answered_by is None else "",
        withheld=hidden,
    )


def opened(sealed: bytes | memoryview | None, place: str) -> str:
    """What was sealed; why it does not open when it does not."""
    try:
        return open_text(sealed, place=place)
    except BadInput as no:
        return str(no)


def _act_source(case: Case, act: Act) -> Source:
    url = reverse("investigation:act", kwargs={"code": case.code, "pk": act.pk})
    return Source("act", act.pk, act_words(act), url)


def from_record(case: Case) -> tuple[list[RecordRow], list[RecordRow]]:
    """What the record holds (alerts, acts that brought a result, positive or negative) and what it lacks (acts refused,
    impossible or lapsed, letters without an answer): three queries.
    """
    alerts = [
        RecordRow(f"{one.sender} {one.report_id}", one.received_at, reverse("alerts:alert", args=[one.pk]),
                  f"alert:{one.pk}", gettext("alerta recibida"))
        for one in case.alerts.order_by("-received_at", "-id")[:MOST_RECORD]
    ]  # fmt: skip
    acts = case.acts.filter(state__in=ENDED).annotate(moved_at=Max("steps__happened_at"))
    ended = list(acts.order_by("-number")[:MOST_RECORD])
    brought = [_act_row(case, one) for one in ended if one.state in BROUGHT]
    failed = [_act_row(case, one) for one in ended if one.state not in BROUGHT]
    return [*alerts, *brought], [*failed, *_letters(case)]


def _act_row(case: Case, act: Any) -> RecordRow:
    source = _act_source(case, act)
    return RecordRow(source.words, act.moved_at, source.url, source.code, str(ActState(act.state).label))


def _letters(case: Case) -> list[RecordRow]:
    waiting = case.requests.filter(state__in=WAITING).order_by("sent_at", "id")[:MOST_RECORD]
    return [_letter_row(case, one) for one in waiting]


def _letter_row(case: Case, one: Request) -> RecordRow:
    url = reverse("investigation:request", kwargs={"code": case.code, "pk": one.pk})
    partly = one.state == RequestState.PARTLY
    state = gettext("contestado en parte") if partly else gettext("sin respuesta")
    return RecordRow(letter_words(one), one.sent_at, url, f"request:{one.pk}", state)


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day on which something was done, or (``gap``) the days in which nothing was. ``acts``: with how many of each;
    ``late``: how many days later the last of them was written down.
    """

    since: datetime
    until: datetime
    gap: int = 0
    acts: tuple[str, ...] = ()
    by: str = ""
    late: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Days with acts, and gaps; ``more``: older acts that are not shown."""

    rows: list[DayRow]
    svg: str
    more: int

    @property
    def gaps(self) -> int:
        """How many stretches of a week or more passed without an act."""
        return sum(bool(row.gap) for row in self.rows)


def timeline_of(case: Case, now: datetime) -> Timeline:
    """The acts of the thread with its gaps: two queries."""
    kinds = [kind.code for kind in pack().event_kinds.values() if kind.substantive]
    acts = case.events.filter(kind__in=kinds)
    newest = list(acts.select_related("by").order_by("-happened_at", "-id")[:MOST_MARKS])
    more = max(acts.count() - len(newest), 0)
    begin = newest[-1].happened_at if more else case.opened_at
    until = case.closed_at or now
    rows = timeline.rows([_mark(one) for one in newest], opened=begin, until=until)
    found = _days(rows)
    title, words = gettext("Actos del caso en el tiempo"), gettext("La tabla que sigue lo dice día por día.")
    edges = (date_words(begin), date_words(until))
    svg = timeline.picture(rows, opened=begin, until=until, title=title, words=words, edges=edges)
    return Timeline(found, svg, more)


def _mark(event: Event) -> timeline.Mark:
    label = queries.event_label(event.kind).get(get_language() or "es")
    late = event.entered_at - event.happened_at
    by = event.by.get_full_name() if event.by else gettext("el sistema")
    return timeline.Mark(event.happened_at, label, by, late if late >= LATE else None)


def _days(rows: Iterable[timeline.Row]) -> list[DayRow]:
    """Acts of one day in one row."""
    found = []
    for _day_of, some in groupby(rows, lambda row: localtime(row.since).date() if row.mark else None):
        group = list(some)
        marks = [row.mark for row in group if row.mark]
        found += [_day(marks)] if marks else [_gap(row) for row in group]
    return found


def _gap(row: timeline.Row) -> DayRow:
    return DayRow(localtime(row.since), localtime(row.until), row.days)


def _day(marks: Sequence[timeline.Mark]) -> DayRow:
    counted = Counter(mark.words for mark in marks)
    acts = tuple(words if n == 1 else f"{words} ({n})" for words, n in counted.items())
    late = max((mark.late.days for mark in marks if mark.late), default=0)
    by = ", ".join(dict.fromkeys(mark.by for mark in marks))
    return DayRow(localtime(marks[0].at), localtime(marks[-1].at), acts=acts, by=by, late=late)

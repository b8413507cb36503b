"""The thread of a case for its page: events in words, notes opened, and the picture of the same events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from hilo.accounts.models import User
from hilo.accounts.sealing import open_text
from hilo.cases import queries
from hilo.cases.access import Sight
from hilo.cases.ladder import RAISED
from hilo.cases.models import Case, Event
from hilo.desk.case_clocks import ClockRow
from hilo.desk.event_words import facts_words, names_of
from hilo.desk.thread_picture import GAP_DAYS, Knot, Strand, thread_picture
from hilo.lib.errors import BadInput
from hilo.reference import pack

MOST = 200  # events on one page
OPEN = 15  # the newest, which stand unfolded
LATE = timedelta(minutes=1)  # entered that much after it happened: both moments are told
ARRIVALS = (
    "alert.received", "alert.version", "alert.files_added", "report.received", "report.added", "report.wrote",
)  # fmt: skip
RUN_OUT = ("clock.overdue", "case.silent")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event in words. ``group``: arrival, person, overdue or machine; ``gap``: days without acts before it."""

    event: Event
    label: str
    facts: str
    by: str
    group: str
    substantive: bool
    note: str
    gap: int = 0
    withheld: bool = False  # it has a note that did not travel

    @property
    def entered_later(self) -> bool:
        """Whether it was written down after the fact."""
        return self.event.entered_at - self.event.happened_at >= LATE


@dataclass(frozen=True, slots=True)
class Thread:
    """What the page shows of a thread, oldest first. ``page`` is set when the whole was asked for."""

    earlier: list[EventRow]
    rows: list[EventRow]
    total: int
    picture: SafeString
    page: "Page[Event] | None" = None

    @property
    def shown(self) -> int:
        """How many events are on the page."""
        return len(self.earlier) + len(self.rows)


def newest_of(case: Case) -> list[Event]:
    """The newest events, oldest first. The rungs of delays stand with their clocks and in the whole thread."""
    told = queries.thread_of(case).exclude(kind=RAISED)
    rows = told.order_by("-happened_at", "-entered_at", "-id")[:MOST]
    return list(reversed(rows))


def page_of(case: Case, number: str | None) -> "Page[Event]":
    """A page of the whole thread, oldest first; the nearest page for a number that does not exist."""
    return Paginator(queries.thread_of(case), MOST).get_page(number)


def has_notes(events: Iterable[Event], sight: Sight) -> bool:
    """Whether a note would be shown to this person."""
    return any(event.note and not sight.hides("notes", event.entered_at) for event in events)


def thread(
    events: Sequence[Event],
    clocks: Iterable[ClockRow],
    sight: Sight,
    *,
    total: int,
    user: User,
    now: datetime,
    page: "Page[Event] | None" = None,
) -> Thread:
    """The events in words. Opens their notes: whoever calls has logged the look."""
    rows = _rows(events, sight, user)
    if page is not None:
        return Thread([], rows, total, mark_safe(""), page)
    return Thread(rows[:-OPEN], rows[-OPEN:], total, _picture(rows, clocks, now))


def _rows(events: Sequence[Event], sight: Sight, user: User) -> list[EventRow]:
    names, rows = names_of(events, user), []
    last_act: datetime | None = None
    for event in events:
        kind = pack().event_kinds.get(event.kind)
        substantive = bool(kind and kind.substantive)
        since = last_act or events[0].happened_at
        gap = (event.happened_at - since).days if substantive else 0
        last_act = event.happened_at if substantive else last_act
        withheld = bool(event.note) and sight.hides("notes", event.entered_at)
        rows.append(
            EventRow(
                event=event,
                label=queries.event_label(event.kind).get(get_language() or "es"),
                facts=facts_words(event, names),
                by=event.by.get_full_name() if event.by else gettext("el sistema"),
                group=_group(event),
                substantive=substantive,
                note="" if withheld else _note(event),
                gap=gap if gap >= GAP_DAYS else 0,
                withheld=withheld,
            )
        )
    return rows


def _group(event: Event) -> str:
    if event.kind in RUN_OUT:
        return "overdue"
    if event.kind in ARRIVALS:
        return "arrival"
    return "person" if event.by_id else "machine"


def _note(event: Event) -> str:
    try:
        return open_text(event.note, place=f"event.note:{event.pk}")
    except BadInput as no:
        return str(no)


def _picture(rows: Iterable[EventRow], clocks: Iterable[ClockRow], now: datetime) -> SafeString:
    knots = [Knot(row.event.happened_at, row.label, row.group, row.by, row.substantive) for row in rows]
    strands = [
        Strand(row.label, row.clock.started_at, row.clock.due_at, row.clock.stopped_at, overdue=row.state == "overdue")
        for row in clocks
        if not row.clock.informational
    ]
    # Every text in the picture is escaped by thread_picture.
    return mark_safe(thread_picture(knots, strands, localtime(now), language=get_language() or "es"))  # noqa: S308

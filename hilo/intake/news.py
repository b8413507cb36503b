"""What who told did afterwards goes on the thread, each once: they added, wrote, asked for silence, locked the code."""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from hilo.accounts.actions import desk_account
from hilo.cases.models import Case, Status
from hilo.cases.thread import Weave
from hilo.door.models import News
from hilo.intake import bursts
from hilo.intake.models import Taken

log = logging.getLogger(__name__)

EVENTS: dict[str, str] = {
    News.Kind.ADDED: "report.added",
    News.Kind.WROTE: "report.wrote",
    News.Kind.WITHDREW: "report.withdrawn",
    News.Kind.LOCKED: "report.locked",
}
AGAIN = frozenset({News.Kind.ADDED, News.Kind.WROTE})  # somebody waits for an answer: a closed case opens again
PAUSE = timedelta(seconds=30)  # before what failed is tried again

_later: dict[uuid.UUID, datetime] = {}


def notice(*, now: datetime, most: int = 200) -> int:
    """Put what is new about reports that are cases on their threads, oldest first. Returns how much there was."""
    rows = News.objects.filter(noticed_at__isnull=True, report__taken_at__isnull=False).order_by("at", "id")
    waiting = [pk for pk in rows.values_list("pk", flat=True)[:most] if _later.get(pk, now) <= now]
    return sum(_try(pk, now) for pk in waiting)


def _try(pk: uuid.UUID, now: datetime) -> bool:
    try:
        with transaction.atomic():
            done = _notice(pk, now)
    except (OperationalError, InterfaceError):  # the database is away
        raise
    except Exception as error:
        log.error("News %s of a report could not be put on its thread (%s).", pk, type(error).__name__)
        _later[pk] = now + PAUSE
        return False
    _later.pop(pk, None)
    return done


def _notice(pk: uuid.UUID, now: datetime) -> bool:
    waiting = News.objects.filter(pk=pk, noticed_at__isnull=True)
    news = waiting.select_for_update(skip_locked=True).first()
    if news is None:
        return False
    taken = Taken.objects.get(report=news.report_id)
    weave = Weave(now=now)
    weave.hold([taken.case_id])
    case = weave.cases[taken.case_id]
    if news.kind in AGAIN:
        _follow_again(weave, case, taken)
    facts = {"report": str(taken.report_id)} | ({"unsafe": True} if news.unsafe else {})
    weave.event(case, EVENTS[news.kind], happened_at=min(news.at, now), facts=facts, subject=taken.report_id)
    weave.write()
    waiting.update(noticed_at=now)
    return True


def _follow_again(weave: Weave, case: Case, taken: Taken) -> None:
    """Who comes back and writes is no part of a flood, and what was closed is not closed for them."""
    if not case.is_open:
        case.status, case.closed_at, case.closed_by, case.close_reason = Status.OPEN, None, None, ""
        case.owner = desk_account(case.institution)
        weave.event(case, "case.reopened", facts={"why": "news_of_report"})
    if taken.burst_id is not None and case.parent_id is not None:
        bursts.take_out(weave, case, taken)

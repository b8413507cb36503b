"""The outbox: every effect outside the database happens once, or a person is asked whether it happened.

``enqueue`` stands in the caller's transaction, so that there is no effect without its cause. ``run`` takes an
item in a transaction of its own, acts with no transaction open, and writes the end in a second one. Whoever
is killed in between leaves an item whose lease runs out: the other side is asked, or the same key is said
again to a side that knows repetitions, or a person decides. It is never sent again blindly.
"""

import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.exchange.models.outbox import OutboxItem
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7

if TYPE_CHECKING:
    from hilo.accounts.models import User

State = OutboxItem.State
LEASE = timedelta(minutes=10)  # longer than any handler may take
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
MOST_ATTEMPTS = 20  # some three days, with the waits above
AT_ONCE = 500  # items in one pass


class NotSent(Exception):
    """The effect did certainly not happen. ``code``: short, no personal data. ``final``: trying again is no use."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.final = code, final


class Unsure(Exception):
    """The effect may or may not have happened: the answer was cut."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Cut(Enum):
    """What is known of an effect whose sending was cut short."""

    ARRIVED = auto()  # the other side was asked and has it
    MISSING = auto()  # the other side was asked and does not have it
    REPEATABLE = auto()  # the same key twice does no harm there
    UNKNOWN = auto()  # a person must find out


class Handler:
    """What a kind of item does. One object serves all items of its kind; each method may be called again."""

    def send(self, item: OutboxItem) -> Any:
        """Act outside, with no transaction open. What it returns goes to :meth:`done`.

        Raises NotSent or Unsure; any other exception counts as Unsure.
        """
        raise NotImplementedError

    def after_cut(self, item: OutboxItem) -> tuple[Cut, Any]:
        """What became of a sending that was cut; with ARRIVED, what :meth:`send` would have returned."""
        return Cut.UNKNOWN, None

    def done(self, item: OutboxItem, receipt: Any, *, now: datetime) -> None:
        """Write, in the transaction that marks the item done. ``receipt`` is None when a person says it arrived."""

    def stuck(self, item: OutboxItem, *, now: datetime) -> None:
        """Write, in the transaction that marks the item doubtful or failed."""

    def again(self, item: OutboxItem, *, now: datetime) -> None:
        """Write, in the transaction in which a person lets a stuck item wait for its turn again."""


_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """From now on ``run`` takes items of this kind. Call it in ``AppConfig.ready``."""
    _handlers[kind] = handler


def _handler(item: OutboxItem) -> Handler:
    """What writes the steps of an item; one without handler only changes its own row."""
    return _handlers.get(item.kind) or Handler()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One effect to enqueue."""

    subject: uuid.UUID
    key: str
    institution: str = ""


def enqueue(
    *, kind: str, subject: uuid.UUID, key: str, now: datetime, institution: str = "", by: "User | None" = None
) -> OutboxItem:
    """Promise one effect, inside the caller's transaction. The same key again gives the item that is there.

    Raises ValueError when the key stands for something else.
    """
    enqueue_many(kind=kind, wanted=[Wanted(subject, key, institution)], now=now, by=by)
    item = OutboxItem.objects.get(key=key)
    if (item.kind, item.subject) != (kind, subject):
        raise ValueError("the key stands for another effect")
    return item


def enqueue_many(*, kind: str, wanted: Iterable[Wanted], now: datetime, by: "User | None" = None) -> None:
    """The same for many, in one statement."""
    rows = [
        OutboxItem(
            id=uuid7(), kind=kind, subject=one.subject, key=one.key, institution=one.institution, by=by,
            enqueued_at=now, available_at=now,
        )
        for one in wanted
    ]  # fmt: skip
    OutboxItem.objects.bulk_create(rows, ignore_conflicts=True)


def work(now: datetime) -> tuple[int, int]:
    """One pass of ``hilo work``: how many were sent, and how many now wait for a person."""
    return run(now, limit=AT_ONCE)


def run(now: datetime, *, limit: int) -> tuple[int, int]:
    """Send what is due, at most ``limit`` items. Returns ``(done, failed)``; failed wait for a person.

    Several may run at once: an item has one holder at a time.
    """
    started = time.monotonic()

    def moment() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    done = failed = 0
    for _turn in range(limit):
        taken = _take(moment())
        if taken is None:
            break
        end = _attempt(*taken, moment)
        done += end == State.DONE
        failed += end in OutboxItem.STUCK
    return done, failed


@transaction.atomic(durable=True)
def _take(now: datetime) -> tuple[OutboxItem, bool] | None:
    """Lease the item that is due first. The second value: its last sending was cut short."""
    due = OutboxItem.objects.takeable(now).filter(kind__in=list(_handlers))
    item = due.select_for_update(skip_locked=True).first()
    if item is None:
        return None
    cut = item.state == State.SENDING
    item.state, item.attempts = State.SENDING, item.attempts + 1
    item.leased_until = item.available_at = now + LEASE
    item.save(update_fields=["state", "attempts", "leased_until", "available_at"])
    return item, cut


def _attempt(item: OutboxItem, cut: bool, moment: Callable[[], datetime]) -> str:
    """Act outside, then write how it ended. Returns the item's state."""
    handler, unsure = _handlers[item.kind], cut
    try:
        verdict, receipt = handler.after_cut(item) if cut else (Cut.MISSING, None)
        if verdict == Cut.UNKNOWN:
            return _end(item, State.DOUBTFUL, moment(), code=item.last_error or "cut")
        unsure = cut and verdict != Cut.MISSING
        if verdict != Cut.ARRIVED:
            receipt = handler.send(item)
    except NotSent as no:
        return _not_now(item, moment(), no.code, unsure=unsure, final=no.final)
    except Unsure as maybe:
        return _not_now(item, moment(), maybe.code, unsure=True)
    except Exception as wrong:
        return _not_now(item, moment(), type(wrong).__name__, unsure=True)
    return _end(item, State.DONE, moment(), receipt=receipt)


def _not_now(item: OutboxItem, now: datetime, code: str, *, unsure: bool, final: bool = False) -> str:
    """Later again; or, when that is no use, to a person. What may have arrived stays as being sent: it is asked."""
    if final or item.attempts >= MOST_ATTEMPTS:
        return _end(item, State.DOUBTFUL if unsure else State.FAILED, now, code=code)
    wait = min(FIRST_WAIT * 2 ** (item.attempts - 1), LONGEST_WAIT)
    return _end(item, State.SENDING if unsure else State.WAITING, now, code=code, wait=wait)


@transaction.atomic(durable=True)
def _end(
    item: OutboxItem,
    state: str,
    now: datetime,
    *,
    receipt: Any = None,
    code: str = "",
    wait: timedelta = timedelta(0),
) -> str:
    """The second transaction. Whoever lost the lease meanwhile writes nothing: another holds the item."""
    fresh = OutboxItem.objects.select_for_update().get(pk=item.pk)
    if (fresh.state, fresh.attempts) != (State.SENDING, item.attempts):
        return fresh.state
    fresh.state, fresh.last_error, fresh.available_at = state, code[:32], now + wait
    fresh.leased_until = fresh.available_at if state == State.SENDING else None
    fresh.done_at = now if state == State.DONE else None
    fresh.save()
    if state == State.DONE:
        _handler(fresh).done(fresh, receipt, now=now)
    elif state in OutboxItem.STUCK:
        _handler(fresh).stuck(fresh, now=now)
    return state


def _stuck(item: OutboxItem, by: "User", *states: str) -> OutboxItem:
    """The item, locked, still waiting for a person of its institution. Raises Denied."""
    fresh = OutboxItem.objects.select_for_update().get(pk=item.pk)
    if not OutboxItem.objects.visible_to(by).filter(pk=fresh.pk).exists():
        raise Denied(_("Este envío es de otra institución."))
    if fresh.state not in states:
        raise Denied(_("Este envío ya no espera una decisión: revise cómo quedó."))
    fresh.resolved_by = by
    return fresh


@transaction.atomic
def resolve(*, item: OutboxItem, arrived: bool, by: "User", now: datetime) -> OutboxItem:
    """A person found out whether a doubtful one arrived. If not, it is sent once more, under the same key."""
    fresh = _stuck(item, by, State.DOUBTFUL)
    fresh.resolved_at, fresh.available_at = now, now
    fresh.state, fresh.attempts = (State.DONE, fresh.attempts) if arrived else (State.WAITING, 0)
    fresh.done_at = now if arrived else None
    fresh.save()
    if arrived:
        _handler(fresh).done(fresh, None, now=now)
    else:
        _handler(fresh).again(fresh, now=now)
    return fresh


@transaction.atomic
def retry(*, item: OutboxItem, by: "User", now: datetime) -> OutboxItem:
    """A person mended what made it fail: it waits for its turn again."""
    fresh = _stuck(item, by, State.FAILED)
    fresh.state, fresh.attempts, fresh.resolved_at, fresh.available_at = State.WAITING, 0, now, now
    fresh.save()
    _handler(fresh).again(fresh, now=now)
    return fresh


@transaction.atomic
def drop(*, item: OutboxItem, by: "User", now: datetime) -> OutboxItem:
    """A person takes back one that certainly did not leave: it will not be sent."""
    fresh = _stuck(item, by, State.FAILED)
    fresh.state, fresh.resolved_at = State.DROPPED, now
    fresh.save()
    return fresh

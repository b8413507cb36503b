"""The outbox: each effect once, or a question to a person."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from hilo.exchange import outbox
from hilo.exchange.models import OutboxItem
from hilo.exchange.outbox import Cut, Handler, NotSent, Unsure
from hilo.lib.errors import Denied

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=7)  # past every lease and every wait
pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ended here."""


class Outside(Handler):
    """The other side: what came, by key; ``trouble`` happens before or after it has come."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.written: list[tuple[str, object]] = []
        self.given_up: list[str] = []
        self.before: list[BaseException] = []
        self.after: list[BaseException] = []
        self.cut = (Cut.UNKNOWN, None)

    def send(self, item):
        if self.before:
            raise self.before.pop(0)
        self.came.append(item.key)
        if self.after:
            raise self.after.pop(0)
        return "recibo"

    def after_cut(self, item):
        return self.cut() if callable(self.cut) else self.cut

    def done(self, item, receipt, *, now):
        self.written.append((item.key, receipt))

    def stuck(self, item, *, now):
        self.given_up.append(item.key)


@pytest.fixture
def outside(monkeypatch) -> Outside:
    made = Outside()
    monkeypatch.setattr(outbox, "_handlers", {"prueba": made})
    return made


def promise(key="k1", **more) -> OutboxItem:
    return outbox.enqueue(kind="prueba", subject=uuid.UUID(int=7), key=key, now=NOW, institution="FGE-NAY", **more)


def state(key="k1") -> tuple[str, str]:
    item = OutboxItem.objects.get(key=key)
    return item.state, item.last_error


def test_what_is_promised_leaves_once_and_its_receipt_is_written(outside):
    promise()
    promise()  # the same key again is the same promise
    assert outbox.work(NOW) == (1, 0)
    assert outbox.work(LATER) == (0, 0)
    assert outside.written == [("k1", "recibo")]
    assert state() == ("done", "")


def test_a_key_that_stands_for_another_effect_is_refused(outside):
    promise()
    with pytest.raises(ValueError, match="another effect"):
        outbox.enqueue(kind="prueba", subject=uuid.UUID(int=8), key="k1", now=NOW)


def test_a_promise_of_a_transaction_that_fails_does_not_leave(outside):
    with transaction.atomic():
        promise()
        transaction.set_rollback(True)
    assert outbox.work(NOW) == (0, 0)


def test_what_certainly_did_not_leave_waits_longer_each_time_and_then_asks_a_person(outside):
    promise()
    outside.before = [NotSent("unreachable") for _ in range(outbox.MOST_ATTEMPTS)]
    waits, now = [], NOW
    while OutboxItem.objects.get().state == "waiting":
        assert outbox.work(now - timedelta(seconds=1)) == (0, 0), "not before its time"
        outbox.work(now)
        upcoming = OutboxItem.objects.get().available_at
        waits.append((upcoming - now).total_seconds())
        now = upcoming
    assert [round(wait) for wait in waits[:4]] == [30, 60, 120, 240]
    assert max(waits) < 6 * 3600 + 5
    assert state() == ("failed", "unreachable")
    assert outside.given_up == ["k1"]
    assert outside.came == []


def test_a_refusal_for_good_does_not_wait(outside, beto):
    promise()
    outside.before = [NotSent("http_403", final=True)]
    assert outbox.work(NOW) == (0, 1)
    outbox.retry(item=OutboxItem.objects.get(), by=beto, now=LATER)
    assert outbox.work(LATER) == (1, 0)
    assert outside.came == ["k1"]


@pytest.mark.parametrize("trouble", [Unsure("timeout"), RuntimeError("x")], ids=["cut answer", "unforeseen"])
@pytest.mark.parametrize(
    ("cut", "came", "end"),
    [
        ((Cut.ARRIVED, "preguntado"), 1, "done"),
        ((Cut.MISSING, None), 2, "done"),  # asked, and it was not there: the second is the only one that counts
        ((Cut.REPEATABLE, None), 2, "done"),
        ((Cut.UNKNOWN, None), 1, "doubtful"),
    ],
)
def test_a_cut_sending_is_asked_about_and_never_repeated_blindly(outside, trouble, cut, came, end):
    promise()
    outside.after, outside.cut = [trouble], cut
    assert outbox.work(NOW) == (0, 0)
    assert state()[0] == "sending"
    outbox.work(LATER)
    assert len(outside.came) == came
    assert state()[0] == end


def test_who_is_killed_amid_an_effect_leaves_it_to_the_lease(outside):
    promise()
    outside.after = [Killed()]
    with pytest.raises(Killed):
        outbox.work(NOW)
    assert outbox.work(NOW + timedelta(minutes=9)) == (0, 0), "another may still hold it"
    assert outbox.work(NOW + timedelta(minutes=11)) == (0, 1)
    assert state() == ("doubtful", "cut")
    assert outside.came == ["k1"]


def test_a_refusal_after_a_cut_does_not_say_that_nothing_arrived(outside):
    promise()
    outside.after, outside.cut = [Unsure("timeout")], (Cut.REPEATABLE, None)
    outbox.work(NOW)
    outside.before = [NotSent("http_400", final=True)]
    assert outbox.work(LATER) == (0, 1)
    assert state() == ("doubtful", "http_400")


def test_what_cannot_be_asked_now_is_asked_later(outside):
    promise()
    outside.after = [Unsure("timeout")]
    outbox.work(NOW)

    def unreachable():
        raise NotSent("unreachable")

    outside.cut = unreachable
    outbox.work(LATER)
    assert state() == ("sending", "unreachable")
    outside.cut = (Cut.ARRIVED, "preguntado")
    assert outbox.work(LATER + timedelta(hours=7)) == (1, 0)
    assert outside.came == ["k1"]


@pytest.mark.parametrize(("arrived", "came"), [(True, 1), (False, 2)])
def test_a_person_says_whether_a_doubtful_one_arrived(outside, beto, eva, arrived, came):
    promise()
    outside.after = [Unsure("timeout")]
    outbox.work(NOW)
    outbox.work(LATER)
    item = OutboxItem.objects.get()
    with pytest.raises(Denied):
        outbox.resolve(item=item, arrived=arrived, by=eva, now=LATER)
    outbox.resolve(item=item, arrived=arrived, by=beto, now=LATER)
    with pytest.raises(Denied):
        outbox.resolve(item=item, arrived=arrived, by=beto, now=LATER)
    outbox.work(LATER)
    assert len(outside.came) == came
    assert len(outside.written) == 1
    assert state()[0] == "done"


def test_who_comes_back_after_their_lease_writes_nothing(outside):
    promise()

    def another_takes_over():
        outside.send = Outside.send.__get__(outside)
        outside.cut = (Cut.REPEATABLE, None)
        outbox.run(NOW + timedelta(hours=1), limit=1)
        return "recibo tardío"

    outside.send = lambda _item: another_takes_over()
    outbox.run(NOW, limit=1)
    assert outside.written == [("k1", "recibo")]


def test_an_item_without_handler_waits_in_sight(outside, beto):
    outbox.enqueue(kind="otra", subject=uuid.UUID(int=7), key="k2", now=NOW, institution="FGE-NAY")
    assert outbox.work(LATER) == (0, 0)
    assert [item.key for item in OutboxItem.objects.visible_to(beto)] == ["k2"]


def test_another_institutions_items_are_not_seen(outside, eva):
    promise()
    assert not OutboxItem.objects.visible_to(eva).exists()

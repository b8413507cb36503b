"""What who told did afterwards stands on the thread, once; who waits for an answer opens a closed case again."""

import pytest
from django.utils import timezone

from hilo.cases.models import Case
from hilo.door.models import News, Report
from hilo.intake.models import Taken
from hilo.intake.news import EVENTS, notice
from hilo.intake.receive import take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(tell) -> Taken:
    report = tell()
    take_in(now=timezone.now())
    return Taken.objects.select_related("case", "report").get(report=report)


def happens(taken: Taken, kind: str, **more) -> None:
    News.objects.create(report=taken.report, kind=kind, at=timezone.now(), **more)


def close(case: Case, by) -> None:
    Case.objects.filter(pk=case.pk).update(
        status="closed", closed_at=timezone.now(), closed_by=by, close_reason="child_safeguarded",
        next_clock=None, next_due_at=None, next_duty="",
    )  # fmt: skip


@pytest.mark.parametrize("kind", News.Kind.values)
def test_news_stand_on_the_thread_once(taken, kind):
    happens(taken, kind)
    assert notice(now=timezone.now()) == 1
    assert notice(now=timezone.now()) == 0
    event = taken.case.events.get(kind=EVENTS[kind])
    assert event.facts_dict()["report"] == str(taken.report_id)
    assert event.by is None


def test_a_message_is_to_be_answered_and_says_when_it_was_not_safe_to_write(taken):
    happens(taken, "wrote", unsafe=True)
    notice(now=timezone.now())
    clock = taken.case.clocks.get(rule="child_message_answered", stopped_at=None)
    assert clock.subject == taken.report_id
    assert taken.case.events.get(kind="report.wrote").facts_dict()["unsafe"] is True


@pytest.mark.parametrize(
    ("kind", "follows"), [("added", True), ("wrote", True), ("withdrew", False), ("locked", False)]
)
def test_who_waits_for_an_answer_opens_a_closed_case_again(taken, beto, kind, follows):
    close(taken.case, beto)
    happens(taken, kind)
    assert notice(now=timezone.now()) == 1
    case = Case.objects.get()
    assert case.is_open is follows
    if follows:
        assert case.owner.is_desk
        assert Report.objects.get().stage != "closed"


@pytest.mark.parametrize("kind", ["withdrew", "locked"])
def test_who_can_or_will_not_read_any_more_is_promised_nothing_and_the_duty_to_write_ends(taken, kind):
    field = {"withdrew": "withdrawn_at", "locked": "locked_at"}[kind]
    Report.objects.update(**{field: timezone.now()})
    happens(taken, kind)
    notice(now=timezone.now())
    assert Report.objects.get().promised_at is None
    assert not taken.case.clocks.filter(rule="first_answer_to_child", stopped_at=None).exists()
    assert taken.case.clocks.filter(rule="report_read", stopped_at=None).exists(), "what was told is still to be read"


def test_news_of_a_report_that_is_no_case_yet_wait_for_it(tell):
    report = tell()
    News.objects.create(report=report, kind="wrote", at=timezone.now())
    assert notice(now=timezone.now()) == 0
    take_in(now=timezone.now())
    assert notice(now=timezone.now()) == 1


def test_news_that_fail_hold_up_nobody(tell, monkeypatch):
    from hilo.intake import news

    for digits in ("1" * 20, "2" * 20):
        tell(digits)
    take_in(now=timezone.now())
    first, second = Taken.objects.order_by("report")
    happens(first, "wrote")
    happens(second, "wrote")
    real = news.Taken.objects.get

    def broken(**wanted):
        if wanted["report"] == first.report_id:
            raise RuntimeError("no")
        return real(**wanted)

    monkeypatch.setattr(news.Taken.objects, "get", broken)
    assert notice(now=timezone.now()) == 1
    assert News.objects.filter(noticed_at__isnull=True).get().report_id == first.report_id

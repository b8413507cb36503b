"""What who told is shown of the case: six stages that go forward, and a promise that is not moved back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilo.cases import actions
from hilo.cases.models import Case
from hilo.cases.thread import Weave
from hilo.door.models import Report, Stage
from hilo.door.submit import Came
from hilo.intake import stages
from hilo.intake.models import Taken
from hilo.intake.receive import take_in
from hilo.intake.stages import ORDER, furthest, stage_of
from hilo.reference import pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(tell) -> Taken:
    report = tell()
    take_in(now=timezone.now())
    return Taken.objects.select_related("case", "report").get(report=report)


def put(case: Case, kind: str, by=None, **facts) -> None:
    from django.db import transaction

    with transaction.atomic():
        weave = Weave(now=timezone.now(), by=by)
        weave.hold([case.pk])
        weave.event(weave.cases[case.pk], kind, facts=facts)
        weave.write()


def shown() -> tuple[str, object]:
    report = Report.objects.get()
    return report.stage, report.promised_at


def test_every_kind_of_event_has_its_stage_or_changes_nothing():
    assert {stage_of(kind) for kind in pack().event_kinds} == {*ORDER, None} - {Stage.RECEIVED}


def test_facts_that_are_only_known_show_nobody_helping():
    for kind in ("protection.risk_known", "school.fact_known", "note.added", "child.identified", "case.assigned"):
        assert stage_of(kind) is None


def test_reading_answering_asking_for_help_and_what_follows_show_one_after_the_other(taken, ana):
    report, case = str(taken.report_id), taken.case
    put(case, "report.read", ana, report=report)
    assert shown()[0] == Stage.READING
    put(case, "report.answered", ana, report=report)
    assert shown()[0] == Stage.ANSWERED
    put(case, "prosecutor.informed", ana)
    assert shown()[0] == Stage.HELP_ASKED
    put(case, "protection.measure_ordered", ana)
    assert shown()[0] == Stage.FOLLOWING
    put(case, "report.answered", ana, report=report)
    assert shown()[0] == Stage.FOLLOWING, "it does not go back"


def test_the_promise_of_the_first_answer_stands_when_the_case_is_found_less_urgent(taken, beto):
    before = shown()[1]
    assert before is not None
    actions.move_tier(case=taken.case, tier=4, reason="Se leyó.", by=beto, now=timezone.now())
    put(taken.case, "prosecutor.informed", beto)
    assert shown()[1] == before


def test_when_the_urgency_rises_the_promise_comes_nearer(taken, beto):
    before = shown()[1]
    actions.move_tier(case=taken.case, tier=1, reason="Hay peligro.", by=beto, now=timezone.now())
    put(taken.case, "prosecutor.informed", beto)
    assert shown()[1] < before


def test_after_an_answer_the_day_that_was_promised_is_shown(taken, ana):
    day = timezone.localdate() + timedelta(days=3)
    put(taken.case, "report.answered", ana, report=str(taken.report_id), promised=day.isoformat())
    assert timezone.localtime(shown()[1]).date() == day


def test_what_happened_before_the_report_came_says_nothing_about_it(case, ana, tell):
    put(case, "protection.measure_ordered", ana)
    tell(came=Came(channel="phone", by=ana.pk, case=str(case.pk)))
    take_in(now=timezone.now())
    stages.follow([case.pk], timezone.now())
    assert shown()[0] == Stage.RECEIVED


def test_reading_one_report_of_a_case_does_not_say_that_the_other_was_read(case, ana, tell):
    for digits in ("1" * 20, "2" * 20):
        tell(digits, came=Came(channel="phone", by=ana.pk, case=str(case.pk)))
    take_in(now=timezone.now())
    first, second = Report.objects.order_by("id")
    put(case, "report.read", ana, report=str(first.pk))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.stage, second.stage) == (Stage.READING, Stage.RECEIVED)


def test_closed_shows_as_closed_with_no_promise_and_goes_back_only_when_opened_again(taken, beto):
    case = taken.case
    put(case, "prosecutor.informed", beto)
    for clock in case.clocks.live().exclude(rule="silence"):
        actions.discharge(clock=clock, reason="No corresponde", by=beto, now=timezone.now())
    case.refresh_from_db()
    closed = actions.close(case=case, reason="child_safeguarded", note="Nota", by=beto, now=timezone.now())
    assert shown() == (Stage.CLOSED, None)
    actions.reopen(case=closed, reason="Llegó más.", by=beto, now=timezone.now())
    assert shown()[0] == Stage.HELP_ASKED


KINDS = st.lists(st.sampled_from(sorted(pack().event_kinds)), max_size=12)


@given(KINDS, st.sampled_from(sorted(pack().event_kinds)))
def test_one_more_event_never_takes_an_open_case_back(kinds, more):
    case = Case(status="open")
    assert ORDER.index(furthest(case, [*kinds, more])) >= ORDER.index(furthest(case, kinds))


@given(KINDS)
def test_a_closed_case_is_closed_whatever_happened_and_an_open_one_never_is(kinds):
    assert furthest(Case(status="closed"), kinds) == Stage.CLOSED
    assert furthest(Case(status="open"), kinds) != Stage.CLOSED


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(sorted(stages.telling() - {"case.closed", "case.reopened"})), max_size=5))
def test_what_the_thread_says_is_what_is_shown_without_asking_again(taken, ana, kinds):
    for kind in kinds:
        put(taken.case, kind, ana, report=str(taken.report_id))
    assert stages.follow([taken.case_id], timezone.now()) == 0


def test_an_act_in_a_case_without_reports_costs_one_question(case, ana, django_assert_num_queries):
    with django_assert_num_queries(1):
        stages.follow([case.pk], timezone.now())

"""Interviews: planned once what was told is known, held step by step, entered afterwards, and counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.actions import log_read
from hilo.cases.forms import LOCAL_FORMAT
from hilo.cases.models import Event
from hilo.lib.errors import Denied
from hilo.testimony import interview_actions
from hilo.testimony.interview_queries import has_ahead
from hilo.testimony.models import Hearer, Interview, Telling
from tests.testimony.hearing_elsewhere import a_child, fresh, key, tell

WHY = "El tribunal pidió aclarar la fecha del paseo."


def new(child, name="interview_new", **query):
    asked = {"de": child.pk, "para": "investigation", **query}
    return (
        reverse(f"testimony:{name}", kwargs={"code": child.case.code})
        + "?"
        + "&".join(f"{key}={value}" for key, value in asked.items())
    )


def of(name, row):
    return reverse(f"testimony:{name}", kwargs={"code": row.case.code, "pk": row.pk})


def shown(response):
    return response.content.decode()


def sent(case, **given):
    case = fresh(case)
    return {"revision": case.revision, "seen": Event.objects.filter(case=case).count(), **given}


@pytest.fixture
def iris(person):
    return person("iris")


@pytest.fixture
def planned(child, iris):
    def make(**more):
        given = {
            "who": f"user:{iris.pk}", "protocol": "nichd_revised", "legal_need": "none_stated",
            "earlier_usable": "unknown", **more,
        }  # fmt: skip
        return sent(child.case, **given)

    return make


def test_a_first_interview_is_planned_without_a_reason(signed_in, iris, child, planned):
    answer = signed_in(iris).get(new(child))
    assert answer.context["warning"] is None
    assert signed_in(iris).post(new(child), planned()).status_code == 302
    row = Interview.objects.get()
    assert (row.interviewer, row.protocol, row.reason) == (iris, "nichd_revised", None)


def test_what_for_is_asked_before_anything_else(signed_in, iris, child):
    page = shown(signed_in(iris).get(reverse("testimony:interview_new", kwargs={"code": child.case.code})))
    assert 'name="para"' in page
    assert 'name="who"' not in page
    assert "Elija" in shown(signed_in(iris).get(new(child, para="nada")))


def test_one_more_interview_warns_first_asks_for_the_reason_and_is_never_forbidden(
    signed_in, ana, iris, child, planned
):
    tell(child, ana, on=timezone.localdate(), precision="day", formal=True, purpose="investigation", recorded="audio")
    browser, page = signed_in(iris), new(child)
    whole = shown(browser.get(page))
    assert whole.index("Ya contó para lo mismo") < whole.index('name="who"')
    refused = browser.post(page, planned())
    assert refused.status_code == 422
    assert "Escriba por qué hace falta que cuente otra vez" in shown(refused)
    assert browser.post(page, planned(reason=WHY)).status_code == 302
    row = Interview.objects.get()
    assert WHY.encode() not in bytes(row.reason)
    assert WHY in shown(browser.get(of("interview", row)))


def test_a_further_session_of_a_protocol_needs_no_reason(signed_in, iris, child, hear, planned):
    first = hear("ended", days=2, protocol="nichd_revised")
    page = new(child, sigue=first.pk)
    assert "no hace falta razón" in shown(signed_in(iris).get(page))
    given = planned()
    del given["protocol"]
    assert signed_in(iris).post(page, given).status_code == 302
    second = Interview.objects.get(session=2)
    assert (second.line, second.protocol) == (first.line, "nichd_revised")


def test_what_was_told_in_another_institution_warns_too(signed_in, ana, eva, iris, child, open_cases):
    [theirs] = open_cases(1, institution="FGE-MOR", state="MOR", owner=eva)
    same = a_child(theirs, eva)
    tell(same, eva)
    assert signed_in(iris).get(new(child)).context["warning"] is None
    for one, by in ((same, eva), (child, ana)):
        key(one, by)
    assert signed_in(iris).get(new(child)).context["warning"] is not None


def test_who_read_what_a_machine_suggests_interviews_only_with_a_reason(iris, child, person, transcript):
    nico = person("nico")
    log_read(user=nico, subject_kind="transcript", subject_id=transcript.pk, field="suggestions")
    given = {"child": child, "interviewer": nico, "purpose": "investigation", "by": iris, "now": timezone.now()}
    with pytest.raises(Denied, match="ya leyó lo que la máquina sugiere"):
        interview_actions.plan(case=fresh(child.case), follows=transcript.interview, **given)
    assert interview_actions.plan(case=fresh(child.case), reason=WHY, **given).interviewer == nico


def test_who_read_them_in_the_same_childs_other_case_needs_a_reason_too(
    ana, iris, child, person, transcript, open_cases
):
    nico = person("nico")
    [other] = open_cases(1, owner=ana)
    same = a_child(other, ana)
    log_read(user=nico, subject_kind="transcript", subject_id=transcript.pk, field="suggestions")
    given = {"child": same, "interviewer": nico, "purpose": "care", "by": iris, "now": timezone.now()}
    interview_actions.plan(case=fresh(other), **given)
    for one in (same, child):
        key(one, ana)
    with pytest.raises(Denied, match="ya leyó lo que la máquina sugiere"):
        interview_actions.plan(case=fresh(other), **given)


def test_somebody_has_an_interview_ahead_until_it_ends_also_in_the_childs_other_case(
    ana, iris, child, hear, open_cases
):
    [other] = open_cases(1, owner=ana)
    same = a_child(other, ana)
    row = hear("closed")
    assert has_ahead(iris, child)
    assert not has_ahead(iris, same)
    for one in (same, child):
        key(one, ana)
    assert has_ahead(iris, same)
    interview_actions.end(interview=row, by=iris, now=timezone.now())
    assert not has_ahead(iris, child)
    assert not has_ahead(iris, same)


def test_each_step_is_one_small_form_on_the_page_of_the_interview(signed_in, iris, hear):
    row, browser = hear("planned"), signed_in(iris)
    steps = [("begin", "NARRATIVE", "interrumpir"), ("close", "QUESTIONS", "preguntar"), ("end", "ENDED", "cuenta")]
    for step, state, word in steps:
        assert f'action="{of(f"interview_{step}", row)}"' in shown(browser.get(of("interview", row)))
        more = {"mode": "none", "mode_chosen_by_child": "yes"} if step == "begin" else {}
        answer = browser.post(of(f"interview_{step}", row), sent(row.case, happened_at="", **more), follow=True)
        assert word in shown(answer)
        row.refresh_from_db()
        assert row.state.name == state
    assert "action=" not in shown(browser.get(of("interview", row))).split("<main")[1]
    assert (row.telling.recorded, row.telling.mode_chosen_by_child, row.telling.formal) == ("none", "yes", True)


def test_a_step_out_of_turn_to_come_or_before_the_last_one_says_why(signed_in, iris, hear):
    row, browser = hear("begun"), signed_in(iris)
    assert "Anote primero que terminó el relato libre" in shown(
        browser.post(of("interview_end", row), sent(row.case, happened_at=""))
    )
    local = timezone.localtime
    for at, why in ((timezone.now() + timedelta(days=1), "futuro"), (row.begun_at - timedelta(hours=1), "anterior")):
        given = sent(row.case, happened_at=local(at).strftime(LOCAL_FORMAT))
        answer = browser.post(of("interview_close", row), given)
        assert answer.status_code == 422
        assert why in shown(answer)


def test_a_step_typed_within_the_minute_of_the_one_before_is_taken_for_it(iris, hear):
    row = hear("begun")
    at = row.begun_at.replace(second=0, microsecond=0)
    closed = interview_actions.close_narrative(interview=row, by=iris, now=timezone.now(), happened_at=at)
    assert closed.closed_at == row.begun_at


def test_an_interview_that_will_not_be_held_keeps_its_reason_and_counts_for_nothing(signed_in, iris, hear):
    row, browser = hear("planned"), signed_in(iris)
    assert browser.post(of("interview_cancel", row), sent(row.case, reason="")).status_code == 422
    assert browser.post(of("interview_cancel", row), sent(row.case, reason="Pidió esperar.")).status_code == 302
    assert "Pidió esperar." in shown(browser.get(of("interview", row)))
    assert not Telling.objects.exists()
    assert not has_ahead(iris, row.child)


def test_an_interview_held_elsewhere_is_entered_with_its_moments_and_takes_a_transcript(
    signed_in, iris, child, planned, keep
):
    begun = timezone.localtime(timezone.now() - timedelta(days=3)).replace(second=0, microsecond=0)
    given = planned(
        who="new", role="expert", institution="FGE-MOR", name="Perita Sol", begun_at=begun.strftime(LOCAL_FORMAT),
        closed_at=(begun + timedelta(minutes=20)).strftime(LOCAL_FORMAT), mode="audio", mode_chosen_by_child="unknown",
    )  # fmt: skip
    assert signed_in(iris).post(new(child, "interview_held"), given).status_code == 302
    row = Interview.objects.get()
    assert (row.begun_at, row.ended_at) == (begun, begun + timedelta(minutes=20))
    assert (row.telling.institution, row.telling.role, row.telling.recorded) == ("FGE-MOR", "expert", "audio")
    assert "Perita Sol" in shown(signed_in(iris).get(of("interview", row)))
    assert keep(row).interview == row


def test_an_interview_already_written_down_as_a_telling_is_not_counted_twice(signed_in, ana, iris, child, planned):
    before = tell(child, ana, formal=True, role="expert", purpose="investigation")
    begun = timezone.localtime(timezone.now() - timedelta(days=3)).strftime(LOCAL_FORMAT)
    given = planned(
        who="new", role="expert", begun_at=begun, mode="unknown", mode_chosen_by_child="unknown", telling=before.pk
    )
    assert signed_in(iris).post(new(child, "interview_held"), given).status_code == 302
    assert Interview.objects.get().telling == before
    assert Telling.objects.count() == 1


def test_an_interview_refused_leaves_no_adult_behind(signed_in, ana, iris, child, planned):
    tell(child, ana)
    answer = signed_in(iris).post(new(child), planned(who="new", role="expert", name="Perita Sol"))
    assert answer.status_code == 422
    assert not Hearer.objects.exists()


def test_a_child_of_another_case_is_not_on_the_list(signed_in, ana, iris, child, open_cases):
    [other] = open_cases(1, owner=ana)
    stranger = a_child(other, ana)
    page = shown(signed_in(iris).get(new(child, de=stranger.pk)))
    assert 'name="who"' not in page

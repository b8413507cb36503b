"""How a letter goes on: its number, its clock, what came of it, and what it means for its act."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from deployment import Databases, Deployment

from hilo.accounts.models import SensitiveRead
from hilo.cases import sweep
from hilo.cases.models import Case, Clock, Event
from hilo.cases.policies import Changed
from hilo.investigation import actions, request_actions, request_queries
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act, Request
from hilo.investigation.request_content import Entry, opened
from hilo.lib.errors import Denied
from hilo.reference import pack
from tests.investigation import letters

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
AT_ONCE = Path(__file__).with_name("letters_at_once.py")


@pytest.fixture
def nico(person):
    return person("nico")


@pytest.fixture
def case(arrive):
    return arrive(now=NOW).case


def kinds(case):
    return list(Event.objects.filter(case=case, kind__startswith="request.").values_list("kind", flat=True))


def clock_of(request):
    rule = pack().requests[request.template].within
    return Clock.objects.live().get(case=request.case, rule=rule, subject=request.pk)


def record(request, kind, by, at=NOW, **given):
    return request_actions.record(request=Request.objects.get(pk=request.pk), kind=kind, by=by, now=at, **given)


# --- the templates ----------------------------------------------------------------------------------


def test_every_letter_that_an_act_names_is_there_and_runs_by_a_clock_of_letters():
    named = {code for act in pack().acts.values() for code in act.requests}
    assert named <= set(pack().requests)
    assert {pack().clocks[one.within].per for one in pack().requests.values()} == {"request"}


def test_the_ways_abroad_say_what_each_can_get():
    ways = {one.way: one for one in pack().requests.values()}
    assert "contenido" in pack().requests["abroad_provider"].gets_not.es.lower()
    assert "contenido" in pack().requests["abroad_legal_assistance"].gets.es.lower()
    assert set(ways) == {"national", "provider_process", "mutual_legal_assistance", "police_channel"}


def test_a_takedown_never_goes_without_preserving_first(case, nico):
    with pytest.raises(Denied, match="conservar"):
        letters.draft(case, nico, "takedown", now=NOW, fields=("remove",))


# --- numbers ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_numbers_follow_each_other_and_a_refused_letter_leaves_no_gap(case, nico):
    first = letters.draft(case, nico, now=NOW)
    with pytest.raises(Denied):
        letters.draft(case, nico, now=NOW, to="")
    second = letters.draft(case, nico, "cctv_logs", now=NOW)
    assert [first.number, second.number] == ["FGE-NAY/HILO/2026/0001", "FGE-NAY/HILO/2026/0002"]
    next_year = letters.draft(case, nico, now=NOW + timedelta(days=310))
    assert next_year.number == "FGE-NAY/HILO/2027/0001"


def test_writers_at_the_same_moment_get_each_its_own_number(tmp_path):
    databases = Databases()
    deployed = Deployment(tmp_path, databases.new())
    deployed.told("init")
    end = deployed.script(AT_ONCE)
    databases.drop()
    assert end["wrong"] == []
    assert end["serials"] == list(range(1, 31))


# --- writing ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_draft_may_be_written_again_and_left_and_puts_nothing_on_the_thread(case, nico):
    made = letters.draft(case, nico, now=NOW)
    again = letters.content_for("preserve_platform", to="Otro proveedor de ejemplo")
    request_actions.rewrite(request=made, content=again, by=nico, now=NOW)
    assert opened(Request.objects.get(pk=made.pk)).given.to == "Otro proveedor de ejemplo"
    request_actions.withdraw(request=made, reason="Iba a otro proveedor.", by=nico, now=NOW)
    assert Request.objects.get(pk=made.pk).state == "withdrawn"
    assert kinds(case) == []
    assert letters.draft(case, nico, now=NOW).serial == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("template", "left_out", "told"),
    [("call_records", {"order": ""}, "autorización judicial"), ("takedown", {"annex": ()}, "identificador"),
     ("takedown", {"annex": (Entry("account", "mochila-7"),)}, "dirección web exacta"),
     ("cctv_logs", {"signer": ""}, "quién firma")],
)  # fmt: skip
def test_it_does_not_go_without_what_it_rests_on(case, nico, template, left_out, told):
    made = letters.draft(case, nico, template, now=NOW, **left_out)
    with pytest.raises(Denied, match=told):
        request_actions.send(request=made, by=nico, now=NOW)
    assert Request.objects.get(pk=made.pk).state == "draft"


@pytest.mark.django_db
def test_identifiers_of_an_alert_are_opened_into_the_annex_and_the_look_is_logged(arrive, nico):
    phone = {"kind": "phone", "value": "+52 311 555 0199", "party": "reported"}
    name = {"kind": "person_name", "value": "Persona de ejemplo", "party": "reported"}
    alert = arrive("OCN-77", entities=[phone, name])
    from hilo.cases.access import Sight
    from hilo.investigation.request_annex import offered

    [offer] = offered(alert.case, Sight())
    assert "0199" not in offer.hint
    made = letters.draft(alert.case, nico, "preserve_telecom", picks=[offer.key], annex=())
    assert [one.value for one in opened(made).given.annex] == ["+52 311 555 0199"]
    look = SensitiveRead.objects.get(subject_kind="alert", field="identifiers")
    assert (look.subject_id, look.user, look.reason) == (alert.pk, nico, f"oficio {made.number}")


@pytest.mark.django_db
def test_a_colleague_who_changed_the_case_meanwhile_is_told(case, nico):
    content = letters.content_for("preserve_platform")
    with pytest.raises(Changed):
        request_actions.draft(
            case=case, template="preserve_platform", by=nico, now=NOW, content=content, revision=case.revision - 1
        )


# --- sending and answers ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_sending_starts_the_clock_of_the_letter_and_what_the_law_counts(case, nico):
    sent = letters.sent(case, nico, now=NOW)
    assert clock_of(sent).due_at == sent.due_at == NOW + timedelta(hours=24)
    assert Clock.objects.live().filter(case=case, rule="preservation_lapses").exists()
    with pytest.raises(Denied, match="no cambia"):
        request_actions.rewrite(request=sent, content=letters.content_for("preserve_platform"), by=nico, now=NOW)


@pytest.mark.django_db
def test_a_letter_takes_its_act_along_and_the_law_is_told_once(case, nico):
    [act] = actions.adopt(case=case, adoptions=[Adoption("preserve_data", target="mochila-7")], by=nico, now=NOW)
    letters.sent(case, nico, act=act, now=NOW, move_to="ordered")
    assert Act.objects.get(pk=act.pk).state == "ordered"
    assert Event.objects.filter(case=case, kind="preservation.ordered").count() == 1
    assert Clock.objects.live().get(case=case, rule="preservation_lapses").subject == act.line


@pytest.mark.django_db
def test_the_annex_says_what_an_act_is_about_that_did_not_say_it_yet(case, nico):
    [act] = actions.adopt(case=case, adoptions=[Adoption("preserve_data")], by=nico, now=NOW)
    letters.sent(case, nico, act=act, now=NOW, move_to="ordered")
    from hilo.accounts.sealing import open_text

    fresh = Act.objects.get(pk=act.pk)
    assert open_text(fresh.target, place=fresh.target_place) == letters.URL.value


@pytest.mark.django_db
def test_no_answer_in_time_is_recorded_once(case, nico):
    sent = letters.sent(case, nico, now=NOW)
    for days in (2, 3, 4):
        sweep.sweep(now=NOW + timedelta(days=days))
    late = [one.facts_dict() for one in Event.objects.filter(case=case, kind="clock.overdue")]
    assert [one["rule"] for one in late].count("request_urgent") == 1
    [row] = request_queries.rows_of(case, [Request.objects.get(pk=sent.pk)], NOW + timedelta(days=4))
    assert row.late


@pytest.mark.django_db
def test_an_answer_in_part_keeps_what_is_missing_and_its_clock_begins_again(case, nico):
    sent, later = letters.sent(case, nico, now=NOW), NOW + timedelta(hours=20)
    step = record(sent, "partly_answered", nico, later, missing=["devices", "payments"], note="Dicen que tardarán.")
    assert step.missing == '["devices","payments"]'
    assert clock_of(sent).due_at == later + timedelta(hours=24)
    assert Event.objects.get(pk=step.event).facts_dict()["missing"] == ["devices", "payments"]
    record(sent, "answered", nico, later + timedelta(hours=1))
    assert not Clock.objects.live().filter(subject=sent.pk).exists()
    with pytest.raises(Denied, match="ya está contestado"):
        record(sent, "answered", nico, later + timedelta(hours=2))


@pytest.mark.django_db
@pytest.mark.parametrize("missing", [[], ["nothing_of_it"], "all"])
def test_an_answer_in_part_says_what_is_missing(case, nico, missing):
    sent = letters.sent(case, nico, now=NOW)
    codes = list(opened(sent).given.fields) if missing == "all" else missing
    with pytest.raises(Denied):
        record(sent, "partly_answered", nico, missing=codes)


@pytest.mark.django_db
def test_nothing_comes_before_the_letter_left(case, nico):
    sent = letters.sent(case, nico, now=NOW)
    with pytest.raises(Denied, match="anterior al envío"):
        record(sent, "received", nico, happened_at=NOW - timedelta(hours=1))
    with pytest.raises(Denied, match="futuro"):
        record(sent, "received", nico, happened_at=NOW + timedelta(hours=1))


@pytest.mark.django_db
def test_a_repeat_cites_the_first_asks_only_what_is_missing_and_shares_its_clock(case, nico):
    sent, later = letters.sent(case, nico, now=NOW), NOW + timedelta(days=3)
    record(sent, "partly_answered", nico, NOW + timedelta(hours=2), missing=["devices"])
    made = request_actions.repeat(request=Request.objects.get(pk=sent.pk), by=nico, now=later)
    with pytest.raises(Denied, match="Ya hay un borrador"):
        request_actions.repeat(request=Request.objects.get(pk=sent.pk), by=nico, now=later)
    request_actions.send(request=made, by=nico, now=later)
    again = Request.objects.get(pk=made.pk)
    given = opened(again).given
    assert given.fields == ("devices",)
    assert given.cites[0].number == sent.number
    assert clock_of(sent).due_at == later + timedelta(hours=24)
    assert not Clock.objects.filter(subject=again.pk).exists()
    record(again, "answered", nico, later + timedelta(hours=1))
    assert set(Request.objects.filter(case=case).values_list("state", flat=True)) == {"answered"}
    assert not Clock.objects.live().filter(subject=sent.pk).exists()


@pytest.mark.django_db
def test_silence_is_raised_to_the_body_above_only_once_the_time_is_over(case, nico):
    sent = letters.sent(case, nico, "staff_files", addressee="SEP", now=NOW)
    with pytest.raises(Denied, match="corre hasta"):
        request_actions.escalate(request=sent, by=nico, now=NOW + timedelta(days=1))
    later = NOW + timedelta(days=30)
    made = request_actions.escalate(request=Request.objects.get(pk=sent.pk), by=nico, now=later)
    assert made.addressee == pack().outside_body_for("SEP", "NAY", but={"FGE-NAY"}).body
    assert opened(made).given.cites[0].number == sent.number
    request_actions.send(request=made, by=nico, now=later)
    assert kinds(case).count("request.escalated") == 1
    assert clock_of(Request.objects.get(pk=made.pk)).due_at > later
    assert clock_of(sent).due_at < later  # who should have answered is still late


@pytest.mark.django_db
def test_a_company_s_silence_goes_to_whom_its_template_names_and_nobody_else(case, nico):
    later = NOW + timedelta(days=5)
    telecom = letters.sent(case, nico, "call_records", now=NOW)
    made = request_actions.escalate(request=telecom, by=nico, now=later)
    assert "Comisión Reguladora de Telecomunicaciones" in opened(made).given.to
    shop = letters.sent(case, nico, "cctv_logs", now=NOW)
    with pytest.raises(Denied, match="No consta quién"):
        request_actions.escalate(request=shop, by=nico, now=later)


@pytest.mark.django_db
def test_only_who_sends_letters_of_the_institution_that_holds_the_open_case_does(case, nico, eva, caro, ana, beto):
    for person in (eva, caro):
        with pytest.raises(Denied):
            letters.draft(case, person, now=NOW)
    from hilo.cases import actions as cases

    made = letters.draft(case, nico, now=NOW)
    for clock in Clock.objects.live().filter(case=case, blocks_closing=True, informational=False):
        cases.discharge(clock=clock, reason="No corresponde.", by=beto, now=NOW)
    cases.close(case=Case.objects.get(pk=case.pk), reason="child_safeguarded", note="Fin.", by=beto, now=NOW)
    with pytest.raises(Denied, match="cerrado"):
        request_actions.send(request=made, by=nico, now=NOW)

"""A plan is proposed from what the case shows, what is lost first before the rest, and only what is not there yet."""

import json
import secrets
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilo.cases import actions as cases
from hilo.cases.models import Case, PersonInCase, PlaceInCase, Withheld
from hilo.cases.published import open_published
from hilo.door.models import Channel, Report
from hilo.intake.models import Taken
from hilo.investigation.models import Act
from hilo.investigation.plan import propose
from hilo.investigation.signs import signs_of
from hilo.lib.ids import uuid7
from hilo.reference import pack

pytestmark = pytest.mark.django_db
ACTS = list(pack("mx").acts)
KINDS = ("alert", "report", "school", "trafficking", "federal", "published")
REPORTED = {"party": "reported", "service": "ejemplo", "account": "mochila-7"}


def codes(case):
    return [one.type.code for one in propose(case, now=timezone.now())]


def in_plan(case, by, code, state="planned", at=None):
    kind = pack().acts[code]
    return Act.objects.create(
        case=case, type=code, number=case.acts.count() + 1, state=state, origin="person", essential=kind.essential,
        urgency=kind.urgency, line=uuid7(), added_at=at or timezone.now(), added_by=by,
    )  # fmt: skip


def of_kind(case, kind):
    Case.objects.filter(pk=case.pk).update(kind=kind)
    case.refresh_from_db()
    return case


def report_into(case, **coarse):
    """A report of the case that said this much."""
    now = timezone.now()
    row = Report.objects.create(
        lookup=secrets.token_bytes(32), public_key=bytes(32), arrived_at=now, channel=Channel.WEB, institution="FGE-NAY"
    )
    result = json.dumps({"coarse": coarse})
    return Taken.objects.create(
        report=row, case=case, disposition="joined", institution="FGE-NAY", tier=3, result=result, taken_at=now
    )


@pytest.fixture
def rich(arrive):
    """An alert from abroad with an account, a line, a connection, a page, a file, a child's name and a school."""
    entities = [
        {"kind": "phone", "value": "+52 311 555 0101", "party": "reported"},
        {"kind": "ip", "value": "203.0.113.7", "party": "reported", "at": "2026-05-01T10:00:00Z"},
        {"kind": "url", "value": "https://mochila.example/7", "party": "incident"},
        {"kind": "email", "value": "mochila@correo.example", "party": "reported"},
    ]
    child = {"party": "victim", "name": "Nombre Inventado", "school": "Escuela Inventada"}
    files = [{"name": "a.bin", "algorithm": "SHA256", "hash": "ab" * 32}]
    return arrive("OCN-0007", persons=[REPORTED, child], entities=entities, attachments=files).case


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_of_each_kind_with_nothing_known_gets_a_plan_that_says_what_to_find_out(kind, case):
    found = propose(of_kind(case, kind), now=timezone.now())
    assert {"identify_child", "identify_person"} <= {one.type.code for one in found}
    assert ("identify_place" in {one.type.code for one in found}) == (kind not in ("school", "published"))
    assert all(one.why and all(one.why) and one.type.law for one in found)


def test_a_published_case_is_proposed_what_was_never_done(person):
    open_published(now=timezone.now(), owner=person("lia", institution="ODI", role="caseworker"))
    found = codes(Case.objects.filter(kind="published").first())
    assert {
        "files_elsewhere",
        "staff_files",
        "prior_complaints",
        "like_complaints",
        "place_record",
        "specialist_plan",
    } <= set(found)


def test_an_alert_with_data_is_proposed_to_preserve_first_and_to_ask_afterwards(rich):
    found = propose(rich, now=timezone.now())
    order = [one.type.code for one in found]
    assert {
        "preserve_data", "preserve_foreign", "preserve_hosting", "preserve_telecom", "data_subscriber", "call_records",
        "ip_subscriber", "geolocate_alerts", "takedown", "sender_content", "alert_file", "icse_search", "place_record",
    } <= set(order)  # fmt: skip
    assert [one.type.urgency for one in found] == sorted(one.type.urgency for one in found)
    by_code = {one.type.code: one for one in found}
    assert {one.code for one in by_code["takedown"].waits_for} == {
        "preserve_data",
        "preserve_foreign",
        "preserve_hosting",
    }
    assert "identify_child" not in by_code
    assert by_code["call_records"].why == ("Se conoce una línea telefónica.",)


def test_care_comes_before_evidence_when_a_report_says_that_it_was_today(case):
    report_into(case, path="me", age="teen", when="today", danger=True)
    found = codes(case)
    assert found[0] == "medical_care"
    assert {"toxicology", "evanescent_samples"} < set(found)


def test_an_institution_in_the_case_brings_the_acts_about_its_staff(case, ana):
    cases.add_person(
        case=case,
        role="person_of_interest",
        name="",
        age=None,
        institution="SEP",
        source="",
        by=ana,
        now=timezone.now(),
    )
    case.refresh_from_db()
    found = set(codes(case))
    assert {"workplace_now", "staff_files", "prior_complaints", "supervisors_interviews", "cctv_logs"} <= found
    assert "identify_person" not in found


def test_a_child_with_harmful_behaviour_brings_the_specialised_system_and_no_search(case, ana):
    cases.add_person(
        case=case,
        role="child_harmful_behaviour",
        name="",
        age=15,
        institution="",
        source="",
        by=ana,
        now=timezone.now(),
    )
    found = set(codes(case))
    assert "specialised_system" in found
    assert "device_seizure" not in found


def test_what_happened_on_the_thread_is_a_sign(case, ana):
    cases.record(case=case, kind="arrest.made", by=ana, now=timezone.now())
    found = {one.type.code: one for one in propose(case, now=timezone.now())}
    assert {"device_seizure", "call_records", "extraction_device"} <= set(found)
    assert found["extraction_device"].waits_for == (pack().acts["device_seizure"],)
    assert "Persona detenida" in found["call_records"].why[0]


def test_the_word_of_a_person_that_two_cases_are_one_matter_brings_the_other_file(arrive, ana):
    from hilo.linkage.models import Suggestion

    mails = [{"kind": "email", "value": "mochila@correo.example", "party": "reported"}]
    one, _two = arrive("OCN-1", entities=mails).case, arrive("OCN-2", entities=mails).case
    assert "linked_cases" not in signs_of(one).found
    suggestion = Suggestion.objects.get()
    cases.judge_link(case=one, suggestion=suggestion, judgement="accepted", by=ana, now=timezone.now())
    assert "linked_cases" in signs_of(one).found
    assert "files_elsewhere" in codes(one)


def test_what_did_not_travel_to_the_holder_gives_no_sign(rich):
    before = signs_of(rich).found
    assert {"account", "child_known", "url"} <= before
    later = timezone.now() + timedelta(minutes=1)
    Withheld.objects.create(case=rich, institution=rich.institution, part="alerts", before=later)
    left = signs_of(rich).found
    assert left.isdisjoint({"account", "child_known", "url", "phone", "address_ip"})
    assert "foreign_sender" in left


def test_a_name_that_is_withheld_or_missing_does_not_make_a_child_known(case, ana):
    add = {
        "case": case,
        "role": "child",
        "age": None,
        "institution": "",
        "source": "",
        "by": ana,
        "now": timezone.now(),
    }
    cases.add_person(name="", **add)
    assert "child_known" not in signs_of(case).found
    cases.add_person(name="Nombre Inventado", **add)
    assert {"child_known", "several_children"} <= signs_of(case).found


@pytest.mark.parametrize("state", ["planned", "set_aside", "done", "lapsed"])
def test_what_the_plan_has_is_not_proposed_again_whatever_became_of_it(rich, ana, state):
    in_plan(rich, ana, "alert_file", state)
    in_plan(rich, ana, "preserve_data", state)
    assert {"alert_file", "preserve_data"}.isdisjoint(codes(rich))


def test_what_comes_afterwards_calls_for_the_same_act_about_another_target(rich, ana):
    in_plan(rich, ana, "preserve_data", "done", at=timezone.now() - timedelta(days=9))
    in_plan(rich, ana, "alert_file", "done", at=timezone.now() - timedelta(days=9))
    found = codes(rich)
    assert "preserve_data" in found, "an account came after the act; it may be another one"
    assert "alert_file" not in found, "it names no target: once is enough"


def test_an_ordered_preservation_lets_the_takedown_go_on_and_one_way_is_enough(rich, ana):
    act = in_plan(rich, ana, "preserve_data")
    assert propose(rich, now=timezone.now())
    takedown = {one.type.code: one for one in propose(rich, now=timezone.now())}["takedown"]
    assert pack().acts["preserve_data"] in takedown.waits_for
    Act.objects.filter(pk=act.pk).update(state="ordered")
    takedown = {one.type.code: one for one in propose(rich, now=timezone.now())}["takedown"]
    assert takedown.waits_for == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(has=st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(["planned", "done", "set_aside"])), max_size=12))
def test_proposals_never_repeat_what_the_plan_has_nor_each_other(rich, ana, has):
    Act.objects.all().delete()
    for code, state in has:
        in_plan(rich, ana, code, state)
    found = codes(rich)
    assert len(found) == len(set(found))
    assert set(found).isdisjoint(code for code, _state in has)


def test_a_plan_asks_the_same_number_of_questions_however_much_there_is(rich, arrive, ana):
    with CaptureQueriesContext(
        connection,
    ) as few:
        propose(rich, now=timezone.now())
    for number in range(6):
        arrive(f"OCN-8{number}", persons=[REPORTED])
        report_into(rich, path="me", when="week")
        PersonInCase.objects.create(case=rich, role="child", added_at=timezone.now())
        PlaceInCase.objects.create(case=rich, role="school", added_at=timezone.now())
    assert rich.alerts.count() > 1
    with CaptureQueriesContext(connection) as many:
        propose(rich, now=timezone.now())
    assert len(many) == len(few)

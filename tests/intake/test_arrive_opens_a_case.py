"""A report becomes a followed case: with its clocks, at the right institution, and kept from whom it accuses."""

import json
import logging
import secrets
from datetime import timedelta

import pytest
from django.utils import timezone

from hilo.cases.models import Case, Conflict, PersonInCase
from hilo.door.models import Channel, Report, Stage
from hilo.door.sealing import key_store
from hilo.door.submit import Came
from hilo.door.telling import Named
from hilo.intake import receive
from hilo.intake.models import Taken
from hilo.intake.receive import take_in
from hilo.linkage.models import Suggestion

pytestmark = pytest.mark.django_db


def new_digits() -> str:
    return f"{secrets.randbelow(10**20):020d}"


@pytest.fixture(autouse=True)
def _nothing_failed_yet():
    receive._later.clear()
    yield
    receive._later.clear()


@pytest.fixture
def told(tell):
    """``told(danger=True)`` tells something and takes it in; gives its :class:`Taken`."""

    def make(**more) -> Taken:
        report = tell(new_digits(), **more)
        take_in(now=timezone.now())
        return Taken.objects.select_related("case", "report").get(report=report)

    return make


def kinds(case: Case) -> list[str]:
    return list(case.events.order_by("entered_at", "id").values_list("kind", flat=True))


def live(case: Case) -> dict[str, float]:
    """The rules that run, each with its hours."""
    clocks = case.clocks.filter(stopped_at__isnull=True)
    return {one.rule: (one.due_at - one.started_at).total_seconds() / 3600 for one in clocks}


def test_a_report_opens_a_case_that_somebody_owns_and_that_waits_in_the_inbox(told, caro):
    taken = told()
    case = taken.case
    assert (case.institution, case.state, case.kind, case.tier) == ("FGE-NAY", "NAY", "report", 3)
    assert case.owner.is_desk
    assert case in Case.objects.visible_to(caro).open()
    assert kinds(case)[:3] == ["case.opened", "report.received", "report.triaged"]
    assert taken.disposition == "opened"


def test_what_the_machine_could_read_is_gone_once_it_is_a_case_and_the_account_stays_sealed(told):
    report = Report.objects.get(pk=told(account="Perdí la mochila verde.").report_id)
    assert report.arrival is None
    assert report.taken_at is not None
    told_in_clear = str(list(Taken.objects.values())) + str(list(Case.objects.get().events.values()))
    assert "mochila verde" not in told_in_clear


def test_the_promise_to_the_child_is_the_clock_of_the_first_answer(told):
    taken = told(ongoing=True)
    clock = taken.case.clocks.get(rule="first_answer_to_child")
    assert clock.due_at == taken.answer_due_at == Report.objects.get().promised_at
    assert clock.subject == taken.report_id
    assert clock.started_at == taken.report.arrived_at
    assert Report.objects.get().stage == Stage.RECEIVED


def test_danger_now_starts_the_one_hour_to_ask_for_protection_and_the_four_of_the_prosecutor(told):
    running = live(told(danger=True).case)
    assert running["urgent_protection_asked"] == 1
    assert running["protection_by_prosecutor"] == 4
    assert running["report_read"] == 1
    assert running["prosecutor_informed"] == 1
    assert running["child_protection_informed"] == 1
    assert running["first_answer_to_child"] == 4


def test_after_danger_the_three_and_the_twenty_four_hours_of_the_law_follow(told, ana):
    from hilo.cases.actions import record

    case = told(danger=True).case
    now = timezone.now()
    record(case=case, kind="protection.urgent_requested", by=ana, now=now)
    assert live(case)["urgent_protection_ordered"] == 3
    assert "urgent_protection_asked" not in live(case)
    record(case=case, kind="protection.urgent_ordered", by=ana, now=now)
    assert live(case)["urgent_protection_ratified"] == 24


def test_what_a_report_says_is_no_act_of_anybody_so_silence_goes_on_counting(told):
    case = told(danger=True, images=True, path="service", place="school").case
    assert case.last_act_at is None
    assert "silence" in live(case)


def test_an_anonymous_report_of_the_page_is_to_be_verified_one_by_telephone_is_not(told, ana):
    assert "anonymous_verified" in live(told().case)
    assert "anonymous_verified" not in live(told(came=Came(channel=Channel.PHONE, by=ana.pk)).case)


def test_pictures_going_round_call_for_their_removal(told):
    assert live(told(images=True).case)["takedown_ordered"] == 24


def test_somebody_of_the_school_who_tells_starts_the_duty_to_denounce_a_pupil_does_not(told):
    assert live(told(path="service", place="school").case)["school_denounces"] == 24
    pupil = told(path="me", place="school").case
    assert "school_denounces" not in live(pupil)
    assert pupil.kind == "school"


def test_a_report_without_a_state_is_to_be_located(told, units):
    units.add("GN-CERT")
    case = told(state="").case
    assert case.institution == "GN-CERT"
    assert "unknown_location" in live(case)


def test_the_child_stands_in_the_case_by_the_band_that_was_said_and_no_age_is_invented(told):
    person = PersonInCase.objects.get(case=told(age="under_12").case)
    assert (person.role, person.age, person.name) == ("child", None, None)
    assert person.source == "Aviso: menos de 12 años"


# ---- Whom it accuses ----


def test_an_accused_prosecutor_neither_holds_nor_sees_the_case(told, units, ana, caro):
    units.add("PPNNA-NAY")
    case = told(place="prosecutor").case
    assert case.institution == "PPNNA-NAY"
    assert list(case.conflicts.values_list("institution", flat=True)) == ["FGE-NAY"]
    for user in (ana, caro):
        assert not Case.objects.visible_to(user).filter(pk=case.pk).exists()
        assert not Case.objects.readable_by(user, timezone.now()).filter(pk=case.pk).exists()
    assert case.places.get(role="place_of_harm").institution == "FGE-NAY"
    assert case.route_reason == "conflict"


def test_every_institution_of_a_shelter_is_kept_out(told):
    case = told(place="shelter").case
    assert set(case.conflicts.values_list("institution", flat=True)) == {"DIF", "PFPNNA", "PPNNA-NAY"}
    assert case.places.get(role="place_of_harm").institution == "", "which of them is not known"


def test_a_report_sealed_to_whom_it_accuses_still_goes_to_somebody_else(tell):
    report = tell(place="prosecutor")
    Report.objects.filter(pk=report.pk).update(institution="FGE-NAY")  # an older door, another pack
    take_in(now=timezone.now())
    case = Case.objects.get()
    assert case.institution != "FGE-NAY"
    assert Conflict.objects.get(case=case).institution == "FGE-NAY"


# ---- By telephone and in person ----


def test_what_is_taken_down_by_telephone_joins_the_case_its_taker_named(told, case, ana):
    taken = told(came=Came(channel=Channel.PHONE, by=ana.pk, case=str(case.pk)), danger=True)
    assert (taken.case_id, taken.disposition, taken.taken_by) == (case.pk, "joined", ana)
    case.refresh_from_db()
    assert case.tier == 1
    assert case.events.get(kind="report.received").by == ana
    assert {"report.received", "report.triaged", "report.danger", "tier.moved"} <= set(kinds(case))
    assert live(case)["first_answer_to_child"] == 4, "by the new urgency"


def test_it_does_not_join_a_case_that_its_taker_may_not_see(told, case, eva):
    taken = told(came=Came(channel=Channel.PHONE, by=eva.pk, case=str(case.pk)))
    assert taken.disposition == "opened"
    assert taken.case_id != case.pk


def test_it_does_not_join_a_case_of_whom_it_accuses(told, units, case, ana):
    units.add("PPNNA-NAY")
    taken = told(came=Came(channel=Channel.COUNTER, by=ana.pk, case=str(case.pk)), place="prosecutor")
    assert taken.case_id != case.pk
    assert taken.case.institution == "PPNNA-NAY"


def test_a_closed_case_is_followed_again_when_a_report_joins_it(told, case, ana):
    Case.objects.filter(pk=case.pk).update(
        status="closed", closed_at=timezone.now(), closed_by=ana, close_reason="duplicate",
        next_clock=None, next_due_at=None, next_duty="",
    )  # fmt: skip
    told(came=Came(channel=Channel.PHONE, by=ana.pk, case=str(case.pk)))
    case.refresh_from_db()
    assert case.is_open
    assert "case.reopened" in kinds(case)


# ---- Links and accounts ----


def test_an_account_that_another_case_carries_is_suggested_and_never_joined(told, arrive):
    other = arrive(entities=[{"kind": "screen_name", "value": "Azul_Verano", "party": "reported"}]).case
    taken = told(named=[Named("screen_name", "@azul_verano")])
    assert taken.case_id != other.pk
    suggestion = Suggestion.objects.get()
    assert {suggestion.left, suggestion.right} == {other.pk, taken.case_id}
    assert json.loads(suggestion.reasons) == [{"kind": "screen_name", "seen": 1}]


def test_two_reports_that_name_one_link_are_suggested_however_it_was_typed(told):
    one = told(named=[Named("url", "sitio.example/perfil/azul/")])
    other = told(named=[Named("url", "https://SITIO.example/perfil/azul")])
    assert Suggestion.objects.filter(left__in=[one.case_id, other.case_id]).count() == 1


def test_a_value_that_did_not_travel_with_the_case_is_not_found_by_searching_for_it(told, eva):
    from hilo.accounts.actions import desk_account
    from hilo.cases.models import Withheld
    from hilo.desk.search_queries import by_identifier

    taken = told(named=[Named("email", "azul@correo.example")])
    now = timezone.now()
    Case.objects.filter(pk=taken.case_id).update(institution="FGE-MOR", owner=desk_account("FGE-MOR"))
    assert by_identifier(eva, "azul@correo.example", now=now).total == 1
    Withheld.objects.create(case=taken.case, institution="FGE-MOR", part="alerts", before=now)
    assert by_identifier(eva, "azul@correo.example", now=now).total == 0


@pytest.mark.parametrize("kind", ["screen_name", "url", "email", "phone", "nothing_known"])
@pytest.mark.parametrize("value", ["", "@", "https://", "http://[", "x" * 20_000, "=1+1", "'; --", "\u202eazul", "0"])
def test_nothing_that_can_be_typed_keeps_a_report_from_becoming_a_case(told, kind, value):
    assert told(named=[Named(kind, value)]).case.is_open


# ---- What goes wrong ----


def test_taking_in_again_changes_nothing(told):
    told()
    before = Case.objects.get().revision, len(kinds(Case.objects.get()))
    assert take_in(now=timezone.now()).total == 0
    assert (Case.objects.get().revision, len(kinds(Case.objects.get()))) == before


def test_an_arrival_that_does_not_open_waits_first_and_then_a_person_must_open_the_report(tell, caplog):
    report = tell(account="Perdí mi mochila.")
    Report.objects.filter(pk=report.pk).update(arrival=b"x" * 600)
    now = timezone.now()
    assert take_in(now=now).failed == 1
    assert not Case.objects.exists()
    with caplog.at_level(logging.ERROR):
        done = take_in(now=now + timedelta(minutes=6))
    assert (done.opened, done.unopened) == (1, 1)
    case = Case.objects.get()
    assert (case.institution, case.tier) == (report.institution, 2)
    assert "report.unopened" in kinds(case)
    assert Report.objects.get().arrival is not None, "kept for whoever looks into it"
    assert str(report.pk) in caplog.text
    assert take_in(now=now + timedelta(minutes=7)).total == 0


def test_a_report_that_fails_holds_up_nobody_and_is_tried_again(tell, monkeypatch):
    first, second = tell(new_digits()), tell(new_digits())
    now = timezone.now()
    real = receive.Opening.take

    def broken(self):
        if self.report.pk == first.pk:
            raise RuntimeError("texto que no debe verse")
        return real(self)

    monkeypatch.setattr(receive.Opening, "take", broken)
    done = take_in(now=now)
    assert (done.opened, done.failed) == (1, 1)
    assert Taken.objects.get().report_id == second.pk
    assert take_in(now=now).failed == 0, "not at once"
    monkeypatch.undo()
    assert take_in(now=now + timedelta(minutes=2)).opened == 1


def test_without_its_outer_key_a_report_is_still_followed(tell):
    report = tell()
    key_store().erase(report.pk)
    take_in(now=timezone.now() + timedelta(minutes=6))
    assert Taken.objects.get(report=report).case.is_open

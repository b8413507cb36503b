"""A conflict of interest: the case moves first, then the institution named neither holds nor sees it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from following import DAY, HOUR, NOW, events, live, open_case

from hilo.accounts.actions import desk_account
from hilo.cases import actions, conflicts, policies, routing
from hilo.cases.access import kept_out_of
from hilo.cases.models import Case, Closure, Conflict, PlaceInCase
from hilo.exchange import actions as exchange
from hilo.exchange import course
from hilo.lib.errors import Denied
from hilo.reference import pack

pytestmark = pytest.mark.django_db


def record(case, by, institution="FGE-NAY", reason="Ahí trabaja la persona señalada.", **more):
    return conflicts.record_conflict(
        case=case, institution=institution, reason=reason, by=by, now=NOW + HOUR, **more
    )  # fmt: skip


def test_the_case_of_the_institution_named_moves_first_to_the_outside_authority(case, ana):
    row = record(case, ana)
    case.refresh_from_db()
    assert (case.institution, case.owner, case.route_reason) == ("FGR", desk_account("FGR"), "conflict")
    assert (row.institution, row.by, row.at) == ("FGE-NAY", ana, NOW + HOUR)
    assert list(case.events.order_by("id").values_list("kind", flat=True))[-3:] == [
        "case.routed", "institution.involved", "conflict.recorded",
    ]  # fmt: skip
    assert [event.facts_dict() for event in events(case, "conflict.recorded")] == [{"institution": "FGE-NAY"}]
    assert b"trabaja" not in bytes(row.reason)
    assert list(case.places.values_list("role", "institution")) == [("authority", "FGR")]
    assert not Case.objects.visible_to(ana).exists()
    assert case.next_clock_id in {clock.pk for clock in live(case).values()}


def test_clocks_count_by_the_calendar_of_the_new_holder(case, ana, beto):
    due = live(case)["prosecutor_informed"]
    Closure.objects.create(institution="FGR", day=(NOW + DAY).date(), name="Cierre", added_by=beto)
    record(case, ana)
    moved = [event.facts_dict()["rule"] for event in events(case, "clock.recomputed")]
    counted = {rule for rule, clock in live(case).items() if pack().clocks[rule].span.unit == "working_days"}
    assert set(moved) <= counted
    assert live(case)["prosecutor_informed"].started_at == due.started_at


def test_another_institution_is_kept_out_without_moving_the_case(case, ana):
    record(case, ana, institution="SEP")
    case.refresh_from_db()
    assert case.institution == "FGE-NAY"
    assert not events(case, "case.routed")
    assert Conflict.objects.get().institution == "SEP"


@pytest.mark.parametrize("role", ["place_of_harm", "school"])
def test_a_place_of_harm_that_is_an_institution_is_kept_out_by_itself(case, ana, role):
    actions.add_place(case=case, role=role, institution="SEP", by=ana, now=NOW)
    assert list(Conflict.objects.values_list("institution", flat=True)) == ["SEP"]
    actions.add_place(case=case, role=role, institution="SEP", by=ana, now=NOW)
    assert Conflict.objects.count() == 1


def test_a_person_of_interest_takes_the_case_away_from_where_they_work(case, ana):
    person = actions.add_person(case=case, role="person_of_interest", institution="FGE-NAY", by=ana, now=NOW)
    case.refresh_from_db()
    assert (person.institution, case.institution) == ("FGE-NAY", "FGR")


@pytest.mark.parametrize(("role", "of"), [("professional", "person"), ("authority", "place"), ("other", "place")])
def test_who_only_takes_part_is_not_kept_out(case, ana, role, of):
    add = actions.add_person if of == "person" else actions.add_place
    add(case=case, role=role, institution="SEP", by=ana, now=NOW)
    assert not Conflict.objects.exists()


def test_a_closed_case_moves_as_well(case, ana):
    actions.discharge(clock=live(case)["prosecutor_informed"], reason="No procede.", by=ana, now=NOW)
    actions.close(case=case, reason="not_illegal", note="Se revisó.", by=ana, now=NOW)
    record(case, ana)
    case.refresh_from_db()
    assert (case.institution, case.status, Case.objects.visible_to(ana).count()) == ("FGR", "closed", 0)


def test_the_reports_of_a_campaign_go_along_and_stay_folded(case, ana):
    folded, alone = open_case(owner=ana, parent=case), open_case(owner=ana)
    record(case, ana)
    folded.refresh_from_db()
    alone.refresh_from_db()
    assert (folded.institution, folded.parent_id, alone.institution) == ("FGR", case.pk, "FGE-NAY")
    assert set(Conflict.objects.values_list("case", flat=True)) == {case.pk, folded.pk}


def test_a_folded_report_comes_out_of_the_campaign_of_others(case, ana):
    folded = open_case(owner=ana, parent=case)
    record(folded, ana)
    folded.refresh_from_db()
    assert (folded.institution, folded.parent) == ("FGR", None)


def test_routing_never_chooses_a_conflicted_institution_again(case, ana):
    record(case, ana)
    moved = Case.objects.get(pk=case.pk)
    with pytest.raises(Denied, match="conflicto de interés"):
        policies.check_can_hold(moved, "FGE-NAY")
    assert routing.fit(moved, "FGE-NAY") == "FGR"
    assert routing.fit(moved, "FGE-MOR") == "FGE-MOR"


def test_when_the_outside_authority_is_named_too_the_next_one_takes_it(case, ana, person):
    record(case, ana)
    record(Case.objects.get(pk=case.pk), person("fede", role="caseworker", institution="FGR"), institution="FGR")
    assert Case.objects.get(pk=case.pk).institution == "PFPNNA"


def test_the_database_refuses_a_conflict_of_the_holder_and_a_holder_with_a_conflict(case, ana):
    with pytest.raises(DatabaseError, match="move the case"), transaction.atomic():
        Conflict.objects.create(case=case, institution="FGE-NAY", reason=b"x", at=NOW)
    record(case, ana)
    with pytest.raises(DatabaseError, match="conflict of interest"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(institution="FGE-NAY")


def test_only_who_holds_the_case_records_it_once_with_a_reason(case, ana, eva, person):
    for by, words in ((eva, "Su papel"), (person("iris"), "Su papel")):
        with pytest.raises(Denied, match=words):
            record(case, by, institution="SEP")
    with pytest.raises(Denied, match="razón"):
        record(case, ana, institution="SEP", reason=" ")
    with pytest.raises(Denied, match="lista"):
        record(case, ana, institution="NADIE")
    record(case, ana, institution="SEP")
    with pytest.raises(Denied, match="ya está fuera"):
        record(case, ana, institution="SEP")


def test_other_parts_undo_theirs_in_the_same_transaction(case, ana, monkeypatch):
    told = []
    monkeypatch.setattr(
        conflicts, "AFTER", [lambda weave, one, institution, reason: told.append((one.institution, institution)) or ()]
    )
    record(case, ana)
    assert told == [("FGR", "FGE-NAY")]

    def fails(weave, one, institution, reason):
        raise RuntimeError

    conflicts.AFTER.append(fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        record(Case.objects.get(pk=open_case(owner=ana).pk), ana)
    assert Conflict.objects.count() == 1


def test_every_institution_of_the_pack_has_an_outside_authority_in_every_state():
    for code in pack().institutions:
        for state in ("", "NAY", "CMX"):
            first = pack().substitute_for(code, state, "alert")
            second = pack().substitute_for(code, state, "alert", but=[first])
            assert len({code, first, second}) == 3
    assert all(row.reason.es and row.source for row in pack().substitutes)


def test_the_place_of_authority_is_written_once(case, ana):
    record(case, ana)
    assert PlaceInCase.objects.filter(case=case, institution="FGR").count() == 1
    assert timedelta(0) == PlaceInCase.objects.get(case=case).added_at - (NOW + HOUR)


def test_the_map_of_the_course_names_the_outside_authority_instead(case, ana, signed_in, person):
    Case.objects.filter(pk=case.pk).update(course="state")
    case.refresh_from_db()
    assert course.suggested(case)[:2] == ["FGE-NAY", "PPNNA-NAY"]
    record(case, ana)
    moved = Case.objects.get(pk=case.pk)
    assert course.suggested(moved, kept_out_of(moved))[:2] == ["FGR", "PPNNA-NAY"]
    fede = person("fede", role="caseworker", institution="FGR")
    page = signed_in(fede).get(f"/casos/{moved.code}/").content.decode()
    assert "Fuera del caso por conflicto de interés" in page
    assert f"/casos/{moved.code}/canalizar/?a=FGE-NAY" not in page


def test_the_page_says_what_will_happen_and_that_one_may_lose_sight(case, ana, signed_in, person):
    browser, address = signed_in(ana), f"/casos/{case.code}/conflicto/"
    page = browser.get(address).content.decode()
    assert "Fiscalía General de la República" in page
    assert "usted y sus colegas dejan de verlo" in page
    assert "Nadie de esa autoridad" in page
    person("fede", role="caseworker", institution="FGR")
    assert "Nadie de esa autoridad" not in browser.get(address).content.decode()
    seen = {"revision": case.revision, "seen": case.events.count()}
    sent = browser.post(address, {**seen, "institution": "FGE-NAY", "reason": "Ahí trabaja."}, follow=True)
    assert "el caso pasó a una autoridad externa y usted ya no puede verlo" in sent.content.decode()
    assert browser.get(address).status_code == 404


def test_who_is_kept_out_of_a_case_is_kept_out_of_the_part_that_another_institution_takes(case, ana, person):
    record(case, ana, institution="SEP")
    lia = person("lia", institution="PPNNA-NAY", role="supervisor")
    what = {"receiver": "PPNNA-NAY", "kind": "part", "request": "Valorar el riesgo.", "scope": []}
    sent = exchange.offer(case=case, by=ana, now=NOW + 2 * HOUR, **what)
    made = exchange.accept(handoff=sent, by=lia, now=NOW + 3 * HOUR).made
    assert kept_out_of(made) == {"SEP"}
    assert [event.facts_dict() for event in events(made, "conflict.recorded")] == [{"institution": "SEP"}]


def test_lists_start_from_the_holder_alone_because_it_never_has_a_conflict(ana):
    asked = str(Case.objects.visible_to(ana).open().query)
    assert "cases_conflict" not in asked
    assert asked.count("JOIN") == asked.count("EXISTS") == 0

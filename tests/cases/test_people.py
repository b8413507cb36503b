"""What people do with cases: assign, note, move, close, reopen; each by who may, with a reason, and kept."""

from collections import Counter

import pytest
from following import DAY, HOUR, NOW, events, happens, live, open_case

from hilo.accounts.sealing import open_text
from hilo.cases import actions
from hilo.cases.models import Case, Clock, Event
from hilo.cases.policies import Changed
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db


def settle(case, by, now=NOW):
    """Nothing left to do that would keep the case from closing."""
    for clock in Clock.objects.live().filter(case=case, blocks_closing=True, informational=False):
        actions.discharge(clock=clock, reason="No procede.", by=by, now=now)


def close(case, by, *, reason="not_illegal", note="Se revisó.", now=NOW):
    return actions.close(case=case, reason=reason, note=note, by=by, now=now)


def test_a_case_closes_only_without_open_duty_with_a_known_reason_a_note_and_a_person(case, ana, caro, eva):
    with pytest.raises(Denied, match=r"Queda 1 deber abierto: Informar al Ministerio Público"):
        close(case, ana)
    settle(case, ana)
    for by, given in (
        (caro, {}), (eva, {}), (ana, {"reason": "no_such_reason"}), (ana, {"reason": ""}), (ana, {"note": " "}),
    ):  # fmt: skip
        with pytest.raises(Denied):
            close(case, by, **given)
    close(case, ana)
    case.refresh_from_db()
    assert (case.status, case.closed_by, case.closed_at, case.close_reason) == ("closed", ana, NOW, "not_illegal")
    assert (case.next_clock, case.next_due_at, case.next_duty) == (None, None, "")
    assert live(case) == {}


def test_a_case_with_clocks_that_ran_out_unnoticed_closes_and_says_so(case, ana):
    due = {rule: clock.due_at for rule, clock in live(case).items()}
    settle(case, ana, now=NOW + 40 * DAY)
    close(case, ana, now=NOW + 40 * DAY)
    told = {event.facts_dict()["rule"]: event.happened_at for event in events(case, "clock.overdue")}
    assert told == {rule: due[rule] for rule in ("prosecutor_informed", "desk_pickup")}
    assert [event.happened_at for event in events(case, "case.silent")] == [due["silence"]]
    assert {clock.stopped_at for clock in case.clocks.all()} == {NOW + 40 * DAY}


def test_closing_twice_is_told(case, ana):
    settle(case, ana)
    close(case, ana)
    with pytest.raises(Denied, match="cerrado"):
        close(case, ana)


def test_reopening_keeps_everything_and_gives_the_case_a_desk_a_duty_and_a_clock(case, ana, beto):
    actions.record(case=case, kind="note.added", note="Llamé.", by=ana, now=NOW)
    settle(case, ana)
    close(case, ana, now=NOW + HOUR)
    before = Counter(case.events.values_list("pk", flat=True))
    with pytest.raises(Denied):
        actions.reopen(case=case, reason="Hay algo más.", by=ana, now=NOW + DAY)
    actions.reopen(case=case, reason="Hay algo más.", by=beto, now=NOW + DAY)
    case.refresh_from_db()
    assert case.is_open
    assert case.owner.is_desk
    assert (case.closed_at, case.closed_by, case.close_reason) == (None, None, "")
    assert before < Counter(case.events.values_list("pk", flat=True))
    assert live(case)["silence"].started_at == NOW + DAY
    assert case.next_clock in live(case).values()
    with pytest.raises(Denied):
        actions.reopen(case=case, reason="Otra vez.", by=beto, now=NOW + DAY)


def test_assigning_gives_all_or_none_and_takes_the_campaigns_own_reports_along(ana, beto, caro, eva, person):
    parent = open_case(owner=ana)
    child = open_case(owner=ana, parent=parent)
    theirs = open_case(owner=eva, institution="FGE-MOR", parent=parent)
    nico = person("nico")
    assert actions.assign(cases=[parent], to=nico, by=beto, now=NOW) == 2
    owners = dict(Case.objects.values_list("pk", "owner__username"))
    assert owners == {parent.pk: "nico", child.pk: "nico", theirs.pk: "eva"}
    with pytest.raises(Denied):
        actions.assign(cases=[parent, theirs], to=ana, by=beto, now=NOW)
    assert Case.objects.get(pk=parent.pk).owner == nico
    for to in (eva, person("guardia", role="system_administrator")):
        with pytest.raises(Denied):
            actions.assign(cases=[parent], to=to, by=beto, now=NOW)
    assert "desk_pickup" not in live(parent)


def test_a_case_changes_hands_while_somebody_assigns_it(case, ana, beto):
    with pytest.raises(Changed):
        actions.assign(cases=[case], to=ana, by=beto, now=NOW, revisions={case.pk: case.revision - 1})
    assert events(case, "case.assigned") == []


def test_a_note_is_sealed_and_is_no_act_that_moves_the_case(case, ana):
    event = actions.record(case=case, kind="note.added", note="Nombre Ejemplo llamó.", by=ana, now=NOW + HOUR)
    kept = Event.objects.get(pk=event.pk)
    assert b"Ejemplo" not in bytes(kept.note)
    assert open_text(kept.note, place=f"event.note:{kept.pk}") == "Nombre Ejemplo llamó."
    case.refresh_from_db()
    assert case.last_act_at is None


def test_only_acts_of_the_list_that_have_happened_are_recorded_by_hand(case, ana, eva):
    for kind, more in (
        ("case.closed", {}), ("no.such", {}), ("note.added", {"note": " "}),
        ("prosecutor.informed", {"happened_at": NOW + DAY}),
    ):  # fmt: skip
        with pytest.raises(Denied):
            actions.record(case=case, kind=kind, by=ana, now=NOW, **more)
    with pytest.raises(Denied):
        actions.record(case=case, kind="prosecutor.informed", by=eva, now=NOW)
    assert case.events.count() == 1


def test_a_case_whose_place_becomes_known_takes_that_course_and_waits_to_be_handed_over(ana, beto, person):
    case = open_case(owner=ana)
    Case.objects.filter(pk=case.pk).update(state="")
    happens(case, "case.unlocated", now=NOW)
    actions.change_state(case=case, state="MOR", reason="La escuela está allá.", by=ana, now=NOW + HOUR)
    case.refresh_from_db()
    assert (case.state, case.institution, case.owner) == ("MOR", "FGE-NAY", ana)
    assert "unknown_location" in live(case)
    actions.change_state(case=case, state="NAY", reason="Se aclaró.", by=ana, now=NOW + 2 * HOUR)
    assert "unknown_location" not in live(case)


def test_whoever_saw_an_older_page_is_told_and_nothing_is_written(case, ana, beto):
    seen = case.revision
    actions.record(case=case, kind="note.added", note="Uno.", by=beto, now=NOW)
    before = case.events.count()
    for act in (
        lambda: actions.record(case=case, kind="note.added", note="Dos.", by=ana, now=NOW, revision=seen),
        lambda: actions.move_tier(case=case, tier=1, reason="Riesgo.", by=ana, now=NOW, revision=seen),
        lambda: actions.change_state(case=case, state="MOR", reason="Allá.", by=ana, now=NOW, revision=seen),
        lambda: actions.close(case=case, reason="not_illegal", note="x", by=ana, now=NOW, revision=seen),
        lambda: actions.add_person(case=case, role="child", by=ana, now=NOW, revision=seen),
    ):
        with pytest.raises(Changed):
            act()
    assert case.events.count() == before
    case.refresh_from_db()
    actions.record(case=case, kind="note.added", note="Dos.", by=ana, now=NOW, revision=case.revision)


def test_an_urgent_case_comes_out_from_under_its_campaign(ana):
    parent = open_case(owner=ana, tier=4)
    child = open_case(owner=ana, tier=4, parent=parent)
    actions.move_tier(case=child, tier=3, reason="Hay con qué trabajar.", by=ana, now=NOW)
    child.refresh_from_db()
    assert child.parent == parent
    actions.move_tier(case=child, tier=1, reason="Hay una niña en riesgo.", by=ana, now=NOW)
    child.refresh_from_db()
    assert child.parent is None
    assert events(child, "tier.moved")[-1].facts_dict()["unfolded_from"] == str(parent.pk)


def test_people_and_places_are_sealed(case, ana):
    child = actions.add_person(case=case, role="child", name="Nombre Ejemplo", age=12, by=ana, now=NOW)
    place = actions.add_place(case=case, role="school", name="Escuela Ejemplo", by=ana, now=NOW)
    assert open_text(child.name, place=f"person.name:{child.pk}") == "Nombre Ejemplo"
    assert open_text(place.name, place=f"place.name:{place.pk}") == "Escuela Ejemplo"
    assert not any("Ejemplo" in event.facts for event in case.events.all())
    for act in (actions.add_person, actions.add_place):
        with pytest.raises(Denied):
            act(case=case, role="no_such", by=ana, now=NOW)

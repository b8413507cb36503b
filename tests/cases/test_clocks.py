"""Clocks start and stop by the name of what happened, and say what happened to them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from following import DAY, HOUR, NOW, events, happens, last, live, open_case

from hilo.cases import actions, clocks, routing, sweep
from hilo.cases.models import Case, Clock, Closure, RuleText
from hilo.cases.thread import Weave
from hilo.lib.calendar import Span, Unit
from hilo.lib.errors import Denied
from hilo.reference import pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(monkeypatch):
    """``rules(code, **changes)``: from now on the country pack has that rule changed."""

    def change(code, **changes):
        present = pack()
        rule = present.clocks[code].model_validate(present.clocks[code].model_dump() | changes)
        changed = replace(present, clocks=present.clocks | {code: rule})
        for module in ("hilo.cases.clocks", "hilo.cases.thread", "hilo.cases.queries"):
            monkeypatch.setattr(f"{module}.pack", lambda: changed)
        _forget()
        return rule

    yield change
    monkeypatch.undo()
    _forget()


def _forget():
    for remembered in (clocks.started_by, clocks.stopped_by, clocks.once):
        remembered.cache_clear()


def test_opening_a_case_starts_the_clocks_that_name_it(case):
    wanted = {rule.code for rule in clocks.started_by("case.opened") if rule.applies_to(3)}
    assert set(live(case)) == wanted
    assert {"prosecutor_informed", "desk_pickup", "silence"} <= wanted
    assert live(case)["silence"].started_at == NOW


def test_an_event_stops_the_clock_that_names_it_and_no_other(case):
    before = set(live(case))
    happens(case, "prosecutor.informed", now=NOW + HOUR)
    assert before - set(live(case)) == {"prosecutor_informed"}
    assert last(case, "prosecutor_informed").stopped_at == NOW + HOUR


def test_a_clock_stops_when_the_act_happened_not_when_it_was_typed(case):
    happens(case, "prosecutor.informed", now=NOW + 2 * DAY, at=NOW + HOUR)
    assert last(case, "prosecutor_informed").stopped_at == NOW + HOUR


def test_an_act_typed_with_a_date_before_its_clock_does_not_stop_it_in_the_past(case):
    happens(case, "prosecutor.informed", now=NOW + HOUR, at=NOW - DAY)
    assert last(case, "prosecutor_informed").stopped_at == NOW


def test_a_clock_that_runs_once_does_not_begin_again_when_the_case_does(case, ana, beto):
    happens(case, "prosecutor.informed", now=NOW)
    actions.close(case=case, reason="not_illegal", note="Se revisó.", by=ana, now=NOW + HOUR)
    actions.reopen(case=case, reason="Llegó algo más.", by=beto, now=NOW + DAY)
    happens(case, "case.opened", now=NOW + DAY)
    assert "prosecutor_informed" not in live(case)
    assert {"silence", "desk_pickup"} <= set(live(case))


def test_a_clock_that_restarts_counts_from_the_later_act(case):
    happens(case, "protection.order_issued", now=NOW)
    first = live(case)["violence_contact"]
    happens(case, "victim.contacted", now=NOW + 20 * HOUR)
    again = live(case)["violence_contact"]
    assert again.pk == first.pk
    assert (again.started_at, again.due_at) == (NOW + 20 * HOUR, NOW + 44 * HOUR)


def test_an_earlier_act_typed_late_does_not_turn_a_clock_back(case):
    happens(case, "protection.order_issued", now=NOW)
    happens(case, "victim.contacted", now=NOW + 20 * HOUR)
    happens(case, "victim.contacted", now=NOW + 21 * HOUR, at=NOW + 5 * HOUR)
    assert live(case)["violence_contact"].started_at == NOW + 20 * HOUR


def test_a_clock_of_each_alert_stands_apart_and_is_stopped_apart(case, rules):
    rules("first_answer", per="alert", once=False)
    one, other = (open_case(owner=case.owner).pk for _ in range(2))  # any two ids
    for alert in (one, other):
        happens(case, "alert.received", now=NOW, subject=alert)
    assert Clock.objects.live().filter(case=case, rule="first_answer").count() == 2
    happens(case, "sender.answered", now=NOW, subject=one)
    (left,) = Clock.objects.live().filter(case=case, rule="first_answer")
    assert left.subject == other


def test_a_clock_for_urgent_tiers_only_waits_until_the_case_is_urgent(case, ana):
    assert "child_protection_informed" not in live(case)
    actions.move_tier(case=case, tier=1, reason="Hay una niña en riesgo.", by=ana, now=NOW + HOUR)
    clock = live(case)["child_protection_informed"]
    assert (clock.started_at, clock.due_at) == (NOW + HOUR, NOW + 2 * HOUR)


def test_moving_the_tier_counts_running_clocks_again_and_says_so(case, ana):
    before = live(case)["prosecutor_informed"].due_at
    actions.move_tier(case=case, tier=2, reason="Se ve una escuela.", by=ana, now=NOW + HOUR)
    assert live(case)["prosecutor_informed"].due_at == NOW + DAY
    told = {event.facts_dict()["rule"]: event.facts_dict() for event in events(case, "clock.recomputed")}
    assert told["prosecutor_informed"]["from"] == before.isoformat()
    assert told["prosecutor_informed"]["to"] == (NOW + DAY).isoformat()
    assert told["prosecutor_informed"]["why"] == "tier"


def test_a_running_clock_keeps_the_rule_it_was_born_with(case, ana, rules):
    old = live(case)["prosecutor_informed"]
    longer = rules("prosecutor_informed", span={"amount": 10, "unit": "natural_days"}, by_tier={})
    assert longer.version != old.rule_version
    assert clocks.rule_of(old).by_tier[3] == Span(72, Unit.HOURS)
    assert clocks.rule_of(old).version == old.rule_version
    actions.move_tier(case=case, tier=2, reason="Se ve una escuela.", by=ana, now=NOW)
    kept = live(case)["prosecutor_informed"]
    assert (kept.rule_version, kept.due_at) == (old.rule_version, NOW + DAY)
    newer = live(open_case(owner=ana))["prosecutor_informed"]
    assert newer.rule_version == longer.version
    assert clocks.rules_of([kept, newer])[kept.pk].version == old.rule_version


def test_a_rule_that_left_the_pack_still_governs_the_clocks_born_with_it(case, rules, monkeypatch):
    old = live(case)["prosecutor_informed"]
    gone = replace(pack(), clocks={code: r for code, r in pack().clocks.items() if code != "prosecutor_informed"})
    monkeypatch.setattr("hilo.cases.clocks.pack", lambda: gone)
    assert clocks.rule_of(old).code == "prosecutor_informed"
    assert clocks.working_of(old, clocks.Calendars().of("FGE-NAY"))[-1].at == old.due_at


def test_a_clock_that_began_again_under_a_newer_rule_keeps_that_ones_text_too(case, rules):
    happens(case, "protection.order_issued", now=NOW)
    second = rules("violence_contact", span={"amount": 30, "unit": "hours"})
    happens(case, "victim.contacted", now=NOW + HOUR)
    clock = live(case)["violence_contact"]
    assert (clock.rule_version, clock.due_at) == (second.version, NOW + 31 * HOUR)
    rules("violence_contact", span={"amount": 48, "unit": "hours"})
    assert clocks.rule_of(clock).span == Span(30, Unit.HOURS)
    assert RuleText.objects.filter(code="violence_contact").count() == 2


# --- pauses and extensions --------------------------------------------------------------------------------


@pytest.fixture
def diagnosis(case) -> Clock:
    """A clock of ten working days that may be paused for thirty natural ones."""
    happens(case, "child_protection.informed", now=NOW)
    return live(case)["restitution_diagnosis"]


def pause(clock, by, *, until, now=NOW):
    return actions.pause(clock=clock, until=until, reason="La familia está de viaje.", by=by, now=now)


def test_a_pause_moves_the_due_date_and_both_are_on_the_thread(case, diagnosis, ana):
    pause(diagnosis, ana, until=NOW + 10 * DAY)
    assert live(case)["restitution_diagnosis"].due_at > diagnosis.due_at
    assert [e.facts_dict()["rule"] for e in events(case, "clock.paused")] == ["restitution_diagnosis"]
    assert [e.facts_dict()["why"] for e in events(case, "clock.recomputed")] == ["pause"]


def test_a_pause_longer_than_the_rule_allows_is_refused(diagnosis, ana):
    limit = clocks.Calendars().of("FGE-NAY").due(NOW, clocks.rule_of(diagnosis).max_pause)
    with pytest.raises(Denied, match="más larga"):
        pause(diagnosis, ana, until=limit + timedelta(seconds=1))
    pause(diagnosis, ana, until=limit)


def test_a_clock_whose_rule_knows_no_pause_is_not_paused(case, ana):
    with pytest.raises(Denied, match="no permite otra pausa"):
        pause(live(case)["prosecutor_informed"], ana, until=NOW + DAY)


def test_a_pause_ends_by_itself_at_its_limit_even_when_nobody_looks_for_long(case, diagnosis, ana):
    pause(diagnosis, ana, until=NOW + 10 * DAY)
    due = live(case)["restitution_diagnosis"].due_at
    sweep.sweep(now=NOW + 200 * DAY)
    (ended,) = events(case, "clock.resumed")
    assert ended.happened_at == NOW + 10 * DAY
    clock = live(case)["restitution_diagnosis"]
    assert (clock.paused_at, clock.due_at, clock.overdue_at) == (None, due, due)


def test_a_pause_past_its_limit_is_over_for_people_too_before_any_sweep(case, diagnosis, ana):
    pause(diagnosis, ana, until=NOW + 5 * DAY)
    due = live(case)["restitution_diagnosis"].due_at
    with pytest.raises(Denied, match="no está en pausa"):
        actions.resume(clock=diagnosis, by=ana, now=NOW + 8 * DAY)
    assert live(case)["restitution_diagnosis"].due_at == due
    pause(diagnosis, ana, until=NOW + 12 * DAY, now=NOW + 9 * DAY)
    assert [event.happened_at for event in events(case, "clock.resumed")] == [NOW + 5 * DAY]


def test_a_pause_ended_early_counts_only_as_long_as_it_lasted(case, diagnosis, ana):
    pause(diagnosis, ana, until=NOW + 20 * DAY)
    actions.resume(clock=diagnosis, by=ana, now=NOW + 2 * DAY)
    calendar = clocks.Calendars().of("FGE-NAY")
    wanted = calendar.due(NOW, clocks.rule_of(diagnosis).span, pauses=[(NOW, NOW + 2 * DAY)])
    assert live(case)["restitution_diagnosis"].due_at == wanted


def test_a_clock_met_while_it_was_paused_is_not_resumed_by_the_sweep(case, diagnosis, ana):
    pause(diagnosis, ana, until=NOW + 10 * DAY)
    happens(case, "restitution.diagnosed", now=NOW + DAY)
    sweep.sweep(now=NOW + 11 * DAY)
    assert events(case, "clock.resumed") == []


def test_an_extension_is_given_as_often_as_the_rule_says(case, ana):
    happens(case, "protection.order_issued", now=NOW)
    clock = live(case)["violence_order_lapses"]
    actions.extend(clock=clock, reason="Sigue el riesgo.", by=ana, now=NOW + DAY)
    longer = live(case)["violence_order_lapses"]
    assert longer.due_at == clock.due_at + 30 * DAY
    with pytest.raises(Denied, match="otra ampliación"):
        actions.extend(clock=longer, reason="Sigue el riesgo.", by=ana, now=NOW + 2 * DAY)


def test_what_was_extended_before_a_clock_began_again_does_not_lengthen_it_twice(case, ana, beto):
    happens(case, "protection.measure_ordered", now=NOW)
    actions.extend(clock=live(case)["protection_measure_lapses"], reason="Sigue.", by=ana, now=NOW + DAY)
    happens(case, "protection.measure_ordered", now=NOW + 80 * DAY)
    anew = live(case)["protection_measure_lapses"]
    assert clocks.due_of(anew, clocks.Calendars().of("FGE-NAY")) == anew.due_at
    actions.extend(clock=anew, reason="Sigue.", by=ana, now=NOW + 81 * DAY)
    assert live(case)["protection_measure_lapses"].due_at == anew.due_at + 30 * DAY


def test_a_clock_without_extension_in_its_rule_is_not_extended(case, ana):
    with pytest.raises(Denied, match="ampliación"):
        actions.extend(clock=live(case)["prosecutor_informed"], reason="No alcanzó.", by=ana, now=NOW)


# --- closures ---------------------------------------------------------------------------------------------


def test_a_declared_closure_counts_running_clocks_again_with_an_event(case, diagnosis, beto, eva):
    other = open_case(owner=eva, institution="FGE-MOR")
    happens(other, "child_protection.informed", now=NOW)
    theirs = live(other)["restitution_diagnosis"].due_at
    moved = actions.declare_closure(
        institution="FGE-NAY", day=date(2026, 3, 5), name="Aniversario", by=beto, now=NOW + HOUR
    )
    assert moved == 1
    assert live(case)["restitution_diagnosis"].due_at == diagnosis.due_at + DAY
    (event,) = events(case, "clock.recomputed")
    assert event.facts_dict()["why"] == "closure:2026-03-05"
    assert live(other)["restitution_diagnosis"].due_at == theirs
    assert events(other, "clock.recomputed") == []


def test_a_closure_is_declared_by_supervision_of_that_institution_and_once(case, ana, beto, eva):
    def closed(by, day=date(2026, 3, 5)):
        actions.declare_closure(institution="FGE-NAY", day=day, name="Aniversario", by=by, now=NOW)

    for by in (ana, eva):
        with pytest.raises(Denied):
            closed(by)
    closed(beto)
    with pytest.raises(Denied, match="ya"):
        closed(beto)
    assert Closure.objects.count() == 1


def test_a_case_that_moves_to_another_institution_is_counted_by_that_ones_calendar(case, diagnosis, person):
    boss = person("jefa", institution="FGE-MOR", role="supervisor")
    actions.declare_closure(institution="FGE-MOR", day=date(2026, 3, 5), name="Local", by=boss, now=NOW)
    with transaction.atomic():
        weave = Weave(now=NOW)
        weave.hold([case.pk])
        routing.move(weave, [weave.cases[case.pk]], "FGE-MOR")
        weave.write()
    assert live(case)["restitution_diagnosis"].due_at == diagnosis.due_at + DAY


# --- the shape of what is written -------------------------------------------------------------------------


def test_events_of_one_moment_keep_the_order_in_which_they_happened(ana):
    kinds = ["case.opened", *["note.added"] * 200, "prosecutor.informed"]
    with transaction.atomic():
        weave = Weave(now=NOW)
        case = Case(tier=3, institution="FGE-NAY", owner=ana, opened_at=NOW)
        weave.open(case)
        for number, kind in enumerate(kinds):
            weave.event(case, kind, facts={"n": number})
        weave.write()
    stored = case.events.order_by("happened_at", "entered_at", "id")
    assert [event.facts_dict()["n"] for event in stored] == list(range(len(kinds)))

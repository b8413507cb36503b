"""A delay rises rung by rung: each once in a run, in order, dated truly, whenever the sweep comes."""

from collections import Counter
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from following import DAY, HOUR, NOW, events, happens, last, live, open_case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilo.accounts.actions import desk_account
from hilo.cases import actions, ladder, routing, sweep
from hilo.cases.ladder import LETTER_READY, LETTER_SENT, RAISED, Rung
from hilo.cases.models import Clock
from hilo.cases.thread import Weave
from hilo.lib.calendar import WorkCalendar
from hilo.lib.errors import Denied
from hilo.reference import pack

pytestmark = pytest.mark.django_db

YEAR = 400 * DAY


@pytest.fixture
def case(ana):
    """Tier 3, held by Ana; the prosecutor must be told within 72 hours."""
    return open_case(owner=ana)


def rungs(case, rule="prosecutor_informed") -> list[tuple[int, datetime]]:
    found = [event for kind in (RAISED, LETTER_READY) for event in events(case, kind)]
    told = [(event.facts_dict(), event.happened_at) for event in found]
    return sorted((facts["rung"], at) for facts, at in told if facts["rule"] == rule)


@transaction.atomic
def hand_over(case, now: datetime) -> None:
    """FGE-MOR holds it from now on."""
    weave = Weave(now=now)
    weave.hold([case.pk])
    routing.move(weave, [weave.cases[case.pk]], "FGE-MOR")
    weave.write()


def due_rungs(due: datetime, tier: int) -> list[tuple[int, datetime]]:
    """When each rung comes, by the published row of the tier."""
    row, calendar = pack().ladder[tier], WorkCalendar()
    second = calendar.due(due, row.supervision)
    third = calendar.due(second, row.head)
    return [(1, due), (2, second), (3, third), (4, calendar.due(third, row.letter))]


def test_a_worker_that_was_down_for_months_records_every_rung_at_its_true_moment(case):
    due = live(case)["prosecutor_informed"].due_at
    sweep.sweep(now=NOW + YEAR)
    assert rungs(case) == due_rungs(due, 3)
    (ready,) = [one for one in events(case, LETTER_READY) if one.facts_dict()["rule"] == "prosecutor_informed"]
    assert ready.facts_dict()["to"] == "outside"
    assert (ready.by, ready.entered_at) == (None, NOW + YEAR)
    clock = live(case)["prosecutor_informed"]
    assert (clock.rung, clock.rung_at) == (4, None)


def test_each_rung_waits_for_its_moment(case):
    due = live(case)["prosecutor_informed"].due_at
    for number, at in due_rungs(due, 3):
        sweep.sweep(now=at)
        assert len(rungs(case)) == number - 1
        sweep.sweep(now=at + timedelta(seconds=1))
        sweep.sweep(now=at + timedelta(seconds=2))
        assert len(rungs(case)) == number


def test_less_urgent_cases_never_rise_faster():
    due = WorkCalendar().due(NOW, pack().clocks["desk_pickup"].span)
    last_rungs = [due_rungs(due, tier)[-1][1] for tier in (1, 2, 3, 4)]
    assert last_rungs == sorted(last_rungs)


def test_a_duty_that_was_met_rises_no_more(case, ana):
    due = live(case)["prosecutor_informed"].due_at
    actions.record(case=case, kind="prosecutor.informed", by=ana, now=due + 2 * DAY)
    sweep.sweep(now=due + 10 * DAY)
    assert [number for number, _at in rungs(case)] == [1]
    assert last(case, "prosecutor_informed").rung_at is None


def test_the_letter_starts_a_duty_that_rises_itself_but_to_no_second_letter(case):
    sweep.sweep(now=NOW + YEAR)
    letter = live(case)["outside_letter"]
    assert letter.started_at == min(at for number, at in _all(case) if number == Rung.LETTER)
    assert (letter.rung, letter.rung_at) == (3, None)
    assert [number for number, _at in rungs(case, "outside_letter")] == [1, 2, 3]


def _all(case) -> list[tuple[int, datetime]]:
    return [pair for rule in ("prosecutor_informed", "desk_pickup", "silence") for pair in rungs(case, rule)]


def test_when_no_late_duty_calls_for_the_letter_any_more_its_duty_ends(case, ana):
    sweep.sweep(now=NOW + YEAR)
    happens(case, "case.assigned", now=NOW + YEAR)
    assert "outside_letter" in live(case)
    actions.record(case=case, kind="prosecutor.informed", by=ana, now=NOW + YEAR + HOUR)
    assert "outside_letter" not in live(case)
    assert live(case)["silence"].rung == 0


def test_the_same_delay_again_climbs_again_from_the_first_rung(case, ana):
    sweep.sweep(now=NOW + 40 * DAY)
    first = rungs(case, "silence")
    happens(case, "victim.contacted", now=NOW + 41 * DAY)
    sweep.sweep(now=NOW + 80 * DAY)
    again = [pair for pair in rungs(case, "silence") if pair not in first]
    assert [number for number, _at in first][:2] == [1, 2]
    assert again[:2] == due_rungs(live(case)["silence"].due_at, 3)[:2]


def test_a_new_tier_hastens_the_next_rung_and_never_delays_it(case, beto):
    due = live(case)["desk_pickup"].due_at
    sweep.sweep(now=due + HOUR)
    waits = live(case)["silence"]
    planned = live(case)["prosecutor_informed"].rung_at
    actions.move_tier(case=case, tier=1, reason="Riesgo.", by=beto, now=due + 2 * HOUR)
    sooner = live(case)["prosecutor_informed"].rung_at
    assert sooner == due + 6 * HOUR < planned  # four hours after the move
    sweep.sweep(now=due + 3 * HOUR)
    assert live(case)["silence"].pk == waits.pk


def test_a_pause_of_what_has_run_out_stops_no_rung(case, ana):
    happens(case, "child_protection.informed", now=NOW)
    clock = live(case)["restitution_diagnosis"]
    sweep.sweep(now=clock.due_at + HOUR)
    actions.pause(clock=clock, until=clock.due_at + 6 * DAY, reason="Viaje.", by=ana, now=clock.due_at + 2 * HOUR)
    sweep.sweep(now=NOW + YEAR)
    assert rungs(case, "restitution_diagnosis") == due_rungs(clock.due_at, 3)


def test_another_institution_begins_at_its_own_first_rung(case):
    due = live(case)["prosecutor_informed"].due_at
    moved = due + 20 * DAY
    hand_over(case, moved)
    told = [(e.facts_dict()["rung"], e.facts_dict()["institution"]) for e in events(case, RAISED)]
    assert (2, "FGE-NAY") in told
    assert "FGE-MOR" not in {where for _rung, where in told}
    sweep.sweep(now=moved + HOUR)
    theirs = [e for e in events(case, RAISED) if e.facts_dict()["institution"] == "FGE-MOR"]
    assert {(e.facts_dict()["rung"], e.happened_at) for e in theirs} == {(1, moved)}


def test_a_delivered_letter_is_an_act_and_ends_the_duty_to_sign(case):
    sweep.sweep(now=NOW + YEAR)
    happens(case, LETTER_SENT, now=NOW + YEAR + DAY, facts={"rule": "prosecutor_informed", "body": "CNDH"})
    assert "outside_letter" not in live(case)
    assert live(case)["prosecutor_informed"].rung == 4
    assert live(case)["silence"].rung == 0


def test_a_sweep_writes_as_much_for_many_clocks_as_for_few(ana, django_assert_max_num_queries):
    open_case(owner=ana)
    sweep.sweep(now=NOW + YEAR)  # the texts of the rules are kept once
    for _number in range(2):
        open_case(owner=ana)
    with django_assert_max_num_queries(60) as few:
        sweep.sweep(now=NOW + YEAR)
    for _number in range(12):
        open_case(owner=ana)
    with django_assert_max_num_queries(60) as many:
        sweep.sweep(now=NOW + YEAR)
    assert len(many) == len(few)


# --- whatever happens -------------------------------------------------------------------------------------

DEEDS = {
    "act": lambda case, ana, now: actions.record(case=case, kind="victim.contacted", by=ana, now=now),
    "early_act": lambda case, ana, now: actions.record(
        case=case, kind="complaint.verified", by=ana, now=now, happened_at=NOW + (now - NOW) / 2
    ),
    "informed": lambda case, ana, now: actions.record(case=case, kind="prosecutor.informed", by=ana, now=now),
    "authority": lambda case, ana, now: actions.record(case=case, kind="child_protection.informed", by=ana, now=now),
    "diagnosed": lambda case, ana, now: actions.record(case=case, kind="restitution.diagnosed", by=ana, now=now),
    "urgent": lambda case, ana, now: actions.move_tier(case=case, tier=1, reason="Riesgo.", by=ana, now=now),
    "calm": lambda case, ana, now: actions.move_tier(case=case, tier=4, reason="Viral.", by=ana, now=now),
    "discharge": lambda case, ana, now: actions.discharge(
        clock=last(case, "outside_letter"), reason="Se resolvió.", by=ana, now=now
    ),
    "pause": lambda case, ana, now: actions.pause(
        clock=last(case, "restitution_diagnosis"), until=now + 5 * DAY, reason="Viaje.", by=ana, now=now
    ),
    "resume": lambda case, ana, now: actions.resume(clock=last(case, "restitution_diagnosis"), by=ana, now=now),
    "sent": lambda case, ana, now: happens(case, LETTER_SENT, now=now),
    "away": lambda case, ana, now: hand_over(case, now),
}
moments = st.integers(1, 300 * 24).map(lambda hours: NOW + hours * HOUR)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(moments, st.sampled_from(sorted(DEEDS))), max_size=10), sweeps=st.lists(moments))
def test_whatever_happens_no_rung_is_missed_or_told_twice_in_one_run(ana, deeds, sweeps):
    with transaction.atomic():
        case = open_case(owner=ana)
        for when, name in sorted([*deeds, *((when, "") for when in sweeps)]):
            _do(case, ana, when, name)
        sweep.sweep(now=NOW + 3 * YEAR)
        _check(case)
        transaction.set_rollback(True)


def _do(case, ana, when: datetime, name: str) -> None:
    if not name:
        sweep.sweep(now=when)
        return
    try:
        with transaction.atomic():
            DEEDS[name](case, ana, when)
    except (Denied, Clock.DoesNotExist):
        pass


def _check(case) -> None:
    """Walk each clock's own events as they were entered: rungs go 1, 2, 3, 4 and begin anew only at a new run."""
    stood: Counter[str] = Counter()
    reached: dict[str, datetime] = {}
    for event in case.events.order_by("entered_at", "id"):
        facts = event.facts_dict()
        clock = facts.get("clock")
        if event.kind in ("clock.overdue", "case.silent"):
            stood[clock], reached[clock] = 0, event.happened_at
        elif event.kind in (RAISED, LETTER_READY):
            again = facts["rung"] == 1 and stood[clock] and facts["institution"] == "FGE-MOR"  # it changed hands
            assert facts["rung"] == (1 if again else stood[clock] + 1)
            assert (event.kind == LETTER_READY) == (facts["rung"] == 4)
            assert reached[clock] <= event.happened_at <= event.entered_at
            stood[clock], reached[clock] = facts["rung"], event.happened_at
    for clock in Clock.objects.live().filter(case=case):
        if clock.overdue_at is not None:
            assert clock.rung == ladder.top_of(clock.rule) == stood[str(clock.pk)]
        assert clock.rung_at is None
    letters = [clock for clock in Clock.objects.live().filter(case=case) if clock.rule in ladder.letters()]
    if letters:
        assert any(one.rung == Rung.LETTER for one in Clock.objects.live().filter(case=case))


def test_a_case_with_the_duty_desk_rises_like_any_other(db):
    case = open_case(owner=desk_account("FGE-NAY"))
    sweep.sweep(now=NOW + YEAR)
    assert [number for number, _at in rungs(case)] == [1, 2, 3, 4]


def test_what_ran_out_before_there_was_a_ladder_begins_at_its_first_rung_on_the_day_of_the_upgrade(case):
    sweep.sweep(now=NOW + 30 * DAY)
    Clock.objects.filter(case=case).update(rung=0, rung_at=None)  # as the older version left it
    import_module("hilo.cases.migrations.0003_notices").begin_to_rise(apps, None)
    late = Clock.objects.filter(case=case, overdue_at__isnull=False)
    assert late.count() == 3
    assert {clock.rung_at.date() for clock in late} == {timezone.now().date()}
    assert set(Clock.objects.filter(case=case, overdue_at=None).values_list("rung_at", flat=True)) <= {None}


def test_what_is_only_our_policy_ends_with_the_head_and_asks_for_no_letter(case):
    sweep.sweep(now=NOW + YEAR)
    assert [number for number, _at in rungs(case, "desk_pickup")] == [1, 2, 3]
    assert [number for number, _at in rungs(case, "prosecutor_informed")] == [1, 2, 3, 4]
    assert [number for number, _at in rungs(case, "silence")][:4] == [1, 2, 3, 4]

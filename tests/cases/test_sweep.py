"""What ran out and who fell silent is recorded once, dated to the true moment, whenever the sweep runs."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from following import DAY, HOUR, NOW, events, happens, last, live, open_case
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hilo.cases import actions
from hilo.cases.models import Case
from hilo.cases.queries import open_cases
from hilo.cases.sweep import end_pauses, sweep
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db


def test_each_clock_that_ran_out_is_recorded_once_at_its_due_moment(case):
    due = live(case)["prosecutor_informed"].due_at
    assert sweep(now=NOW + 30 * DAY)[:2] == (2, 1)
    assert sweep(now=NOW + 30 * DAY) == (0, 0, 0)
    assert sweep(now=NOW + 35 * DAY)[:2] == (0, 0)
    told = {event.facts_dict()["rule"]: event for event in events(case, "clock.overdue")}
    assert set(told) == {"prosecutor_informed", "desk_pickup"}
    assert told["prosecutor_informed"].happened_at == due
    assert told["prosecutor_informed"].entered_at == NOW + 30 * DAY
    assert told["prosecutor_informed"].by is None


def test_a_clock_is_not_overdue_at_the_second_it_is_due(case):
    due = live(case)["prosecutor_informed"].due_at
    assert sweep(now=due) == (0, 0, 0)
    assert sweep(now=due + timedelta(microseconds=1)) == (2, 0, 2)


def test_a_clock_met_late_without_any_sweep_is_still_recorded_as_overdue(case, ana):
    due = live(case)["prosecutor_informed"].due_at
    actions.record(case=case, kind="prosecutor.informed", by=ana, now=due + DAY)
    (event,) = events(case, "clock.overdue")
    assert (event.happened_at, event.by) == (due, None)
    assert last(case, "prosecutor_informed").overdue_at == due


def test_a_clock_met_in_time_and_typed_late_was_never_overdue(case, ana):
    due = live(case)["prosecutor_informed"].due_at
    actions.record(case=case, kind="prosecutor.informed", by=ana, now=due + DAY, happened_at=due)
    assert "prosecutor_informed" not in {e.facts_dict()["rule"] for e in events(case, "clock.overdue")}


def test_a_clock_that_had_run_out_unnoticed_is_recorded_before_its_date_moves(case, ana):
    due = live(case)["prosecutor_informed"].due_at
    actions.move_tier(case=case, tier=4, reason="Es material viral.", by=ana, now=due + DAY)
    told = [e.happened_at for e in events(case, "clock.overdue") if e.facts_dict()["rule"] == "prosecutor_informed"]
    assert told == [due]
    clock = live(case)["prosecutor_informed"]
    assert (clock.overdue_at, clock.due_at > due + DAY) == (None, True)


def test_silence_is_broken_by_an_act_that_moves_the_case_and_by_no_note(case, ana):
    actions.record(case=case, kind="note.added", note="Llamé.", by=ana, now=NOW + DAY)
    assert live(case)["silence"].started_at == NOW
    actions.record(case=case, kind="prosecutor.informed", by=ana, now=NOW + 2 * DAY)
    assert live(case)["silence"].started_at == NOW + 2 * DAY
    case.refresh_from_db()
    assert case.last_act_at == NOW + 2 * DAY


def test_silence_is_told_once_for_each_time_it_falls(case, ana):
    sweep(now=NOW + 40 * DAY)
    actions.record(case=case, kind="prosecutor.informed", by=ana, now=NOW + 41 * DAY)
    case.refresh_from_db()
    assert case.silent_at is None
    sweep(now=NOW + 90 * DAY)
    case.refresh_from_db()
    assert len(events(case, "case.silent")) == 2
    assert case.silent_at == events(case, "case.silent")[-1].happened_at == live(case)["silence"].due_at


def test_an_earlier_act_typed_late_neither_breaks_nor_repeats_a_silence(case, ana):
    actions.record(case=case, kind="prosecutor.informed", by=ana, now=NOW + 2 * DAY)
    sweep(now=NOW + 40 * DAY)
    silent = events(case, "case.silent")
    actions.record(case=case, kind="complaint.verified", by=ana, now=NOW + 41 * DAY, happened_at=NOW + DAY)
    sweep(now=NOW + 42 * DAY)
    case.refresh_from_db()
    assert [event.pk for event in events(case, "case.silent")] == [event.pk for event in silent]
    assert case.silent_at == silent[0].happened_at


def test_nobody_is_called_silent_for_an_act_that_was_only_typed_late(case, ana):
    actions.record(case=case, kind="prosecutor.informed", by=ana, now=NOW + 100 * DAY, happened_at=NOW + 99 * DAY)
    before = len(events(case, "case.silent"))
    actions.record(case=case, kind="complaint.verified", by=ana, now=NOW + 101 * DAY, happened_at=NOW + DAY)
    assert len(events(case, "case.silent")) == before


def test_a_closed_case_falls_neither_silent_nor_overdue(case, ana):
    actions.discharge(clock=live(case)["prosecutor_informed"], reason="No procede.", by=ana, now=NOW)
    actions.close(case=case, reason="not_illegal", note="Se revisó.", by=ana, now=NOW + DAY)
    assert sweep(now=NOW + 400 * DAY) == (0, 0, 0)


def test_the_quietest_cases_are_those_without_any_act_then_the_longest_without(ana):
    acted = [open_case(owner=ana, now=NOW + number * HOUR) for number in range(3)]
    for case, day in zip(acted, (9, 3, 6), strict=True):
        happens(case, "prosecutor.informed", now=NOW + day * DAY)
    never = [open_case(owner=ana, now=NOW + 20 * DAY), open_case(owner=ana, now=NOW + 10 * DAY)]
    wanted = [never[1], never[0], acted[1], acted[2], acted[0]]
    assert list(Case.objects.open().quietest_first()) == wanted
    assert list(open_cases(now=NOW + 400 * DAY, silent=True)) == wanted


def test_what_is_overdue_is_found_from_the_cases_even_when_no_sweep_ever_ran(case):
    assert list(open_cases(now=NOW + 30 * DAY, overdue=True)) == [case]
    assert list(open_cases(now=NOW, overdue=True)) == []


def test_more_clocks_than_one_transaction_takes_are_all_recorded(ana, monkeypatch):
    monkeypatch.setattr("hilo.cases.sweep.AT_ONCE", 4)
    for _ in range(7):
        open_case(owner=ana)
    assert sweep(now=NOW + 30 * DAY)[:2] == (14, 7)
    assert Case.objects.filter(silent_at__isnull=False).count() == 7


# --- whenever it runs -------------------------------------------------------------------------------------


DEEDS = {
    "act": lambda case, ana, now: actions.record(case=case, kind="victim.contacted", by=ana, now=now),
    "late_act": lambda case, ana, now: actions.record(
        case=case, kind="complaint.verified", by=ana, now=now, happened_at=NOW + (now - NOW) / 2
    ),
    "note": lambda case, ana, now: actions.record(case=case, kind="note.added", note="Nota.", by=ana, now=now),
    "informed": lambda case, ana, now: actions.record(case=case, kind="prosecutor.informed", by=ana, now=now),
    "protected": lambda case, ana, now: actions.record(case=case, kind="protection.order_issued", by=ana, now=now),
    "authority": lambda case, ana, now: actions.record(case=case, kind="child_protection.informed", by=ana, now=now),
    "diagnosed": lambda case, ana, now: actions.record(case=case, kind="restitution.diagnosed", by=ana, now=now),
    "urgent": lambda case, ana, now: actions.move_tier(case=case, tier=1, reason="Riesgo.", by=ana, now=now),
    "calm": lambda case, ana, now: actions.move_tier(case=case, tier=4, reason="Viral.", by=ana, now=now),
    "pause": lambda case, ana, now: actions.pause(
        clock=last(case, "restitution_diagnosis"), until=now + 5 * DAY, reason="Viaje.", by=ana, now=now
    ),
    "resume": lambda case, ana, now: actions.resume(clock=last(case, "restitution_diagnosis"), by=ana, now=now),
    "extend": lambda case, ana, now: actions.extend(
        clock=last(case, "violence_order_lapses"), reason="Sigue.", by=ana, now=now
    ),
}
moments = st.integers(1, 100 * 24).map(lambda hours: NOW + hours * HOUR)


def lived(ana, deeds, sweeps) -> Counter:
    """What stands on the thread after these deeds, with sweeps at these moments and one at the end."""
    case = open_case(owner=ana)
    steps = [(when, 1, name) for when, name in deeds] + [(when, 0, "") for when in sweeps]
    for when, _order, name in sorted(steps):
        if not name:
            sweep(now=when)
            continue
        try:
            with transaction.atomic():
                DEEDS[name](case, ana, when)
        except Denied:
            pass
        except case.clocks.model.DoesNotExist:
            pass
    sweep(now=NOW + 500 * DAY)
    return Counter(
        (event.kind, event.happened_at, event.by_id, event.facts_dict().get("rule"), event.facts_dict().get("to"))
        for event in case.events.all()
    )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deeds=st.lists(st.tuples(moments, st.sampled_from(sorted(DEEDS.keys() - {"late_act"}))), max_size=8),
    sweeps=st.lists(moments, max_size=6),
)
@example(
    deeds=[(NOW + DAY, "authority"), (NOW + 2 * DAY, "pause"), (NOW + 9 * DAY, "diagnosed")], sweeps=[NOW + 8 * DAY]
)
@example(deeds=[(NOW + 20 * DAY, "urgent"), (NOW + 30 * DAY, "act")], sweeps=[NOW + 19 * DAY, NOW + 25 * DAY])
def test_any_sweeps_give_the_same_thread_as_one_at_the_end(ana, deeds, sweeps):
    with transaction.atomic():
        swept_often = lived(ana, deeds, sweeps)
        swept_once = lived(ana, deeds, [])
        assert swept_often == swept_once
        transaction.set_rollback(True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(moments, st.sampled_from(sorted(DEEDS))), max_size=10), sweeps=st.lists(moments))
def test_whatever_happens_no_clock_runs_out_twice_unless_its_date_moved_and_silence_tells_the_truth(ana, deeds, sweeps):
    with transaction.atomic():
        lived(ana, deeds, sweeps)
        case = Case.objects.latest("opened_at", "id")
        told = _counted(case, "clock.overdue", "case.silent")
        moved = Counter(clock for clock, _when in _counted(case, "clock.recomputed").elements())
        assert all(times <= 1 + moved[clock] for (clock, _when), times in told.items())
        assert (case.silent_at is not None) == (live(case)["silence"].overdue_at is not None)
        assert case.next_clock_id in {clock.pk for clock in live(case).values()}
        transaction.set_rollback(True)


def _counted(case, *kinds) -> Counter:
    found = [event for kind in kinds for event in events(case, kind)]
    return Counter((event.facts_dict()["clock"], event.happened_at) for event in found)


def test_ended_pauses_are_counted_once(case, ana):
    happens(case, "child_protection.informed", now=NOW)
    actions.pause(clock=live(case)["restitution_diagnosis"], until=NOW + 5 * DAY, reason="Viaje.", by=ana, now=NOW)
    assert (end_pauses(now=NOW + 4 * DAY), end_pauses(now=NOW + 6 * DAY), end_pauses(now=NOW + 7 * DAY)) == (0, 1, 0)
    assert events(case, "clock.resumed")[0].by is None

"""A person says, with a reason, why a duty does not apply."""

import pytest
from following import DAY, HOUR, NOW, events, happens, last, live

from hilo.accounts.sealing import open_text
from hilo.cases import actions
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db


def test_a_duty_set_aside_ends_with_its_reason_sealed_on_the_thread(case, ana):
    clock = live(case)["prosecutor_informed"]
    actions.discharge(clock=clock, reason="Ya existe carpeta en otra fiscalía.", by=ana, now=NOW + HOUR)
    clock.refresh_from_db()
    assert clock.stopped_at == NOW + HOUR
    (event,) = events(case, "duty.discharged")
    assert event.by == ana
    assert event.facts_dict() == {"clock": str(clock.pk), "rule": "prosecutor_informed"}
    assert open_text(event.note, place=f"event.note:{event.pk}") == "Ya existe carpeta en otra fiscalía."
    assert "carpeta" not in event.facts


def test_the_case_then_stands_on_its_next_duty(case, ana):
    assert case.next_duty == "desk_pickup"
    actions.discharge(clock=live(case)["desk_pickup"], reason="Ya la lleva una persona.", by=ana, now=NOW)
    case.refresh_from_db()
    assert case.next_duty == "prosecutor_informed"
    assert case.next_clock == live(case)["prosecutor_informed"]


def test_a_duty_set_aside_no_longer_keeps_the_case_from_closing(case, ana):
    with pytest.raises(Denied):
        actions.close(case=case, reason="not_illegal", note="Se revisó.", by=ana, now=NOW)
    actions.discharge(clock=live(case)["prosecutor_informed"], reason="No procede.", by=ana, now=NOW)
    actions.close(case=case, reason="not_illegal", note="Se revisó.", by=ana, now=NOW)
    case.refresh_from_db()
    assert not case.is_open


def test_a_duty_that_had_run_out_unnoticed_is_recorded_as_overdue_before_it_is_set_aside(case, ana):
    clock = live(case)["prosecutor_informed"]
    actions.discharge(clock=clock, reason="No procede.", by=ana, now=clock.due_at + DAY)
    (late,) = events(case, "clock.overdue")[:1]
    assert late.happened_at == clock.due_at
    assert last(case, "prosecutor_informed").overdue_at == clock.due_at


def test_silence_is_never_set_aside(case, ana):
    with pytest.raises(Denied, match="silencio"):
        actions.discharge(clock=live(case)["silence"], reason="No hace falta.", by=ana, now=NOW)
    assert "silence" in live(case)


def test_it_takes_a_reason_a_running_clock_and_somebody_who_may(case, ana, caro, eva):
    clock = live(case)["prosecutor_informed"]
    for by, reason in ((ana, "  "), (caro, "No procede."), (eva, "No procede.")):
        with pytest.raises(Denied):
            actions.discharge(clock=clock, reason=reason, by=by, now=NOW)
    happens(case, "prosecutor.informed", now=NOW)
    with pytest.raises(Denied, match="terminó"):
        actions.discharge(clock=clock, reason="No procede.", by=ana, now=NOW)
    assert events(case, "duty.discharged") == []


def test_whoever_saw_an_older_page_is_told(case, ana, beto):
    seen = case.revision
    actions.record(case=case, kind="note.added", note="Llamé.", by=beto, now=NOW)
    with pytest.raises(Denied, match="Alguien más"):
        actions.discharge(clock=live(case)["prosecutor_informed"], reason="No procede.", by=ana, now=NOW, revision=seen)

"""Acts of a plan: where each may go, what its steps mean in law, and what nobody may skip."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from hilo.cases import actions as cases
from hilo.cases.models import Clock
from hilo.cases.policies import Changed
from hilo.investigation import actions
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act, ActState
from hilo.investigation.moves import MOVES
from hilo.lib.errors import Denied

S = ActState
WORDS = "Se pidió en la ventanilla y contestaron ese día."


@pytest.fixture
def adopt(case, ana):
    """``adopt("call_records", target="…")`` puts an act into the plan of the case."""

    def put(code="call_records", *, now=None, **given):
        given.setdefault("target", "Línea 55 0000 0000")
        return actions.adopt(case=case, adoptions=[Adoption(code, **given)], by=ana, now=now or timezone.now())[0]

    return put


@pytest.fixture
def move(ana):
    """``move(act, "asked")`` takes an act on, with all that a move may ask for."""

    def take(act, to, *, now=None, **given):
        given.setdefault("note", WORDS)
        given.setdefault("asked_by", "prosecutor" if to == S.ASKED else "")
        return actions.move(act=act, to=to, by=given.pop("by", ana), now=now or timezone.now(), **given)

    return take


def brought_to(state, adopt, move):
    """An act in a state, by an allowed way."""
    act = adopt()
    ways = {
        S.ASKED: ["asked"], S.ORDERED: ["ordered"], S.UNDER_WAY: ["under_way"], S.DONE: ["done"],
        S.NEGATIVE: ["negative"], S.REFUSED: ["asked", "refused"], S.IMPOSSIBLE: ["impossible"],
        S.SET_ASIDE: ["set_aside"],
    }  # fmt: skip
    for to in ways.get(state, ()):
        move(act, to)
    if state == S.LAPSED:
        Act.objects.filter(pk=act.pk).update(state=S.LAPSED)
    return Act.objects.get(pk=act.pk)


def live(case, rule, subject):
    return Clock.objects.live().filter(case=case, rule=rule, subject=subject)


@pytest.mark.parametrize("state", S.values)
def test_each_move_that_the_table_does_not_have_is_refused_with_what_to_do(state, adopt, move):
    act = brought_to(state, adopt, move)
    seen = act.steps.count()
    for to in set(S.values) - set(MOVES[state]) - {state}:
        with pytest.raises(Denied, match=r"\w.*[.]$"):
            move(act, to)
    act.refresh_from_db()
    assert (act.state, act.steps.count()) == (state, seen)


@pytest.mark.parametrize("to", ["done", "negative", "refused", "impossible", "set_aside"])
def test_a_result_a_refusal_and_a_setting_aside_say_why(to, adopt, move):
    act = adopt()
    move(act, "asked")
    with pytest.raises(Denied, match="Escriba"):
        move(act, to, note="  ")


def test_a_plan_is_adopted_once_and_each_act_tells_itself(case, adopt):
    first, second = adopt(), adopt("cctv_logs", target="Entrada de la escuela")
    kinds = [event.kind for event in case.events.order_by("entered_at", "id")]
    assert kinds.count("plan.adopted") == 1
    facts = [json.loads(event.facts) for event in case.events.filter(kind="act.adopted").order_by("entered_at")]
    assert facts == [{"act": str(a.pk), "type": a.type, "number": n} for n, a in ((1, first), (2, second))]


def test_no_word_of_a_person_is_in_what_the_thread_says_openly(case, adopt, move):
    act = adopt(target="cuenta azul en x.example", reason="Perdió su mochila.")
    move(act, "done", note="Llegaron dos hojas.")
    said = " ".join(event.facts for event in case.events.all())
    assert not [word for word in ("azul", "mochila", "hojas") if word in said]


def test_what_the_victim_asks_for_is_answered_in_three_working_days(case, adopt, move):
    act = adopt(asked_by="victim")
    assert act.state == S.ASKED
    clock = live(case, "victim_act_answered", act.pk).get()
    move(act, "ordered")
    clock.refresh_from_db()
    assert clock.stopped_at
    move(act, "done")
    assert case.events.filter(kind="victim.act_answered").count() == 1


def test_what_the_victim_asked_for_is_not_set_aside_in_silence(adopt, move):
    act = adopt(asked_by="adviser")
    with pytest.raises(Denied, match="negativa"):
        move(act, "set_aside")
    move(act, "refused")


def test_the_victim_may_ask_for_what_another_already_asked(case, adopt, move):
    act = adopt()
    move(act, "asked")
    with pytest.raises(Denied):
        move(act, "asked", asked_by="authority")
    move(act, "asked", asked_by="victim")
    assert live(case, "victim_act_answered", act.pk).exists()


def test_a_refusal_opens_the_time_to_challenge_it_and_the_challenge_ends_it(case, ana, adopt, move):
    act = adopt()
    move(act, "asked")
    move(act, "refused")
    assert live(case, "inaction_challenged", act.pk).exists()
    with pytest.raises(Denied, match="razón"):
        actions.challenge(act=act, challenged=False, by=ana, now=timezone.now())
    actions.challenge(act=act, challenged=True, by=ana, now=timezone.now())
    assert not live(case, "inaction_challenged", act.pk).exists()
    with pytest.raises(Denied, match="no tiene una negativa"):
        actions.challenge(act=act, challenged=True, by=ana, now=timezone.now())


def test_an_authority_that_takes_its_refusal_back_ends_the_time_to_challenge(case, adopt, move):
    act = adopt()
    move(act, "asked")
    move(act, "refused")
    move(act, "planned", note="")
    assert not live(case, "inaction_challenged", act.pk).exists()
    assert live(case, f"act_due_{act.urgency}", act.pk).count() == 1
    assert list(act.steps.values_list("state", flat=True)) == ["planned", "asked", "refused", "planned"]


def test_a_note_about_the_case_does_not_stop_the_clock_of_an_act(case, ana, adopt):
    act = adopt("preserve_data")
    actions.move(act=act, to="ordered", by=ana, now=timezone.now())
    cases.record(case=case, kind="data.received", by=ana, now=timezone.now())
    assert live(case, "preservation_lapses", act.line).exists()
    assert live(case, f"act_due_{act.urgency}", act.pk).exists()


def test_an_event_of_law_is_recorded_at_the_act_whose_clock_waits_for_it(case, ana, adopt, move):
    mine, other = adopt("emergency_data"), adopt("emergency_data", target="Otra línea")
    move(mine, "ordered")
    move(other, "ordered")
    with pytest.raises(Denied, match="Nada de este acto"):
        actions.record(act=mine, kind="case.closed", by=ana, now=timezone.now())
    actions.record(act=mine, kind="data.emergency_reported", by=ana, now=timezone.now())
    assert not live(case, "emergency_data_reported", mine.line).exists()
    assert live(case, "emergency_data_reported", other.line).exists()


def test_the_emergency_order_gives_48_hours_and_the_extraction_6(case, adopt, move):
    now = timezone.now()
    emergency, extraction = adopt("emergency_data"), adopt("extraction_device")
    move(emergency, "ordered", now=now)
    move(extraction, "asked", now=now)
    assert live(case, "emergency_data_reported", emergency.line).get().due_at == now + timedelta(hours=48)
    assert live(case, "extraction_decided", extraction.line).get().due_at == now + timedelta(hours=6)


def test_an_order_from_which_the_law_counts_is_not_left_out(adopt, move):
    with pytest.raises(Denied, match="se ordenó"):
        move(adopt("preserve_data"), "done")
    move(adopt("data_subscriber"), "done")  # of it nothing is counted from the order that the answer does not end


def test_an_act_is_not_ordered_before_it_says_exactly_what(case, adopt, move):
    act = adopt("preserve_data", target="")
    with pytest.raises(Denied, match="exactamente"):
        move(act, "ordered")
    move(act, "ordered", target="cuenta azul en x.example")
    with pytest.raises(Denied, match="no se cambia"):
        move(act, "done", target="otra cuenta")


def test_only_who_decides_on_plans_of_the_holder_moves_an_act(adopt, move, cast):
    act = adopt()
    for somebody in (cast.eva, cast.tere, cast.iris, cast.caro, cast.ada):
        with pytest.raises(Denied, match="papel"):
            move(act, "asked", by=somebody)
    move(act, "asked", by=cast.nico)


def test_what_has_not_happened_yet_is_not_recorded(adopt, move):
    with pytest.raises(Denied, match="futuro"):
        move(adopt(), "done", happened_at=timezone.now() + timedelta(days=1))


def test_of_two_people_who_move_the_same_act_the_second_is_shown_what_the_first_did(case, adopt, move, cast):
    act = adopt()
    case.refresh_from_db()
    seen = case.revision
    move(act, "done", revision=seen)
    with pytest.raises(Changed):
        move(act, "impossible", revision=seen, by=cast.nico)
    with pytest.raises(Denied, match="ya tiene resultado"):
        move(act, "impossible", by=cast.nico)
    assert list(act.steps.values_list("state", flat=True)) == ["planned", "done"]


def test_a_proposal_that_is_set_aside_stays_with_its_reason(case, ana):
    with pytest.raises(Denied, match="por qué"):
        actions.set_aside(case=case, type="cctv_logs", by=ana, now=timezone.now(), reason="")
    act = actions.set_aside(case=case, type="cctv_logs", by=ana, now=timezone.now(), reason="No hay cámaras.")
    assert (act.state, act.origin, act.steps.count()) == ("set_aside", "proposed", 1)
    assert not live(case, f"act_due_{act.urgency}", act.pk).exists()


def test_setting_an_act_aside_ends_the_legal_clocks_that_only_it_carries(case, adopt, move):
    alone = adopt("extraction_device")
    move(alone, "asked")
    assert live(case, "extraction_decided", alone.line).exists()
    move(alone, "set_aside")
    assert not live(case, "extraction_decided", alone.line).exists()


def test_a_case_does_not_close_while_an_essential_act_is_open_or_lapsed(case, beto, adopt, move, signed_in):
    act, other = adopt("call_records"), adopt("public_page", essential=False)
    for clock in case.clocks.live().filter(blocks_closing=True).exclude(rule="silence"):
        cases.discharge(clock=clock, reason="No corresponde.", by=beto, now=timezone.now())

    def close():
        case.refresh_from_db()
        given = {"reason": "child_safeguarded", "note": "Está bien.", "by": beto}
        return cases.close(case=case, now=timezone.now(), **given)

    with pytest.raises(Denied, match="acto esencial"):
        close()
    page = signed_in(beto).get(f"/casos/{case.code}/cerrar/").content.decode()
    assert f"/casos/{case.code}/acto/{act.pk}/" in page
    assert str(other.pk) not in page
    move(act, "impossible", note="Ya no se conserva.")
    close()
    assert not case.clocks.live().exists()


def test_open_acts_of_a_reopened_case_have_their_clock_again(case, beto, cast, adopt, move):
    act, ended = adopt("public_page", essential=False), adopt("staff_files")
    move(ended, "done")
    for clock in case.clocks.live().filter(blocks_closing=True).exclude(rule="silence"):
        cases.discharge(clock=clock, reason="No corresponde.", by=beto, now=timezone.now())
    cases.close(case=case, reason="child_safeguarded", note="Está bien.", by=beto, now=timezone.now())
    cases.reopen(case=case, reason="Llegó algo nuevo.", by=cast.tere, now=timezone.now())
    running = Clock.objects.live().filter(case=case, rule__startswith="act_due_")
    assert [clock.subject for clock in running] == [act.pk]


def test_the_clock_of_an_act_is_not_discharged_beside_the_plan(case, beto, adopt):
    act = adopt()
    with pytest.raises(Denied, match="abra el acto"):
        cases.discharge(
            clock=live(case, f"act_due_{act.urgency}", act.pk).get(), reason="x", by=beto, now=timezone.now()
        )


def test_what_the_victim_asks_for_is_not_yet_a_request_to_a_judge(case, adopt, move):
    act = adopt("device_seizure")
    move(act, "asked", asked_by="victim")
    move(act, "refused")
    kinds = set(case.events.values_list("kind", flat=True))
    assert {"victim.act_requested", "victim.act_answered", "inaction.notified"} <= kinds
    assert not {"search.requested", "search.denied"} & kinds
    again = adopt("device_seizure")
    move(again, "asked", asked_by="prosecutor")
    assert case.events.filter(kind="search.requested").count() == 1

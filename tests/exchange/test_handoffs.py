"""A case passes to another institution, step by step, and nobody loses sight of it on the way."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.actions import desk_account
from hilo.accounts.sealing import open_text
from hilo.cases import actions as cases
from hilo.cases import conflicts
from hilo.cases.models import Case, Clock, Conflict, Notice, Withheld
from hilo.cases.sweep import sweep
from hilo.exchange import actions
from hilo.exchange.models import Acknowledgement, HandOff
from hilo.exchange.policies import Known
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db
ALL = tuple(Withheld.Part.values)
PAPER = Known(how="paper", reference="OF-12/2026", dated=date(2026, 1, 5), digest="a" * 64, signer="Titular de turno")


@pytest.fixture
def offered(case, ana, eva):
    """Ana offers the whole case to FGE-MOR, where Eva works."""

    def offer(receiver="FGE-MOR", kind="transfer", scope=ALL, by=ana, case=case, now=None, **more):
        return actions.offer(
            case=case, receiver=receiver, kind=kind, request="Abrir carpeta y proteger.", scope=scope,
            by=by, now=now or timezone.now(), **more,
        )  # fmt: skip

    return offer


def duties(case):
    return set(Clock.objects.live().filter(case=case).values_list("rule", flat=True))


def test_the_case_stays_with_who_offers_it_until_the_other_accepts(offered, case, eva):
    row = offered()
    case.refresh_from_db()
    assert (case.institution, row.state) == ("FGE-NAY", "offered")
    assert "handoff_receipt" in duties(case)
    actions.acknowledge(handoff=row, by=eva, now=timezone.now())
    case.refresh_from_db()
    assert case.institution == "FGE-NAY"
    assert "handoff_receipt" not in duties(case)
    assert "handoff_acceptance" in duties(case)
    actions.accept(handoff=row, by=eva, now=timezone.now())
    case.refresh_from_db()
    assert (case.institution, case.owner) == ("FGE-MOR", desk_account("FGE-MOR"))
    assert {"handoff_result", "desk_pickup"} <= duties(case)
    assert "handoff_acceptance" not in duties(case)


def test_accepting_at_once_is_receiving_as_well(offered, eva):
    row = actions.accept(handoff=offered(), by=eva, now=timezone.now())
    assert row.received_at == row.answered_at
    kinds = [event.kind for event in row.case.events.all()]
    assert kinds.index("handoff.received") < kinds.index("handoff.accepted") < kinds.index("case.routed")


def test_a_refusal_says_why_and_the_sender_must_decide_again(offered, case, ana, eva):
    row = offered()
    with pytest.raises(Denied, match="razón"):
        actions.refuse(handoff=row, reason=" ", by=eva, now=timezone.now())
    row = actions.refuse(handoff=row, reason="Los hechos son de Nayarit.", by=eva, now=timezone.now())
    case.refresh_from_db()
    assert (row.state, case.institution) == ("refused", "FGE-NAY")
    assert open_text(row.answer, place=f"handoff.answer:{row.pk}") == "Los hechos son de Nayarit."
    assert "handoff_again" in duties(case)
    offered("PPNNA-NAY")
    assert "handoff_again" not in duties(case)


def test_only_who_offered_withdraws_and_only_before_an_answer(offered, case, ana, eva):
    row = offered()
    with pytest.raises(Denied):
        actions.withdraw(handoff=row, reason="Era otra", by=eva, now=timezone.now())
    actions.withdraw(handoff=row, reason="Era otra institución.", by=ana, now=timezone.now())
    assert "handoff_receipt" not in duties(case)
    with pytest.raises(Denied, match="ya está retirada"):
        actions.accept(handoff=row, by=eva, now=timezone.now())


def test_a_case_is_offered_whole_to_one_institution_at_a_time(offered, case):
    offered()
    with pytest.raises(Denied, match="no ha respondido"):
        offered("PPNNA-NAY")
    row = HandOff.objects.get()
    row.pk, row.receiver = None, "PPNNA-NAY"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_nobody_answers_for_an_institution_that_is_not_theirs(offered, ana, beto, eva, person):
    row = offered("PPNNA-NAY")
    for stranger in (ana, beto, eva):
        with pytest.raises(Denied, match="Solo responde"):
            actions.accept(handoff=row, by=stranger, now=timezone.now())
    lia = person("lia", institution="PPNNA-NAY", role="auditor")
    with pytest.raises(Denied, match="Solo responde"):
        actions.acknowledge(handoff=row, by=lia, now=timezone.now())


def test_a_part_opens_a_case_of_its_own_and_the_first_stays(offered, case, ana, person):
    lia = person("lia", institution="PPNNA-NAY", role="caseworker")
    cases.add_person(case=case, role="child", name="Nombre inventado", age=12, by=ana, now=timezone.now())
    row = offered("PPNNA-NAY", kind="part", scope=("people",))
    row = actions.accept(handoff=row, by=lia, now=timezone.now())
    case.refresh_from_db()
    made = row.made
    assert (case.institution, made.institution, made.owner) == ("FGE-NAY", "PPNNA-NAY", desk_account("PPNNA-NAY"))
    child = made.people.get()
    assert open_text(child.name, place=f"person.name:{child.pk}") == "Nombre inventado"
    assert "handoff_result" in duties(case) & duties(made)
    actions.give_result(handoff=row, outcome="child_safeguarded", by=lia, now=timezone.now())
    assert "handoff_result" not in duties(case) | duties(made)


def test_what_is_left_out_of_the_scope_stays_closed_to_the_receiver(offered, case, eva):
    actions.accept(handoff=offered(scope=("alerts",)), by=eva, now=timezone.now())
    kept = Withheld.objects.filter(case=case, institution="FGE-MOR").values_list("part", flat=True)
    assert set(kept) == {"narratives", "people", "places", "notes"}


def test_who_sent_the_case_can_open_later_what_did_not_travel(offered, case, ana, eva, signed_in):
    child = cases.add_person(case=case, role="child", name="Nombre inventado", by=ana, now=timezone.now())
    row = actions.accept(handoff=offered(scope=("alerts", "notes")), by=eva, now=timezone.now())
    reveal = reverse("cases:reveal", kwargs={"code": case.code, "what": "persona", "pk": child.pk})
    sent = {"reason": "para el oficio"}
    assert "Nombre inventado" not in signed_in(eva).post(reveal, sent).content.decode()
    with pytest.raises(Denied, match="Solo abre"):
        actions.release(handoff=row, parts=["people"], by=eva, now=timezone.now())
    actions.release(handoff=row, parts=["people"], by=ana, now=timezone.now())
    assert "Nombre inventado" in signed_in(eva).post(reveal, sent).content.decode()
    assert case.events.filter(kind="handoff.released").count() == 1
    with pytest.raises(Denied, match="Elija de la lista"):
        actions.release(handoff=row, parts=["people"], by=ana, now=timezone.now())


def test_handing_on_keeps_the_origin_and_the_result_comes_back_to_everybody(offered, case, eva, person):
    now = timezone.now()
    first = actions.accept(handoff=offered(), by=eva, now=now)
    gil = person("gil", institution="FGR", role="caseworker")
    second = offered("FGR", by=eva, case=Case.objects.get(pk=case.pk))
    assert (second.origin, second.previous) == ("FGE-NAY", first)
    second = actions.accept(handoff=second, by=gil, now=now)
    with pytest.raises(Denied, match="pasó a otra"):
        actions.give_result(handoff=first, outcome="arrest", by=eva, now=now)
    actions.give_result(handoff=second, outcome="child_safeguarded", by=gil, now=now)
    first.refresh_from_db()
    assert (first.state, first.outcome) == ("resulted", "child_safeguarded")
    assert "handoff_result" not in duties(case)


def test_a_paper_answers_for_an_institution_without_accounts_and_the_case_stays_followed(offered, case, ana):
    row = offered("CEEAV-NAY")
    with pytest.raises(Denied, match="referencia y la fecha"):
        actions.acknowledge(handoff=row, by=ana, now=timezone.now(), known=Known(how="paper"))
    row = actions.accept(handoff=row, by=ana, now=timezone.now(), known=PAPER)
    case.refresh_from_db()
    assert (row.state, case.institution) == ("accepted", "FGE-NAY")
    assert "handoff_result" in duties(case)
    paper = Acknowledgement.objects.get(step="accepted")
    assert (paper.reference, paper.dated, paper.digest) == (PAPER.reference, PAPER.dated, PAPER.digest)
    assert open_text(paper.signer, place=f"ack.signer:{paper.pk}") == "Titular de turno"


def test_a_conflicted_institution_is_offered_nothing(offered, case):
    Conflict.objects.create(case=case, institution="PPNNA-NAY", reason=b"x", at=timezone.now())
    with pytest.raises(Denied, match="conflicto de interés"):
        offered("PPNNA-NAY")


def test_reports_folded_under_a_campaign_go_along(open_cases, ana, eva):
    (parent,) = open_cases(owner=ana)
    folded = open_cases(2, owner=ana, parent=parent)
    row = actions.offer(
        case=parent, receiver="FGE-MOR", kind="transfer", request="Seguir.", scope=ALL, by=ana, now=timezone.now()
    )
    actions.accept(handoff=row, by=eva, now=timezone.now())
    assert set(Case.objects.filter(parent=parent).values_list("institution", flat=True)) == {"FGE-MOR"}
    assert Case.objects.filter(pk__in=[one.pk for one in folded]).exclude(parent=parent).count() == 0


def test_a_folded_report_that_the_receiver_may_not_see_stays_and_stands_by_itself(open_cases, ana, eva):
    (parent,) = open_cases(owner=ana)
    goes, stays = open_cases(2, owner=ana, parent=parent)
    conflicts.record_conflict(case=stays, institution="FGE-MOR", reason="Es ahí.", by=ana, now=timezone.now())
    row = actions.offer(
        case=parent, receiver="FGE-MOR", kind="transfer", request="Seguir.", scope=ALL, by=ana, now=timezone.now()
    )
    actions.accept(handoff=row, by=eva, now=timezone.now())
    goes.refresh_from_db()
    stays.refresh_from_db()
    assert (goes.institution, goes.parent) == ("FGE-MOR", parent)
    assert (stays.institution, stays.parent) == ("FGE-NAY", None)


def test_a_case_does_not_close_over_an_open_hand_off(offered, case, ana):
    offered()
    with pytest.raises(Denied, match="deber"):
        cases.close(case=case, reason="not_illegal", note="x", by=ana, now=timezone.now())
    clock = Clock.objects.live().get(case=case, rule="handoff_receipt")
    with pytest.raises(Denied, match="no se descarta"):
        cases.discharge(clock=clock, reason="No responde", by=ana, now=timezone.now())


def test_who_comes_second_is_told(offered, case, eva):
    row = offered()
    actions.acknowledge(handoff=row, by=eva, now=timezone.now(), revision=row.revision)
    with pytest.raises(Denied, match="cambió mientras"):
        actions.accept(handoff=row, by=eva, now=timezone.now(), revision=row.revision)


def test_each_side_sees_it_and_a_third_does_not(offered, ana, eva, person):
    row = offered()
    third = person("lia", institution="PPNNA-NAY", role="supervisor")
    assert HandOff.objects.visible_to(ana).get() == HandOff.objects.visible_to(eva).get() == row
    assert not HandOff.objects.visible_to(third).exists()
    assert not HandOff.objects.visible_to(person("ada")).exists()


def test_an_unanswered_offer_runs_out_at_its_own_moment(offered, case, ana):
    now = timezone.now()
    row = offered(now=now)
    clock = Clock.objects.live().get(rule="handoff_receipt", subject=row.pk)
    sweep(now=clock.due_at + timedelta(seconds=1))
    clock.refresh_from_db()
    assert clock.overdue_at == clock.due_at
    assert HandOff.objects.unanswered().count() == 1


def test_an_offer_ends_when_its_receiver_turns_out_to_be_where_it_happened(offered, case, ana, eva):
    row = offered()
    conflicts.record_conflict(case=case, institution="FGE-MOR", reason="Trabaja ahí.", by=ana, now=timezone.now())
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert "handoff_receipt" not in duties(case)
    assert not HandOff.objects.visible_to(eva).exists()
    with pytest.raises(Denied, match="conflicto de interés"):
        offered()


def test_who_took_a_part_and_is_the_place_of_harm_loses_that_part_too(offered, case, ana, person):
    lia = person("lia", institution="PPNNA-NAY", role="caseworker")
    row = actions.accept(handoff=offered("PPNNA-NAY", kind="part", scope=()), by=lia, now=timezone.now())
    conflicts.record_conflict(case=case, institution="PPNNA-NAY", reason="Trabaja ahí.", by=ana, now=timezone.now())
    row.refresh_from_db()
    row.made.refresh_from_db()
    assert row.made.institution not in ("PPNNA-NAY", "FGE-NAY")
    assert not Case.objects.visible_to(lia).exists()
    assert Conflict.objects.filter(institution="PPNNA-NAY").count() == 2


def test_a_late_hand_off_is_told_at_both_sides(offered, case, ana, beto, eva, person):
    fito = person("fito", institution="FGE-MOR", role="supervisor")
    row = offered(now=timezone.now() - timedelta(days=60))
    sweep(now=timezone.now())
    told = Notice.objects.filter(subject=row.pk).values_list("user", flat=True)
    assert fito.pk in told
    assert Notice.objects.filter(case=case, user=beto).exists()

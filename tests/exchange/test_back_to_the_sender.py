"""Back to the sender: what came of an alert is chosen and released by a person, in categories only."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hilo.alerts.models import Alert
from hilo.cases import actions as cases
from hilo.cases.models import Clock
from hilo.cases.thread import Weave
from hilo.exchange import sender_actions, sender_bulk, sender_queries, sender_unknown
from hilo.exchange.models import Feedback, OutboxItem, UnknownCode
from hilo.exchange.sender_content import content_of
from hilo.exchange.sender_words import Told, as_body, as_text
from hilo.lib.errors import Denied
from hilo.web.commands import work_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def from_ncmec(arrive):
    return arrive("123456", sender="NCMEC")


def prepare(alert, by, *told, dialect="ncmec", channel="manual", **more) -> Feedback:
    rows = [one if isinstance(one, Told) else Told(one, TODAY) for one in told]
    return sender_actions.draft(alert=alert, dialect=dialect, channel=channel, told=rows, by=by, now=now(), **more)


def release(row, by, **more) -> Feedback:
    return sender_actions.approve(row=row, by=by, now=now(), **more)


def keep(row, by, **more) -> Feedback:
    given = {"reference": "CT-1", "dated": TODAY} | more
    return sender_actions.keep_receipt(row=row, by=by, now=now(), **given)


def close(case, by, outcome="closed_no_location") -> None:
    for clock in Clock.objects.live().filter(case=case).exclude(rule="silence"):
        cases.discharge(clock=clock, reason="prueba", by=by, now=now())
    cases.close(case=case, reason=outcome, note="prueba", by=by, now=now())


def move(alert, case) -> None:
    """Let the second alert be one of the same case, with its own clock."""
    with transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(case=case)
        weave = Weave(now=now())
        weave.hold([case.pk])
        weave.event(weave.cases[case.pk], "alert.received", facts={"alert": str(alert.pk)}, subject=alert.pk)
        weave.write()
    alert.refresh_from_db()


def waits(alert) -> bool:
    return sender_queries.not_told().filter(pk=alert.pk).exists()


def test_an_answer_is_prepared_released_carried_and_its_receipt_ends_the_clock(from_ncmec, ana):
    running = Clock.objects.live().filter(rule="first_answer", subject=from_ncmec.pk)
    row = prepare(from_ncmec, ana, "accepted")
    assert running.exists()
    row = release(row, ana)
    assert running.exists(), "released is not yet told"
    assert waits(from_ncmec)
    row = keep(row, ana)
    assert not running.exists()
    assert not waits(from_ncmec)
    assert [one.reference for one in row.receipts.all()] == ["CT-1"]
    kinds = [event.kind for event in from_ncmec.case.events.order_by("id") if event.kind.startswith("sender.")]
    assert kinds == ["sender.answer_drafted", "sender.answer_approved", "sender.answered", "sender.receipt_kept"]


def test_nobody_notes_by_hand_that_a_sender_was_answered(case, ana):
    with pytest.raises(Denied):
        cases.record(case=case, kind="sender.answered", by=ana, now=now())


def test_the_clock_of_another_alert_of_the_case_runs_on(arrive, ana):
    first, second = arrive("1", sender="NCMEC"), arrive("2", sender="NCMEC")
    move(second, first.case)
    keep(release(prepare(first, ana, "accepted"), ana), ana)
    live = Clock.objects.live().filter(case=first.case, rule="first_answer")
    assert [clock.subject for clock in live] == [second.pk]


def test_only_categories_leave(from_ncmec, ana):
    cases.add_person(case=from_ncmec.case, role="child", by=ana, now=now(), name="Nombre inventado", age=13)
    told = (
        "accepted",
        Told("not_our_jurisdiction", TODAY, institution="FGE-MOR"),
        Told("need_more_data", TODAY, fields=("ip_address", "url"), deadline=date(2099, 12, 31)),
    )
    row = release(prepare(from_ncmec, ana, *told), ana)
    message = content_of(row).message
    sent = as_text(message) + json.dumps(as_body(message))
    assert "123456" in sent
    assert row.reference in sent
    for kept in ("Nombre", "13", "Morelos", "FGE", "Nayarit", from_ncmec.case.code):
        assert kept not in sent.replace(row.reference, "").replace(TODAY.isoformat(), "")
    assert "the prosecutor's office of a state" in sent


def test_what_happened_to_the_child_leaves_only_on_a_ground_that_a_person_chose(from_ncmec, ana):
    row = prepare(from_ncmec, ana, "accepted", "child_safeguarded")
    with pytest.raises(Denied, match="acuerdo"):
        release(row, ana)
    row = release(row, ana, ground="none")
    content = content_of(row)
    assert [line.outcome for line in content.message.lines] == ["accepted"]
    assert content.withheld == ("child_safeguarded",)
    event = from_ncmec.case.events.get(kind="sender.answer_approved")
    assert event.facts_dict()["withheld"] == ["child_safeguarded"]


def test_on_a_ground_it_leaves_and_the_ground_is_recorded(from_ncmec, ana):
    row = release(prepare(from_ncmec, ana, "child_safeguarded"), ana, ground="best_interest")
    assert [line.outcome for line in content_of(row).message.lines] == ["child_safeguarded"]
    assert from_ncmec.case.events.get(kind="sender.answer_approved").facts_dict()["ground"] == "best_interest"


def test_without_a_ground_and_with_nothing_else_to_say_it_does_not_leave(from_ncmec, ana):
    with pytest.raises(Denied, match="nada que decir"):
        release(prepare(from_ncmec, ana, "child_safeguarded"), ana, ground="none")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([], "al menos un resultado"),
        ([Told("ended", TODAY)], "de la lista"),
        ([Told("accepted", TODAY + timedelta(days=1))], "futuro"),
        ([Told("duplicate_of", TODAY)], "referencia de la lista"),
        ([Told("duplicate_of", TODAY, reference="Ana vive en Tepic")], "referencia de la lista"),
        ([Told("not_our_jurisdiction", TODAY, institution="la de allá")], "institución"),
        ([Told("need_more_data", TODAY, fields=("nombre",), deadline=date(2099, 1, 1))], "qué datos"),
        ([Told("need_more_data", TODAY, fields=("url",), deadline=TODAY)], "fecha límite"),
    ],
)
def test_no_text_of_ones_own_and_nothing_half_said_can_be_prepared(from_ncmec, ana, told, why):
    with pytest.raises(Denied, match=why):
        prepare(from_ncmec, ana, *told)
    assert not Feedback.objects.exists()


def test_what_a_dialect_cannot_say_is_refused_with_its_reason_and_never_replaced(arrive, ana):
    alert = arrive("U-1", sender="INHOPE")
    with pytest.raises(Denied, match="dígalo por carta"):
        prepare(alert, ana, "arrest", dialect="iccam")
    assert prepare(alert, ana, "arrest", dialect="letter", channel="letter").pk


def test_nothing_goes_to_a_sender_by_a_way_that_nobody_set_up(arrive, ana):
    with pytest.raises(Denied, match="No hay conexión"):
        prepare(arrive("U-1", sender="INHOPE"), ana, "content_removed", dialect="iccam", channel="http")


def test_only_who_may_answer_for_the_case_does(from_ncmec, eva, caro, ana):
    for person in (eva, caro):
        with pytest.raises(Denied):
            prepare(from_ncmec, person, "accepted")
    row = prepare(from_ncmec, ana, "accepted")
    for person in (eva, caro):
        with pytest.raises(Denied):
            release(row, person)


def test_two_who_answer_at_once_do_not_overwrite_each_other(from_ncmec, ana, beto):
    row = prepare(from_ncmec, ana, "accepted")
    prepare(from_ncmec, beto, "received", revision=row.revision)
    with pytest.raises(Denied, match="Alguien más"):
        release(row, ana, revision=row.revision)


@pytest.mark.parametrize(
    "wrong",
    [{"reference": " "}, {"dated": None}, {"dated": TODAY + timedelta(days=2)}, {"digest": "abc"}],
)
def test_a_receipt_says_how_it_is_known(from_ncmec, ana, wrong):
    row = release(prepare(from_ncmec, ana, "accepted"), ana)
    with pytest.raises(Denied):
        keep(row, ana, **wrong)
    assert waits(from_ncmec)


def test_what_has_not_left_can_be_taken_back_and_said_otherwise(from_ncmec, ana):
    row = release(prepare(from_ncmec, ana, "accepted"), ana)
    sender_actions.withdraw(row=row, by=ana, now=now())
    row = keep(release(prepare(from_ncmec, ana, "received"), ana), ana)
    with pytest.raises(Denied):
        sender_actions.withdraw(row=row, by=ana, now=now())


def test_closing_does_not_hide_that_the_sender_was_never_told_how_it_ended(from_ncmec, ana, beto):
    keep(release(prepare(from_ncmec, ana, "accepted"), ana), ana)
    close(from_ncmec.case, beto)
    (stand,) = sender_queries.told_back(from_ncmec.case.__class__.objects.get(pk=from_ncmec.case_id))
    assert stand.state == "ending"
    assert sender_queries.not_told_count("FGE-NAY") == 1
    work_once(now())
    work_once(now())
    row = Feedback.objects.get(state="draft")
    assert row.drafted_by is None
    assert "closed_no_location" in [one.outcome for one in content_of(row).told]
    keep(release(row, ana), ana)
    assert sender_queries.not_told_count("FGE-NAY") == 0


def test_what_was_told_before_is_told_again_as_the_ending(from_ncmec, ana, beto):
    keep(release(prepare(from_ncmec, ana, "not_illegal"), ana), ana)
    close(from_ncmec.case, beto, "not_illegal")
    assert waits(from_ncmec)
    work_once(now())
    keep(release(Feedback.objects.get(state="draft"), ana), ana)
    assert not waits(from_ncmec)


def test_a_deadline_that_passed_since_it_was_drafted_is_not_released(from_ncmec, ana):
    told = Told("need_more_data", TODAY, fields=("url",), deadline=TODAY + timedelta(days=1))
    row = prepare(from_ncmec, ana, told)
    with pytest.raises(Denied, match="fecha límite"):
        sender_actions.approve(row=row, by=ana, now=now() + timedelta(days=3))


def test_a_proposal_that_a_person_took_back_is_not_made_again(from_ncmec, beto):
    close(from_ncmec.case, beto)
    work_once(now())
    sender_actions.withdraw(row=Feedback.objects.get(), by=beto, now=now())
    work_once(now())
    assert Feedback.objects.count() == 1
    assert waits(from_ncmec)


def test_the_machine_proposes_what_the_thread_says_and_nothing_the_sender_knows(from_ncmec, ana):
    cases.record(case=from_ncmec.case, kind="prosecutor.informed", by=ana, now=now())
    offered = [one.outcome for one in sender_queries.proposed([from_ncmec])[from_ncmec.pk]]
    assert offered == ["received", "lea_informed"]
    keep(release(prepare(from_ncmec, ana, "received"), ana), ana)
    assert [one.outcome for one in sender_queries.proposed([from_ncmec])[from_ncmec.pk]] == ["lea_informed"]


def test_many_duplicates_are_answered_with_one_word_in_a_constant_number_of_queries(arrive, ana):
    def told(count: int, start: int) -> int:
        alerts = [arrive(str(start + n), sender="NCMEC") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert sender_bulk.tell_many(alerts=alerts, outcome="duplicate_of", by=ana, now=now()) == count
        return len(seen)

    told(1, 1000)  # what is remembered by the process is asked once
    assert told(2, 2000) == told(12, 3000)
    assert Feedback.objects.filter(state="approved").count() == 15


def test_among_many_one_that_cannot_be_answered_stops_all_and_is_named(arrive, ana):
    alerts = [arrive("1", sender="NCMEC"), arrive("2", sender="Embajada de Uqbar")]
    with pytest.raises(Denied, match="Embajada de Uqbar 2"):
        sender_bulk.tell_many(alerts=alerts, outcome="received", by=ana, now=now())
    assert not Feedback.objects.exists()


def test_what_happened_to_a_child_is_never_said_in_bulk(from_ncmec, ana):
    with pytest.raises(Denied):
        sender_bulk.tell_many(alerts=[from_ncmec], outcome="child_safeguarded", by=ana, now=now())


def test_an_unknown_sender_waits_for_a_person_and_is_then_answered(arrive, ana, eva):
    alert = arrive("E-1", sender="Embajada de Uqbar")
    with pytest.raises(Denied, match="Nadie ha decidido"):
        prepare(alert, ana, "accepted", dialect="letter", channel="letter")
    work_once(now())
    work_once(now() + timedelta(hours=80))
    row = UnknownCode.objects.get()
    assert (row.code, row.institution, row.overdue_at) == ("Embajada de Uqbar", "FGE-NAY", row.due_at)
    with pytest.raises(Denied):
        sender_unknown.decide(row=row, meaning="letter", by=eva, now=now())
    sender_unknown.decide(row=row, meaning="letter", by=ana, now=now())
    keep(release(prepare(alert, ana, "accepted", dialect="letter", channel="letter"), ana), ana)
    assert not waits(alert)
    work_once(now())
    assert UnknownCode.objects.count() == 1


def test_a_known_code_is_understood_and_an_unknown_one_waits_for_a_person(alert, ana):
    given = {"dialect": "iccam", "subject": alert.pk, "institution": "FGE-NAY", "now": now(), "came_from": "INHOPE"}
    assert sender_unknown.hear(code="3", **given) == "content_removed"
    assert sender_unknown.hear(code="6", **given) is None
    assert sender_unknown.hear(code="6", **given) is None
    assert sender_unknown.hear(**given | {"code": "3", "dialect": "otro"}) is None
    rows = list(UnknownCode.objects.order_by("dialect"))
    assert [(row.dialect, row.code) for row in rows] == [("iccam", "6"), ("otro", "3")]
    with pytest.raises(Denied):
        sender_unknown.decide(row=rows[0], meaning="letter", by=ana, now=now())
    assert sender_unknown.decide(row=rows[0], meaning="moved", by=ana, now=now()).meaning == "moved"
    with pytest.raises(Denied, match="razón"):
        sender_unknown.set_aside(row=rows[1], why=" ", by=ana, now=now())
    assert sender_unknown.set_aside(row=rows[1], why="Era de prueba", by=ana, now=now()).state == "set_aside"
    with pytest.raises(Denied, match="ya se decidió"):
        sender_unknown.decide(row=rows[0], meaning="moved", by=ana, now=now())


def test_the_outbox_keeps_neither_words_nor_identifiers(arrive, ana, settings):
    (settings.HILO_HOME / "channels.yaml").write_text(
        "channels:\n- {sender: INHOPE, dialect: iccam, url: 'https://iccam.example/answers', idempotent: true}\n"
    )
    try:
        alert = arrive("REPORTE-SECRETO", sender="INHOPE")
        release(prepare(alert, ana, "content_removed", dialect="iccam", channel="http"), ana)
    finally:
        (settings.HILO_HOME / "channels.yaml").unlink()
    item = OutboxItem.objects.get()
    kept = json.dumps([str(value) for value in OutboxItem.objects.values_list().get()])
    assert item.institution == "FGE-NAY"
    assert "SECRETO" not in kept
    assert "removed" not in kept
    assert alert.case.code not in kept

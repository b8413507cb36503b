"""Custody: each step signed and chained, deliveries with two sides, and what is worth a look said in words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hilo.cases.models import Event
from hilo.evidence import actions, custody
from hilo.evidence.models import CustodyEvent, Item
from hilo.ledger.append_only import drop_statements
from hilo.lib.errors import Denied

CANARY = "Testiga Inventada"
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def item(case, ana, now):
    """A backpack that Ana registers, found at the place."""
    return actions.register(
        case=case, form="object", origin="scene", description="Mochila azul", place="Patio de la escuela",
        holder=CANARY, by=ana, now=now - 5 * HOUR, found_at=now - 5 * HOUR,
    )  # fmt: skip


def _faults(item, now=None):
    rows = CustodyEvent.objects.filter(item=item).select_related("item").order_by("seq")
    vouched = Event.objects.filter(case=item.case_id, kind="custody.recorded").order_by("entered_at", "id")
    told = [one.facts_dict() for one in vouched]
    return [
        (one.seq, one.code) for one in custody.faults(rows, [f for f in told if f["item"] == str(item.pk)], now=now)
    ]


def _raw(sql, *params):
    """What only somebody with the database in their hands can do: the guard is taken off first."""
    with connection.cursor() as cursor:
        for statement in drop_statements("evidence_custodyevent", connection.vendor):
            cursor.execute(statement)
        cursor.execute(sql, params)


def test_registering_begins_the_chain_and_the_thread_vouches_for_it(item):
    (first,) = item.custody.all()
    assert (first.seq, first.kind, custody.opened(first)["holder"]) == (1, "found", CANARY)
    kinds = [event.kind for event in item.case.events.filter(kind__in=("item.registered", "custody.recorded"))]
    assert kinds == ["item.registered", "custody.recorded"]
    assert _faults(item) == []


def test_a_name_in_custody_stands_nowhere_in_clear(item):
    row = CustodyEvent.objects.get(item=item)
    facts = " ".join(Event.objects.filter(case=item.case_id).values_list("facts", flat=True))
    for kept in (row.body, facts, bytes(row.told), bytes(Item.objects.get(pk=item.pk).description)):
        text = kept if isinstance(kept, str) else kept.decode("latin-1")
        assert "Inventada" not in text
        assert "Mochila" not in text


def test_a_whole_custody_has_nothing_worth_a_look(item, ana, nico, person, now):
    actions.record(item=item, kind="collected", holder="Ana", by=ana, now=now - 4 * HOUR, condition="Cerrada")
    actions.record(item=item, kind="packaged", holder="Ana", by=ana, now=now - 4 * HOUR, seal="S-1")
    sent = actions.give(
        item=item, to_institution="FGE-MOR", to_person="Perito de guardia", by=ana, now=now - 3 * HOUR, seal="S-1"
    )
    eva = person("eva", role="investigator")
    actions.receive(transfer=sent, by=eva, now=now - 2 * HOUR, seal="S-1", condition="Íntegro")
    assert [row.kind for row in item.custody.all()] == ["found", "collected", "packaged", "transferred", "received"]
    assert _faults(item) == []


@pytest.fixture
def nico(person):
    return person("nico")


def test_a_delivery_waits_for_its_other_side_and_who_gave_is_not_it(item, ana, nico, now):
    sent = actions.give(item=item, to_institution="", to_person="Laboratorio de fuera", by=ana, now=now)
    with pytest.raises(Denied, match="Quien entrega no confirma"):
        actions.receive(transfer=sent, by=ana, now=now, reference="Acuse 1")
    with pytest.raises(Denied, match="sin confirmar"):
        actions.give(item=item, to_institution="", to_person="Otra persona", by=ana, now=now)
    with pytest.raises(Denied, match="sin confirmar"):
        actions.record(item=item, kind="received", by=nico, now=now)
    with pytest.raises(Denied, match="acuse en papel"):
        actions.receive(transfer=sent, by=nico, now=now)
    actions.receive(transfer=sent, by=nico, now=now, reference="Acuse 1, hoy")
    sent.refresh_from_db()
    assert sent.received.kind == "received"
    assert custody.opened(sent.received)["condition"] == "Acuse 1, hoy"


def test_only_the_institution_it_was_sent_to_says_that_it_came(item, ana, nico, eva, now):
    sent = actions.give(item=item, to_institution="FGE-MOR", to_person="Perita", by=ana, now=now)
    with pytest.raises(Denied, match="institución que recibe"):
        actions.receive(transfer=sent, by=nico, now=now)
    actions.receive(transfer=sent, by=eva, now=now)
    with pytest.raises(Denied, match="ya consta"):
        actions.receive(transfer=sent, by=eva, now=now)


def test_an_institution_that_is_kept_out_of_the_case_gets_no_item(item, ana, now):
    from hilo.cases import conflicts

    conflicts.record_conflict(case=item.case, institution="FGE-MOR", reason="Ahí trabaja", by=ana, now=now)
    with pytest.raises(Denied, match="conflicto de interés"):
        actions.give(item=item, to_institution="FGE-MOR", to_person="Perita", by=ana, now=now)


@pytest.mark.parametrize("who", ["iris", "eva", "ada"])
def test_who_does_not_handle_the_evidence_of_the_case_changes_nothing(item, person, now, who):
    with pytest.raises(Denied):
        actions.record(item=item, kind="collected", by=person(who), now=now)
    assert item.custody.count() == 1


def test_a_step_written_down_days_later_says_so_for_good(item, ana, now):
    actions.record(item=item, kind="collected", by=ana, now=now + timedelta(days=3), happened_at=now - 4 * HOUR)
    assert (2, "late") in _faults(item)


def test_a_step_dated_before_the_one_before_it_shows(item, ana, now):
    actions.record(item=item, kind="collected", by=ana, now=now, happened_at=now - HOUR)
    actions.record(item=item, kind="packaged", by=ana, now=now, happened_at=now - 3 * HOUR)
    assert (3, "backwards") in _faults(item)


def test_the_future_is_refused(item, ana, now):
    with pytest.raises(Denied, match="futuro"):
        actions.record(item=item, kind="collected", by=ana, now=now, happened_at=now + HOUR)


@pytest.fixture
def three(item, ana, now):
    actions.record(item=item, kind="collected", by=ana, now=now - 3 * HOUR)
    actions.record(item=item, kind="packaged", by=ana, now=now - 2 * HOUR, seal="S-1")
    return item


def test_a_back_dated_step_is_found(three, now):
    _raw("UPDATE evidence_custodyevent SET happened_at = %s WHERE seq = 2", now - timedelta(days=9))
    assert (2, "altered") in _faults(three)


@pytest.mark.parametrize(
    "column", ["kind", "institution", "entered_at", "body", "told", "prev", "hash", "signature", "key"]
)
def test_whatever_column_of_a_step_is_changed_is_found_at_that_step(three, now, column):
    row = three.custody.get(seq=2)
    value = getattr(row, column)
    if isinstance(value, bytes | memoryview):
        other = bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:]
    elif column == "entered_at":
        other = now - timedelta(days=30)
    else:
        other = value.replace("collected", "examined") if column in ("kind", "body") else "FGE-CMX"
    _raw(f"UPDATE evidence_custodyevent SET {column} = %s WHERE seq = 2", other)  # noqa: S608
    assert 2 in {seq for seq, _code in _faults(three)}


def test_a_truncated_chain_is_found(three):
    _raw("DELETE FROM evidence_custodyevent WHERE seq = 3")
    assert (3, "truncated") in _faults(three)


def test_a_step_taken_out_of_the_middle_is_found(three):
    _raw("DELETE FROM evidence_custodyevent WHERE seq = 2")
    assert {(3, "gap"), (3, "chain"), (2, "truncated")} <= set(_faults(three))


def test_a_forked_chain_is_found(three, ana, now):
    """Who has the keys signs another third step; the thread still vouches for the first."""
    second = three.custody.get(seq=2)
    _raw("DELETE FROM evidence_custodyevent WHERE seq = 3")
    other = custody.made(three, second, custody.Said("examined", now - 2 * HOUR), by=ana, now=now - 2 * HOUR)
    other.event = second.event
    other.save(force_insert=True)
    assert (3, "fork") in _faults(three)


def test_the_database_itself_refuses_to_change_a_step(three):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        CustodyEvent.objects.filter(item=three).update(kind="examined")


@pytest.mark.parametrize(
    ("given", "received", "code"),
    [("S-1", "S-2", "seal"), ("S-1", "", None)],
)
def test_another_seal_on_arrival_shows(item, ana, eva, now, given, received, code):
    actions.record(item=item, kind="collected", holder="Ana", by=ana, now=now - 4 * HOUR)
    actions.record(item=item, kind="packaged", holder="Ana", by=ana, now=now - 4 * HOUR, seal=given)
    sent = actions.give(item=item, to_institution="FGE-MOR", to_person="Perita", by=ana, now=now - 3 * HOUR, seal=given)
    actions.receive(transfer=sent, by=eva, now=now - 2 * HOUR, seal=received)
    found = {what for _seq, what in _faults(item)}
    assert found == ({code} if code else set())


def test_another_hash_shows_and_is_not_called_void(case, ana, now):
    item = actions.register(
        case=case, form="file", origin="child", description="Captura de una conversación", sha256="a" * 64,
        by=ana, now=now - 3 * HOUR,
    )  # fmt: skip
    actions.record(item=item, kind="copied", by=ana, now=now - HOUR, sha256="b" * 64)
    (fault,) = [one for one in custody.faults(item.custody.all()) if one.code == "hash"]
    assert "nul" not in fault.words
    assert "inválid" not in fault.words


@pytest.mark.parametrize("wrong", ["a" * 63, "g" * 64, "A" * 65, "hola"])
def test_what_is_no_hash_is_refused_with_what_to_do(case, ana, now, wrong):
    with pytest.raises(Denied, match="64 signos"):
        actions.register(case=case, form="file", origin="child", description="x", sha256=wrong, by=ana, now=now)
    assert not Item.objects.exists()


def test_two_clicks_register_one_item(case, ana, now):
    case.refresh_from_db()
    given = {"case": case, "form": "object", "origin": "scene", "description": "Mochila", "by": ana, "now": now}
    actions.register(**given, revision=case.revision)
    with pytest.raises(Denied, match="Alguien más cambió"):
        actions.register(**given, revision=case.revision)
    assert Item.objects.count() == 1

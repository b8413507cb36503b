"""Rows written in bulk are the rows that Django itself would have written, on both engines."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hilo.alerts.models import Alert, AlertTriage, Delivery, Disposition, Quarantined
from hilo.cases.models import Case, Clock, Event, Status, Tier
from hilo.ledger import bulk
from hilo.lib.ids import uuid7
from hilo.linkage.models import Observation

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
zones = st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1901, 1, 2), datetime(9998, 12, 30), timezones=zones | st.just(UTC))  # noqa: DTZ001
items = st.fixed_dictionaries(
    {
        "source": texts, "code": texts.map(lambda t: t[:32]), "reason": texts, "size": st.integers(-(2**63), 2**63 - 1),
        "fingerprint": st.binary(max_size=40), "sealed": st.none() | st.binary(max_size=300),
        "institution": texts.map(lambda t: t[:32]), "times": st.integers(0, 2**31 - 1), "received_at": moments,
        "due_at": moments, "overdue_at": st.none() | moments, "why": texts,
        "state": st.sampled_from([Quarantined.State.WAITING, "mended"]),
    }
)  # fmt: skip
AWKWARD = {
    "source": "tab\t line\n back\\slash \\N \\. quote ' \" {a,b} NULL ñ 𝄞",
    "code": "", "reason": "\\", "size": -(2**63),
    "fingerprint": b"", "sealed": b"\0\\x\xff\n", "institution": "NULL", "times": 0, "received_at": NOON,
    "due_at": NOON.replace(microsecond=1), "overdue_at": None, "why": "\r\n", "state": "waiting",
}  # fmt: skip


def as_kept(model: Any, pk: Any) -> dict[str, Any]:
    """A row as the database holds it, type and bytes, without its key."""
    kept = {}
    for field in model._meta.concrete_fields:
        if not field.primary_key:
            column = f'"{field.column}"'
            shown = f"typeof({column}), CAST({column} AS BLOB)" if connection.vendor == "sqlite" else f"{column}::text"
            with connection.cursor() as cursor:
                key = pk if connection.vendor == "postgresql" or not hasattr(pk, "hex") else pk.hex
                cursor.execute(f'SELECT {shown} FROM "{model._meta.db_table}" WHERE id = %s', [key])  # noqa: S608
                kept[field.column] = cursor.fetchone()
    return kept


@pytest.fixture
def delivery() -> Delivery:
    return Delivery.objects.create(source="/in", started_at=NOON)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=items)
@example(wanted=AWKWARD)
def test_an_inserted_row_is_the_one_django_would_have_saved(delivery, wanted):
    ours = Quarantined(delivery=delivery, **wanted)
    with transaction.atomic():
        bulk.insert([ours])
        written = as_kept(Quarantined, ours.pk)
        Quarantined.objects.filter(pk=ours.pk).delete()
        theirs = Quarantined.objects.create(delivery=delivery, **wanted)
        assert written == as_kept(Quarantined, theirs.pk)
        transaction.set_rollback(True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=items, after=items)
@example(before=AWKWARD, after=AWKWARD | {"sealed": None, "overdue_at": NOON})
def test_an_updated_row_is_the_one_django_would_have_saved(delivery, before, after):
    names = list(after)
    with transaction.atomic():
        ours = Quarantined.objects.create(delivery=delivery, **before)
        for name, value in after.items():
            setattr(ours, name, value)
        bulk.update([ours], names)
        written = as_kept(Quarantined, ours.pk)
        ours.delete()
        theirs = Quarantined.objects.create(delivery=delivery, **before)
        for name, value in after.items():
            setattr(theirs, name, value)
        theirs.save(update_fields=names)
        assert written == as_kept(Quarantined, theirs.pk)
        transaction.set_rollback(True)


def test_rows_of_one_statement_keep_their_own_values_and_nothing_else_changes(delivery):
    rows = [Quarantined(delivery=delivery, **AWKWARD | {"source": str(n), "times": n}) for n in range(700)]
    bulk.insert(rows)
    for row in rows[:650]:
        row.overdue_at = NOON + timedelta(seconds=row.times) if row.times % 2 else None
        row.times += 1000
        row.why = "not written"
    bulk.update(rows[:650], ["overdue_at", "times"])
    kept = {row.pk: row for row in Quarantined.objects.all()}
    for number, row in enumerate(rows):
        assert kept[row.pk].times == (number + 1000 if number < 650 else number)
        assert kept[row.pk].overdue_at == (NOON + timedelta(seconds=number) if number % 2 and number < 650 else None)
        assert kept[row.pk].why == AWKWARD["why"]


def test_words_of_a_closed_list_yes_or_no_and_links_are_kept_as_django_keeps_them(ana):
    def case(code: str) -> Case:
        return Case(
            code=code, tier=Tier.WORKABLE, institution="FGE-NAY", owner=ana, opened_at=NOON, status=Status.CLOSED,
            closed_at=NOON, closed_by=ana, close_reason="not_illegal", parent=None,
        )  # fmt: skip

    ours, theirs = case("H-AAAA-2222"), case("H-AAAA-3333")
    bulk.insert([ours])
    theirs.save(force_insert=True)
    wanted = as_kept(Case, theirs.pk)
    written = as_kept(Case, ours.pk)
    assert written | {"code": wanted["code"]} == wanted
    clocks = [
        Clock(
            case=ours, rule="silence", rule_version="1", subject=ours.pk, tier=3, started_at=NOON, due_at=NOON,
            informational=informational, blocks_closing=not informational, stopped_at=NOON,
        )
        for informational in (True, False)
    ]  # fmt: skip
    bulk.insert(clocks[:1])
    clocks[1].save(force_insert=True)
    kept = [as_kept(Clock, clock.pk) for clock in clocks]
    assert kept[0] != kept[1]
    clocks[0].informational, clocks[0].blocks_closing = False, True
    bulk.update(clocks[:1], ["informational", "blocks_closing"])
    assert as_kept(Clock, clocks[0].pk) == kept[1]


def test_rows_without_key_get_theirs_from_the_database_in_the_order_given(ana):
    rows = [Observation(blind=bytes([n] * 16), subject=uuid7(), thread=uuid7(), party="reported") for n in range(5)]
    bulk.insert(rows)
    assert [bytes(row.blind)[0] for row in Observation.objects.order_by("id")] == list(range(5))


def test_a_row_made_quickly_is_the_one_the_constructor_makes(ana):
    case = Case(tier=3, institution="FGE-NAY", owner=ana, opened_at=NOON)
    quick = bulk.made(Case, tier=3, institution="FGE-NAY", owner_id=ana.pk, opened_at=NOON)
    names = {field.attname for field in Case._meta.concrete_fields} - {"id", "code"}
    assert {name: getattr(quick, name) for name in names} == {name: getattr(case, name) for name in names}
    assert quick.pk != bulk.made(Case).pk
    assert quick._state.adding
    assert quick.owner == ana
    for model in (Alert, AlertTriage, Event, Clock, Quarantined):
        made, constructed = bulk.made(model), model()
        same = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        assert [getattr(made, name) for name in same] == [getattr(constructed, name) for name in same]


def test_what_the_database_refuses_is_one_of_djangos_errors(delivery):
    first = Quarantined(delivery=delivery, **AWKWARD)
    bulk.insert([first])
    again = Quarantined(id=first.pk, delivery=delivery, **AWKWARD | {"source": "other"})
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert([again])
    if connection.vendor == "postgresql":
        with pytest.raises(DataError), transaction.atomic():
            bulk.insert([Quarantined(delivery=delivery, **AWKWARD | {"source": "x" * 301})])


def test_nothing_to_write_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert([])
        bulk.update([], ["source"])


def test_an_alerts_disposition_is_a_plain_word_in_the_database(ana):
    case = Case.objects.create(
        tier=3, institution="FGE-NAY", opened_at=NOON, status="closed", closed_at=NOON, closed_by=ana, close_reason="x"
    )
    alert = Alert(
        sender="NCMEC",
        report_id="1",
        case=case,
        disposition=Disposition.FOLDED,
        tier=4,
        rank=-(2**31),
        received_at=NOON,
    )
    bulk.insert([alert])
    alert.disposition, alert.rank = Disposition.JOINED, 2**31 - 1
    bulk.update([alert], ["disposition", "rank"])
    kept = as_kept(Alert, alert.pk)
    word = ("text", b"joined") if connection.vendor == "sqlite" else ("joined",)
    assert kept["disposition"] == word
    assert Alert.objects.get().rank == 2**31 - 1

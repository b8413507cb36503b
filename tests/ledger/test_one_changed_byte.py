"""One changed byte, in any column of any row of the ledger, is found and located."""

import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tampering import NOON, places, sql, undone, unguard, write

from hilo.ledger import rows
from hilo.ledger.checkpoint import make
from hilo.ledger.models import Chain, Checkpoint, CheckpointLeaf, Entry
from hilo.ledger.report import CHECKPOINTS

pytestmark = pytest.mark.django_db
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEY = {Entry: "subject", Chain: "chain", Checkpoint: "number", CheckpointLeaf: "chain"}


def flipped(value: Any, rng: random.Random) -> Any:
    """The value with one bit of one byte changed. Raises where the type of the column cannot hold it."""
    if isinstance(value, bytes):
        at = rng.randrange(len(value))
        return value[:at] + bytes([value[at] ^ 1 << rng.randrange(8)]) + value[at + 1 :]
    if isinstance(value, str):
        return flipped(value.encode(), rng).decode()
    if isinstance(value, uuid.UUID):
        return uuid.UUID(bytes=flipped(value.bytes, rng))
    if isinstance(value, datetime):
        return EPOCH + timedelta(microseconds=((value - EPOCH) // timedelta(microseconds=1)) ^ 1 << rng.randrange(50))
    return value ^ 1 << rng.randrange(31)


def tamper(model: Any, column: str, where: str, params: list[Any], rng: random.Random) -> bool:
    """Flip a bit where the database keeps it. False when the database cannot hold the result."""
    table, place = model._meta.db_table, "%s"
    as_kept = f"CASE WHEN 1=1 THEN {column} END"  # an expression has no type that SQLite's driver converts
    ((value,),) = sql(f"SELECT {as_kept} FROM {table} WHERE {where}", *params)  # noqa: S608
    if connection.vendor == "sqlite" and isinstance(value, str):
        # any byte, also such as are no text
        value, place = value.encode(), "CAST(%s AS TEXT)"
    try:
        new = flipped(value, rng)
        with transaction.atomic():
            sql(f"UPDATE {table} SET {column} = {place} WHERE {where}", new, *params)  # noqa: S608
    except (DatabaseError, ValueError, OverflowError):
        return False
    return True


def a_ledger(lengths: list[int]) -> None:
    chains = [uuid.uuid4() for _ in lengths]
    for at in range(max(lengths)):
        for chain, length in zip(chains, lengths, strict=True):
            if at < length:
                write(chain)
        if at % 2 == 0:
            make(NOON)


def flip_one(model: Any, rng: random.Random) -> tuple[Any, str]:
    """Change one byte of a random row; returns the row as it was, and the column."""
    row = rng.choice(list(model.objects.all()))
    column = rng.choice([field.column for field in model._meta.concrete_fields])
    where, params = f"{KEY[model]} = %s", [getattr(row, KEY[model])]
    if model is CheckpointLeaf:
        where, params = where + " AND length = %s", [*params, row.length]
    unguard()
    assume(tamper(model, column, where, params, rng))
    return row, column


any_ledger = given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.randoms(use_true_random=False))
with_db = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@with_db
@any_ledger
def test_in_an_entry_it_is_told_at_that_entry_and_nowhere_else(lengths, rng):
    with undone():
        a_ledger(lengths)
        entry, _ = flip_one(Entry, rng)
        assert places() == [(str(entry.chain), entry.seq)]


@with_db
@any_ledger
def test_in_the_end_of_a_chain_it_is_told_at_that_chain(lengths, rng):
    with undone():
        a_ledger(lengths)
        row, _ = flip_one(Chain, rng)
        assert [chain for chain, _ in places()] == [str(row.chain)]


@with_db
@any_ledger
def test_in_a_checkpoint_it_is_told_at_that_checkpoint(lengths, rng):
    with undone():
        a_ledger(lengths)
        row, _ = flip_one(Checkpoint, rng)
        assert places() == [(str(CHECKPOINTS), row.number)]


@with_db
@any_ledger
def test_in_a_leaf_it_is_told_at_the_checkpoint_that_signed_it(lengths, rng):
    with undone():
        a_ledger(lengths)
        row, column = flip_one(CheckpointLeaf, rng)
        found = places()
        assert (str(CHECKPOINTS), row.checkpoint_id) in found
        assert column == "checkpoint_id" or len(found) == 1


@with_db
@any_ledger
def test_with_no_byte_changed_all_holds(lengths, rng):
    with undone():
        a_ledger(lengths)
        unguard()
        assert places() == []


@pytest.mark.sqlite_only
def test_a_value_of_another_type_is_told_and_does_not_stop_the_verification():
    chain = uuid.uuid4()
    write(chain, 3)
    unguard()
    for column, value in (("seq", "'two'"), ("at", "'ayer'"), ("hash", "'none'"), ("prev", "12"), ("chain", "x'00ff'")):
        with undone():
            sql(f"UPDATE ledger_entry SET {column} = {value} WHERE chain = %s AND seq = 2", chain)  # noqa: S608
            assert (str(chain), 2) in places(), column


def test_a_date_beyond_the_calendar_is_told_and_does_not_stop_the_verification():
    chain = uuid.uuid4()
    write(chain, 3)
    unguard()
    far = "'infinity'" if connection.vendor == "postgresql" else "'99999-01-01 00:00:00'"
    sql(f"UPDATE ledger_entry SET at = {far} WHERE chain = %s AND seq = 2", chain)  # noqa: S608
    assert places() == [(str(chain), 2)]
    assert rows.reading().moment(None) is None

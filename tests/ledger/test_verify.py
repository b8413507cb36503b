"""Whatever is done to the ledger with the database alone is found, and told where it was done."""

import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tampering import (
    NOON,
    Rows,
    point_head_at_the_end,
    rehash,
    sql,
    told,
    unguard,
    write,
)

from hilo.ledger.checkpoint import make
from hilo.ledger.encoding import checkpoint_hash, checkpoint_message, microseconds
from hilo.ledger.models import Chain, Checkpoint, CheckpointLeaf, Entry
from hilo.ledger.report import CHECKPOINTS
from hilo.ledger.seal import key_id
from hilo.ledger.verify import verify
from hilo.lib.errors import BadInput

pytestmark = pytest.mark.django_db
ZERO = str(CHECKPOINTS)


@pytest.fixture
def chain():
    """Five entries; the database belongs to the forger from here on."""
    made = uuid.uuid4()
    write(made, 5)
    write(uuid.uuid4(), 3)
    unguard()
    return made


def at(chain, seq):
    return Entry.objects.get(chain=chain, seq=seq)


def test_an_untouched_ledger_holds_and_is_counted(chain):
    make(NOON)
    report = verify()
    assert (report.ok, report.chains, report.entries, report.checkpoints, report.broken) == (True, 2, 8, 1, [])


def test_an_empty_ledger_holds(db):
    report = verify()
    assert (report.ok, report.chains, report.entries, report.checkpoints) == (True, 0, 0, 0)


def test_without_keys_nothing_is_said_to_hold(chain, settings):
    settings.HILO_KEYS = None
    with pytest.raises(BadInput, match="llaves"):
        verify()


# --- entries


@pytest.mark.parametrize("seq", [1, 3])
def test_an_entry_deleted_is_told_where_it_stood(chain, seq):
    Entry.objects.filter(chain=chain, seq=seq).delete()
    assert told() == [(str(chain), seq, "entry_missing")]


def test_two_entries_deleted_side_by_side_are_told_once_and_counted(chain):
    Entry.objects.filter(chain=chain, seq__in=(2, 3)).delete()
    (found,) = verify().broken
    assert (found.seq, found.why) == (2, "entry_missing: Desde aquí faltan entradas. Cuántas: 2.")


def test_a_deletion_hidden_by_renumbering_is_told(chain):
    Entry.objects.filter(chain=chain, seq=3).delete()
    for seq in (4, 5):
        Entry.objects.filter(chain=chain, seq=seq).update(seq=seq - 1)
    point_head_at_the_end(chain)
    assert told()[0] == (str(chain), 3, "entry_altered")
    assert {place[0] for place in told()} == {str(chain)}


@pytest.mark.parametrize(("one", "other"), [(2, 4), (2, 3), (1, 5)])
def test_two_entries_that_changed_places_are_both_told(chain, one, other):
    for seq, new in ((one, 99), (other, one), (99, other)):
        Entry.objects.filter(chain=chain, seq=seq).update(seq=new)
    assert told() == [(str(chain), one, "entry_reordered"), (str(chain), other, "entry_reordered")]


def test_an_entry_rewritten_with_a_hash_that_fits_is_told_alone(chain):
    for seq in (1, 3):
        rehash(at(chain, seq), kind="something_else")
        assert (str(chain), seq, "entry_altered") in told()
    assert len(told()) == 2


def test_an_entry_moved_to_another_chain_is_told_once_where_it_belongs(chain):
    other = Chain.objects.exclude(chain=chain).get().chain
    Entry.objects.filter(chain=chain, seq=2).update(chain=other, seq=4)
    assert told() == [(str(chain), 2, "entry_altered")]


def test_an_entry_put_at_the_end_is_told(chain):
    write_by_hand(chain, 6)
    assert told() == [(str(chain), 6, "entry_added")]


def test_entries_put_at_the_end_are_told_from_the_first_also_when_the_head_follows(chain):
    write_by_hand(chain, 6)
    write_by_hand(chain, 7)
    point_head_at_the_end(chain)
    (found,) = verify().broken
    assert (found.chain, found.seq) == (str(chain), 6)
    assert found.why == "entry_added: Desde aquí hay entradas que el sistema no selló. Cuántas: 2."


@pytest.mark.postgresql_only  # SQLite cannot drop a constraint without building the table anew
def test_a_second_entry_in_one_place_is_told(chain):
    sql("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_place")
    write_by_hand(chain, 3)
    assert told() == [(str(chain), 3, "entry_duplicated")]


def write_by_hand(chain, seq):
    """An entry linked as it should be, but not by the system."""
    before = at(chain, seq - 1)
    made = Entry(chain=chain, seq=seq, kind="note_added", subject=uuid.uuid4(), content=bytes(32))
    made.at, made.prev, made.hash = NOON, before.hash, bytes(32)
    made.save(force_insert=True)
    rehash(made)


# --- where a chain ends


def test_a_tail_cut_off_is_told_where_the_cut_is(chain):
    Entry.objects.filter(chain=chain, seq__gt=3).delete()
    (found,) = verify().broken
    assert (found.seq, found.why) == (4, "tail_cut: Desde aquí la cadena está cortada. Entradas que faltan: 2.")


def test_a_tail_cut_off_with_the_head_put_right_is_told_where_the_cut_is(chain):
    Entry.objects.filter(chain=chain, seq__gt=3).delete()
    point_head_at_the_end(chain)
    assert told() == [(str(chain), 4, "head_unsealed")]


def test_all_entries_of_a_chain_deleted_is_told(chain):
    Entry.objects.filter(chain=chain).delete()
    assert told() == [(str(chain), 1, "tail_cut")]


def test_a_chain_without_its_row_is_told(chain):
    Chain.objects.filter(chain=chain).delete()
    assert told() == [(str(chain), 0, "head_missing")]


def test_a_chain_rewritten_from_its_middle_to_its_end_is_told(chain):
    prev = rehash(at(chain, 3), kind="something_else")
    for seq in (4, 5):
        prev = rehash(at(chain, seq), prev=prev)
    point_head_at_the_end(chain)
    assert told() == [(str(chain), 6, "head_unsealed")]


def test_a_seal_of_another_chain_does_not_fit(chain):
    other = Chain.objects.exclude(chain=chain).get()
    Chain.objects.filter(chain=chain).update(mac=other.mac)
    assert [place[0] for place in told()] == [str(chain)]


# --- rows vouched for


@pytest.fixture
def vouched():
    chain = uuid.uuid4()
    source = Rows({chain: write(chain, 4), (other := uuid.uuid4()): write(other, 2)})
    unguard()
    return chain, source, [entry.subject for entry in Entry.objects.filter(chain=chain).order_by("seq")]


def test_a_row_changed_is_told_at_its_entry(vouched):
    chain, source, subjects = vouched
    source.rows[subjects[1]] = bytes(32)
    assert told(source=source) == [(str(chain), 2, "content_altered")]


def test_a_row_missing_is_told_at_its_entry(vouched):
    chain, source, subjects = vouched
    del source.rows[subjects[2]]
    assert told(source=source) == [(str(chain), 3, "content_missing")]


def test_a_row_that_no_entry_vouches_for_is_told_with_its_id(vouched):
    chain, source, _ = vouched
    slipped_in = uuid.uuid4()
    source.rows[slipped_in], source.chain[slipped_in] = bytes(32), chain
    (found,) = verify(source=source).broken
    assert (found.chain, found.seq) == (str(chain), 0)
    assert str(slipped_in) in found.why


def test_a_row_left_over_where_an_entry_was_deleted_is_told_once(vouched):
    chain, source, _ = vouched
    Entry.objects.filter(chain=chain, seq=2).delete()
    assert told(source=source) == [(str(chain), 2, "entry_missing")]


def test_one_chain_can_be_verified_alone(vouched):
    chain, source, subjects = vouched
    source.rows[subjects[0]] = bytes(32)
    make(NOON)
    one = verify(source=source, chain=chain)
    assert (one.chains, one.entries, [b.seq for b in one.broken]) == (1, 4, [1])
    other = Chain.objects.exclude(chain__in=(chain, CHECKPOINTS)).get().chain
    assert verify(source=source, chain=other).ok


def test_an_unknown_chain_has_nothing_to_verify(vouched):
    report = verify(chain=uuid.uuid4())
    assert (report.ok, report.chains, report.entries) == (True, 0, 0)


# --- checkpoints


def test_a_whole_chain_removed_is_told_by_the_checkpoint_that_saw_it(chain):
    make(NOON)
    Entry.objects.filter(chain=chain).delete()
    Chain.objects.filter(chain=chain).delete()
    assert told() == [(str(chain), 1, "checkpoint_differs")]
    assert told(chain=chain) == [(str(chain), 1, "checkpoint_differs")]


def test_a_chain_put_back_to_an_earlier_moment_with_the_seal_of_then_is_told_by_a_later_checkpoint(chain):
    then = Chain.objects.get(chain=chain)
    write(chain, 2)
    make(NOON)
    Entry.objects.filter(chain=chain, seq__gt=5).delete()
    then.save()
    assert told() == [(str(chain), 6, "checkpoint_differs")]


def test_a_chain_rewritten_with_its_seal_is_told_at_the_entry_that_the_checkpoint_saw(chain):
    make(NOON)
    Chain.objects.filter(chain=chain).delete()
    Entry.objects.filter(chain=chain).delete()
    write(chain, 5)  # as if with the key of the seal
    assert told() == [(str(chain), 5, "checkpoint_differs")]


@pytest.fixture
def three(chain):
    for _ in range(3):
        write(chain)
        make(NOON)
    unguard()
    return chain


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_checkpoint_removed_is_told_at_its_number(three, number):
    CheckpointLeaf.objects.filter(checkpoint_id=number).delete()
    Checkpoint.objects.filter(number=number).delete()
    assert told() == [(ZERO, number, "checkpoint_missing")]


def test_the_last_checkpoint_removed_with_the_head_put_right_is_told(three):
    CheckpointLeaf.objects.filter(checkpoint_id=3).delete()
    Checkpoint.objects.filter(number=3).delete()
    Chain.objects.filter(chain=CHECKPOINTS).update(length=2, head=Checkpoint.objects.get(number=2).hash)
    assert told() == [(ZERO, 3, "checkpoint_head")]


def test_all_checkpoints_removed_is_told(three):
    CheckpointLeaf.objects.all().delete()
    Checkpoint.objects.all().delete()
    assert told() == [(ZERO, 1, "checkpoint_missing")]


@pytest.mark.parametrize("named", ["by its own id", "by our id"])
def test_a_checkpoint_signed_with_another_key_is_told(three, named):
    last, theirs = Checkpoint.objects.get(number=3), Ed25519PrivateKey.generate()
    key = bytes(last.key_id) if named == "by our id" else key_id(theirs.public_key().public_bytes_raw())
    message = checkpoint_message(3, microseconds(last.at), bytes(last.prev_hash), bytes(32), 1, key)
    signature = theirs.sign(message)
    Checkpoint.objects.filter(number=3).update(
        root=bytes(32), key_id=key, signature=signature, hash=checkpoint_hash(message, signature)
    )
    assert told() == [(ZERO, 3, "checkpoint_altered")]


@pytest.mark.parametrize("change", ["add", "remove"])
def test_a_leaf_added_or_removed_is_told_at_its_checkpoint(three, change):
    if change == "add":
        CheckpointLeaf(chain=uuid.uuid4(), length=1, head=bytes(32), checkpoint_id=2).save(force_insert=True)
    else:
        CheckpointLeaf.objects.filter(checkpoint_id=2).delete()
    assert told() == [(ZERO, 2, "checkpoint_leaves")]

"""Entries are chained as they are written, many chains at once, and a chain never forks."""

import subprocess
import sys
import uuid
from contextlib import closing
from datetime import datetime
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tampering import NOON, content_of, undone, verify, write

from hilo.ledger.encoding import GENESIS, entry_hash
from hilo.ledger.models import Chain, Entry
from hilo.ledger.record import NewEntry, append

pytestmark = pytest.mark.django_db


def new(chain, **changes):
    subject = uuid.uuid4()
    given = {"kind": "note_added", "subject": subject, "content": content_of(subject), "at": NOON}
    return NewEntry(chain=chain, **given | changes)


def test_each_entry_holds_the_hash_of_the_one_before():
    one, other = uuid.uuid4(), uuid.uuid4()
    append([new(one), new(other), new(one)])
    append([new(one)])
    entries = list(Entry.objects.filter(chain=one).order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [bytes(e.prev) for e in entries] == [GENESIS, *[bytes(e.hash) for e in entries[:2]]]
    end = Chain.objects.get(chain=one)
    assert (end.length, bytes(end.head)) == (3, bytes(entries[2].hash))
    assert Chain.objects.get(chain=other).length == 1
    assert verify().ok


def test_the_hash_of_an_entry_is_made_as_it_always_was():
    made = entry_hash(bytes(range(16)), 7, b"note_added", bytes(16), bytes(32), 1_772_452_800_000_000, GENESIS)
    assert made.hex() == "87ba8cc722c44013b47763b61f278aca860849df47ac42546f71d975ad0e7b25"


def test_a_thousand_chains_take_as_many_statements_as_one():
    counts = []
    for chains in ([uuid.uuid4()], [uuid.uuid4() for _ in range(1000)]):
        with CaptureQueriesContext(connection) as queries:
            append([new(chain) for chain in chains])
        counts.append(len(queries))
    assert counts == [3, 3]
    assert verify().entries == 1001


def test_nothing_to_append_asks_nothing_of_the_database():
    with CaptureQueriesContext(connection) as queries:
        append([])
    assert len(queries) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"kind": ""}, {"kind": "x" * 65}, {"kind": "niña"}, {"content": b"short"}],
    ids=["no kind", "long kind", "kind not a code", "content not a hash"],
)
def test_an_entry_that_could_not_be_verified_later_is_refused(wrong):
    with pytest.raises(ValueError):
        append([new(uuid.uuid4(), **wrong)])
    assert Entry.objects.count() == 0


def test_a_moment_without_zone_is_refused():
    with pytest.raises(TypeError):
        append([new(uuid.uuid4(), at=datetime(2026, 3, 2))])  # noqa: DTZ001


def test_a_row_is_vouched_for_once():
    chain, subject = uuid.uuid4(), uuid.uuid4()
    append([new(chain, subject=subject)])
    with pytest.raises(IntegrityError), transaction.atomic():
        append([new(chain, subject=subject)])


def test_a_place_in_a_chain_is_taken_once():
    chain = uuid.uuid4()
    write(chain, 2)
    Chain.objects.filter(chain=chain).update(length=1)  # what a writer saw that did not wait for the lock
    with pytest.raises(IntegrityError), transaction.atomic():
        append([new(chain)])


def test_when_the_transaction_is_undone_so_is_the_chain():
    chain = uuid.uuid4()
    write(chain)
    with undone():
        write(chain, 3)
    write(chain)
    assert (verify().ok, verify().entries) == (True, 2)


@pytest.mark.postgresql_only
def test_two_that_begin_one_chain_at_once_do_not_fork_it_on_postgresql():
    """The second waits for the first and is then refused. Real connections, cleaned up by hand."""
    chain, outcome = uuid.uuid4(), []

    with closing(connection.copy()) as first, closing(connection.copy()) as watch:
        try:
            first.set_autocommit(False)
            insert_as(first, chain)
            second = Thread(target=append_alone, args=(chain, outcome))
            second.start()
            while not waiting(watch) and second.is_alive():
                pass
            first.commit()
            second.join()
            assert [type(error) for error in outcome] == [IntegrityError]
        finally:
            first.rollback()
            clean(watch, chain)


def insert_as(other, chain):
    """The first entry of a chain, written on another connection and not yet committed."""
    with other.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (subject, chain, seq, kind, content, at, prev, hash) "
            "VALUES (gen_random_uuid(), %s, 1, 'note_added', '', now(), '', '')",
            [chain],
        )


def append_alone(chain, outcome):
    try:
        with transaction.atomic():
            append([new(chain)])
    except IntegrityError as error:
        outcome.append(error)
    finally:
        connection.close()


def waiting(watch):
    with watch.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
        return cursor.fetchone()[0]


def clean(watch, chain):
    with watch.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM ledger_entry WHERE chain = %s", [chain])
        cursor.execute("DELETE FROM ledger_chain WHERE chain = %s", [chain])
        cursor.execute("ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_no_update")
        cursor.execute("ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_no_delete")
        cursor.execute("ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_no_truncate")


WRITER = """
import sys, uuid, django
from datetime import UTC, datetime
django.setup()
from django.core.management import call_command
from django.db import transaction
from django.db.transaction import TransactionManagementError
from hilo.ledger.record import NewEntry, append
from hilo.ledger.verify import verify
chain = uuid.UUID(int=5)
def new():
    return NewEntry(chain, "note_added", uuid.uuid4(), bytes(32), datetime.now(UTC))
if sys.argv[1] == "begin":
    call_command("migrate", "ledger", verbosity=0)
    try:
        append([new()])
    except TransactionManagementError:
        print("refused outside of a transaction")
elif sys.argv[1] == "write":
    for _ in range(40):
        with transaction.atomic():
            append([new()])
else:
    report = verify()
    print(report.ok, report.chains, report.entries)
"""


@pytest.mark.sqlite_only
def test_two_processes_writing_one_chain_take_turns_on_sqlite(tmp_path, settings):
    from hilo.lib.keys import KeyRing

    KeyRing.create(tmp_path / "keys")
    environment = {"HILO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hilo.web.settings"}

    def start(what):
        return subprocess.Popen([sys.executable, "-c", WRITER, what], env=environment, stdout=-1, text=True)

    assert start("begin").communicate()[0] == "refused outside of a transaction\n"
    writers = [start("write"), start("write")]
    assert [writer.wait() for writer in writers] == [0, 0]
    for writer in writers:
        writer.stdout.close()
    assert start("verify").communicate()[0] == "True 1 80\n"

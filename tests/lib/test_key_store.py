"""The store of outer keys: durable, one key for each report whoever asks first, and nothing left of an erased one."""

import multiprocessing
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from deployment import Databases

from hilo.lib.errors import BadInput
from hilo.lib.key_store import KeyStore


@pytest.fixture
def place(tmp_path) -> Iterator[str]:
    """Where a store may stand: a file, or a database of its own on PostgreSQL."""
    databases = Databases()
    yield databases.new() or str(tmp_path / "folder" / "keys.sqlite3")
    databases.drop()


@pytest.fixture
def store(place) -> KeyStore:
    return KeyStore(place)


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "folder" / "keys.sqlite3"


def all_bytes(file):
    """Of the file and of everything SQLite keeps beside it."""
    return b"".join(path.read_bytes() for path in file.parent.iterdir())


def test_a_key_is_the_same_whenever_and_whoever_asks(store, place):
    pk = uuid4()
    key = store.make(pk)
    assert len(key) == 32
    assert key == store.get(pk) == store.make(pk) == KeyStore(place).get(pk)
    assert store.make(uuid4()) != key


def test_a_key_that_was_never_made_is_refused_with_a_sentence(store):
    with pytest.raises(BadInput, match="ya no existe"):
        store.get(uuid4())


def test_an_erased_key_is_gone_for_every_process_and_erasing_again_is_nothing(store, place):
    pk, other = uuid4(), uuid4()
    store.make(pk)
    kept = store.make(other)
    store.erase(pk)
    store.erase(pk)
    for one in (store, KeyStore(place)):
        with pytest.raises(BadInput, match="destruido"):
            one.get(pk)
    assert store.get(other) == kept


def test_threads_that_ask_at_once_for_the_first_key_of_a_new_store_get_one(place):
    pk, found = uuid4(), []
    start = threading.Barrier(8)

    def ask():
        start.wait()
        found.append(KeyStore(place).make(pk))

    crowd = [threading.Thread(target=ask) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(found) == 8
    assert set(found) == {KeyStore(place).get(pk)}


def _ask(place, pk, answer):
    answer.put(KeyStore(place).make(pk))


def test_processes_that_ask_at_once_get_one_key(place):
    pk, context = uuid4(), multiprocessing.get_context("spawn")
    answers = context.Queue()
    crowd = [context.Process(target=_ask, args=(place, pk, answers)) for _ in range(4)]
    for one in crowd:
        one.start()
    keys = {answers.get(timeout=60) for _ in crowd}
    for one in crowd:
        one.join()
    assert keys == {KeyStore(place).get(pk)}


def test_nothing_of_an_erased_key_is_left_in_the_files(file):
    store = KeyStore(str(file))
    gone, kept = uuid4(), uuid4()
    key, other = store.make(gone), store.make(kept)
    assert key in all_bytes(file)
    store.erase(gone)
    assert key not in all_bytes(file)
    assert other in all_bytes(file)


def test_nothing_of_an_erased_key_is_left_while_another_process_has_the_file_open(file):
    store = KeyStore(str(file))
    keys = [(pk, store.make(pk)) for pk in (uuid4() for _ in range(20))]
    beside = store._connect()
    assert beside.execute("SELECT count(*) FROM outer_key").fetchone() == (20,)
    for pk, _key in keys[::2]:
        store.erase(pk)
    left = all_bytes(file)
    beside.close()
    assert [key in left for _pk, key in keys] == [False, True] * 10


def test_the_file_and_its_folder_are_for_its_owner_only(file):
    previous = os.umask(0)
    try:
        KeyStore(str(file)).make(uuid4())
    finally:
        os.umask(previous)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

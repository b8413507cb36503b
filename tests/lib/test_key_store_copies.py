"""A copy of the store of outer keys brings back what was lost, and never what was destroyed."""

import os
import sqlite3
from collections.abc import Iterator
from uuid import uuid4

import pytest
from deployment import Databases

from hilo.lib.errors import BadInput
from hilo.lib.key_store import Contents, KeyStore


@pytest.fixture
def place(tmp_path) -> Iterator[str]:
    """Where a store may stand: a file, or a database of its own on PostgreSQL."""
    databases = Databases()
    yield databases.new() or str(tmp_path / "keys.sqlite3")
    databases.drop()


@pytest.fixture
def store(place) -> KeyStore:
    return KeyStore(place)


def test_a_copy_brings_back_keys_that_were_lost(store, tmp_path):
    mine, other = uuid4(), uuid4()
    keys = {mine: store.make(mine), other: store.make(other)}
    empty = KeyStore(str(tmp_path / "another.sqlite3"))
    assert empty.take_back(store.contents()) == 2
    assert {pk: empty.get(pk) for pk in keys} == keys


def test_a_key_destroyed_since_the_copy_does_not_come_back(store):
    gone, kept = uuid4(), uuid4()
    store.make(gone)
    key = store.make(kept)
    copy = store.contents()
    store.erase(gone)
    assert store.take_back(copy) == 0
    with pytest.raises(BadInput, match="destruido"):
        store.get(gone)
    assert store.get(kept) == key


def test_what_is_known_elsewhere_to_be_destroyed_is_destroyed_here_too(store):
    gone = uuid4()
    copy = Contents({gone: b"k" * 32}, set())
    assert store.take_back(copy, but=[gone]) == 0
    assert store.take_back(copy) == 0, "it is remembered"


def test_a_copy_does_not_change_a_key_that_is_there(store):
    pk = uuid4()
    key = store.make(pk)
    assert store.take_back(Contents({pk: b"other" + b"k" * 27}, set())) == 0
    assert store.get(pk) == key


def test_a_store_of_an_earlier_hilo_is_opened_and_can_forget(tmp_path):
    path, pk = tmp_path / "keys.sqlite3", uuid4()
    with sqlite3.connect(path) as old:
        old.execute("CREATE TABLE outer_key (id BLOB PRIMARY KEY, key BLOB NOT NULL)")
        old.execute("INSERT INTO outer_key VALUES (?, ?)", [pk.bytes, b"k" * 32])
    old.close()
    store = KeyStore(str(path))
    assert store.get(pk) == b"k" * 32
    store.erase(pk)
    assert store.contents() == Contents({}, {pk})


def test_a_store_that_cannot_be_opened_says_so_in_one_sentence(tmp_path):
    (tmp_path / "keys.sqlite3").write_bytes(b"no es una base de datos" * 100)
    for where in (tmp_path / "keys.sqlite3", "postgres://nadie@127.0.0.1:1/nada"):
        with pytest.raises(BadInput, match="No se puede abrir el almacén"):
            KeyStore(str(where)).contents()


@pytest.mark.postgresql_only
def test_on_postgresql_the_role_of_the_door_makes_and_reads_keys_but_destroys_none(place):
    import psycopg

    role = f"door_{uuid4().hex[:12]}"
    owner = KeyStore(place)
    owner.prepare()
    with psycopg.connect(place, autocommit=True) as server:
        server.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
    try:
        owner.grant(role)
        door = KeyStore(f"postgres://{role}:x@{place.rpartition('@')[2]}")
        pk = uuid4()
        assert door.make(pk) == door.get(pk) == owner.get(pk)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            door.erase(pk)
    finally:
        with psycopg.connect(place, autocommit=True) as server:
            server.execute(f"DROP OWNED BY {role}")
            server.execute(f"DROP ROLE {role}")


def test_an_erased_key_stands_nowhere_in_the_file(tmp_path):
    path, pk = tmp_path / "keys.sqlite3", uuid4()
    store = KeyStore(str(path))
    key = store.make(pk)
    store.take_back(Contents({}, {pk}))
    assert all(key not in (tmp_path / name).read_bytes() for name in os.listdir(tmp_path))

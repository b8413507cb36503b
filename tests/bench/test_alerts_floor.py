"""The floor of the import benchmark writes the rows it finds, and leaves nothing behind."""

import sqlite3

import pytest

from bench.alerts import floor, run
from bench.generate import compose


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "hilo.sqlite3"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE alerts_alert (id TEXT PRIMARY KEY, rank INTEGER);"
        "CREATE INDEX by_rank ON alerts_alert (rank);"
        "CREATE TABLE django_session (id TEXT);"
    )
    connection.commit()
    yield path, connection
    connection.close()


def test_an_import_is_measured_against_its_own_rows(database):
    path, connection = database

    def product(documents):
        connection.executemany("INSERT INTO alerts_alert VALUES (?, 1)", [(one.name,) for one in documents])
        connection.commit()

    measured = run(30, database_url=f"sqlite:///{path}", product=product)
    assert measured["figures"]["reports"] == 30
    assert measured["ratio"]["reports_per_second"] == pytest.approx(
        measured["figures"]["reports_per_second"] / measured["floor"]["reports_per_second"]
    )
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]


def test_a_floor_without_rows_is_refused_instead_of_being_flattering(database):
    with pytest.raises(ValueError, match="importe primero"):
        floor(compose(3, seed=1)[0], f"sqlite:///{database[0]}")

"""On PostgreSQL the door has a role of its own: it puts reports in, reads one by its code, and nothing else."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from deployment import Databases, Deployment
from django.db import connection

from hilo.door.rows import POLICIES, grants

pytestmark = pytest.mark.postgresql_only
AT_WORK = Path(__file__).parent / "at_work.py"
MINE, OTHERS = "12345678901234567897", "98765432109876543219"
NOT_HERS = (
    "accounts_user", "django_session", "django_migrations", "alerts_alert", "cases_case", "cases_event",
    "cases_personincase", "intake_taken", "linkage_observation", "exchange_outboxitem", "ledger_entry",
    "accounts_unitkey",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """A deployment whose door connects as ``role``; two reports have been told through it."""
    databases = Databases()
    made = Deployment(tmp_path_factory.mktemp("home"), databases.new())
    made.told("init")
    owner, role, word = made.env["DATABASE_URL"], f"door_{secrets.token_hex(6)}", secrets.token_hex(8)
    with psycopg.connect(owner, autocommit=True) as server:
        server.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{word}'")
        for statement in grants(role):
            server.execute(statement)
    made.script(AT_WORK, "prepare")
    door = Deployment(made.home)
    door.env = made.env | {
        "DATABASE_URL": f"postgres://{role}:{word}@{owner.rpartition('@')[2]}",
        "DJANGO_SETTINGS_MODULE": "hilo.web.settings_public",
    }
    try:
        yield SimpleNamespace(door=door, staff=made, role=role, owner=owner, as_role=door.env["DATABASE_URL"])
    finally:
        with psycopg.connect(owner, autocommit=True) as server:
            server.execute(f"DROP OWNED BY {role}")
            server.execute(f"DROP ROLE {role}")
        databases.drop()


@pytest.fixture(scope="module")
def told(world) -> dict[str, str]:
    """Code -> report, both sent by the door's own role."""
    sent = [{"digits": digits, "answers": {"account": f"Perdí la mochila {digits}."}} for digits in (MINE, OTHERS)]
    ids = world.door.script(AT_WORK, "tell", _json(sent))
    world.staff.script(AT_WORK, "answer", _json(ids[0]), _json("Ya leímos lo que nos contaste."))
    return dict(zip((MINE, OTHERS), ids, strict=True))


def _json(value) -> str:
    return json.dumps(value)


@pytest.fixture
def door(world, told) -> Iterator[psycopg.Connection]:
    with psycopg.connect(world.as_role) as asked:
        yield asked


def comes_with(asked: psycopg.Connection, world, report: str) -> None:
    """Say, as the door does, that this transaction comes with the code of ``report``."""
    with psycopg.connect(world.owner) as server:
        lookup = server.execute("SELECT lookup FROM door_report WHERE id = %s", [report]).fetchone()[0]
    asked.execute("SELECT set_config('hilo.lookup', %s, true)", [lookup.hex()])


def test_the_door_sends_and_comes_back_as_its_own_role(world, told):
    found = world.door.script(AT_WORK, "come_back", _json(MINE))
    assert found == {"report": told[MINE], "answers": ["Ya leímos lo que nos contaste."]}
    again = world.door.script(AT_WORK, "tell", _json([{"digits": MINE, "answers": {"account": "Otra vez."}}]))
    assert again == [told[MINE]]


def test_the_holder_writes_adds_withdraws_and_locks_as_the_doors_own_role(world, told):
    assert world.door.script(AT_WORK, "come_back", _json(OTHERS), _json("También perdí un libro."))["answers"] == []
    with psycopg.connect(world.owner) as server:
        row = server.execute(
            "SELECT visited_at, withdrawn_at, locked_at FROM door_report WHERE id = %s", [told[OTHERS]]
        ).fetchone()
        kinds = server.execute("SELECT kind FROM door_passage WHERE report_id = %s", [told[OTHERS]]).fetchall()
    assert None not in row
    assert sorted(kind for (kind,) in kinds) == ["account", "addition", "message"]


def test_a_draft_is_kept_and_forgotten_by_who_has_its_cookie_only(world):
    assert world.door.script(AT_WORK, "draft", _json("a" * 64)) == {"seen_by_others": 0, "seen": 1, "left": 0}


@pytest.mark.parametrize("table", sorted(POLICIES.keys() - {"door_addressee", "door_news"}))
def test_without_a_code_nothing_is_listed(door, table):
    assert door.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - our own names


def test_with_a_code_only_its_own_report_is_seen(door, world, told):
    comes_with(door, world, told[MINE])
    assert [str(pk) for (pk,) in door.execute("SELECT id FROM door_report")] == [told[MINE]]
    readers = door.execute("SELECT DISTINCT report_id::text, reader FROM door_wrapping").fetchall()
    assert readers == [(told[MINE], "code")]


def test_not_even_the_holder_of_the_code_reads_what_was_told(door, world, told):
    comes_with(door, world, told[MINE])
    assert door.execute("SELECT kind FROM door_passage").fetchall() == [("answer",)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE door_report SET institution = 'FGE-MOR'",
        "UPDATE door_report SET stage = 'closed'",
        "UPDATE door_report SET lookup = 'x'",
        "UPDATE door_report SET destroyed_at = now()",
        "DELETE FROM door_report",
        "DELETE FROM door_wrapping",
        "UPDATE door_wrapping SET sealed = 'x'",
        "DELETE FROM door_passage",
        "UPDATE door_passage SET sealed = 'x'",
        "SELECT count(*) FROM door_news",
        "INSERT INTO door_addressee VALUES (gen_random_uuid(), 'unit', 'X', 'x', now(), NULL)",
        "UPDATE door_addressee SET public_key = 'x'",
        "TRUNCATE door_draft",
        "CREATE TABLE public.kept (words text)",
        "ALTER TABLE door_report DISABLE ROW LEVEL SECURITY",
        "DROP POLICY door_select ON door_report",
        "SET ROLE root",
    ],
)
def test_even_with_a_code_the_door_cannot(door, world, told, statement):
    comes_with(door, world, told[MINE])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute(statement)


def test_with_one_code_another_report_cannot_be_changed_or_written_to(door, world, told):
    comes_with(door, world, told[MINE])
    done = door.execute("UPDATE door_report SET locked_at = now() WHERE id = %s", [told[OTHERS]])
    assert done.rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        door.execute(
            "INSERT INTO door_passage (id, report_id, kind, at, sealed)"
            " VALUES (gen_random_uuid(), %s, 'addition', now(), 'x')",
            [told[OTHERS]],
        )


def test_a_report_cannot_be_put_in_under_a_code_other_than_the_one_it_comes_with(door, world, told):
    comes_with(door, world, told[MINE])
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        door.execute(
            "INSERT INTO door_report (id, lookup, public_key, institution, channel, slow, arrived_at, stage)"
            " VALUES (gen_random_uuid(), 'another', 'x', 'FGE-NAY', 'web', false, now(), 'received')"
        )


@pytest.mark.parametrize("table", NOT_HERS)
def test_the_door_cannot_touch_what_is_not_its_own(door, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own names


def test_of_all_tables_the_door_has_rights_on_its_own_six_only(world):
    with psycopg.connect(world.owner) as server:
        rights = server.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND CASE relkind"
            "  WHEN 'S' THEN has_sequence_privilege(%(role)s, oid, 'USAGE, SELECT, UPDATE')"
            "  WHEN 'r' THEN has_table_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')"
            "    OR has_any_column_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE, REFERENCES') END",
            {"role": world.role},
        ).fetchall()
    assert {name for (name,) in rights} == set(POLICIES)


def test_every_name_above_is_a_table(db):
    assert set(NOT_HERS) <= set(connection.introspection.table_names())

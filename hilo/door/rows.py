"""Which rows the door may touch: on PostgreSQL its own role reads a report only by its code, a draft by its cookie.

The policies are made by :class:`ReadOnlyByCode` in a migration; they bind every role but the owner of the tables.
Inside :func:`as_holder` and :func:`as_visitor` the connection says which code or cookie it comes with. On SQLite these
are plain transactions: there the door is apart by its process and its file rights only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.migrations.operations.base import Operation

_OF_CODE = "lookup = decode(nullif(current_setting('hilo.lookup', true), ''), 'hex')"
_OF_REPORT = "report_id IN (SELECT id FROM door_report)"  # which are those of the code, for who is bound
_OF_VISITOR = "id = current_setting('hilo.visitor', true)"

# table -> statement -> which rows
POLICIES: dict[str, dict[str, str]] = {
    "door_addressee": {"SELECT": "true"},
    "door_report": {"SELECT": _OF_CODE, "INSERT": _OF_CODE, "UPDATE": _OF_CODE},
    "door_wrapping": {"SELECT": f"{_OF_REPORT} AND reader = 'code'", "INSERT": _OF_REPORT},
    "door_passage": {"SELECT": f"{_OF_REPORT} AND kind = 'answer'", "INSERT": _OF_REPORT},
    "door_news": {"INSERT": _OF_REPORT},
    "door_draft": {"SELECT": _OF_VISITOR, "INSERT": _OF_VISITOR, "UPDATE": _OF_VISITOR, "DELETE": _OF_VISITOR},
}
# of a report, the door changes these columns only
CHANGES = ("visited_at", "withdrawn_at", "locked_at")


@contextmanager
def as_holder(lookup: bytes) -> Iterator[None]:
    """A transaction of who has the code behind ``lookup``."""
    with transaction.atomic():
        _say("hilo.lookup", lookup.hex())
        yield


@contextmanager
def as_visitor(draft: str) -> Iterator[None]:
    """A transaction of who has the cookie behind the draft ``draft``."""
    with transaction.atomic():
        _say("hilo.visitor", draft)
        yield


def _say(name: str, value: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def grants(role: str) -> list[str]:
    """The statements that give a role of PostgreSQL what the door needs, and nothing else."""
    quoted = connection.ops.quote_name(role)
    made = []
    for table, rights in POLICIES.items():
        made += [f"REVOKE ALL ON {table} FROM {quoted}"]
        for right in rights:
            columns = f" ({', '.join(CHANGES)})" if (table, right) == ("door_report", "UPDATE") else ""
            made.append(f"GRANT {right}{columns} ON {table} TO {quoted}")
    return made


class ReadOnlyByCode(Operation):
    """Makes the policies on PostgreSQL; nothing on SQLite."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The model state does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop and create, so that it can be repeated."""
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor != "postgresql":
            return
        for table, rights in POLICIES.items():
            schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", params=None)
            for right, rows in rights.items():
                schema_editor.execute(_policy(table, right, rows), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the policies."""
        if schema_editor.connection.vendor != "postgresql":
            return
        for table, rights in POLICIES.items():
            for right in rights:
                schema_editor.execute(f"DROP POLICY IF EXISTS door_{right.lower()} ON {table}", params=None)
            schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", params=None)

    def describe(self) -> str:
        """For ``migrate --plan``."""
        return "Let the door read reports by their code only"


def _policy(table: str, right: str, rows: str) -> str:
    how = {"INSERT": f"WITH CHECK ({rows})", "UPDATE": f"USING ({rows}) WITH CHECK ({rows})"}.get(
        right, f"USING ({rows})"
    )
    return f"CREATE POLICY door_{right.lower()} ON {table} FOR {right} {how}"

"""What a check constraint cannot say: the clock an open case points to is live and its own.

A migration operation for SQLite and PostgreSQL. SQLite rebuilds a table on every AlterField and drops
its triggers, so it stands last in every migration that alters ``cases_case`` or ``cases_clock``.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

# The rules on clocks ask for cases that are not closed, instead of open ones: so worded, PostgreSQL without fresh
# statistics finds the case by its clock and not by walking through an index of all open cases.
# name, table, moment, condition that must not hold, sentence
RULES = (
    (
        "new_case_takes_its_own_clock",
        "cases_case",
        "INSERT",
        "NEW.status = 'open' AND EXISTS (SELECT 1 FROM cases_clock k WHERE k.id = NEW.next_clock_id"
        " AND (k.case_id <> NEW.id OR k.stopped_at IS NOT NULL))",
        "an open case must point to a live clock of its own",
    ),
    (
        "case_points_to_live_clock",
        "cases_case",
        "UPDATE",
        "NEW.status = 'open' AND NOT EXISTS (SELECT 1 FROM cases_clock k WHERE k.id = NEW.next_clock_id"
        " AND k.case_id = NEW.id AND k.stopped_at IS NULL)",
        "an open case must point to a live clock of its own",
    ),
    (
        "clock_is_live_when_born",
        "cases_clock",
        "INSERT",
        "EXISTS (SELECT 1 FROM cases_case c WHERE c.next_clock_id = NEW.id AND c.status <> 'closed'"
        " AND (c.id <> NEW.case_id OR NEW.stopped_at IS NOT NULL))",
        "the next clock of an open case must be live and its own",
    ),
    (
        "clock_in_use_keeps_running",
        "cases_clock",
        "UPDATE",
        "EXISTS (SELECT 1 FROM cases_case c WHERE c.next_clock_id = OLD.id AND c.status <> 'closed'"
        " AND (NEW.stopped_at IS NOT NULL OR NEW.case_id <> OLD.case_id OR NEW.id <> OLD.id))",
        "an open case stands on this clock: point the case to another one first",
    ),
)

# A conflict of interest ends holding: the case moves first, and does not come back.
SIGHT_RULES = (
    (
        "conflicted_institution_takes_no_case",
        "cases_case",
        "UPDATE",
        "NEW.institution <> OLD.institution AND EXISTS (SELECT 1 FROM cases_conflict x"
        " WHERE x.case_id = NEW.id AND x.institution = NEW.institution)",
        "an institution with a conflict of interest cannot hold this case",
    ),
    (
        "holder_is_moved_before_its_conflict",
        "cases_conflict",
        "INSERT",
        "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND c.institution = NEW.institution)",
        "move the case to another institution before recording the conflict of the one that holds it",
    ),
)


class KeepNextClockLive(Operation):
    """Creates (or creates again) the triggers of :data:`RULES`; with ``sight`` those of conflicts as well."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, *, sight: bool = False) -> None:
        self.rules = (*RULES, *SIGHT_RULES) if sight else RULES

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The model state does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop and create, so that it can be repeated."""
        KeepNextClockLive.database_backwards(self, app_label, schema_editor, from_state, to_state)
        vendor = schema_editor.connection.vendor
        for rule in self.rules:
            for statement in _postgres(*rule) if vendor == "postgresql" else _sqlite(*rule):
                schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        for name, table, *_rest in self.rules:
            on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)

    def describe(self) -> str:
        """For ``migrate --plan``."""
        return "Keep the clock of an open case live"


class LiftGuards(KeepNextClockLive):
    """Takes the triggers of :data:`RULES` away: first in a migration that makes SQLite rebuild one of their tables."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop; :class:`KeepNextClockLive` at the end of the migration creates them again."""
        KeepNextClockLive.database_backwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create, which undoing the migration does last."""
        KeepNextClockLive.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """For ``migrate --plan``."""
        return "Lift the guards while tables are altered"


def _sqlite(name: str, table: str, moment: str, wrong: str, sentence: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    ]


def _postgres(name: str, table: str, moment: str, wrong: str, sentence: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {wrong} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation'; END IF;"
        f" RETURN NEW; END $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_check()",
    ]

"""The rows that figures are counted from, as SQL: what came to an institution, was offered to it, was told back.

Everything starts from cases and hand-offs and looks from there for events and clocks, so that a case with none
is counted too. Who held a case from when to when is read from its thread (``case.opened``, ``case.routed``); a
case that was never routed has been all the time where it is. The same rows are counted and listed.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from hilo.accountability.periods import Period
from hilo.reference import pack

BEFORE = 0  # the bucket of what came before the period and is still open; its months are 1, 2, 3…
RECEIPT = "handoff_receipt"  # the rule whose clock says until when a receipt is in time

_CAME = """
routed AS MATERIALIZED (
    SELECT id, case_id, entered_at, {facts_institution} AS institution FROM cases_event e WHERE kind = 'case.routed'
), moves AS (
    SELECT c.id AS case_id, c.opened_at AS began, 0 AS step, c.id AS tie,
        (SELECT {facts_institution} FROM cases_event e
         WHERE e.case_id = c.id AND e.kind = 'case.opened' ORDER BY e.entered_at, e.id LIMIT 1) AS institution
    FROM cases_case c WHERE c.id IN (SELECT case_id FROM routed)
    UNION ALL SELECT case_id, entered_at, 1, id, institution FROM routed
), changes AS (
    SELECT m.*, LAG(institution) OVER (PARTITION BY case_id ORDER BY began, step, tie) AS earlier FROM moves m
), holds AS (
    SELECT case_id, institution, began, LEAD(began) OVER (PARTITION BY case_id ORDER BY began, step, tie) AS ended
    FROM changes WHERE earlier IS NULL OR earlier <> institution
), arrivals AS (
    SELECT case_id, began, ended FROM holds WHERE institution = :institution AND (ended IS NULL OR began < ended)
    UNION ALL
    SELECT c.id, c.opened_at, NULL FROM cases_case c
    WHERE c.institution = :institution AND c.id NOT IN (SELECT case_id FROM routed)
), came AS MATERIALIZED (
    SELECT a.case_id, a.began, a.ended, {bucket_began} AS bucket, c.silent_at,
        CASE WHEN c.parent_id IS NULL THEN 0 ELSE 1 END AS folded,
        CASE WHEN a.ended IS NULL AND c.status = 'open' THEN 1 ELSE 0 END AS held
    FROM arrivals a JOIN cases_case c ON c.id = a.case_id
    WHERE a.began < :until AND (a.began >= :since OR (a.ended IS NULL AND c.status = 'open'))
        AND NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.case_id = c.id AND x.institution IN :kept_out)
)"""

_ACTS = """
first_acts AS MATERIALIZED (
    SELECT came.*,
        (SELECT MIN(e.happened_at) FROM cases_event e
         WHERE e.case_id = came.case_id AND e.entered_at >= came.began
            AND (came.ended IS NULL OR e.entered_at < came.ended) AND e.kind IN :acts) AS acted_at
    FROM came
), rows AS MATERIALIZED (
    SELECT case_id, bucket, folded, held, :now_seconds - {seconds_began} AS age,
        CASE WHEN acted_at < began THEN 0 ELSE {seconds_acted} - {seconds_began} END AS waited,
        CASE WHEN held = 0 THEN 0 WHEN silent_at IS NOT NULL THEN 1 WHEN EXISTS (
            SELECT 1 FROM cases_clock k WHERE k.case_id = f.case_id AND k.rule = 'silence'
                AND k.stopped_at IS NULL AND k.due_at >= :now
        ) THEN 0 ELSE 1 END AS silent
    FROM first_acts f
)"""

_HANDOFFS = """
due AS MATERIALIZED (
    SELECT h.*, CASE WHEN h.state = 'refused' THEN COALESCE(h.received_at, h.answered_at) ELSE h.received_at END
            AS receipt,
        (SELECT MAX(k.due_at) FROM cases_clock k
         WHERE k.case_id = h.case_id AND k.rule = :receipt AND k.subject = h.id) AS due_at
    FROM exchange_handoff h
    WHERE h.receiver = :institution AND h.offered_at < :until
        AND (h.offered_at >= :since OR h.state IN ('offered', 'received'))
        AND NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.case_id = h.case_id AND x.institution IN :kept_out)
), rows AS MATERIALIZED (
    SELECT id, {bucket_offered} AS bucket, state,
        CASE WHEN receipt <= due_at THEN 'in_time' WHEN receipt IS NOT NULL THEN 'late'
            WHEN state = 'withdrawn' AND (due_at IS NULL OR answered_at <= due_at) THEN 'taken_back'
            WHEN state = 'offered' AND due_at >= :now THEN 'waiting' ELSE 'missing' END AS receipt
    FROM due
)"""

_TOLD = """
rows AS MATERIALIZED (
    SELECT came.case_id, came.bucket, CASE WHEN EXISTS (
            SELECT 1 FROM cases_event e
            WHERE e.case_id = came.case_id AND e.kind = 'sender.answered' AND e.entered_at >= l.received_at
                AND (came.ended IS NULL OR e.entered_at < came.ended)
                AND ({facts_alert} IS NULL OR {facts_alert} = {alert_id})
        ) THEN 1 ELSE 0 END AS told
    FROM came JOIN alerts_alert l ON l.case_id = came.case_id AND (came.ended IS NULL OR l.received_at < came.ended)
)"""

# A report counts for the institution that had to receive it, wherever its case went; it is folded while its case is.
_REPORTS = """
told_here AS MATERIALIZED (
    SELECT t.report_id, t.case_id, t.taken_at, t.read_at, t.answered_at, t.answer_due_at, {report_path} AS path,
        c.kind, c.parent_id, CASE WHEN r.withdrawn_at IS NULL AND r.locked_at IS NULL AND r.destroyed_at IS NULL
            THEN 1 ELSE 0 END AS wanted,
        (SELECT MAX(k.due_at) FROM cases_clock k
         WHERE k.case_id = t.case_id AND k.rule = :reading AND k.subject = t.report_id) AS read_due_at
    FROM intake_taken t JOIN cases_case c ON c.id = t.case_id JOIN door_report r ON r.id = t.report_id
    WHERE t.institution = :institution AND t.taken_at < :until
        AND (t.taken_at >= :since OR (t.answered_at IS NULL AND c.status = 'open'))
        AND NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.case_id = c.id AND x.institution IN :kept_out)
), rows AS MATERIALIZED (
    SELECT case_id, {bucket_taken} AS bucket,
        CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END AS folded,
        CASE WHEN kind = 'school' OR path = 'service' THEN 1 ELSE 0 END AS school,
        CASE WHEN read_at <= read_due_at THEN 'in_time' WHEN read_at IS NOT NULL THEN 'late' ELSE 'missing' END
            AS reading,
        CASE WHEN answered_at <= answer_due_at THEN 'in_time' WHEN answered_at IS NOT NULL THEN 'late'
            WHEN wanted = 0 THEN 'not_wanted' ELSE 'missing' END AS answer,
        {seconds_answered} - {seconds_taken} AS waited,
        CASE WHEN EXISTS (
            SELECT 1 FROM cases_event e
            WHERE e.case_id = h.case_id AND e.entered_at >= h.taken_at AND e.kind IN :notified
        ) THEN 1 ELSE 0 END AS notified
    FROM told_here h
)"""

CASES, HANDOFFS, ALERTS, REPORTS = "cases", "handoffs", "alerts", "reports"
_GROUND = {CASES: (_CAME, _ACTS), HANDOFFS: (_HANDOFFS,), ALERTS: (_CAME, _TOLD), REPORTS: (_REPORTS,)}
READING = "report_read"  # the rule whose clock says until when a report is read in time
# What shows that a prosecutor knows: it was informed, or, being itself the one who received the report, did or wrote
# down an act of its investigation.
NOTIFIED = ("prosecutor.informed", "investigation.act_done", "investigation.act_registered")

_SQLITE = {
    "facts_institution": "json_extract(e.facts, '$.institution')",
    "facts_alert": "replace(json_extract(e.facts, '$.alert'), '-', '')",
    "alert_id": "l.id",
    "seconds_began": "CAST(strftime('%%s', began) AS INTEGER)",
    "seconds_acted": "CAST(strftime('%%s', acted_at) AS INTEGER)",
    "report_path": "json_extract(t.result, '$.coarse.path')",
    "seconds_taken": "CAST(strftime('%%s', taken_at) AS INTEGER)",
    "seconds_answered": "CAST(strftime('%%s', answered_at) AS INTEGER)",
}
_POSTGRESQL = {
    "facts_institution": "e.facts::jsonb ->> 'institution'",
    "facts_alert": "e.facts::jsonb ->> 'alert'",
    "alert_id": "l.id::text",
    "seconds_began": "floor(extract(epoch FROM began))::bigint",
    "seconds_acted": "floor(extract(epoch FROM acted_at))::bigint",
    "report_path": "t.result::jsonb -> 'coarse' ->> 'path'",
    "seconds_taken": "floor(extract(epoch FROM taken_at))::bigint",
    "seconds_answered": "floor(extract(epoch FROM answered_at))::bigint",
}


@dataclass(frozen=True)
class Asked:
    """Whose figures, for which months, as of when. ``reader``: the institution of who asks; "" for the console."""

    institution: str
    period: Period
    now: datetime
    reader: str = ""

    def sql(self, of: str, ending: str, **more: Any) -> tuple[str, list[Any]]:
        """A statement over the rows of CASES, HANDOFFS, ALERTS or REPORTS: ``WITH … rows AS (…)`` and ``ending``.

        Rows have a ``bucket`` (BEFORE, then a number for each month of the period) and what measures ask about.
        """
        months = [month.begins for month in self.period.months]
        dialect = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
        text = ",".join(_GROUND[of]).format(
            bucket_began=_bucket("a.began", len(months)), bucket_offered=_bucket("offered_at", len(months)),
            bucket_taken=_bucket("taken_at", len(months)), **dialect,
        )  # fmt: skip
        values = {
            "institution": self.institution,
            "kept_out": tuple({self.institution, self.reader or self.institution}),
            "since": self.period.since,
            "until": self.period.until,
            "now": self.now,
            "now_seconds": int(self.now.timestamp()),
            "receipt": RECEIPT,
            "reading": READING,
            "notified": NOTIFIED,
            "acts": acts(),
        }
        return _bound(f"WITH {text} {ending}", values | {f"month_{n}": at for n, at in enumerate(months)} | more)

    def bucket(self, line: str) -> int | None:
        """The bucket of a line of the table by its key, «antes» or «2026-05»; None for one that is not there."""
        return {"antes": BEFORE, **{str(month): n for n, month in enumerate(self.period.months, 1)}}.get(line)


@contextmanager
def counting() -> Iterator[None]:
    """PostgreSQL would compile these statements for longer than they run; SQLite has nothing of the kind."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        yield


def acts() -> tuple[str, ...]:
    """Kinds of events that move a case. The steps of a hand-off are no acts: they have measures of their own."""
    kinds = pack().event_kinds.items()
    return tuple(sorted(code for code, kind in kinds if kind.substantive and kind.group != "handoff"))


def _bucket(column: str, months: int) -> str:
    steps = " ".join(f"WHEN {column} < :month_{n} THEN {n}" for n in range(months))
    return f"CASE {steps} ELSE {months} END"


def _bound(sql: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The statement with the driver's placeholders for ``:names``, and their values in order."""
    given: list[Any] = []

    def place(found: re.Match[str]) -> str:
        value = values[found[1]]
        several = isinstance(value, tuple)
        given.extend(_plain(one) for one in (value if several else (value,)))
        return f"({', '.join(['%s'] * len(value))})" if several else "%s"

    return re.sub(r"(?<![:\w]):([a-z]\w*)", place, sql), given


def _plain(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

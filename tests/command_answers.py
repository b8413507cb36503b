"""What each command answers with ``--json``: names of keys and kinds of values. Tests hold the commands to it.

A list shows one of its items; ``"text?"`` may be null. Commands that serve pages answer nothing.
"""

from typing import Any

_DUTY = {"label": "text", "due_at": "moment?", "law": "text"}

ANSWERS: dict[str, dict[str, Any]] = {
    "init": {"home": "text", "database": "text"},
    "alerts import": {
        "read": "number",
        "new": "number",
        "replays": "number",
        "versions": "number",
        "quarantined": "number",
        "cases_opened": "number",
        "joined": "number",
        "seconds": "number",
    },
    "alerts show": {
        "report_id": "text",
        "sender": "text",
        "tier": "number",
        "factors": [{"code": "text", "detail": "text", "label": "text"}],
        "not_applied": [{"code": "text", "state": "text", "label": "text"}],
        "case": "text",
        "disposition": "text",
        "versions": "number",
    },
    "alerts list": {
        "alerts": [{"report_id": "text", "tier": "number", "rank": "number", "case": "text"}],
        "count": "number",
    },
    "alerts quarantine": {
        "items": [{"source": "text", "reason": "text", "received_at": "moment"}],
        "count": "number",
    },
    "figures": {
        "institution": "text",
        "name": "text",
        "from": "text",
        "to": "text",
        "generated_at": "moment",
        "minimum": "number",
        "definitions": {},
        "lines": [{}],
    },
    "cases list": {
        "cases": [
            {
                "code": "text",
                "tier": "number",
                "state": "text?",
                "institution": "text",
                "owner": "text",
                "next_duty": _DUTY,
                "silent_days": "number",
            }
        ],
        "count": "number",
    },
    "cases show": {
        "code": "text",
        "status": "text",
        "tier": "number",
        "state": "text?",
        "institution": "text",
        "owner": "text?",
        "next_duty": _DUTY,
        "silent_days": "number",
        "data_lapses_at": "moment?",
        "thread": [
            {
                "kind": "text",
                "label": "text",
                "happened_at": "moment",
                "entered_at": "moment",
                "by": "text?",
                "facts": {},
                "note": "text?",
            }
        ],
        "people": [{"role": "text", "name": "text?", "age": "number?"}],
        "places": [{"role": "text", "institution": "text?", "name": "text?"}],
        "clocks": [
            {
                "rule": "text",
                "label": "text",
                "law": "text",
                "to_confirm": "yes or no",
                "state": "text",
                "started_at": "moment",
                "due_at": "moment",
                "stopped_at": "moment?",
                "working": ["text"],
            }
        ],
        "handoffs": [
            {
                "folio": "text",
                "kind": "text",
                "sender": "text",
                "receiver": "text",
                "origin": "text",
                "state": "text",
                "label": "text",
                "offered_at": "moment",
                "received_at": "moment?",
                "answered_at": "moment?",
                "result_at": "moment?",
                "outcome": "text?",
                "due_at": "moment?",
            }
        ],
        "acts": [],
    },
    "work": {
        "reports_taken": "number",
        "overdue_recorded": "number",
        "escalations": "number",
        "outbox_done": "number",
        "outbox_failed": "number",
    },
    "ledger verify": {
        "ok": "yes or no",
        "chains": "number",
        "entries": "number",
        "checkpoints": "number",
        "broken": [{"chain": "text", "seq": "number", "why": "text"}],
    },
    "ledger checkpoint": {
        "made": "yes or no",
        "checkpoint": {
            "number": "number",
            "at": "moment",
            "leaves": "number",
            "root": "text",
            "prev_hash": "text",
            "hash": "text",
            "signature": "text",
            "public_key": "text",
        },
    },
    "partners add": {"code": "text", "institution": "text", "scopes": ["text"]},
    "partners deactivate": {"code": "text", "active": "yes or no"},
    "partners key": {"code": "text", "key_id": "text", "from": "moment", "until": "moment?"},
    "partners list": {
        "partners": [
            {
                "code": "text",
                "name": "text",
                "institution": "text",
                "scopes": ["text"],
                "per_minute": "number",
                "active": "yes or no",
                "keys": [{"key_id": "text", "from": "moment", "until": "moment?"}],
            }
        ],
        "count": "number",
    },
    "people email": {"username": "text", "email": "yes or no"},
    "people add": {"id": "number", "username": "text", "password": "text"},
    "people list": {
        "people": [
            {
                "username": "text",
                "name": "text",
                "institution": "text",
                "role": "text",
                "active": "yes or no",
                "desk": "yes or no",
            }
        ],
        "count": "number",
    },
    "people deactivate": {"username": "text", "active": "yes or no", "cases": "number"},
    "people reset-factors": {"username": "text", "removed": "number"},
    "people reset-password": {"username": "text", "password": "text"},
    "backup": {
        "file": "text",
        "tables": "number",
        "rows": "number",
        "bytes": "number",
        "sha256": "text",
        "report_keys_file": "text?",
        "report_keys": "number",
    },
    "restore": {
        "file": "text",
        "at": "moment",
        "tables": "number",
        "rows": "number",
        "engine": "text",
        "ledger_ok": "yes or no",
        "keys_moved": "text",
        "report_keys": "number",
        "reports_without_key": "number",
    },
    "keys list": {
        "keys": [{"name": "text", "id": "text", "since": "moment?", "until": "moment?", "in_use": "yes or no"}],
        "count": "number",
    },
    "keys rotate": {"name": "text", "id": "text", "before": "text"},
    "keys show-backup": {"id": "text", "lines": ["text"]},
    "doctor": {
        "ok": "yes or no",
        "looked_at": "number",
        "findings": [{"code": "text", "what": "text", "why": "text", "mend": "text"}],
    },
    "evidence export": {
        "case": "text",
        "file": "text",
        "sha256": "text",
        "manifest": "text",
        "size": "number",
        "redacted": "yes or no",
        "validated": "text",
        "checkpoint": "number",
        "checked": {},
    },
    "evidence hash": {"files": [{"file": "text", "sha256": "text", "size": "number"}], "count": "number"},
    "evidence stamp keep": {"checkpoint": "number", "authority": "text", "stamped_at": "moment"},
    "evidence stamp request": {"checkpoint": "number", "file": "text", "hash": "text"},
    "testimony assess": {
        "prompts": [
            {
                "turn": "number",
                "label": "text",
                "class4": "text",
                "confidence": "number",
                "flags": ["text"],
                "phase": "text",
                "why": "text",
                "status": "text",
            }
        ],
        "shares": {},
        "details": {},
    },
    "verify": {
        "ok": "yes or no",
        "case": "text",
        "checked": {},
        "broken": [{"file": "text", "where": "text", "why": "text"}],
        "notes": [{"file": "text", "where": "text", "why": "text"}],
        "proven": ["text"],
        "not_proven": ["text"],
    },
    "door grant": {"role": "text", "run": "yes or no", "statements": ["text"]},
    "bench": {"name": "text", "figures": {}, "floor": {}, "ratio": {}, "machine": {}},
}
NOTES = {
    "alerts show": "``factors`` are those that applied. The ``state`` of one that did not is `not_applied` (something "
    "else was said) or `unknown` (the sender does not say).",
    "alerts list": "Most urgent first; ``rank`` 1 is the first of all.",
    "cases show": "Sealed fields are marked as sealed (`sellado`), never opened. ``acts`` is empty until that "
    "part exists.",
    "work": "``reports_taken`` counts reports that became part of a case, and news of them; ``overdue_recorded``, "
    "duties that ran out and silences; ``escalations``, the rungs they reached. All in this pass.",
    "ledger verify": "Exit code 1 when something is broken.",
    "ledger checkpoint": "The latest checkpoint, bytes in hexadecimal; null when nothing was ever signed.",
    "people deactivate": "``cases``: how many open cases passed to the duty desk.",
    "people reset-password": "``password`` only when it was generated; it is not shown again.",
    "people add": "``password`` only when it was generated; it is not shown again.",
    "restore": "Exit code 1 when the record does not verify: then it did not when the backup was taken either. "
    "``keys_moved`` is the folder where keys that stood there are kept, or empty; ``report_keys``, how many outer keys "
    "of reports came back from the copy.",
    "backup": "``report_keys_file`` is the copy of the outer keys of reports; null with `--without-report-keys`.",
    "evidence export": "``sha256`` is of the zip, ``manifest`` of the list inside it, which the thread keeps. "
    "``validated``: `yes`, `no`, or `not checked here` without the package `case-utils`.",
    "verify": "Exit code 1 when something does not hold; needs no database, keys or settings. ``notes`` hold and are "
    "worth a look. ``checked`` counts what was looked at.",
    "testimony assess": "Needs no database. ``shares``: for each class of four its ``share`` of the interviewer's ``n``"
    " turns, and a 95 % interval from ``low`` to ``high``. ``details``: for each id ``first_turn``, ``first_speaker`` "
    "(`E` or `N`), ``status``, ``after_turn``, ``after_label`` and ``child_turn``; empty without `--details`. With "
    "`--rows` the answer is instead ``rows``, each with ``id``, ``label``, ``class4``, ``confidence``, ``flags`` and "
    "``status``. Every ``status`` of a code is `suggested`.",
    "keys list": "Ids tell keys apart and say nothing about them.",
    "door grant": "Ends with 2 on SQLite, which has no roles; ``run`` is false with `--print`.",
    "doctor": "Exit code 1 when something was found.",
    "bench": "The keys inside ``figures``, ``floor`` and ``ratio`` depend on the benchmark.",
}

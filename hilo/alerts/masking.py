"""What a page may show of an alert before somebody asks, with a reason, to see the rest.

Plain functions over text. When in doubt they hide: a sender may put anything anywhere.
"""

import json
import re
from typing import Any

from hilo.alerts.draft import IdKind

DOTS = "•••"
# A name or an address is known from its first letter in a small place: nothing of these is shown.
WHOLLY_HIDDEN = frozenset({IdKind.PERSON_NAME, IdKind.SCHOOL, IdKind.ADDRESS, IdKind.URL, IdKind.PROFILE_URL})
HASH_SIGNS = 6

_SAFE_VALUE = re.compile(
    r"true|false|yes|no|\d{1,4}|[AB][12]|\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_KEY = r"[@#]?[A-Za-z][A-Za-z0-9_:\-]{0,40}"
_SAFE_PATH = re.compile(rf"{_KEY}(\[(\d{{1,4}}|…)\])*(\.{_KEY}(\[(\d{{1,4}}|…)\])*)*")
_NAMED_PLACE = re.compile(r"\[(?!\d{1,4}\]).*\]", re.DOTALL)
# Fields whose values are labels of a list the sender keeps, never about a person.
_LABELS = frozenset(
    {"incidentType", "incident_type", "classification", "industryClassification", "fileRelevance", "priority"}
)
_LABEL_CHARS = 80
_BIRTH = re.compile(r"born|birth|dob|nacim", re.IGNORECASE)


def masked(kind: str, value: str) -> str:
    """A hint of an identifier, never its length: «a•••@•••», «Z•••», «000000…» for a hash."""
    if kind in WHOLLY_HIDDEN:
        return DOTS
    if kind == IdKind.HASH:
        return short_hash(value)
    if kind == IdKind.EMAIL and "@" in value:
        return f"{value[0]}{DOTS}@{DOTS}" if value.index("@") >= 3 else f"{DOTS}@{DOTS}"
    return f"{value[0]}{DOTS}" if len(value) >= 8 else DOTS


def short_hash(value: str) -> str:
    """The first six signs of a hash; dots for what is too short to be one."""
    return f"{value[:HASH_SIGNS]}…" if len(value) >= 32 else DOTS


def safe_path(path: str) -> str:
    """Where a change stands, without the id or the name by which an element was found."""
    shown = _NAMED_PLACE.sub("[…]", path)
    if _SAFE_PATH.fullmatch(shown):
        return shown
    first = re.match(_KEY, path)
    return f"{first[0]}.…" if first else "…"


def safe_value(path: str, value: str | None) -> str | None:
    """A value that can tell nobody's identity (a yes, a short number, a date, a label), else dots.

    Of an object as JSON its fields are told one by one: «age: 12, name: •••».
    """
    if value is None:
        return None
    fields = _fields(value)
    if fields is None:
        return _safe_scalar(path, value)
    told = ((safe_path(key), _safe_scalar(f"{path}.{key}", _written(inner))) for key, inner in fields.items())
    return ", ".join(f"{key}: {inner}" for key, inner in told) or DOTS


def whole_value(value: str | None) -> str | None:
    """The same for who may see it: fields one by one instead of JSON."""
    fields = _fields(value or "")
    return value if fields is None else ", ".join(f"{key}: {_written(inner)}" for key, inner in fields.items())


def _safe_scalar(path: str, value: str) -> str:
    if _SAFE_VALUE.fullmatch(value) and not _BIRTH.search(path):
        return value
    return value if path.rpartition(".")[2] in _LABELS and len(value) <= _LABEL_CHARS else DOTS


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _fields(value: str) -> dict[str, Any] | None:
    """The fields of an object written as JSON; None for anything else, and for one that was cut."""
    try:
        found = json.loads(value) if value.startswith("{") else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None

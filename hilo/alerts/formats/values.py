"""Reading one value: text, yes or no, number, date. Absent is "" or None, never a guess.

"N/A", "unknown", "null" and the like are how senders write an absent value.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

Node = dict[str, Any]

_ABSENT_WORDS = (
    *("", "n/a", "n.a.", "na", "null", "none", "nil", "unknown", "undefined", "desconocido", "not available"),
    *("-", "--"),
)
ABSENT = frozenset(form for word in _ABSENT_WORDS for form in (word, word.upper(), word.title(), word.capitalize()))
_TRUE = frozenset({"true", "1", "yes", "y", "si", "sí", "on"})
_FALSE = frozenset({"false", "0", "no", "n", "off"})
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_NUMBER = re.compile(r"\d{1,9}")


def plain(value: Any) -> str:
    """The value as text without outer spaces; "" when absent. Looks into {"value": …} and XML text."""
    if type(value) is str:
        text = value.strip()
        return "" if text in ABSENT else text
    if value is None:
        return ""
    if isinstance(value, dict):
        return plain(value.get("#text", value.get("value")))
    if isinstance(value, list):
        return plain(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def truth(value: Any) -> bool | None:
    """Yes, no, or not said."""
    if value is None or value is True or value is False:
        return value
    word = plain(value).lower()
    return True if word in _TRUE else False if word in _FALSE else None


def flag(value: Any) -> bool | None:
    """A mark that is on by being there: ``<x/>`` and ``<x>true</x>`` are on, ``<x>false</x>`` is off."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("#text", value.get("value", ""))
    return True if value == "" else truth(value)


def whole(value: Any, low: int, high: int) -> int | None:
    """A whole number within bounds, also when written as text; None otherwise."""
    text = plain(value)
    if len(text) > 9 or not text.isascii() or not text.isdigit():
        return None
    number = int(text)
    return number if low <= number <= high else None


def years(value: Any) -> int | None:
    """An age. Of a range such as "12-14" the lower end; over 120 is no age."""
    ages = [int(found) for found in _NUMBER.findall(plain(value)[:40])]
    return min(ages) if ages and max(ages) <= 120 else None


def many(node: Node, key: str) -> list[Any]:
    """The items under ``key``: a list, one bare item, or a list inside a container."""
    value = node.get(key)
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        value = _unpacked(value, key)
    if not isinstance(value, list):
        return [value]
    if any(type(item) is list for item in value):
        return [inner for item in value for inner in (item if type(item) is list else [item])]
    return value


def _unpacked(value: Node, key: str) -> Any:
    if key in value:
        inner = value[key]
        if inner is None:
            return []
        # An address has its street in <address>: a text beside other keys is a field, not what a container holds.
        if isinstance(inner, list | dict) or len(value) == 1:
            return inner
    if len(value) == 1:
        (inner,) = value.values()
        return inner if isinstance(inner, list) else value
    return value


def texts(node: Node, key: str) -> list[str]:
    """The non-absent texts under ``key``."""
    value = node.get(key)
    if value is None or value == "":
        return []
    if type(value) is str:
        text = plain(value)
        return [text] if text else []
    return [text for text in map(plain, many(node, key)) if text]


@lru_cache(maxsize=4096)
def read_moment(text: str) -> tuple[datetime | None, bool]:
    """A moment in UTC and whether its zone was missing. (None, False) when it is no possible date."""
    epoch = _EPOCH.fullmatch(text)
    try:
        if epoch:
            return datetime.fromtimestamp(int(epoch[1]), UTC), False
        found = datetime.fromisoformat(text.removesuffix(" UTC").removesuffix(" GMT"))
        if found.tzinfo:
            return found.astimezone(UTC), False
        return found.replace(tzinfo=UTC), not text.endswith((" UTC", " GMT"))
    except (ValueError, OverflowError):
        return None, False


def read_day(text: str) -> date | None:
    """A calendar day from the first ten signs, ISO 8601; None when it is no possible day."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

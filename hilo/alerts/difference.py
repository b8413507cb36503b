"""What changed between two versions of an alert, for a person to read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST = 500
VALUE_CHARS = 500
_ID_KEYS = (
    "id",
    "reportId",
    "fileId",
    "submittalId",
    "filename",
    "espIdentifier",
    "espUserId",
    "urlString",
    "name",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs. ``None`` on a side: nothing stood there. Values are shortened text."""

    path: str
    before: str | None
    after: str | None


def difference(old: Any, new: Any) -> list[Change]:
    """The changes from ``old`` to ``new`` payload, in order of path, at most 500.

    Order inside a list does not count: objects are matched by their id where they carry one, other
    items by being equal, and only what is left is compared by position.
    """
    changes: list[Change] = []
    for change in _walk(old, new, ""):
        changes.append(change)
        if len(changes) == MOST:
            break
    return changes


def _walk(old: Any, new: Any, path: str) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            where = f"{path}.{key}" if path else key
            if key not in old:
                yield Change(where, None, _shown(new[key]))
            elif key not in new:
                yield Change(where, _shown(old[key]), None)
            else:
                yield from _walk(old[key], new[key], where)
    elif isinstance(old, list) or isinstance(new, list):
        # An element that repeats in XML is a list only from the second on.
        yield from _lists(_listed(old), _listed(new), path)
    elif type(old) is not type(new) or old != new:
        yield Change(path, _shown(old), _shown(new))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _lists(old: list[Any], new: list[Any], path: str) -> Iterator[Change]:
    before, after = _named(old), _named(new)
    for name in sorted(before.keys() & after.keys()):
        yield from _walk(before[name], after[name], f"{path}[#{name}]")
    gone = [before[name] for name in before.keys() - after.keys()]
    come = [after[name] for name in after.keys() - before.keys()]
    for index in range(max(len(gone), len(come))):
        where = f"{path}[{index}]"
        if index >= len(come):
            yield Change(where, _shown(gone[index]), None)
        elif index >= len(gone):
            yield Change(where, None, _shown(come[index]))
        elif _id(gone[index]) or _id(come[index]):
            yield Change(where, _shown(gone[index]), None)
            yield Change(where, None, _shown(come[index]))
        else:
            yield from _walk(gone[index], come[index], where)


def _named(items: list[Any]) -> dict[str, Any]:
    """Items by their id, or by their whole value; the second of the same name gets a number."""
    named: dict[str, Any] = {}
    times: dict[str, int] = {}
    for item in items:
        base = _id(item) or f"={json.dumps(item, sort_keys=True)}"
        times[base] = times.get(base, 0) + 1
        named[base if times[base] == 1 else f"{base}#{times[base]}"] = item
    return named


def _id(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    found = (item.get(key) for key in _ID_KEYS)
    return next((f"{value}"[:80] for value in found if isinstance(value, str | int) and value != ""), "")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= VALUE_CHARS else f"{text[:VALUE_CHARS]}…"

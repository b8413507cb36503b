"""Links, accounts and numbers that somebody typed become observations: inert, in one form, blind.

What is shared with another case is suggested to a person. Nothing joins by it: what is typed is not certain.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from hilo.accounts.sealing import vault
from hilo.door.telling import Named
from hilo.linkage import index
from hilo.linkage.actions import Pair, pair, suggest
from hilo.linkage.match.normalise import NORMALISERS, normal

PARTY = "report"  # nobody knows yet whose it is
MOST_VALUES = 50  # of one report
MOST_SUGGESTIONS = 5
SHORTEST_NAME = 5  # signs; shorter names of accounts are everybody's
RARE_NAME = 5  # subjects that carry a name; more is a common name
# one thing that senders of alerts write under several kinds
_AS = {"url": ("url", "profile_url"), "screen_name": ("screen_name", "account")}


class Typed(NamedTuple):
    """``blind`` 16 bytes, of ``kind``; ``most``: subjects that may carry it for it to suggest anything."""

    blind: bytes
    kind: str
    most: int


def typed(named: Iterable[Named]) -> list[Typed]:
    """The values that can serve as a key, each once. Unknown kinds and placeholders give nothing."""
    found: dict[bytes, Typed] = {}
    for one in named:
        for kind in _AS.get(one.kind, (one.kind,)):
            value = normal(kind, _as_written(one)) if kind in NORMALISERS else ""
            if value and len(found) < MOST_VALUES:
                blind = vault().blind(kind, value)
                found.setdefault(blind, Typed(blind, kind, _most(kind, value)))
    return list(found.values())


def _as_written(one: Named) -> str:
    """Children write «sitio.example/nombre» and «@nombre»."""
    text = one.value.strip()
    if one.kind == "url" and "://" not in text:
        return f"https://{text}"
    return text.removeprefix("@") if one.kind == "screen_name" else text


def _most(kind: str, value: str) -> int:
    if kind in ("screen_name", "account"):
        return RARE_NAME if len(value) >= SHORTEST_NAME else 0
    return index.HOT


def observe(
    values: list[Typed], *, report: uuid.UUID, case: uuid.UUID, apart: Iterable[uuid.UUID], at: datetime
) -> None:
    """Write down what was seen, and suggest the cases that share a rare value; none of ``apart``."""
    if not values:
        return
    seen = index.counts(one.blind for one in values)
    rare = [one for one in values if 0 < seen.get(one.blind, 0) <= one.most]
    suggest(_shared(rare, seen, {case, *apart}, case), at=at)
    rows = [index.Sighting(one.blind, report, case, PARTY, True) for one in values]
    index.record(rows, {one.blind: one.kind for one in values})


def _shared(
    rare: list[Typed], seen: dict[bytes, int], apart: set[uuid.UUID], case: uuid.UUID
) -> dict[Pair, list[dict[str, object]]]:
    threads = index.threads(one.blind for one in rare)
    found: dict[Pair, list[dict[str, object]]] = {}
    for one in sorted(rare, key=lambda value: seen[value.blind]):
        for thread in dict.fromkeys(thread for thread, _party, _mentioned in threads.get(one.blind, ())):
            if thread not in apart:
                found.setdefault(pair(case, thread), []).append({"kind": one.kind, "seen": seen[one.blind]})
    return dict(list(found.items())[:MOST_SUGGESTIONS])

"""The index of values: what was seen, how often, and in which threads. Blind keys only, never pairs."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from hilo.ledger import bulk
from hilo.linkage.models import Observation, Value

HOT = 20  # a value in more subjects than this is common property: it is kept, searched, and never linked on
GROUP = 900  # values asked for in one statement; the portable limit of parameters is 999


class Seen(NamedTuple):
    """A value as it stands in a subject. ``blind`` 16 bytes; ``party`` whose it is; ``strong``: may suggest."""

    blind: bytes
    kind: str
    party: str
    mentioned: bool
    strong: bool


class Sighting(NamedTuple):
    """A row of :class:`Observation` to be written: value, subject, thread, whose it is, mentioned or a field."""

    blind: bytes
    subject: uuid.UUID
    thread: uuid.UUID
    party: str
    mentioned: bool


def counts(blinds: Iterable[bytes]) -> dict[bytes, int]:
    """How many subjects carry each value; unknown values are absent."""
    found: dict[bytes, int] = {}
    for group in _groups(blinds):
        for blind, seen in _among(Value, ("blind", "seen"), group):
            found[bytes(blind)] = seen
    return found


def threads(blinds: Iterable[bytes]) -> dict[bytes, list[tuple[uuid.UUID, str, bool]]]:
    """For each value its ``(thread, party, mentioned)``, oldest first. Ask only for values that are not hot."""
    found: dict[bytes, list[tuple[uuid.UUID, str, bool]]] = {}
    for group in _groups(blinds):
        for blind, thread, party, mentioned in _among(Observation, ("blind", "thread", "party", "mentioned"), group):
            found.setdefault(bytes(blind), []).append((thread, party, mentioned))
    return found


def values_of(subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[bytes]]:
    """The values written for each of these subjects."""
    found: dict[uuid.UUID, set[bytes]] = {}
    rows = Observation.objects.filter(subject__in=list(subjects)).values_list("subject", "blind")
    for subject, blind in rows:
        found.setdefault(subject, set()).add(bytes(blind))
    return found


def record(rows: Sequence[Sighting], kinds: dict[bytes, str]) -> None:
    """Write observations and raise the counts of their values: one statement each."""
    if rows:
        bulk.insert_values(Observation, Sighting._fields, rows)
    tally: dict[bytes, int] = {}
    for row in rows:
        blind = bytes(row.blind)
        tally[blind] = tally.get(blind, 0) + 1
    _raise_counts([(blind, kinds[blind], more) for blind, more in sorted(tally.items())])


def _raise_counts(rows: Sequence[tuple[bytes, str, int]]) -> None:
    # sorted by key, so that two imports at once take row locks in the same order
    if not rows:
        return
    table = connection.ops.quote_name(Value._meta.db_table)
    add = f"ON CONFLICT (blind) DO UPDATE SET seen = {table}.seen + excluded.seen"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            blinds, kinds, more = zip(*rows, strict=True)
            cursor.execute(
                f"INSERT INTO {table} (blind, kind, seen, excluded)"  # noqa: S608 - the table name is ours
                f" SELECT b, k, s, '' FROM unnest(%s::bytea[], %s::text[], %s::int[]) AS t (b, k, s) {add}",
                [_array(blinds), list(kinds), list(more)],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {table} (blind, kind, seen, excluded) VALUES (%s, %s, %s, '') {add}",  # noqa: S608
                rows,
            )


def _among(model: type[Observation | Value], columns: Sequence[str], blinds: Sequence[bytes]) -> Iterable[Any]:
    """Rows that carry one of the values, oldest first."""
    if connection.vendor != "postgresql":
        return model._default_manager.order_by("pk").filter(blind__in=blinds).values_list(*columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {table} WHERE blind = ANY(%s::bytea[]) ORDER BY {model._meta.pk.column}",  # noqa: S608
            [_array(blinds)],
        )
        rows: list[Any] = cursor.fetchall()
    return rows


def _array(blinds: Sequence[bytes]) -> str:
    """An array of bytea as one text: quoting thousands of parameters takes longer than looking them up."""
    return "{" + ",".join(f'"\\\\x{blind.hex()}"' for blind in blinds) + "}"


def _groups(blinds: Iterable[bytes]) -> Iterable[list[bytes]]:
    wanted = list(dict.fromkeys(blinds))
    size = GROUP if connection.vendor == "sqlite" else 20_000
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]

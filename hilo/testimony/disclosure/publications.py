"""What became public, and when: rows of the history as the values that a comparison across cases reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hilo.testimony.disclosure.history import Entry, current
from hilo.testimony.exposure import Publication


@dataclass(frozen=True)
class Published:
    """``dated``: with the earliest day that it can have been, since joining too much is the safe error there.

    ``undated``: ids of entries without a day or without a source. They cannot be ordered: until they are, every account
    must be held exposed to them.
    """

    dated: tuple[Publication, ...]
    undated: tuple[str, ...]


def publications(history: Sequence[Entry]) -> Published:
    """The publications of a history that nothing corrects, oldest first."""
    media = sorted(current(history, "media"), key=lambda one: one.when().key)
    found = {one.id: _publication(one, one.when().first) for one in media}
    dated = tuple(one for one in found.values() if one)
    return Published(dated, tuple(id for id, one in found.items() if not one))


def _publication(entry: Entry, day: date | None) -> Publication | None:
    if day is None or not entry.text("source"):
        return None
    return Publication(entry.text("source"), day, frozenset(entry.items("details")), entry.text("kind") or "press")

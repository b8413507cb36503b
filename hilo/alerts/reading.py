"""Items read into drafts, handful by handful and in order; with other processors when there is much to read.

A helper process reads ahead while this one stores. It gets only small items: what is large, and may be
hostile, is read here, one at a time. A helper that dies costs nothing but time: what it had is read here.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import NamedTuple

from hilo.alerts import formats
from hilo.alerts.draft import Draft, Malformed
from hilo.alerts.packing import pack
from hilo.alerts.source_items import Item

ALONE = 1000  # items read before it pays to start a helper
SMALL = 256 * 1024  # bytes of an item, and
LIGHT = 4 * 1024 * 1024  # of a handful, that a helper is given
MOST_HELPERS = 3

UNREADABLE = "El archivo no se pudo leer. Se guardó para revisarlo; vuelva a intentarlo tras actualizar Hilo."


class Reading(NamedTuple):
    """What an item came to: its drafts, or a short code and a sentence that says why not."""

    drafts: list[Draft]
    refusal: tuple[str, str] | None = None


Handful = list[Item]
Read = tuple[Handful, list[Reading]]


def read(item: Item, format: str, sender: str | None) -> Reading:
    """Read one item. Never raises."""
    if item.refusal is not None or item.data is None:
        return Reading([], item.refusal or ("empty", "El archivo está vacío."))
    try:
        return Reading(formats.parse(item.data, name=item.name, format=format, sender=sender))
    except Malformed as wrong:
        return Reading([], (wrong.code, str(wrong)))
    except Exception:
        return Reading([], ("unreadable", UNREADABLE))


def readings(handfuls: Iterable[Handful], *, format: str, sender: str | None) -> Iterator[Read]:
    """Each handful with what its items came to, in order."""
    rest = iter(handfuls)
    seen = 0
    while seen < ALONE and (handful := next(rest, None)):
        seen += len(handful)
        yield handful, [read(item, format, sender) for item in handful]
    first = list(islice(rest, 1))
    if first:
        yield from _Ahead(format, sender).read(first, rest)


class _Ahead:
    """Keeps helpers busy with the next handfuls."""

    def __init__(self, format: str, sender: str | None) -> None:
        self.format, self.sender = format, sender
        self.helpers = min((os.cpu_count() or 1) - 1, MOST_HELPERS)
        self.pool: ProcessPoolExecutor | None = None

    def read(self, *sources: Iterable[Handful]) -> Iterator[Read]:
        """The handfuls of all sources, one source after the other."""
        waiting: deque[tuple[Handful, Future[list[Reading]] | None]] = deque()
        try:
            for source in sources:
                for handful in source:
                    waiting.append((handful, self._give(handful)))
                    if len(waiting) > self.helpers + 1:
                        yield self._take(*waiting.popleft())
            while waiting:
                yield self._take(*waiting.popleft())
        finally:
            if self.pool is not None:
                self.pool.shutdown(wait=False, cancel_futures=True)

    def _give(self, handful: Handful) -> "Future[list[Reading]] | None":
        """Give a handful to a helper; None when it must be read here."""
        sizes = [len(item.data or b"") for item in handful]
        if self.helpers < 1 or max(sizes) > SMALL or sum(sizes) > LIGHT:
            return None
        try:
            if self.pool is None:
                # a new interpreter, not a copy of this one with its connections
                self.pool = ProcessPoolExecutor(self.helpers, get_context("spawn"), initializer=_stay_with_parent)
            return self.pool.submit(read_and_pack, handful, self.format, self.sender)
        except (OSError, RuntimeError):  # no more processes, or the helpers have died
            self.helpers = 0
            return None

    def _take(self, handful: Handful, given: "Future[list[Reading]] | None") -> Read:
        if given is not None:
            try:
                return handful, given.result()
            except Exception:
                self.helpers = 0
        return handful, [read(item, self.format, self.sender) for item in handful]


def read_and_pack(handful: Handful, format: str, sender: str | None) -> list[Reading]:
    """What a helper does: read, and pack the drafts for the way back."""
    found = [read(item, format, sender) for item in handful]
    for reading in found:
        for draft in reading.drafts:
            pack(draft)
    return found


def _stay_with_parent() -> None:
    """An interruption is the parent's to handle; when the parent is gone, so is its helper."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

"""What the printed case file is made of: plain values that the template draws, and what is left out of them.

A cell is a list of lines; a line has its text, how it looks, and the row it refers to, whose page is printed with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight
from hilo.cases.words import moment_words
from hilo.lib.errors import BadInput

Look = Literal["", "strong", "quiet", "note", "mono", "gone"]
Line = dict[str, str]
Cell = list[Line]
Block = dict[str, Any]

GONE = "[testado]"
NOT_TRAVELLED = "[no viajó con la canalización]"
UNCONFIRMED = "por confirmar"


def line(text: str, look: Look = "", see: str = "") -> Line:
    """One line of a cell. ``see``: the id of the row it refers to."""
    return {"t": text, "k": look, "see": see}


def named(kind: str, pk: UUID) -> str:
    """A short id for a row, such as the template takes whole: 48 bits of chance of the row's own."""
    return f"{kind}{pk.hex[-12:]}"


def cell(*lines: Line | str | None) -> Cell:
    """A cell of those lines that say something."""
    rows = [line(one) if isinstance(one, str) else one for one in lines if one]
    return [one for one in rows if one["t"]]


def table(head: Iterable[str], widths: Iterable[int], rows: Iterable[tuple[str, list[Cell]]]) -> Block:
    """Rows of cells under a head that is repeated. Each row may have an id by which others refer to it."""
    made = [{"id": pk, "cells": cells} for pk, cells in rows]
    return {"type": "table", "head": list(head), "widths": list(widths), "rows": made}


def facts(*pairs: tuple[str, Cell]) -> Block:
    """Names and values in two columns; a value that says nothing is left out with its name."""
    return {"type": "facts", "pairs": [[name, value] for name, value in pairs if value]}


def paragraph(text: str, look: Look = "") -> Block:
    """Running text."""
    return {"type": "paragraph", "text": text, "k": look}


def heading(text: str, pk: str = "") -> Block:
    """A heading inside a section, which is also in the table of contents."""
    return {"type": "heading", "text": text, "id": pk}


def section(pk: str, title: str, *blocks: Block | None) -> Block:
    """A numbered part of the file."""
    return {"id": pk, "title": title, "blocks": [one for one in blocks if one]}


def moment(at: datetime | None) -> str:
    """«24 nov 2026, 14:05»; "" for none."""
    return moment_words(at) if at else ""


def day(at: date | None) -> str:
    """«24/11/2026»; "" for none."""
    return f"{at:%d/%m/%Y}" if at else ""


def law(text: str, to_confirm: bool) -> str:
    """The article, and that nobody has confirmed it yet."""
    return f"{text} ({UNCONFIRMED})" if text and to_confirm else text


@dataclass(frozen=True)
class Reader:
    """For whom it is printed. ``full``: with names and words; ``sight``: what did not travel to them.

    ``numbers``: event of the thread -> its number in the printed thread, by which everything else refers to it.
    """

    full: bool
    sight: Sight
    numbers: Mapping[UUID, int]

    def opened(
        self, sealed: bytes | memoryview | None, place: str, at: datetime, part: str = "notes", look: Look = "note"
    ) -> Line | None:
        """What was sealed in words, or why it is not there; None when nothing was written."""
        if not sealed:
            return None
        if self.sight.hides(part, at):
            return line(NOT_TRAVELLED, "gone")
        if not self.full:
            return line(GONE, "gone")
        try:
            return line(open_text(sealed, place=place), look)
        except BadInput as no:
            return line(f"[{no}]", "gone")

    def written(self, text: str, look: Look = "") -> Line | None:
        """Free text that is kept in clear, which the version without names leaves out as well."""
        if not text:
            return None
        return line(text, look) if self.full else line(GONE, "gone")

    def event(self, pk: UUID) -> Line | None:
        """Where it stands in the thread."""
        number = self.numbers.get(pk)
        return line(f"suceso {number}", "quiet", f"e{number}") if number else None

"""The codes of tellings, with their texts and sources: ``tellings.yaml``."""

from functools import cache
from pathlib import Path
from typing import Final

from pydantic import Field

from hilo.lib.errors import BadInput
from hilo.reference.lines import Document
from hilo.reference.models import Certainty, Code, Label, Row, Text

FOLDER: Final = Path(__file__).parent


class Before(Row):
    """What to look at before a new telling for one purpose. ``certainty``: seed, seen or memory (to be verified)."""

    text: Label
    source: Text
    certainty: Certainty


class Choice(Row):
    """One code of a list."""

    code: Code
    label: Label
    note: Label | None = None
    source: Text | None = None
    certainty: Certainty | None = None
    before: Before | None = None


class Lists(Row):
    """All lists of codes that a telling uses."""

    purposes: tuple[Choice, ...] = Field(min_length=1)
    roles: tuple[Choice, ...] = Field(min_length=1)
    modes: tuple[Choice, ...] = Field(min_length=1)
    chosen: tuple[Choice, ...] = Field(min_length=1)
    legal_needs: tuple[Choice, ...] = Field(min_length=1)
    usable: tuple[Choice, ...] = Field(min_length=1)

    def get(self, which: str, code: str) -> Choice:
        """One choice of the list named ``which``. Raises BadInput where there is none."""
        found: tuple[Choice, ...] = getattr(self, which)
        for one in found:
            if one.code == code:
                return one
        raise BadInput(f"«{code}» no es un código de esta lista; use: {', '.join(one.code for one in found)}.")


@cache
def lists() -> Lists:
    """The lists that come with this program; read once in a process."""
    document = Document(FOLDER / "tellings.yaml")
    return document.row(Lists, document.data, ())

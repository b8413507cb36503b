"""The sixteen fields of a disclosure history, as data: ``fields.yaml``."""

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field as Limits

from hilo.lib.errors import BadInput
from hilo.reference.lines import Document
from hilo.reference.models import Code, Label, Row
from hilo.testimony.disclosure.when import When

FILE: Final = Path(__file__).with_name("fields.yaml")
NOT_KNOWN, NONE = "not_known", "none"  # asked, and not known; asked, and there was none
NOT_HEARD, CONTAMINATION = COLUMNS = ("not_heard", "contamination")
Value = str | tuple[str, ...]


class Option(Row):
    """One code of a choice."""

    code: Code
    label: Label


class Part(Row):
    """One value of an entry. A date is written ``2026``, ``2026-03`` or ``2026-03-12``; a person is an opaque id."""

    code: Code
    kind: Literal["text", "date", "person", "choice", "list"]
    label: Label
    choices: tuple[Option, ...] = ()

    def check(self, value: Value) -> None:
        """Raises BadInput where ``value`` is none of this part's."""
        if value == NOT_KNOWN or (value == NONE and self.kind in {"text", "list"}):
            return
        if isinstance(value, str) == (self.kind == "list") or not value or not all(value):
            raise BadInput(f"«{self.label.es}»: escriba un valor, o «{NOT_KNOWN}» si se preguntó y no se sabe.")
        if isinstance(value, str) and self.kind == "date":
            When.parse(value)
        codes = [one.code for one in self.choices]
        given = (value,) if isinstance(value, str) else value
        if codes and not set(given) <= set(codes):
            raise BadInput(f"«{self.label.es}»: ese código no está en la lista; use: {', '.join(codes)}.")


class Feed(Row):
    """A column that the field stands in, and how."""

    column: Literal["not_heard", "contamination"]
    how: Label


class Field(Row):
    """One of the sixteen. ``feeds`` names each column at most once."""

    number: Annotated[int, Limits(ge=1, le=16)]
    code: Code
    label: Label
    help: Label
    parts: tuple[Part, ...] = Limits(min_length=1)
    feeds: tuple[Feed, ...] = Limits(min_length=1)

    def part(self, code: str) -> Part:
        """Raises BadInput where the field has no such part."""
        for one in self.parts:
            if one.code == code:
                return one
        raise BadInput(f"«{self.label.es}» no tiene «{code}»; use: {', '.join(one.code for one in self.parts)}.")


class Fields(Row):
    """All fields, in their order."""

    yes_no: tuple[Option, ...]
    fields: tuple[Field, ...] = Limits(min_length=16, max_length=16)

    def get(self, code: str) -> Field:
        """Raises BadInput where there is no such field."""
        for one in self.fields:
            if one.code == code:
                return one
        raise BadInput(f"No hay un campo «{code}»; use: {', '.join(one.code for one in self.fields)}.")


@cache
def fields() -> Fields:
    """The fields that come with this program; read once in a process."""
    document = Document(FILE)
    return document.row(Fields, document.data, ())

"""The rules of the two columns, as data: ``risks.yaml``."""

from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import Field as Limits
from pydantic import model_validator

from hilo.reference.lines import Document
from hilo.reference.models import Code, Label, Row, Text
from hilo.testimony.disclosure.fields import NONE, NOT_KNOWN, Value, fields

FILE: Final = Path(__file__).with_name("risks.yaml")


class Rule(Row):
    """What shows a risk, and what a study found of it. ``ages``: years, both ends included; None where not known.

    ``mark``: S read in a public source, R measured here by simulation, M from memory and to be verified.
    """

    code: Code
    column: Literal["not_heard", "contamination"]
    field: Code
    part: Code
    values: tuple[Code, ...] = Limits(alias="is", default=())
    any: bool = False
    about: Label
    finding: Label
    population: Label
    ages: tuple[int, int] | None = None
    limits: Label
    source: Text
    mark: Literal["S", "R", "M"]

    @model_validator(mode="before")
    @classmethod
    def _pair(cls, row: Any) -> Any:
        ages = row.get("ages") if isinstance(row, dict) else None
        return row | {"ages": tuple(ages)} if isinstance(ages, list) else row

    @model_validator(mode="after")
    def _can_match(self) -> Self:
        field = fields().get(self.field)
        codes = {one.code for one in field.part(self.part).choices}
        if self.any == bool(self.values) or not {*self.values} <= codes:
            raise ValueError("'is' debe llevar códigos de esa parte, o bien 'any: true'")
        if self.column not in {feed.column for feed in field.feeds}:
            raise ValueError("el campo no está en esa columna")
        return self

    def matches(self, value: Value) -> bool:
        """Whether a recorded value shows the risk."""
        given = {value} if isinstance(value, str) else set(value)
        return bool(given - {NOT_KNOWN, NONE}) if self.any else bool(given & set(self.values))


class Rules(Row):
    """Labels of the columns, and all rules in their order."""

    columns: dict[Literal["not_heard", "contamination"], Label]
    rules: tuple[Rule, ...] = Limits(min_length=2)


@cache
def rules() -> Rules:
    """The rules that come with this program; read once in a process."""
    document = Document(FILE)
    return document.row(Rules, document.data, ())

"""Risks of not hearing and risks of contamination: two columns of one form, side by side.

Every rule stands in its column whatever the history holds: as a fact, as recorded otherwise, or as not recorded, with
the entries that show it. Nothing is summed, graded or coloured, and neither column answers the other: a narrative can
be contaminated and a child not heard at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hilo.lib.errors import BadInput
from hilo.reference.models import Label
from hilo.testimony.disclosure.fields import COLUMNS, NOT_KNOWN, fields
from hilo.testimony.disclosure.history import Entry, current
from hilo.testimony.disclosure.risk_rules import Rule, rules

FACT, OTHERWISE, NOT_RECORDED = STATES = ("fact", "otherwise", "not_recorded")
STATE_LABELS: Final = {
    FACT: Label(es="Consta", en="On record"),
    OTHERWISE: Label(es="Se anotó otra cosa", en="Recorded otherwise"),
    NOT_RECORDED: Label(es="No se sabe", en="Not known"),
}


@dataclass(frozen=True)
class Risk:
    """One rule, and what the history says of it. ``entries``: ids of those that show the state.

    ``open``: ids of the entries of that field of which it is not known; what one shows says nothing of another.
    ``age``: whether the child's age is one that was studied, in words.
    """

    rule: Rule
    state: str
    entries: tuple[str, ...]
    open: tuple[str, ...]
    age: Label

    @property
    def label(self) -> Label:
        return STATE_LABELS[self.state]


@dataclass(frozen=True)
class Source:
    """A field that stands in the column, how, and its entries; without any, it was never asked."""

    field: str
    label: Label
    how: Label
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """``code``: not_heard or contamination. Both columns have the same parts."""

    code: str
    label: Label
    risks: tuple[Risk, ...]
    fields: tuple[Source, ...]

    @property
    def facts(self) -> tuple[Risk, ...]:
        return tuple(one for one in self.risks if one.state == FACT)

    @property
    def unknown(self) -> tuple[Risk, ...]:
        return tuple(one for one in self.risks if one.state == NOT_RECORDED or one.open)

    @property
    def never_asked(self) -> tuple[Source, ...]:
        return tuple(one for one in self.fields if not one.entries)


def risks(history: Sequence[Entry], age: int | None) -> tuple[Column, Column]:
    """Both columns, not hearing first. ``age``: of the child in years when first heard, None where not known.

    Only entries that nothing corrects are read. Raises BadInput for a negative age.
    """
    if age is not None and age < 0:
        raise BadInput("La edad no puede ser negativa; corríjala o déjela sin anotar.")
    read = current(history)
    first, second = (_column(code, read, age) for code in COLUMNS)
    return first, second


def _column(code: str, read: Sequence[Entry], age: int | None) -> Column:
    given = rules()
    found = tuple(_risk(rule, read, age) for rule in given.rules if rule.column == code)
    label = next(text for column, text in given.columns.items() if column == code)
    return Column(code, label, found, _sources(code, read))


def _sources(code: str, read: Sequence[Entry]) -> tuple[Source, ...]:
    return tuple(
        Source(field.code, field.label, feed.how, tuple(one.id for one in read if one.field == field.code))
        for field in fields().fields
        for feed in field.feeds
        if feed.column == code
    )


def _risk(rule: Rule, read: Sequence[Entry], age: int | None) -> Risk:
    about = {one.id: one.parts.get(rule.part, NOT_KNOWN) for one in read if one.field == rule.field}
    known = {id: value for id, value in about.items() if value != NOT_KNOWN}
    showing = tuple(id for id, value in known.items() if rule.matches(value))
    state = FACT if showing else OTHERWISE if known else NOT_RECORDED
    return Risk(rule, state, showing or tuple(known), tuple(id for id in about if id not in known), _age(rule, age))


def _age(rule: Rule, age: int | None) -> Label:
    if rule.ages is None:
        return Label(es="No consta la edad de quienes se estudió.", en="The ages studied are not on record.")
    low, high = rule.ages
    es, en = f"Se estudió de {low} a {high} años", f"Ages {low} to {high} were studied"
    if age is None:
        return Label(es=f"{es}; no se sabe la edad de esta niña o niño.", en=f"{en}; this child's age is not known.")
    if low <= age <= high:
        return Label(es=f"{es}: incluye su edad.", en=f"{en}: this child's age is among them.")
    return Label(es=f"{es}; no incluye su edad ({age}).", en=f"{en}; this child's age ({age}) is not among them.")

"""Rows of the pack about offences: what the codes said on each date, and the gaps between them."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from hilo.reference.models import Code, Label, Row, Sourced, Text

Answer = Literal["yes", "no", "unknown"]
Order = Annotated[str, StringConstraints(pattern=r"^(federal|general|[A-Z]{3})$")]
FactCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]


class FactQuestion(Row):
    """A fact of a case that a person answers with yes, no or unknown. Elements of offences name these codes.

    ``implies``: what else is so when the answer is yes. ``legal_terms``: the question uses the statute's own words.
    """

    code: FactCode
    group: Literal["who", "contact", "images", "acts", "pressure", "circumstances"]
    label: Label
    help: Label | None = None
    implies: tuple[FactCode, ...] = ()


class Aggravator(Row):
    """What raises the penalty when a fact is so."""

    fact: FactCode
    effect: Label


class Limitation(Row):
    """Until when the action can be brought, as a rule.

    ``never``; ``from_18``: from the victim's eighteenth birthday, for the ordinary length; ``mean``: the mean of the
    penalty's range, at least three years (CPF 105); ``three_quarters`` of the longest penalty (Morelos 99);
    ``counsel``: nobody has settled it. ``since``: the rule's first day; conduct before it goes to counsel.
    """

    rule: Literal["never", "from_18", "mean", "three_quarters", "counsel"]
    law: Text
    since: date | None = None
    note: Label | None = None  # what speaks against it


class Offence(Sourced):
    """An article as it stood while in force. ``in_force_from`` None: from before what was read.

    ``needs``: all of these facts; ``any_of``: one of each group; ``unless``: not this offence when it is so.
    ``years``: shortest and longest prison term; empty where the text was not read. ``reported``: what the founding
    report says where the law text says something else.
    """

    code: Code
    order: Order
    article: Text
    label: Label
    needs: tuple[FactCode, ...] = ()
    any_of: tuple[tuple[FactCode, ...], ...] = ()
    unless: tuple[FactCode, ...] = ()
    years: tuple[float, float] | None = None
    fine: str = ""
    aggravated: tuple[Aggravator, ...] = ()
    technology: Literal["explicit", "data_files", "any_means", "none"]
    proceeding: Literal["ex_officio", "complaint"] = "ex_officio"
    ex_officio_when: tuple[FactCode, ...] = ()  # a complaint is not needed when one of these is so
    limitation: Limitation
    in_force_from: date | None = None
    in_force_until: date | None = None  # the last day
    detention: bool = False  # automatic pre-trial detention (CNPP 167)
    internment: bool = False  # adolescents from 14 can be interned for it (LNSIJPA 164)
    iccs: tuple[Text, ...] = ()
    icvac: str = ""  # sub-codes are not known: left for who has them
    flags: tuple[Label, ...] = ()  # what counsel must look at
    reported: Label | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> "Offence":
        if self.in_force_from and self.in_force_until and self.in_force_until < self.in_force_from:
            raise ValueError("'in_force_until' es anterior a 'in_force_from'")
        if not self.needs and not self.any_of:
            raise ValueError("un delito dice de qué hechos se compone: complete 'needs' o 'any_of'")
        return self

    @property
    def sexual_or_trafficking(self) -> bool:
        """Whether its ICCS codes are of sexual acts (03) or of trafficking in persons (0204)."""
        return any(code.startswith(("03", "0204")) for code in self.iccs)

    def in_force(self, first: date, last: date) -> bool:
        """Whether the text was in force on a day between both, both included."""
        begins, ends = self.in_force_from or date.min, self.in_force_until or date.max
        return begins <= last and first <= ends

    @property
    def facts(self) -> frozenset[str]:
        """Every fact that this offence or its penalty asks about."""
        asked = {*self.needs, *self.unless, *self.ex_officio_when, *(one.fact for one in self.aggravated)}
        return frozenset(asked.union(*self.any_of))


class GapCell(Row):
    """How one legal order stands to a gap. ``by``: offences that reach it; ``law``: articles that do, outside a code.

    ``partly``: only some of it. ``report``: as the founding report gives it.
    """

    by: tuple[Text, ...] = ()
    law: str = ""
    partly: bool = False
    not_applicable: bool = False
    report: Label
    checked: Label | None = None  # what the law text says, where somebody read it


class Gap(Sourced):
    """A gap of the matrix G1-G18. ``facts``: a case touches it when one of them is so."""

    code: Annotated[str, StringConstraints(pattern=r"^G\d{1,2}$")]
    label: Label
    facts: tuple[FactCode, ...] = ()
    orders: dict[Order, GapCell] = Field(min_length=1)


def problems(
    facts: Iterable[FactQuestion], offences: Iterable[Offence], gaps: Iterable[Gap], states: Iterable[str]
) -> list[str]:
    """What does not fit together: unknown facts, states or offences, and a code twice on one day. Sentences."""
    rows, known, places = list(offences), {one.code for one in facts}, {*states, "federal", "general"}
    found = [
        f"'{one.code}': el hecho '{fact}' no existe en facts.yaml."
        for one in rows
        for fact in sorted(one.facts - known)
    ]
    found += [f"'{one.code}': no existe el orden '{one.order}'." for one in rows if one.order not in places]
    codes = {one.code for one in rows}
    for gap in gaps:
        found += [f"'{gap.code}': el hecho '{fact}' no existe." for fact in gap.facts if fact not in known]
        named = {code for cell in gap.orders.values() for code in cell.by}
        found += [f"'{gap.code}': el delito '{code}' no existe." for code in sorted(named - codes)]
        found += [f"'{gap.code}': no existe el orden '{order}'." for order in gap.orders if order not in places]
    return found + _twice(rows)


def _twice(rows: list[Offence]) -> list[str]:
    found = []
    for n, one in enumerate(rows):
        for other in rows[n + 1 :]:
            first, last = one.in_force_from or date.min, one.in_force_until or date.max
            if other.code == one.code and other.in_force(first, last):
                found.append(f"'{one.code}' tiene dos textos vigentes el mismo día: revise sus fechas.")
    return found

"""Rows of the pack about what people tell: places that keep an institution out, help, and how urgent a report is."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hilo.reference.models import Code, Label, Sourced, Text, Tier

Said = Literal["yes", "no", "partly", ""]  # "" : the source does not say


class DoorPlace(Sourced):
    """Where it happens, or who it is: which institutions then neither receive nor see the report.

    ``keeps_out`` may hold ``{state}``; ``school``: the report takes the course of schools.
    """

    code: Code
    label: Label
    keeps_out: tuple[Text, ...] = ()
    school: bool = False
    basis: Label | None = None


class Help(Sourced):
    """A service somebody can turn to, with what its source says of it and nothing more."""

    code: Code
    institution: str = ""  # of the pack, if it is one
    name: Label
    does: Label
    phones: tuple[Text, ...] = ()
    address: str = ""  # a web address to show as text
    hours: Label | None = None
    confidential: Said = ""
    anonymous: Said = ""
    alone: Said = ""  # whether a child can come without an adult
    states: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")], ...] = ()  # empty: everywhere
    danger: bool = False  # for danger now


class ReportFactor(Sourced):
    """One row of the triage of reports: when all of ``when`` holds, the case is at least of ``tier``.

    ``when``: field of the coarse answers -> value, such as ``danger: true`` or ``age: under_12``.
    """

    code: Code
    label: Label
    when: dict[str, bool | str | list[str]] = Field(default_factory=dict)
    tier: Tier
    points: int = 0

"""What others published or measured, to be shown beside an interview's figures. No line is drawn anywhere."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

FILE: Final = Path(__file__).with_name("data") / "bands.yaml"
# read in the source itself; measured here on public data; cited from memory, to be verified before printing
MARKS: Final = ("S", "R", "M")


@dataclass(frozen=True)
class Band:
    """One figure of one group: a range (``low`` to ``high``) or a single ``value``; shares are 0-1.

    ``figure`` says which figure of the interview it stands beside, ``class4`` or ``family`` which part of it, ``of``
    what it was counted of. ``population``, ``unit`` and ``note`` are for people, in Spanish.
    """

    figure: str
    class4: str
    family: str
    population: str
    of: str
    low: float | None
    high: float | None
    value: float | None
    median: float | None
    unit: str
    source: str
    year: int
    mark: str
    note: str


@cache
def bands() -> tuple[Band, ...]:
    """All of them, in the order of the file; read once in a process."""
    return tuple(_band(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))["bands"])


def _band(row: dict[str, Any]) -> Band:
    given: dict[str, Any] = dict.fromkeys(("low", "high", "value", "median"), None) | {"family": "", "note": ""} | row
    return Band(class4=given.pop("class"), **given)

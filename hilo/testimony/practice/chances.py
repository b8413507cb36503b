"""The one table of chances by which a simulated child answers, and the repeatable luck that draws from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final, TypeVar

BANDS: Final = ("young", "middle", "old")
SEEN, POLICY = "S", "policy"
T = TypeVar("T")


def band(age: int) -> int:
    """The column of an age in years: 0 up to 6, 1 up to 9, 2 above."""
    return (age > 6) + (age > 9)


@dataclass(frozen=True)
class Chance:
    """One row: three values (see :data:`BANDS`), each one number or the chances of 0, 1, 2 and 3 details.

    ``marks``: for each value ``S`` when its size stands in a source that was read, else ``policy``.
    """

    name: str
    what: str
    values: tuple[tuple[float, ...], ...]
    marks: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Chances:
    """All rows, as one age meets them."""

    version: int
    rows: dict[str, Chance]

    def at(self, name: str, age: int) -> float:
        """A single number: a chance, a factor or a limit."""
        return self.rows[name].values[band(age)][0]

    def counts(self, name: str, age: int) -> tuple[float, ...]:
        """The chances of 0, 1, 2 and 3 details."""
        return self.rows[name].values[band(age)]


def read_chances(version: int, raw: dict[str, Any]) -> Chances:
    """The table from its YAML."""
    return Chances(version, {name: _row(name, row) for name, row in raw.items()})


def _row(name: str, raw: dict[str, Any]) -> Chance:
    values = tuple(tuple(map(float, v if isinstance(v, list) else [v])) for v in raw["values"])
    return Chance(name, raw["what"], values, tuple(raw["marks"]), raw["source"])


class Luck:
    """Draws that are the same for the same seed, on every machine and every Python.

    Only ``random()`` is used: its sequence is promised across versions, that of ``choice`` and ``shuffle`` is not.
    """

    def __init__(self, seed: str) -> None:
        self._draw = Random(seed).random  # noqa: S311 - a rehearsal, not a secret

    def happens(self, chance: float) -> bool:
        return self._draw() < chance

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self._draw() * len(options))]

    def how_many(self, weights: Sequence[float]) -> int:
        """An index, drawn with these chances; they add up to one."""
        at = self._draw()
        for count, weight in enumerate(weights):
            at -= weight
            if at < 0:
                return count
        return len(weights) - 1

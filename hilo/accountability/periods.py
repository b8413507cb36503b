"""The months that figures are told for. A month begins at midnight of its first day in the local zone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils import timezone

from hilo.lib.errors import BadInput

DEFAULT = 12
MOST = 60  # five years: more would be a table that nobody reads


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """The local month of a moment."""
        local = timezone.localtime(moment)
        return cls(local.year, local.month)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """«2026-05»; None for anything else."""
        year, dash, number = text.partition("-")
        if not (dash and len(text) == 7 and year.isdecimal() and number.isdecimal() and text.isascii()):
            return None
        found = cls(int(year), int(number))
        return found if found.year >= 2000 and 1 <= found.number <= 12 else None

    def plus(self, months: int) -> "Month":
        """The month so many later, or earlier when negative."""
        place = self.year * 12 + self.number - 1 + months
        return Month(place // 12, place % 12 + 1)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return timezone.make_aware(datetime(self.year, self.number, 1))  # noqa: DTZ001 - made aware here

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


@dataclass(frozen=True)
class Period:
    """From one month to another, both whole."""

    first: Month
    last: Month

    @classmethod
    def ending(cls, now: datetime, months: int = DEFAULT) -> Self:
        """So many months, the present one the last."""
        last = Month.of(now)
        return cls(last.plus(1 - months), last)

    @classmethod
    def read(cls, since: str, until: str, *, now: datetime) -> Self:
        """From two texts like «2026-05»; an empty one is a year before the other, or the present month.

        Raises BadInput with one sentence for what is no month, runs backwards or is longer than MOST.
        """
        last = _month(until) if until else Month.of(now)
        first = _month(since) if since else last.plus(1 - DEFAULT)
        found = cls(first, last)
        if first > last:
            raise BadInput(f"El periodo termina ({last}) antes de empezar ({first}).")
        if len(found.months) > MOST:
            raise BadInput(f"El periodo es de más de {MOST} meses. Pida uno más corto.")
        return found

    @property
    def months(self) -> list[Month]:
        """Each of them, in order."""
        count = (self.last.year - self.first.year) * 12 + self.last.number - self.first.number + 1
        return [self.first.plus(n) for n in range(max(count, 0))]

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return self.first.begins

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return self.last.plus(1).begins


def _month(text: str) -> Month:
    found = Month.read(text)
    if found is None:
        raise BadInput(f"«{text}» no es un mes. Escriba año y mes, por ejemplo 2026-05.")
    return found

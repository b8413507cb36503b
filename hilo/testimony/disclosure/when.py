"""A day that may be known only to the month, to the year, or not at all."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from hilo.lib.errors import BadInput

DAY, MONTH, YEAR, UNKNOWN = PRECISIONS = ("day", "month", "year", "unknown")
_TEXT: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SPANISH: Final = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_ENGLISH: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class When:
    """``at``: any day of the month or year meant, None where nothing is known. Raises BadInput where they disagree."""

    at: date | None = None
    precision: str = UNKNOWN

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise BadInput(f"«{self.precision}» no es una precisión; use: {', '.join(PRECISIONS)}.")
        if (self.at is None) != (self.precision == UNKNOWN):
            raise BadInput("La fecha y su precisión no concuerdan; sin fecha, la precisión es «unknown».")

    @classmethod
    def parse(cls, text: str) -> "When":
        """``2026``, ``2026-03`` or ``2026-03-12``. Raises BadInput for anything else."""
        match = _TEXT.fullmatch(text)
        try:
            year, month, day = match.groups() if match else ("", None, None)
            at = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise BadInput(
                f"«{text}» no es una fecha; escriba el año, el año y el mes, o el día: 2026-03-12."
            ) from None
        return cls(at, DAY if day else MONTH if month else YEAR)

    @property
    def first(self) -> date | None:
        """The earliest day that it can have been."""
        if self.at is None or self.precision == DAY:
            return self.at
        return self.at.replace(month=self.at.month if self.precision == MONTH else 1, day=1)

    @property
    def last(self) -> date | None:
        """The latest day that it can have been."""
        if self.at is None or self.precision == DAY:
            return self.at
        month = self.at.month if self.precision == MONTH else 12
        return self.at.replace(month=month, day=calendar.monthrange(self.at.year, month)[1])

    def surely_before(self, other: "When") -> bool:
        """Before ``other`` whatever the days were; of two on the same day this is not known."""
        return self.last is not None and other.first is not None and self.last < other.first

    @property
    def key(self) -> tuple[bool, date, date]:
        """To sort by: earliest first, the wider after the narrower, what has no date at the end."""
        return self.at is None, self.first or date.max, self.last or date.max

    def words(self, lang: str = "es") -> str:
        """For a person, in Spanish or English."""
        english = lang.startswith("en")
        if self.at is None:
            return "no date" if english else "sin fecha"
        month, year = (_ENGLISH if english else _SPANISH)[self.at.month - 1], f"{self.at.year:04}"
        if self.precision == YEAR:
            return year
        if english:
            return f"{month} {year}" if self.precision == MONTH else f"{self.at.day} {month} {year}"
        return f"{month} de {year}" if self.precision == MONTH else f"{self.at.day} de {month} de {year}"

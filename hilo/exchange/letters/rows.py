"""The rows a caller hands to a letter: plain values, taken from the case by whoever writes it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DutyDue:
    """A duty of the institution that receives a case. Without ``law`` the period is one of work, not of law."""

    duty: str
    due: date
    law: str = ""
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Lapse:
    """Something that happened or should have. ``days_late``: None when the row is a plain fact."""

    event: str
    day: date
    law: str = ""
    to_confirm: bool = False
    days_late: int | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis: the article and what it says."""

    law: str
    says: str
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome of the closed vocabulary, in words, and its day."""

    outcome: str
    day: date


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """An address that answers once, with the code that opens it, until it expires."""

    address: str
    code: str
    expires: date

"""Pages of long lists by place, not by number: the next page starts after the last row that was seen.

A page costs the same however deep it lies, and rows that arrive meanwhile neither repeat nor hide others.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def mark(moment: datetime, pk: UUID) -> str:
    """The place of a row in a list ordered by a moment (aware) and its id, for an address."""
    return f"{(moment - _EPOCH) // _MICROSECOND}-{pk.hex}"


def place(text: str | None) -> tuple[datetime, UUID] | None:
    """What :func:`mark` wrote; None for anything else."""
    microseconds, dash, pk = (text or "").partition("-")
    try:
        return (_EPOCH + int(microseconds[:20]) * _MICROSECOND, UUID(pk)) if dash else None
    except (ValueError, OverflowError):
        return None

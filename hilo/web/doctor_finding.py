"""What a look at the deployment finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Finding:
    """``code`` is kept for good; ``what`` is wrong, ``why`` it matters, ``mend``: the command or line that mends it."""

    code: str
    what: str
    why: str
    mend: str


Look = Callable[[datetime], Iterator[Finding]]

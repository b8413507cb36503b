"""What keeps a flood from drowning others, refusing nobody: many reports from one place wait in a slower queue, alike
ones are recognised, and many wrong codes from one place share one lane.

An address is never kept. Its network goes through a key that lives in this process for one day, and the counts go
with the process. Mobile carriers and schools share addresses among thousands, so a count never closes the door.
"""

import hmac
import re
import secrets
import threading
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b, sha256
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from hilo.accounts.addresses import address_of
from hilo.door.sealing import derived

HOUR = 3600.0
# the largest hotline of the country takes in about 12 reports a day: 20 in an hour from one network are a flood, or
# an assembly at a school, whose reports lose nothing but their turn
REPORTS_AN_HOUR = 20
WRONG_AN_HOUR = 30  # typing slips are noticed before they count: these are whole codes that check
NETWORKS = 50_000  # kept in memory, about 10 MB; the one unseen for longest goes first
WAITING = 2  # in the shared lane, besides the one whose turn it is
SHINGLE = 3  # words
FEWEST_WORDS = 6
MOST_WORDS = 2_000  # of a text, from its beginning: enough to know it by
BITS = 64


class Looked(NamedTuple):
    """``slow``: one of very many from its network. ``signature`` and ``network``: 16 hexadecimal signs each."""

    slow: bool
    signature: str
    network: str


class Busy(Exception):
    """Too many wrong codes come from one network just now. Whoever this meets tries again in a moment."""


class Counts:
    """How much came from each network lately: a level that falls by ``an_hour`` in an hour. Safe among threads."""

    def __init__(self, an_hour: int, most: int = NETWORKS) -> None:
        self.an_hour, self.most = an_hour, most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, network: str, *, now: float, by: int = 1) -> bool:
        """Count one more; whether it is more than the quota."""
        with self._lock:
            level, since = self._levels.pop(network, (0.0, now))
            level = max(0.0, level - max(0.0, now - since) * self.an_hour / HOUR) + by
            self._levels[network] = (max(0.0, level), now)
            while len(self._levels) > self.most:
                self._levels.popitem(last=False)
            return level > self.an_hour

    def __len__(self) -> int:
        return len(self._levels)


class DailyKey:
    """A random key of this process, another each day: what was made with yesterday's leads nowhere."""

    def __init__(self) -> None:
        self._day, self._key = "", b""
        self._lock = threading.Lock()

    def get(self, day: str) -> bytes:
        """The key of ``day`` (YYYY-MM-DD)."""
        with self._lock:
            if day != self._day:
                self._day, self._key = day, secrets.token_bytes(32)
            return self._key


class Lane:
    """One at a time, ``waiting`` more in line; who comes then is told to come again. Raises Busy."""

    def __init__(self, waiting: int = WAITING) -> None:
        self._places = threading.BoundedSemaphore(waiting + 1)
        self._turn = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, and hold it."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            with self._turn:
                yield
        finally:
            self._places.release()


_reports, _wrong = Counts(REPORTS_AN_HOUR), Counts(WRONG_AN_HOUR)
_day_key, _lane = DailyKey(), Lane()


def look(request: HttpRequest, words: str) -> Looked:
    """What is noted of a report that comes in: see :class:`hilo.door.submit.Came`. ``words``: all that was told."""
    network = network_of(request)
    slow = _reports.add(network, now=time.monotonic())
    return Looked(slow, signature(words, derived(f"similarity {_today()}")), network)


class Try:
    """One code that somebody tries. It counts as wrong until it opened something."""

    opened = False


@contextmanager
def trying(request: HttpRequest) -> Iterator[Try]:
    """A turn to try a code: at once, or in the shared lane after very many wrong ones. Raises Busy.

    Counted before the outcome is known, so that many tries at the same moment do not slip through.
    """
    network, one = network_of(request), Try()
    if _wrong.add(network, now=time.monotonic()):
        with _lane.turn():
            yield one
    else:
        yield one
    if one.opened:
        _wrong.add(network, now=time.monotonic(), by=-1)


def network_of(request: HttpRequest) -> str:
    """16 hexadecimal signs for the visitor's network, of this process and this day only."""
    key = _day_key.get(_today())
    return hmac.new(key, prefix(address_of(request)).encode(), sha256).hexdigest()[:16]


def prefix(address: str) -> str:
    """The network that is counted together: /24 of IPv4, /48 of IPv6, what one site has; else the text itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))


def signature(words: str, key: bytes) -> str:
    """A keyed similarity hash (Charikar) over runs of three words: alike texts differ in few of its 64 bits.

    Without the key it tells nothing about the words. "" for a text of very few words: two children who write the
    same three words have not told the same thing, and neither may be folded under the other.
    """
    sums = [0] * BITS
    for piece in _shingles(words):
        value = int.from_bytes(blake2b(piece.encode(), digest_size=BITS // 8, key=key).digest(), "big")
        for bit in range(BITS):
            sums[bit] += 1 if value >> bit & 1 else -1
    return f"{sum(1 << bit for bit in range(BITS) if sums[bit] > 0):016x}" if any(sums) else ""


def _shingles(text: str) -> set[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = re.findall(r"\w+", plain.casefold())[:MOST_WORDS]
    if len(words) < FEWEST_WORDS:
        return set()
    return {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def _today() -> str:
    return timezone.now().date().isoformat()

"""How far each delay of a case rose, and since when: for the case file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import ngettext

from hilo.cases.ladder import LETTER_READY, RAISED, Rung
from hilo.cases.models import Case, Clock

MOST = 400  # events read back; four rungs for each clock that a page shows


@dataclass(frozen=True, slots=True)
class Stand:
    """On which rung a late duty stands, since when. ``letter``: whether its letter is ready."""

    rung: Rung
    words: str
    since: datetime | None
    ago: str

    @property
    def steps(self) -> str:
        """The ladder as a shape: a full square for each rung that was reached."""
        return "■" * self.rung + "□" * (len(Rung) - self.rung)


def stands_of(case: Case, clocks: Iterable[Clock], now: datetime) -> dict[UUID, Stand]:
    """Where the live clocks that rose stand, by clock. One query, none when nothing is late."""
    high = [clock for clock in clocks if clock.rung and clock.stopped_at is None]
    reached: dict[tuple[str, int], datetime] = {}
    if high:
        for event in case.events.filter(kind__in=(RAISED, LETTER_READY)).order_by("-happened_at")[:MOST]:
            facts = event.facts_dict()
            reached.setdefault((facts["clock"], facts["rung"]), event.happened_at)
    return {clock.pk: _stand(clock, reached.get((str(clock.pk), clock.rung)), now) for clock in high}


def _stand(clock: Clock, since: datetime | None, now: datetime) -> Stand:
    rung = Rung(clock.rung)
    days = max((now - since).days, 0) if since else 0
    ago = ngettext("hace %(n)d día", "hace %(n)d días", days) % {"n": days} if days else ""
    return Stand(rung, str(rung.label), since, ago)

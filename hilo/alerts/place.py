"""Where an alert happened, as far as its words say. The state of a country pack, and the reason."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from hilo.alerts.draft import AlertDraft, IdKind, Location, Party
from hilo.linkage.match.normalise import normal
from hilo.reference import pack


class Place(NamedTuple):
    """``state`` is a key of the pack or ""; ``reason`` a code shown beside it."""

    state: str
    reason: str


HOME = frozenset({"MX", "MEX", "MEXICO", "MÉXICO"})
# whose place weighs first: the child's, then the reported account's, then anything else
_WEIGHT = {Party.VICTIM: 0, Party.REPORTED: 1, Party.RECIPIENT: 2, Party.INCIDENT: 3, Party.FILE: 4}
_SOURCES = ("address", "estimated", "geo_lookup")


def place_of(draft: AlertDraft) -> Place:
    """The state the alert points to, the child's place first; two places of equal weight give none."""
    found: dict[int, set[str]] = {}
    reasons: dict[tuple[int, str], str] = {}
    for location in draft.locations:
        state = _state(location)
        if state and location.party in _WEIGHT:
            weight = _WEIGHT[location.party] * 10 + (*_SOURCES, location.source).index(location.source)
            found.setdefault(weight, set()).add(state)
            reasons[weight, state] = f"{location.party}_{location.source or 'location'}"
    if found:
        first = min(found)
        if len(found[first]) > 1:
            return Place("", "several_states")
        state = next(iter(found[first]))
        return Place(state, reasons[first, state])
    return _by_telephone(draft) or Place("", "abroad" if _abroad(draft.locations) else "no_location")


def _state(location: Location) -> str:
    country = location.country.strip().upper()
    if country and country not in HOME:
        return ""
    if not country and not location.region:
        return ""
    return _named(location.region) or (_named(location.city) if country else "")


@lru_cache(maxsize=4096)
def _named(text: str) -> str:
    return (pack().find_state(text) or "") if text else ""


def _abroad(locations: Iterable[Location]) -> bool:
    countries = {place.country.strip().upper() for place in locations if place.country.strip()}
    return bool(countries) and not countries & HOME


def _by_telephone(draft: AlertDraft) -> Place | None:
    """A Mexican number's area code: weak, so only when nothing else says where, and never two at once."""
    states = set()
    for identifier in draft.identifiers:
        if identifier.kind == IdKind.PHONE and identifier.party in (Party.VICTIM, Party.REPORTED):
            number = normal("phone", identifier.value)
            if number.startswith("+52"):
                states.add(_area(number[3:5]) or _area(number[3:6]))
    states.discard("")
    return Place(states.pop(), "phone_area") if len(states) == 1 else None


@lru_cache(maxsize=1024)
def _area(code: str) -> str:
    owners = [state.key for state in pack().states.values() if code in state.area_codes]
    return owners[0] if len(owners) == 1 else ""

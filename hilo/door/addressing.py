"""To whom a report is sealed: the unit its course leads to, never an institution named as the place of harm."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from hilo.door.models import Addressee
from hilo.door.telling import Coarse
from hilo.lib.errors import BadInput
from hilo.reference import pack

KIND, SCHOOL = "report", "school"


@dataclass(frozen=True)
class Destination:
    """``institution``: who must receive it; ``kept_out``: who may not; ``addressees``: whose keys open it."""

    institution: str
    kept_out: tuple[str, ...]
    addressees: tuple[Addressee, ...]


def destination(coarse: Coarse) -> Destination:
    """The first institution of the course, or in its place, that is not kept out and has somebody who can read.

    When none has, the first of them: its report then opens with the recovery key. Raises BadInput when there is
    no key at all that could open it.
    """
    kept_out = kept_out_by(coarse)
    keys = _in_use()
    candidates = list(dict.fromkeys(_candidates(coarse, kept_out, keys)))
    institution = next((code for code in candidates if code in keys), candidates[0])
    found = tuple(keys[code] for code in (institution, "") if code in keys)
    if not found:
        raise BadInput("Nadie podría leer este aviso: falta la llave de una unidad de recepción o de recuperación.")
    return Destination(institution, kept_out, found)


def kind_of(coarse: Coarse) -> str:
    """The kind of case a report opens."""
    place = pack().door_places.get(coarse.place)
    return SCHOOL if place is not None and place.school and coarse.state else KIND


def kept_out_by(coarse: Coarse) -> tuple[str, ...]:
    """Institutions that the place of harm keeps out of routing and sight: of every state while it is not said which."""
    place = pack().door_places.get(coarse.place)
    states = (coarse.state,) if coarse.state else tuple(pack().states)
    wanted = [code.replace("{state}", state) for code in (place.keeps_out if place else ()) for state in states]
    return tuple(code for code in dict.fromkeys(wanted) if code in pack().institutions)


def course_of(coarse: Coarse) -> list[str]:
    """The institutions of the report's course, in order."""
    choice = pack().course_for(kind_of(coarse), coarse.state or None, 1)
    course = next(one for one in pack().courses if one.code == choice.course)
    return [step.institution.replace("{state}", coarse.state) for step in course.steps]


def _candidates(coarse: Coarse, kept_out: Iterable[str], keys: Iterable[str]) -> Iterator[str]:
    out = frozenset(kept_out)
    first, *others = course_of(coarse)
    if first in out:
        yield pack().substitute_for(first, coarse.state, kind_of(coarse), but=out)
    for code in (first, *others):
        known = pack().institutions.get(code)
        if code not in out and known is not None and known.kind in RECEIVES:
            yield code
    receive = [code for code in sorted(keys) if code and code not in out and _receives(code)]
    yield from sorted(receive, key=lambda code: pack().institutions[code].state not in (None, coarse.state))


RECEIVES = frozenset({"prosecutor", "child_protection", "police", "hotline", "ngo"})


def _receives(code: str) -> bool:
    """Whether its unit takes reports. Those of anywhere, then those of other states, come last: better than nobody."""
    known = pack().institutions.get(code)
    return known is not None and known.kind in RECEIVES


def _in_use() -> dict[str, Addressee]:
    """By institution; "" for the recovery key."""
    rows = Addressee.objects.filter(retired_at__isnull=True).filter(Q(kind="recovery", institution="") | Q(kind="unit"))
    return {row.institution: row for row in rows}

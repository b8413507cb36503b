"""Which acts a case calls for. Computed each time and kept nowhere: a row exists once a person decided."""

from dataclasses import dataclass
from datetime import datetime

from hilo.cases.models import Case
from hilo.investigation import sign_words, windows
from hilo.investigation.models import Act, ActState
from hilo.investigation.signs import EVER, Signs, signs_of
from hilo.lib.calendar import Span, Unit
from hilo.reference import pack
from hilo.reference.acts import ActType

HOURS = {Unit.HOURS: 1, Unit.NATURAL_DAYS: 24, Unit.WORKING_DAYS: 34, Unit.MONTHS: 730, Unit.YEARS: 8760}
NO_END = 10**9
# What came before is out of the way: it happened, or a person or time said that it will not.
SETTLED = frozenset(
    {
        ActState.DONE, ActState.NEGATIVE, ActState.REFUSED, ActState.IMPOSSIBLE, ActState.LAPSED, ActState.SET_ASIDE,
    }
)  # fmt: skip
ORDERED = SETTLED | {ActState.ORDERED, ActState.UNDER_WAY}  # enough for preservation: the data are kept from then on


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act that the case calls for, ``why`` in words, and the acts that come first and are not settled yet.

    ``ends_at``: the last moment at which its result can be had, at the latest: counted from when what calls for it
    last came, as the data are at least as old; for data that are kept by an order, from ``now``. None: no last day.
    """

    type: ActType
    why: tuple[str, ...]
    waits_for: tuple[ActType, ...] = ()
    ends_at: datetime | None = None


def propose(case: Case, *, now: datetime) -> list[Proposal]:
    """What is lost first comes first; what helps the child comes first among those. A constant number of queries.

    What the plan has is not proposed again, whatever became of it; an act that names its target is, when something
    that calls for it came after the last one was added.
    """
    signs, plan = signs_of(case), _plan(case)
    types = [type_ for type_ in pack().acts.values() if _fits(type_, case, signs) and _new(type_, plan, signs)]
    near = {type_.code for type_ in types} | set(plan)
    return [
        Proposal(one, _why(one, signs, plan), _waits_for(one, near, plan), _ends_at(one, signs, now))
        for one in sorted(types, key=_perishable)
    ]


Plan = dict[str, list[tuple[str, datetime]]]
"""Code of an act -> state and moment of adding, of each in the plan."""


def _plan(case: Case) -> Plan:
    found: Plan = {}
    for code, state, at in Act.objects.filter(case=case).values_list("type", "state", "added_at"):
        found.setdefault(code, []).append((state, at))
    return found


def _fits(type_: ActType, case: Case, signs: Signs) -> bool:
    """What a confirmed passage calls for fits a case of any kind and urgency, unless something rules it out."""
    if not signs.found.isdisjoint(type_.unless):
        return False
    known = not type_.kinds or case.kind in type_.kinds
    urgent = not type_.tiers or case.tier in type_.tiers
    called_for = not type_.signs or not signs.found.isdisjoint(type_.signs)
    return type_.code in signs.calls or (known and urgent and called_for)


def _new(type_: ActType, plan: Plan, signs: Signs) -> bool:
    if type_.code not in plan:
        return True
    return type_.needs_target and (_came(type_, signs) or EVER) > max(at for _state, at in plan[type_.code])


def _ends_at(type_: ActType, signs: Signs, now: datetime) -> datetime | None:
    since = now if windows.preserves(type_) else _came(type_, signs) or now
    return windows.ends_at(type_, None, since)


def _came(type_: ActType, signs: Signs) -> datetime | None:
    moments = [signs.at[sign] for sign in type_.signs if sign in signs.found]
    return max((*moments, *signs.calls.get(type_.code, {}).values()), default=None)


def _why(type_: ActType, signs: Signs, plan: Plan) -> tuple[str, ...]:
    shown = [signs.why[sign] for sign in type_.signs if sign in signs.found]
    found = tuple(dict.fromkeys((*shown, *signs.calls.get(type_.code, ()))))
    if found:
        return (*found, str(sign_words.AGAIN)) if type_.code in plan else found
    missing = tuple(str(sign_words.MISSING[sign]) for sign in type_.unless[:1])
    return missing or (str(sign_words.OF_THIS_KIND),)


def _waits_for(type_: ActType, near: set[str], plan: Plan) -> tuple[ActType, ...]:
    """Of the acts that come first, those of this case that are still to happen; of one family, one is enough."""
    before = [pack().acts[code] for code in type_.after]
    met = {one.family for one in before if any(state in _enough(one) for state, _at in plan.get(one.code, ()))}
    return tuple(one for one in before if one.family not in met and one.code in near)


def _enough(type_: ActType) -> frozenset[str]:
    return ORDERED if type_.family == "preserve" else SETTLED


def _perishable(type_: ActType) -> tuple[str, bool, bool, int]:
    """Sorts; the catalogue's order decides the rest."""
    ends = min((_hours(window.span) for window in type_.windows), default=NO_END)
    return type_.urgency, type_.family != "care", not type_.essential, ends


def _hours(span: Span) -> int:
    """About how long, to compare only."""
    return span.amount * HOURS[span.unit]

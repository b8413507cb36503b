"""Reads for the inbox: which cases, how many, and what each row says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.cases.clocks import SILENCE
from hilo.cases.models import Case, CaseQuerySet, Clock
from hilo.cases.queries import silent_days
from hilo.desk.filters import ALL, DESK, MINE, NO_ACT, NOWHERE, OVERDUE, SILENT, TIERS, Filter
from hilo.reference import pack
from hilo.reference.models import ClockRule, State

CHOICES_SECONDS = 60
MOST = 999  # counts go no further: "999+" is enough to decide where to look
SENDER_DATA = "sender_data"  # the rule of the date on which the sender's data lapses


@dataclass(frozen=True)
class Row:
    """A case as a list shows it. ``rule``: what is next, None when it left the pack; ``lapses``: whether
    to warn that the sender's data lapse soon; ``folded``: open reports folded under it.
    """

    case: Case
    rule: ClockRule | None
    state: State | None
    silent_days: int
    folded: int
    lapses: bool


def followed(user: User) -> CaseQuerySet:
    """Open cases that stand by themselves in this person's lists: a campaign's reports fold under it."""
    return Case.objects.visible_to(user).open().filter(parent__isnull=True)


def overdue(now: datetime) -> Q:
    """Cases whose next duty has run out. All tiers are named so that the index of the inbox is used."""
    return Q(tier__in=TIERS, next_due_at__lt=now)


def silent(now: datetime, *institutions: str) -> Q:
    """Cases of institutions that are in silence: recorded by the sweep, or due to be recorded when it runs next.

    Written as a union, because neither database uses an index on both sides of an OR here.
    """
    recorded = Case.objects.open().filter(institution__in=institutions, silent_at__isnull=False)
    unrecorded = Clock.objects.live().filter(rule=SILENCE, overdue_at__isnull=True, due_at__lt=now)
    return Q(pk__in=recorded.values("pk").union(unrecorded.values("case"), all=True))


def filtered(user: User, asked: Filter, *, desk: int | None, now: datetime) -> CaseQuerySet:
    """What the person asked to see, in no order. ``desk``: id of the institution's duty desk."""
    cases = _whose(followed(user), asked.whose, user, desk)
    if asked.tier:
        cases = cases.filter(tier=asked.tier)
    if asked.state:
        cases = cases.filter(state="" if asked.state == NOWHERE else asked.state)
    if asked.duty:
        cases = cases.filter(next_duty=asked.duty)
    return _in_situation(cases, asked.situation, user, now)


def _whose(cases: CaseQuerySet, whose: str, user: User, desk: int | None) -> CaseQuerySet:
    if whose == ALL:
        return cases
    owner = {MINE: user.pk, DESK: desk}[whose] if whose in (MINE, DESK) else int(whose)
    return cases.filter(owner=owner)


def _in_situation(cases: CaseQuerySet, situation: str, user: User, now: datetime) -> CaseQuerySet:
    if situation == OVERDUE:
        return cases.filter(overdue(now))
    if situation == SILENT:
        return cases.filter(silent(now, user.institution))
    if situation == NO_ACT:
        return cases.filter(last_act_at__isnull=True)
    return cases


def duty_desk(institution: str) -> User | None:
    """The account that holds an institution's cases until a person takes them."""
    return User.objects.filter(institution=institution, is_desk=True).first()


def bounded(cases: Any) -> int:
    """How many, counted no further than one more than MOST."""
    return int(cases.order_by()[: MOST + 1].count())


def counts(user: User, asked: Filter, *, desk: int | None, now: datetime) -> dict[str, Any]:
    """Bounded counts beside the filters: ``whose`` by name; ``tiers`` and ``situations`` of that view."""
    cases = followed(user)
    view = _whose(cases, asked.whose, user, desk)
    return {
        "whose": {name: bounded(_whose(cases, name, user, desk)) for name in (MINE, DESK, ALL)},
        "tiers": {tier: bounded(view.filter(tier=tier)) for tier in TIERS},
        "situations": {name: bounded(_in_situation(view, name, user, now)) for name in (OVERDUE, SILENT, NO_ACT)},
    }


def choices(user: User, asked: Filter) -> tuple[list[State | None], list[ClockRule]]:
    """The states (None: not known) and next duties that the institution's open cases have, or were asked for.

    Finding them reads every open case, so they are remembered for a minute: what is new waits that long.
    """
    key = f"desk.choices:{user.institution}"
    pairs: set[tuple[str, str]] = cache.get_or_set(key, lambda: _pairs(user), CHOICES_SECONDS) or set()
    keys = {state or NOWHERE for state, _ in pairs} | {asked.state}
    codes = {code for _, code in pairs} | {asked.duty}
    states: list[State | None] = [state for key, state in pack().states.items() if key in keys]
    return states + [None] * (NOWHERE in keys), [rule for code, rule in pack().clocks.items() if code in codes]


def _pairs(user: User) -> set[tuple[str, str]]:
    return set(followed(user).order_by().values_list("state", "next_duty").distinct())


def rows(cases: Iterable[Case], now: datetime) -> list[Row]:
    """Rows of a list, with one query for what is folded under all of them. Read cases with their owner."""
    cases = list(cases)
    holders = {case.pk: case.institution for case in cases}
    tally = Case.objects.open().filter(parent__in=list(holders)).order_by()
    counted = tally.values_list("parent", "institution").annotate(Count("pk"))
    folded = {parent: count for parent, holder, count in counted if holder == holders[parent]}
    return [
        Row(
            case=case,
            rule=pack().clocks.get(case.next_duty),
            state=pack().states.get(case.state),
            silent_days=silent_days(case, now),
            folded=folded.get(case.pk, 0),
            lapses=_lapses_soon(case, now),
        )
        for case in cases
    ]


def _lapses_soon(case: Case, now: datetime) -> bool:
    rule = pack().clocks.get(SENDER_DATA)
    if rule is None or case.data_lapses_at is None or not case.is_open:
        return False
    return (case.data_lapses_at - now).days < max(rule.alarms_days, default=60)


def assignable(user: User) -> Any:
    """People of the institution who can hold a case."""
    roles = [code for code, role in ROLES.items() if Permission.CASE_NOTE in role.permissions]
    return User.objects.people().filter(institution=user.institution, role__in=roles).order_by("display_name")

"""A person leaves: their account closes, and no case stays with somebody who is no longer there."""

import uuid
from datetime import datetime

from django.db import transaction

from hilo.accounts import actions as accounts
from hilo.accounts.models import User
from hilo.cases.models import Case
from hilo.cases.thread import Weave

WHY = "left"
AT_ONCE = 500  # cases handed over in one transaction by the sweep


@transaction.atomic
def deactivate(*, user: User, by: User | None, now: datetime) -> int:
    """Close an account and give every open case of it to the duty desk; how many. All or nothing.

    ``by`` is None for the operator at the terminal. Raises Denied as ``accounts.actions.deactivate`` does.
    """
    closed = accounts.deactivate(user=user, by=by)
    mine = Case.objects.open().filter(owner=closed).order_by("pk").values_list("pk", flat=True)
    return _to_the_desk(list(mine), now=now, by=by)


def sweep(*, now: datetime) -> int:
    """Give to the desk what a closed account still holds, whatever way that came about; how many."""
    total = 0
    while done := _sweep_some(now):
        total += done
    return total


@transaction.atomic
def _sweep_some(now: datetime) -> int:
    left = Case.objects.open().filter(owner__is_active=False).order_by("pk").values_list("pk", flat=True)
    return _to_the_desk(list(left[:AT_ONCE]), now=now, by=None)


def _to_the_desk(ids: list[uuid.UUID], *, now: datetime, by: User | None) -> int:
    weave = Weave(now=now, by=by)
    weave.hold(ids)
    desks = {code: accounts.desk_account(code) for code in {case.institution for case in weave.cases.values()}}
    for case in weave.cases.values():
        case.owner = desks[case.institution]
        weave.event(case, "case.assigned", facts={"to": case.owner.pk, "why": WHY})
    weave.write()
    return len(weave.cases)


def cases_of(user: User) -> int:
    """How many open cases a person answers for: those that pass to the desk when they leave."""
    return Case.objects.open().filter(owner=user).count()

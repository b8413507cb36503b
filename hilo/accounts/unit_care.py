"""What a member's open key does for the unit when they sign in: open it, let colleagues in, fill its recovery."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from hilo.accounts import unit_keys, vouchers
from hilo.accounts.models import PersonKey, UnitKey, UnitShare, User
from hilo.accounts.permissions import Permission
from hilo.lib.errors import BadInput

log = logging.getLogger(__name__)


@transaction.atomic
def look_after(user: User, private: bytes, *, now: datetime) -> list[User]:
    """Open the person's unit if nobody can, then give each colleague who has a key what they lack; who was let in.

    ``private``: the person's own. Nothing happens for who may not read reports.
    """
    if not user.has(Permission.REPORT_READ):
        return []
    _open_if_nobody_can(user, now)
    let_in: dict[int, User] = {}
    for unit, unit_private in _held(user, private):
        unit_keys.fill_recovery(unit, unit_private)
        let_in |= {one.pk: one for one in _let_in(unit, unit_private, user, now)}
    return list(let_in.values())


def somebody_waits(user: User) -> bool:
    """Whether a colleague has a key of their own and lacks one of the unit that the person holds: one query."""
    theirs = UnitShare.objects.filter(unit=OuterRef("pk"), user=OuterRef(OuterRef("user")))
    lacking = unit_keys.keys_of(user).filter(~Exists(theirs))
    return PersonKey.objects.filter(Exists(lacking), user__in=unit_keys.readers(user.institution)).exists()


def _open_if_nobody_can(user: User, now: datetime) -> None:
    unit = unit_keys.current(user.institution)
    if unit is not None and not unit.shares.exists():  # every member's key was renewed: nobody could let anybody in
        unit_keys.rotate(institution=user.institution, by=user, now=now, also=user)
    elif unit is None:
        unit_keys.open_unit(institution=user.institution, by=user, now=now)


def _held(user: User, private: bytes) -> list[tuple[UnitKey, bytes]]:
    held = []
    for share in UnitShare.objects.filter(user=user, unit__institution=user.institution).select_related("unit"):
        try:
            held.append((share.unit, unit_keys.opened(share, share.unit, private)))
        except BadInput:
            log.error("A share of unit key %s does not open for its member: deleted, to be given again.", share.unit_id)
            share.delete()
    return held


def _let_in(unit: UnitKey, private: bytes, by: User, now: datetime) -> list[User]:
    keys = PersonKey.objects.filter(user__in=unit_keys.readers(unit.institution)).exclude(user__unit_shares__unit=unit)
    lacking = [key.user for key in keys.select_related("user").order_by("pk") if vouchers.holds(key)]
    for one in lacking:
        unit_keys.give(unit=unit, to=one, private=private, by=by, now=now)
    return lacking

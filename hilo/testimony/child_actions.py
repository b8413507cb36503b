"""Giving a child a key by which they are known again in another case. The key itself says nothing of the child."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.sealing import vault
from hilo.cases.models import PersonInCase
from hilo.lib.errors import Denied
from hilo.testimony import child_policies, policies
from hilo.testimony.held import held
from hilo.testimony.models import ChildKey


@transaction.atomic
def key(
    *,
    child: PersonInCase,
    by: User,
    now: datetime,
    curp: str = "",
    name: str = "",
    birth: date | None = None,
    revision: int | None = None,
) -> list[ChildKey]:
    """Keys from the CURP, from full name and day of birth, or from both. What was typed is not kept."""
    weave, fresh = held(child.case, by=by, now=now, revision=revision)
    policies.check_can_record(fresh, by=by)
    policies.check_child(fresh, child)
    blinds = _blinds(curp, name, birth, localdate(now))
    for blind in blinds.values():
        child_policies.check_new(child, blind)
    rows = [ChildKey(child=child, kind=kind, blind=blind, added_at=now, added_by=by) for kind, blind in blinds.items()]
    ChildKey.objects.bulk_create(rows)
    weave.event(fresh, "child.keyed", facts={"person": str(child.pk), "kinds": sorted(blinds)}, subject=child.pk)
    weave.write()
    return rows


@transaction.atomic
def withdraw(*, key: ChildKey, because: str, by: User, now: datetime, revision: int | None = None) -> ChildKey:
    """A key that is not this child's joins nothing from now on. ``because``: of ChildKey.Because. Raises Denied."""
    weave, fresh = held(key.child.case, by=by, now=now, revision=revision)
    policies.check_can_record(fresh, by=by)
    row = ChildKey.objects.select_for_update().get(pk=key.pk)
    child_policies.check_can_withdraw(row, because)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = now, by, because
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    facts = {"person": str(row.child_id), "kinds": [row.kind], "because": because}
    weave.event(fresh, "child.unkeyed", facts=facts, subject=row.child_id)
    weave.write()
    return row


def _blinds(curp: str, name: str, birth: date | None, today: date) -> dict[str, bytes]:
    found = {}
    if curp.strip():
        found[ChildKey.Kind.CURP.value] = vault().blind("child.curp", child_policies.curp(curp))
    if name.strip() and birth is not None:
        told = child_policies.name_and_birth(name, birth, today)
        found[ChildKey.Kind.NAME_BIRTH.value] = vault().blind("child.name_birth", told)
    if not found or bool(name.strip()) != (birth is not None):
        raise Denied(_("Escriba la CURP, o el nombre completo con la fecha de nacimiento."))
    return found

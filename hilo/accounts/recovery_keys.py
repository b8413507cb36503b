"""The recovery key: who lost every other way opens a unit with it. Its private half exists on paper only."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts import unit_keys, vouchers
from hilo.accounts.models import RecoveryKey, UnitKey, User
from hilo.lib.errors import BadInput, Denied
from hilo.lib.sealed_to import KeyPair, open_with


def in_use() -> RecoveryKey | None:
    """The recovery key to which is sealed now; None while none was made."""
    return RecoveryKey.objects.filter(retired_at__isnull=True).first()


@transaction.atomic
def put_in_use(*, public: bytes, replace: bool, now: datetime) -> RecoveryKey:
    """Keep the public half of a key that is on paper. Raises Denied when there is one in use and not ``replace``."""
    old = RecoveryKey.objects.select_for_update().filter(retired_at__isnull=True).first()
    if old is not None:
        if not replace:
            raise Denied(_("Ya hay una llave de recuperación en uso. Para cambiarla por otra, use --replace."))
        old.retired_at = now
        old.save(update_fields=["retired_at"])
        unit_keys.announce(old)
    key = RecoveryKey(public_key=public, made_at=now)
    key.voucher = vouchers.voucher_for(key)
    key.save(force_insert=True)
    unit_keys.announce(key)
    return key


def of_private(private: bytes) -> RecoveryKey:
    """The recovery key, in use or of before, whose private half this is. Raises BadInput."""
    key = RecoveryKey.objects.filter(public_key=KeyPair.of(private).public).first()
    if key is None:
        raise BadInput(_("Esas partes son de una llave de recuperación que no es de este sistema."))
    return key


def units_without(key: RecoveryKey | None) -> list[UnitKey]:
    """Keys of units, in use and retired, that this recovery key does not open yet: a member who signs in seals them."""
    return list(UnitKey.objects.exclude(recovery_key=key) if key else UnitKey.objects.all())


@transaction.atomic
def give(*, key: RecoveryKey, private: bytes, to: User, now: datetime) -> int:
    """Give a person a share of every key of their unit that the recovery key opens, in use or retired; how many.

    ``private``: of the recovery key. Raises Denied for who may not read reports or has no key of their own yet, and
    BadInput for a value that was altered.
    """
    unit_keys.check_reader(to, to.institution)
    count = 0
    for unit in UnitKey.objects.filter(institution=to.institution, recovery_key=key).order_by("pk"):
        opened = open_with(private, bytes(unit.recovery or b""), place=unit_keys.recovery_place(unit))
        if KeyPair.of(opened).public != bytes(unit.public_key):
            raise BadInput(_("La llave de esta unidad fue alterada. Avise a la administración."))
        unit_keys.give(unit=unit, to=to, private=opened, by=None, now=now)
        count += 1
    return count

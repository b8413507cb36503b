"""The key pair of an institution's intake unit: what is sealed to it opens for its members, each with a share.

A share is the unit's private half sealed to one person's public key: to let in is to add a row, to let out is to delete
it. When somebody leaves another pair takes its place; the old one is retired but kept, so that old reports open.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hilo.accounts import vouchers
from hilo.accounts.models import PersonKey, RecoveryKey, UnitKey, UnitShare, User
from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.lib.errors import BadInput, Denied
from hilo.lib.sealed_to import KeyPair, open_with, seal_to

READERS = tuple(code for code, role in ROLES.items() if Permission.REPORT_READ in role.permissions)

# called with each key that was put in use or retired, in the same transaction; hilo.intake tells the door
AFTER_OPENED: list[Callable[[UnitKey | RecoveryKey], None]] = []


def current(institution: str) -> UnitKey | None:
    """The key in use of an institution's unit; None while nobody has opened it."""
    return UnitKey.objects.filter(institution=institution, retired_at__isnull=True).first()


def open_unit(*, institution: str, by: User, now: datetime) -> UnitKey:
    """Make the unit's pair with a share for ``by``; the one in use when it was opened before.

    Raises Denied for who may not read reports there or has no key of their own.
    """
    known = current(institution)
    if known is not None:
        return known
    check_reader(by, institution)
    try:
        with transaction.atomic():
            return _put_in_use(institution, [PersonKey.objects.get(user=by)], by, now)
    except IntegrityError:  # two first members at the same moment
        return UnitKey.objects.get(institution=institution, retired_at__isnull=True)


def give(*, unit: UnitKey, to: User, private: bytes, by: User | None, now: datetime) -> UnitShare:
    """Let a colleague in. ``private``: of the unit; ``by``: who has a share, None for the recovery key.

    Nothing changes for who has one. Raises Denied for another institution's person, who may not read
    reports, or has no key; BadInput for a key that this deployment did not make.
    """
    check_reader(to, unit.institution)
    return _give(unit, PersonKey.objects.get(user=to), private, by, now)


def take_away(user: User) -> int:
    """Delete every share of a person; how many there were."""
    return UnitShare.objects.filter(user=user).delete()[0]


def private_of(unit: UnitKey, user: User, person_private: bytes) -> bytes:
    """The unit's private half, for a member. Raises Denied for who is none, BadInput for a share that was altered."""
    share = UnitShare.objects.filter(unit=unit, user=user).first()
    if share is None:
        raise Denied(_("Usted no tiene la llave de esta unidad: se la da un colega que ya la tenga, al entrar."))
    return opened(share, unit, person_private)


def opened(share: UnitShare, unit: UnitKey, person_private: bytes) -> bytes:
    """The unit's private half in a share of ``unit``. Raises BadInput for one that was altered."""
    private = open_with(person_private, bytes(share.sealed), place=_share_place(unit, share.user_id))
    if KeyPair.of(private).public != bytes(unit.public_key):
        raise BadInput(_("La llave de esta unidad fue alterada. Avise a la administración."))
    return private


@transaction.atomic
def rotate(*, institution: str, by: User | None, now: datetime, also: User | None = None) -> UnitKey | None:
    """Another pair for what comes from now on, with shares for those who had one and may still read, and for ``also``.

    None when nobody is left: the unit then has no key in use until somebody opens it. ``by``: None for the operator.
    """
    old = UnitKey.objects.select_for_update().filter(institution=institution, retired_at__isnull=True).first()
    members = {key.pk: key for key in (_members(old) if old else ())}
    if also is not None:
        check_reader(also, institution)
        members.setdefault(also.pk, PersonKey.objects.get(user=also))
    if old is not None:
        old.retired_at = now
        old.save(update_fields=["retired_at"])
        announce(old)
    return _put_in_use(institution, members.values(), by, now) if members else None


def let_out(user: User, *, by: User | None, now: datetime) -> None:
    """A person leaves: their shares go, and every unit of which they had the key in use gets another."""
    had = set(UnitShare.objects.filter(user=user, unit__retired_at__isnull=True).values_list("unit__institution"))
    take_away(user)
    for (institution,) in sorted(had):
        rotate(institution=institution, by=by, now=now)


def fill_recovery(unit: UnitKey, private: bytes) -> None:
    """Seal the unit's private half to the recovery key in use, unless it is already or somebody put in another."""
    recovery = RecoveryKey.objects.filter(retired_at__isnull=True).order_by("-made_at").first()
    if recovery is None or unit.recovery_key_id == recovery.pk or not vouchers.holds(recovery):
        return
    unit.recovery = seal_to(bytes(recovery.public_key), private, place=recovery_place(unit))
    unit.recovery_key = recovery
    unit.save(update_fields=["recovery", "recovery_key"])


def recovery_place(unit: UnitKey) -> str:
    """The place for which ``UnitKey.recovery`` is sealed."""
    return f"unit.recovery:{unit.pk}"


def keys_of(user: User) -> QuerySet[UnitKey]:
    """The keys of their institution's unit, in use and retired, of which a person has a share."""
    return UnitKey.objects.filter(shares__user=user, institution=user.institution).order_by("pk")


def readers(institution: str) -> Iterable[User]:
    """Those who may read reports there: active people whose role allows it."""
    return User.objects.people().filter(institution=institution, role__in=READERS).order_by("pk")


def check_reader(user: User, institution: str) -> None:
    """Raises Denied for who may not read reports of this institution or has no key of their own."""
    if user.institution != institution or not user.has(Permission.REPORT_READ):
        raise Denied(_("Solo quien lee avisos en esa institución puede tener la llave de su unidad."))
    if not PersonKey.objects.filter(user=user).exists():
        raise Denied(_("Esa persona todavía no tiene una llave propia: se hace cuando entra con su contraseña."))


def _members(unit: UnitKey) -> Iterable[PersonKey]:
    people = User.objects.people().filter(unit_shares__unit=unit, institution=unit.institution, role__in=READERS)
    return PersonKey.objects.filter(user__in=people).order_by("pk")


def _put_in_use(institution: str, members: Iterable[PersonKey], by: User | None, now: datetime) -> UnitKey:
    pair = KeyPair.make()
    unit = UnitKey(institution=institution, public_key=pair.public, made_at=now, made_by=by)
    unit.voucher = vouchers.voucher_for(unit)
    unit.save(force_insert=True)
    fill_recovery(unit, pair.private)
    for member in filter(vouchers.holds, members):
        _give(unit, member, pair.private, by, now)
    announce(unit)
    return unit


def _give(unit: UnitKey, to: PersonKey, private: bytes, by: User | None, now: datetime) -> UnitShare:
    sealed = seal_to(vouchers.vouched(to), private, place=_share_place(unit, to.user_id))
    share, _new = UnitShare.objects.get_or_create(
        unit=unit, user_id=to.user_id, defaults={"sealed": sealed, "given_at": now, "given_by": by}
    )
    return share


def announce(key: UnitKey | RecoveryKey) -> None:
    """Tell whoever listens that a key was put in use, or retired."""
    for told in AFTER_OPENED:
        told(key)


def _share_place(unit: UnitKey, user_id: int) -> str:
    return f"unit.share:{unit.pk}:{user_id}"

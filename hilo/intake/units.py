"""The door is told of the public half of each key: of units, and of the recovery key. It knows nothing else of them."""

from hilo.accounts.models import RecoveryKey, UnitKey
from hilo.accounts.vouchers import vouched
from hilo.door.models import Addressee


def announce(key: UnitKey | RecoveryKey) -> None:
    """Write the addressee of a key put in use, under the same id; retire that of a key retired."""
    if key.retired_at is not None:
        Addressee.objects.filter(pk=key.pk, retired_at__isnull=True).update(retired_at=key.retired_at)
        return
    about = {
        "kind": Addressee.Kind.UNIT if isinstance(key, UnitKey) else Addressee.Kind.RECOVERY,
        "institution": key.institution if isinstance(key, UnitKey) else "",
        "public_key": vouched(key),
        "since": key.made_at,
    }
    Addressee.objects.get_or_create(pk=key.pk, defaults=about)

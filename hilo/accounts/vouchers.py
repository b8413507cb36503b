"""Public keys that this deployment made itself, told from those that somebody wrote into its database.

Whoever could put their own public key in the place of a person's, a unit's or the recovery key would be given, by the
next colleague who signs in, what is sealed to it. So each public key stands beside its voucher: an HMAC under a
key outside the database. Nothing is sealed to a key without one.
"""

import hmac
import logging

from django.utils.translation import gettext as _

from hilo.accounts.models import PersonKey, RecoveryKey, UnitKey
from hilo.accounts.sealing import vault
from hilo.lib.errors import BadInput

log = logging.getLogger(__name__)

Vouched = PersonKey | RecoveryKey | UnitKey


def voucher_for(row: Vouched) -> bytes:
    """The 16 bytes that stand beside the public key of this row."""
    return vault().blind(f"public key of {row._meta.model_name}", f"{row.pk}:{bytes(row.public_key).hex()}")


def vouched(row: Vouched) -> bytes:
    """The public key, to seal something to. Raises BadInput when this deployment did not make it."""
    if not holds(row):
        raise BadInput(_("Esta llave no la hizo este sistema, y nada se le sella. Avise a la administración."))
    return bytes(row.public_key)


def holds(row: Vouched) -> bool:
    """Whether this deployment made the public key of the row; noted in the log when it did not."""
    same = hmac.compare_digest(bytes(row.voucher), voucher_for(row))
    if not same:
        log.error("The public key of %s %s was not made by this deployment.", row._meta.model_name, row.pk)
    return same

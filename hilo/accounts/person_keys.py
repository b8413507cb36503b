"""A person's own key pair. Its private half opens with their password only: neither the system nor who runs it can.

The password is stretched with Argon2id, a salt, and a pepper that stands outside the database, so that a
copy of the database alone does not even let passwords be guessed here.
"""

import os
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hilo.accounts.models import PersonKey, UnitShare, User
from hilo.accounts.sealing import vault
from hilo.accounts.vouchers import voucher_for
from hilo.lib.errors import Denied
from hilo.lib.sealed_to import KeyPair
from hilo.lib.stretch import stretch

NONCE, SALT = 12, 16


def make(*, user: User, password: str, now: datetime) -> PersonKey:
    """The person's key pair; the one there is when it was made before, whatever its password."""
    known = PersonKey.objects.filter(user=user).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _write(PersonKey(user=user, made_at=now), KeyPair.make(), password, now)
    except IntegrityError:  # signed in twice at the same moment
        return PersonKey.objects.get(user=user)


def open_private(user: User, password: str) -> bytes:
    """The private half, 32 bytes. Raises Denied when this password does not open it, or there is none."""
    key = PersonKey.objects.filter(user=user).first()
    if key is None:
        raise Denied(_("Todavía no tiene una llave propia: se hace al entrar con su contraseña."))
    try:
        private = _aead(user, password, bytes(key.salt)).decrypt(*_parts(key), _place(user))
    except (InvalidTag, ValueError):
        raise Denied(_("Su llave no abre con esta contraseña.")) from None
    if KeyPair.of(private).public != bytes(key.public_key):
        raise Denied(_("Su llave no es la que hizo este sistema. Avise a la administración."))
    return private


def rewrap(*, user: User, old: str, new: str, now: datetime) -> PersonKey:
    """The same pair under a new password. Raises Denied when ``old`` does not open it."""
    private = open_private(user, old)
    return _write(PersonKey.objects.get(user=user), KeyPair.of(private), new, now)


@transaction.atomic
def renew(*, user: User, password: str, now: datetime) -> PersonKey:
    """Another pair, when nobody knows the password of the old one. What was shared with it is lost to the person:
    their shares go, and a colleague who signs in gives them again.
    """
    UnitShare.objects.filter(user=user).delete()
    key, _made = PersonKey.objects.select_for_update().get_or_create(user=user, defaults=_nothing(now))
    key.made_at = now
    return _write(key, KeyPair.make(), password, now)


def _nothing(now: datetime) -> dict[str, object]:
    return {"public_key": b"", "voucher": b"", "salt": b"", "wrapped": b"", "made_at": now, "wrapped_at": now}


def _write(key: PersonKey, pair: KeyPair, password: str, now: datetime) -> PersonKey:
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    key.public_key, key.salt, key.wrapped_at = pair.public, salt, now
    key.voucher = voucher_for(key)
    key.wrapped = nonce + _aead(key.user, password, salt).encrypt(nonce, pair.private, _place(key.user))
    key.save(force_insert=key._state.adding)
    return key


def _parts(key: PersonKey) -> tuple[bytes, bytes]:
    wrapped = bytes(key.wrapped)
    return wrapped[:NONCE], wrapped[NONCE:]


def _aead(user: User, password: str, salt: bytes) -> AESGCM:
    pepper = vault().blind("pepper of a person's key", str(user.pk))
    return AESGCM(stretch(password.encode("utf-8", "surrogatepass"), salt=salt, pepper=pepper))


def _place(user: User) -> bytes:
    return f"person.key:{user.pk}".encode()

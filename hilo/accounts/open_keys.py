"""A person's key while they are signed in. The session has it sealed; what opens it stands only in a cookie.

So a stolen row of the session opens nothing, and neither does the cookie without it. Signing in with the password, or
giving it again, opens the key; a passkey alone does not, and pages marked ``@with_key`` then ask for the password.
"""

import base64
import binascii
import logging
import os
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from hilo.accounts import person_keys, unit_keys
from hilo.accounts.models import UnitShare, User
from hilo.accounts.permissions import Permission
from hilo.accounts.unit_care import look_after, somebody_waits
from hilo.lib.errors import BadInput, Denied

log = logging.getLogger(__name__)

SEALED = "person_key"  # session key: nonce, ciphertext and tag, in hexadecimal
DEMO_PASSWORD = "demostración"  # noqa: S105 - in a demonstration nobody has a password, and everything is invented
KEY_BYTES, NONCE = 32, 12


class _Kept(NamedTuple):
    """What this request knows: the private half if it is open, and what to tell the browser."""

    private: bytes | None
    cookie: bytes | None = None  # a new one to set
    drop: bool = False


def open_for(request: HttpRequest, *, user: User, password: str, now: datetime) -> None:
    """Open the person's key for this session, ``password`` having been checked.

    Makes the key at the first time; makes it anew when the password is another than the key's, which is so after a
    reset. Nothing happens for who may not read reports.
    """
    if not user.has(Permission.REPORT_READ):
        return
    person_keys.make(user=user, password=password, now=now)
    try:
        private = person_keys.open_private(user, password)
    except Denied:
        person_keys.renew(user=user, password=password, now=now)
        private = person_keys.open_private(user, password)
    _keep(request, user, private)


def care(request: HttpRequest, *, user: User, now: datetime) -> list[User]:
    """Once signed in, with the key open: look after the person's unit; the colleagues who were let in.

    The person is told of them on the next page, so that nobody is let in without a colleague noticing.
    """
    kept = _kept(request, user)
    let_in = look_after(user, kept, now=now) if kept else []
    if let_in and hasattr(request, "_messages"):
        names = ", ".join(one.display_name for one in let_in)
        messages.info(request, _("Con su llave, desde ahora también leen los avisos: %(names)s.") % {"names": names})
    return let_in


def private(request: HttpRequest) -> bytes | None:
    """The signed-in person's private half, 32 bytes; None while it is not open."""
    return _kept(request, request.user) if isinstance(request.user, User) else None


def units(request: HttpRequest) -> dict[UUID, bytes]:
    """id of a unit's key -> its private half, for each key of their institution's unit, in use or retired, of which
    the signed-in person has a share. Empty while their key is not open. Colleagues who wait for theirs are let in.
    Two queries, once for each request.
    """
    known: dict[UUID, bytes] | None = getattr(request, "_hilo_units", None)
    if known is None:
        known = request._hilo_units = _units(request)  # type: ignore[attr-defined]
    return known


def needs_password(request: HttpRequest) -> bool:
    """Whether the person may read reports but their key is not open in this session."""
    return request.user.is_authenticated and request.user.has(Permission.REPORT_READ) and private(request) is None


def close(request: HttpRequest) -> None:
    """Forget the key in this session and in the browser."""
    request.session.pop(SEALED, None)
    _note(request, _Kept(None, drop=True))


def cookie_name() -> str:
    """The name of the cookie; over HTTPS one that no other host can set."""
    return "__Host-hilo-key" if settings.SESSION_COOKIE_SECURE else "hilo-key"


def tell_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie of a key that was just opened; drop one that opens nothing any more."""
    kept: _Kept | None = getattr(request, "_hilo_key", None)
    if kept is not None and kept.cookie is not None:
        value = base64.urlsafe_b64encode(kept.cookie).decode()
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(cookie_name(), value, path="/", secure=secure, httponly=True, samesite="Strict")
    elif cookie_name() in request.COOKIES and ((kept and kept.drop) or SEALED not in request.session):
        response.delete_cookie(cookie_name(), path="/", samesite="Strict")


def _units(request: HttpRequest) -> dict[UUID, bytes]:
    mine = private(request)
    if mine is None or not isinstance(request.user, User) or not request.user.has(Permission.REPORT_READ):
        return {}
    if somebody_waits(request.user):
        care(request, user=request.user, now=timezone.now())
    opened = {}
    shares = UnitShare.objects.filter(user=request.user, unit__institution=request.user.institution)
    for share in shares.select_related("unit"):
        try:
            opened[share.unit_id] = unit_keys.opened(share, share.unit, mine)
        except BadInput:
            log.error("A share of unit key %s does not open for its member.", share.unit_id)
    return opened


def _keep(request: HttpRequest, user: User, private: bytes) -> None:
    cookie, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE)
    request.session[SEALED] = (nonce + AESGCM(cookie).encrypt(nonce, private, _place(user))).hex()
    _note(request, _Kept(private, cookie))


def _kept(request: HttpRequest, user: User) -> bytes | None:
    known: _Kept | None = getattr(request, "_hilo_key", None)
    if known is None:
        known = _note(request, _Kept(_from_cookie(request, user)))
    return known.private


def _from_cookie(request: HttpRequest, user: User) -> bytes | None:
    try:
        cookie = base64.urlsafe_b64decode(request.COOKIES.get(cookie_name(), ""))
        sealed = bytes.fromhex(request.session.get(SEALED, ""))
        return AESGCM(cookie).decrypt(sealed[:NONCE], sealed[NONCE:], _place(user)) if cookie and sealed else None
    except (InvalidTag, ValueError, binascii.Error):
        return None


def _note(request: HttpRequest, kept: _Kept) -> _Kept:
    request._hilo_key = kept  # type: ignore[attr-defined]
    request.__dict__.pop("_hilo_units", None)
    return kept


def _place(user: User) -> bytes:
    return f"session.key:{user.pk}".encode()

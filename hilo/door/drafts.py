"""What is written between two pages, sealed under the visitor's cookie: without the cookie nobody opens it.

The cookie holds a random token. From it come the name of the row, the key that seals it and the proof that a form was
drawn for this visitor. The row dies an hour after its last page, or with the browser, or when the visitor leaves.
"""

import base64
import hmac
import json
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils import timezone

from hilo.door.models import Draft
from hilo.door.rows import as_visitor
from hilo.door.sealing import open_sealed_with, seal_with
from hilo.lib.errors import BadInput

TOKEN_BYTES = 32
MINUTES = 60  # from the last page on


class Keys(NamedTuple):
    """What a token gives: ``id`` names the row, ``key`` seals it, ``form`` stands in every form."""

    id: str
    key: bytes
    form: str


def new_token() -> str:
    """A token for a new visitor."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def keys_of(token: str) -> Keys:
    """The keys of a token, whatever was sent as one."""
    raw = token.encode("utf-8", "replace")
    named, form = _derived(raw, "id"), hmac.new(_derived(raw, "form"), b"form", sha256).digest()
    return Keys(sha256(named).hexdigest(), _derived(raw, "draft"), base64.urlsafe_b64encode(form).decode().rstrip("="))


def load(keys: Keys, *, now: datetime) -> dict[str, Any] | None:
    """What the visitor wrote so far; None when there is nothing, or it grew too old, or cannot be opened."""
    with as_visitor(keys.id):
        row = Draft.objects.filter(pk=keys.id).first()
        if row is not None and row.until <= now:
            row.delete()
            row = None
    if row is None:
        return None
    try:
        plain = open_sealed_with(keys.key, bytes(row.sealed), _place(keys))
    except BadInput:
        return None
    found: dict[str, Any] = json.loads(plain)
    return found


def save(keys: Keys, content: dict[str, Any], *, now: datetime, minutes: int = MINUTES) -> None:
    """Keep what the visitor wrote, for ``minutes`` from now."""
    plain = json.dumps(content, ensure_ascii=False).encode()
    sealed = seal_with(keys.key, plain, _place(keys))
    with as_visitor(keys.id):
        Draft(id=keys.id, sealed=sealed, until=now + timedelta(minutes=minutes)).save()


def forget(keys: Keys) -> None:
    """Delete it now."""
    with as_visitor(keys.id):
        Draft.objects.filter(pk=keys.id).delete()


def moment() -> datetime:
    """Now, in one place."""
    return timezone.now()


def _derived(raw: bytes, what: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"hilo door cookie {what}".encode()).derive(raw)


def _place(keys: Keys) -> str:
    return f"draft:{keys.id}"

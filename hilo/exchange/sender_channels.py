"""Connections to the systems of senders, as ``HILO_HOME/channels.yaml`` says. Without that file nothing leaves.

One row for each: ``sender``, ``dialect``, ``url`` (https; http only on this machine), ``token_env`` (the name of
the environment variable with the credential, never the credential), ``idempotent`` (the same key twice does no
harm there), ``can_ask`` (GET on the address with ``/<key>`` answers 200 or 404), ``timeout`` in seconds.
"""

import http.client
import json
import os
import socket
import ssl
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlsplit

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from hilo.exchange.outbox import NotSent, Unsure
from hilo.lib.errors import BadInput

MOST_BYTES = 64 * 1024  # of an answer
HERE = {"127.0.0.1", "localhost", "::1"}


class Connection(BaseModel):
    """One way to one sender's system."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sender: str = Field(min_length=1)
    dialect: str = Field(min_length=1)
    url: str
    token_env: str = Field(default="", pattern=r"^[A-Z0-9_]*$")
    idempotent: bool = False
    can_ask: bool = False
    timeout: float = Field(default=20, gt=0, le=60)

    @field_validator("url")
    @classmethod
    def _safe(cls, value: str) -> str:
        parts = urlsplit(value)
        local = parts.scheme == "http" and parts.hostname in HERE
        if not (parts.scheme == "https" or local) or not parts.hostname or parts.username or parts.query:
            raise ValueError("la dirección empieza con https:// y no lleva credenciales ni preguntas")
        return value.rstrip("/")


def connections() -> list[Connection]:
    """All that are set up; none when there is no file. Raises BadInput for a file that cannot be used."""
    path = settings.HILO_HOME / "channels.yaml"
    if not path.exists():
        return []
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return [Connection.model_validate(row) for row in rows.get("channels", [])]
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(f"channels.yaml: «{where}» no sirve ({first['msg']}). Corríjalo.") from None
    except (yaml.YAMLError, AttributeError, OSError):
        raise BadInput("channels.yaml no se puede leer: revise que sea YAML con una lista «channels».") from None


def configured(sender: str, dialect: str) -> Connection | None:
    """The connection to a sender in a dialect."""
    return next((one for one in connections() if (one.sender, one.dialect) == (sender, dialect)), None)


def connected(sender: str, dialect: str) -> bool:
    """Whether there is one. A file that cannot be used sets up nothing; ``hilo work`` says so when it sends."""
    try:
        return configured(sender, dialect) is not None
    except BadInput:
        return False


class _Stay(urllib.request.HTTPRedirectHandler):
    """Nobody sends us elsewhere."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """No."""


def post(to: Connection, key: str, body: dict[str, Any]) -> str:
    """Send under a key. Returns the reference that the sender gives, or "". Raises NotSent or Unsure."""
    data = json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(to.url, data=data, method="POST", headers=_headers(to, key))  # noqa: S310 - checked
    return _reference(_open(to, request))


def ask(to: Connection, key: str) -> str | None:
    """Whether the sender has something under this key: its reference, or None when it does not know the key."""
    address = f"{to.url}/{quote(key, safe='')}"
    request = urllib.request.Request(address, method="GET", headers=_headers(to, key))  # noqa: S310 - checked
    try:
        return _reference(_open(to, request))
    except NotSent as no:
        if no.code == "http_404":
            return None
        raise Unsure(no.code) from None


def _headers(to: Connection, key: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": key}
    if to.token_env:
        token = os.environ.get(to.token_env, "")
        if not token or not token.isprintable():
            raise NotSent("no_credential")
        headers["Authorization"] = f"Bearer {token}"
    return headers


def _open(to: Connection, request: urllib.request.Request) -> bytes:
    """The answer's first bytes. What is known not to have arrived is NotSent; all else that fails is Unsure."""
    tls = urllib.request.HTTPSHandler(context=ssl.create_default_context())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), tls, _Stay())
    try:
        with opener.open(request, timeout=to.timeout) as answer:
            found: bytes = answer.read(MOST_BYTES)
            return found
    except urllib.error.HTTPError as no:
        no.close()
        raise _refused(no.code) from None
    except urllib.error.URLError as no:
        raise _unreached(no.reason) from None
    except (TimeoutError, OSError, http.client.HTTPException):
        raise Unsure("cut") from None


def _refused(status: int) -> NotSent | Unsure:
    if status >= 500 or status == 408:
        return Unsure(f"http_{status}")
    return NotSent(f"http_{status}", final=status not in (425, 429))


def _unreached(reason: Any) -> NotSent | Unsure:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return NotSent("certificate", final=True)
    if isinstance(reason, ConnectionRefusedError | socket.gaierror):
        return NotSent("unreachable")
    return Unsure("cut")


def _reference(answer: bytes) -> str:
    """The sender's reference: 80 printable signs at most. An answer we cannot read is still an answer."""
    try:
        given = json.loads(answer)
    except ValueError:
        return ""
    found = given.get("reference", "") if isinstance(given, dict) else ""
    return "".join(sign for sign in str(found) if sign.isprintable())[:80]

"""Signed requests: HTTP Message Signatures (RFC 9421) with Ed25519, and Content-Digest (RFC 9530).

Signed are the method, the authority, the path and the query as they were sent, the digest of the body and
the idempotency key. The scheme is not among them: a reverse proxy ends TLS, so the address that the
partner used cannot be told here; the proxy must hand on ``Host`` and must not rewrite the path.

Whatever is wrong, the answer is the same: nobody learns which partner or which key exists.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.http import HttpRequest
from django.utils.translation import gettext as _
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from hilo.exchange.api.problems import Problem
from hilo.exchange.models import Partner, PartnerKey

log = logging.getLogger(__name__)

WINDOW = timedelta(minutes=5)  # how old a signature may be
AHEAD = timedelta(seconds=60)  # how far the partner's clock may be ahead
KEPT = WINDOW + 3 * AHEAD  # for how long a nonce is remembered: longer than any signature that brings it is good
NONCE = range(16, 129)  # its length

ALWAYS = ("@method", "@authority", "@path", "@query")
WITH_BODY = (*ALWAYS, "content-digest", "idempotency-key")
ACCEPTED = 'sig=({}); created; keyid; nonce; alg="ed25519"'
DECOY = Ed25519PrivateKey.generate().public_key()  # a key id that nobody has costs the same work as one that exists


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request, and the nonce it brought: the SHA-256 of it, and until when it is kept."""

    partner: Partner
    nonce: bytes
    until: datetime


class Asked(HttpRequest):
    """A request whose signature holds."""

    auth: Caller


def refused(why: str, request: HttpRequest) -> Problem:
    """401, the same sentence for every reason; the reason goes to our log, in one word."""
    log.warning("partner request refused: %s", why, extra={"request": request})
    wanted = " ".join(f'"{name}"' for name in (WITH_BODY if request.method == "POST" else ALWAYS))
    sentence = _(
        "La firma de la petición no vale: revise la llave, la hora, el nonce, Content-Digest y lo que se firma, "
        "y vuelva a firmar."
    )
    headers = {"WWW-Authenticate": 'Signature realm="hilo"', "Accept-Signature": ACCEPTED.format(wanted)}
    return Problem(401, sentence, headers=headers)


def verify(request: HttpRequest, *, now: datetime) -> Caller:
    """Who signed this request. Raises Problem (401)."""
    keys = _Keys(now)
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=keys)
    wanted = WITH_BODY if request.method == "POST" else ALWAYS
    try:
        (found,) = verifier.verify(_Message(request), max_age=WINDOW, require_components=wanted, body=request.body)
    except HTTPMessageSignaturesException:
        raise refused("signature", request) from None
    if keys.partner is None:
        raise refused("key", request)
    if found.nonce is None or len(found.nonce) not in NONCE:
        raise refused("nonce", request)
    return Caller(keys.partner, hashlib.sha256(found.nonce.encode()).digest(), now + KEPT)


class _Verifier(HTTPMessageVerifier):
    max_clock_skew = AHEAD


class _Keys(HTTPSignatureKeyResolver):
    """The public key of a key id, and whose it is; a decoy for one that does not exist, has ended or is closed."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.partner: Partner | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        """Always a key."""
        row = PartnerKey.objects.select_related("partner").filter(key_id=key_id).first()
        if row is None or not row.partner.active or not _in_time(row, self.now):
            return DECOY
        self.partner = row.partner
        return Ed25519PublicKey.from_public_bytes(bytes(row.public))


def _in_time(key: PartnerKey, now: datetime) -> bool:
    return key.valid_from <= now and (key.valid_until is None or now < key.valid_until)


class _Message:
    """A request as the library reads one: method, headers, and the address as it was sent."""

    def __init__(self, request: HttpRequest) -> None:
        self.method = request.method
        self.headers: Any = request.headers
        host = request.get_host()
        # The scheme is not signed; it only tells which port goes without saying.
        self.url = f"{'http' if host.endswith(':80') else 'https'}://{host}{target(request)}"


def target(request: HttpRequest) -> str:
    """Path and query as they were sent, where the server tells them; else as they are written without need."""
    for name in ("REQUEST_URI", "RAW_URI"):
        sent = request.META.get(name, "")
        if isinstance(sent, str) and sent.startswith("/"):
            return sent
    return request.get_full_path()

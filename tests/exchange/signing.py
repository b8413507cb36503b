"""A partner's system, for tests: it signs what it sends with the library that the how-to names."""

import json
import secrets
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.digests import ContentDigest

GET = ("@method", "@authority", "@path", "@query")
POST = (*GET, "content-digest", "idempotency-key")


class Keys(HTTPSignatureKeyResolver):
    """One private key, whatever the id."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self.private = private

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return self.private


def signed(
    private: Ed25519PrivateKey, key_id: str, method: str, url: str, *, body: bytes = b"", key: str = "",
    age: timedelta = timedelta(0), nonce: str | None = "", covered: tuple[str, ...] = (),
    expires: timedelta | None = None,
) -> dict[str, str]:  # fmt: skip
    """The headers of one signed request. ``nonce``: None for none, "" for a new one."""
    headers: dict[str, str] = {}
    if key:
        headers["Idempotency-Key"] = key
    if body:
        headers |= {"Content-Type": "application/json", "Content-Digest": ContentDigest.create(body)}
    message = SimpleNamespace(method=method, url=url, headers=headers)
    now = datetime.now(UTC) - age
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=Keys(private)).sign(
        message, key_id=key_id, created=now, expires=now + expires if expires else None, label="sig",
        nonce=secrets.token_urlsafe(18) if nonce == "" else nonce,
        use_existing_digest=bool(body), covered_component_ids=covered or (POST if method == "POST" else GET),
    )  # fmt: skip
    return headers


def public_of(private: Ed25519PrivateKey) -> str:
    """As the operator gets it: PEM."""
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


class System:
    """The system of one partner, before a client of the API's site."""

    def __init__(self, client: Any, key_id: str, private: Ed25519PrivateKey) -> None:
        self.client, self.key_id, self.private = client, key_id, private

    def get(self, path: str, **how: Any) -> Any:
        """A signed GET."""
        headers = signed(self.private, self.key_id, "GET", f"https://testserver{path}", **how)
        return self.client.generic("GET", path, headers=headers)

    def post(self, path: str, content: Any, *, key: str = "", **how: Any) -> Any:
        """A signed POST, under a key of its own when none is given."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        key = key or secrets.token_urlsafe(16)
        headers = signed(self.private, self.key_id, "POST", f"https://testserver{path}", body=body, key=key, **how)
        return self.send("POST", path, body, headers)

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Any:
        """The very bytes and headers given."""
        kind = headers.get("Content-Type", "application/octet-stream")
        return self.client.generic(method, path, body, content_type=kind, headers=headers)

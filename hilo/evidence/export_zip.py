"""The container of an export: canonical zip, manifest and its signature."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from hilo.evidence.standalone.verify_hilo import FORMAT, build
from hilo.ledger.seal import signing_key

__all__ = ["packed", "written"]

SIGNED = b"hilo export manifest 1\0"


def written(value: Any) -> bytes:
    """JSON for people and programs: sorted, indented, UTF-8, one newline at the end."""
    return (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def packed(files: Mapping[str, bytes], told: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """The zip of ``files`` with the manifest that names them, and the manifest. ``told``: what else it says."""
    rows = {name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in files.items()}
    manifest = written({**told, "format": FORMAT, "v": 1, "files": rows})
    signature = signing_key().sign(SIGNED + manifest).hex().encode() + b"\n"
    return build({**files, "manifest.json": manifest, "manifest.sig": signature}), manifest

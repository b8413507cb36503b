"""Drafts as compressed JSON, as they are kept once sealed. Plain Python: a process that only reads does it too."""

import json
import zlib
from typing import Any

from pydantic import TypeAdapter

from hilo.alerts.draft import AlertDraft, Draft, FileDetailsDraft, Packed

_ALERT = TypeAdapter(AlertDraft)
_DETAILS = TypeAdapter(FileDetailsDraft)
_LEFT_OUT = {"packed"}
MOST_BYTES = 64 * 1024 * 1024  # of an opened draft; arriving items are capped far below


def packed(draft: Draft) -> bytes:
    """The draft as compressed JSON; as it was packed, if it was."""
    if draft.packed is not None:
        return draft.packed.content
    adapter: TypeAdapter[Any] = _ALERT if isinstance(draft, AlertDraft) else _DETAILS
    return zlib.compress(adapter.dump_json(draft, exclude=_LEFT_OUT), 1)


def pack(draft: Draft) -> None:
    """Pack the draft and take its payload out: from here on it is cheap to hand to another process."""
    draft.packed = Packed(draft.digest(), packed(draft))
    draft.payload = {}


def payload_of(draft: Draft) -> dict[str, Any]:
    """The whole message, also of a draft that was packed."""
    if draft.packed is None:
        return draft.payload
    found: dict[str, Any] = json.loads(_inflated(draft.packed.content))["payload"]
    return found


def unpacked_alert(content: bytes) -> AlertDraft:
    """The inverse of :func:`packed` for an alert. Raises ValueError for what is no draft."""
    return _ALERT.validate_json(_inflated(content))


def unpacked_details(content: bytes) -> FileDetailsDraft:
    """The inverse of :func:`packed` for file details. Raises ValueError for what is no draft."""
    return _DETAILS.validate_json(_inflated(content))


def _inflated(content: bytes) -> bytes:
    return zlib.decompressobj().decompress(content, MOST_BYTES)

"""Drafts at rest: JSON, compressed, sealed for the row they stand in."""

import uuid
import zlib
from dataclasses import replace

from pydantic import TypeAdapter

from hilo.accounts.sealing import vault
from hilo.alerts.draft import AlertDraft, DraftFile, FileDetailsDraft

_ALERT = TypeAdapter(AlertDraft)
_DETAILS = TypeAdapter(FileDetailsDraft)
MOST_BYTES = 64 * 1024 * 1024  # of an opened draft; arriving items are capped far below


def seal_alert(draft: AlertDraft, version: uuid.UUID) -> bytes:
    """Seal a draft for an AlertVersion row."""
    return vault().seal(zlib.compress(_ALERT.dump_json(draft), 1), place=f"alert.version:{version}")


def open_alert(sealed: bytes | memoryview, version: uuid.UUID) -> AlertDraft:
    """Open the draft of an AlertVersion row. Raises BadInput when it was altered."""
    return _ALERT.validate_json(_inflate(vault().open(bytes(sealed), place=f"alert.version:{version}")))


def seal_details(draft: FileDetailsDraft, row: uuid.UUID) -> bytes:
    """Seal file details for a FileDetails row."""
    return vault().seal(zlib.compress(_DETAILS.dump_json(draft), 1), place=f"alert.details:{row}")


def open_details(sealed: bytes | memoryview, row: uuid.UUID) -> FileDetailsDraft:
    """Open the draft of a FileDetails row."""
    return _DETAILS.validate_json(_inflate(vault().open(bytes(sealed), place=f"alert.details:{row}")))


def _inflate(packed: bytes) -> bytes:
    return zlib.decompressobj().decompress(packed, MOST_BYTES)


def apart(draft: AlertDraft) -> AlertDraft:
    """A copy whose lists may grow without changing the draft."""
    return replace(draft, files=list(draft.files), identifiers=list(draft.identifiers), texts=list(draft.texts))


def alone(details: FileDetailsDraft) -> AlertDraft:
    """File details as an alert that holds nothing else: what they show by themselves."""
    return AlertDraft(
        details.format, details.sender, details.report_id, {}, files=[details.file], identifiers=details.identifiers
    )


def with_files(draft: AlertDraft, details: list[FileDetailsDraft]) -> AlertDraft:
    """The draft with the files that arrived apart; the newest word on a file stands. Changes ``draft``."""
    files: dict[str, DraftFile] = {file.file_id or f"#{n}": file for n, file in enumerate(draft.files)}
    for one in details:
        files[one.file.file_id or f"+{len(files)}"] = one.file
        draft.identifiers += one.identifiers
        draft.texts += one.texts
    draft.files = list(files.values())
    return draft

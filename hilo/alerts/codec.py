"""Drafts at rest: packed, and sealed for the row they stand in."""

import uuid
from dataclasses import replace

from hilo.accounts.sealing import vault
from hilo.alerts.draft import AlertDraft, DraftFile, FileDetailsDraft
from hilo.alerts.packing import packed, unpacked_alert, unpacked_details


def seal_alert(draft: AlertDraft, version: uuid.UUID) -> bytes:
    """Seal a draft for an AlertVersion row."""
    return vault().seal(packed(draft), place=f"alert.version:{version}")


def open_alert(sealed: bytes | memoryview, version: uuid.UUID) -> AlertDraft:
    """Open the draft of an AlertVersion row. Raises BadInput when it was altered."""
    return unpacked_alert(vault().open(bytes(sealed), place=f"alert.version:{version}"))


def seal_details(draft: FileDetailsDraft, row: uuid.UUID) -> bytes:
    """Seal file details for a FileDetails row."""
    return vault().seal(packed(draft), place=f"alert.details:{row}")


def open_details(sealed: bytes | memoryview, row: uuid.UUID) -> FileDetailsDraft:
    """Open the draft of a FileDetails row."""
    return unpacked_details(vault().open(bytes(sealed), place=f"alert.details:{row}"))


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

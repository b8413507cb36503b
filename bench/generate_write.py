"""Puts documents on disk in the shapes in which alerts arrive."""

import zipfile
from pathlib import Path
from typing import NamedTuple


class Document(NamedTuple):
    """One file as it would be received."""

    name: str
    data: bytes


BROKEN: dict[str, dict[str, bytes]] = {
    "xml": {
        "truncated": b"<report><incidentSummary><incidentType>Child",
        "empty": b"",
        "not_xml": b"PLACEHOLDER, not a report at all",
        "other_root": b"<invoice><total>1</total></invoice>",
        "external_entity": b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///dev/null">]><report>&e;</report>',
    },
    "json": {
        "truncated": b'{"reportId": 1, "reportedInformation": {"incid',
        "empty": b"",
        "not_an_object": b'"PLACEHOLDER"',
        "without_id": b'{"reportedInformation": {"incidentSummary": {}}}',
        "not_a_number": b'{"reportId": NaN, "reportedInformation": {}}',
    },
}


def _write_folder(out: Path, documents: list[Document]) -> None:
    (out / "alerts").mkdir()
    for document in documents:
        path = out / "alerts" / document.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document.data)


def _write_zip(out: Path, documents: list[Document]) -> None:
    with zipfile.ZipFile(out / "alerts.zip", "x", zipfile.ZIP_DEFLATED) as archive:
        for document in documents:
            entry = zipfile.ZipInfo(document.name, date_time=(2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, document.data, zipfile.ZIP_DEFLATED)


def _write_ndjson(out: Path, documents: list[Document]) -> None:
    lines = (document.data.removeprefix(b"\xef\xbb\xbf").replace(b"\n", b" ") for document in documents)
    with (out / "alerts.ndjson").open("xb") as file:
        file.writelines(line + b"\n" for line in lines)


WRITERS = {"folder": _write_folder, "zip": _write_zip, "ndjson": _write_ndjson}

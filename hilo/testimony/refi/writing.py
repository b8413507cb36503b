"""REFI-QDA out. Source: REFI-QDA Standard 1.5 (2019), 5.2 and 5.3 (schemas), 8 (archive), 10.2 (positions).

Positions count code points from 0 and the end is the first one after the selection: 10.2 says the unit; the end is
left to the standard's example A.2, where 139 to 195 names 56 signs. QualCoder reads both in the same way.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from hilo.lib.errors import BadInput
from hilo.testimony.refi import checks
from hilo.testimony.refi.model import RefiCode, RefiCoding, RefiProject, RefiSource, RefiUser, guid

PROJECT: Final = "urn:QDA-XML:project:1.0"
CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
_ORIGIN: Final = "Hilo"
_CONFIRMED: Final = "Exportado de Hilo. Trae solo códigos que una persona confirmó; no trae su historia ni su estado."
_SUGGESTED: Final = "Exportado de Hilo. Lo que firma «{}» son sugerencias de un programa que nadie ha confirmado."
_LABEL: Final = 100  # signs of the selected words that are repeated as the selection's name


def write_qdpx(project: RefiProject, *, suggestions: bool = False) -> bytes:
    """The project as a .qdpx file: ``project.qde`` and each text, verbatim, as ``sources/GUID.txt`` in UTF-8.

    Codings of machine users are left out unless ``suggestions``. A source with sync points is also the transcript of
    a recording that does not travel. Nothing is compressed, so that the same project gives the same bytes everywhere.
    Raises BadInput for what a person can mend (two equal names, signs that XML cannot hold in names and notes) and
    ValueError for GUIDs, references, positions and moments that cannot be right.
    """
    checks.check(project)
    members = [("project.qde", _project(project, suggestions=suggestions))]
    members += [(f"sources/{one.guid}.txt", one.text.encode()) for one in project.sources]
    return _archive(members)


def write_qdc(codes: Sequence[RefiCode]) -> bytes:
    """The codebook alone as a .qdc file. Raises as ``write_qdpx``, and BadInput when there is no code."""
    checks.guids(codes)
    checks.codes(codes)
    if not codes:
        raise BadInput("El libro de códigos está vacío; agregue un código antes de exportarlo.")
    root = _root(CODEBOOK, "CodeBook", {"origin": _ORIGIN})
    _codes(root, codes)
    return _xml(root)


def _project(project: RefiProject, *, suggestions: bool) -> bytes:
    users = sorted((one for one in project.users if suggestions or not one.machine), key=lambda one: one.machine)
    names = {one.guid for one in users}
    codings = [one for one in project.codings if one.user in names]
    about = {"name": project.name, "origin": _ORIGIN, "creationDateTime": _moment(project.at)}
    if any(one.sync_points for one in project.sources):
        about["basePath"] = "."  # QualCoder stops at a relative recording without it
    root = _root(PROJECT, "Project", about)
    if users:
        _users(root, users)
    if project.codes:
        _codes(_below(root, "CodeBook"), project.codes)
    if project.sources:
        _sources(root, project, codings)
    _below(root, "Description").text = _about(users)
    return _xml(root)


def _about(users: Iterable[RefiUser]) -> str:
    machines = [one.name for one in users if one.machine]
    return _SUGGESTED.format("», «".join(machines)) if machines else _CONFIRMED


def _users(root: etree._Element, users: Iterable[RefiUser]) -> None:
    """People first: QualCoder goes on coding in the name of the first user of the file."""
    below = _below(root, "Users")
    for one in users:
        _below(below, "User", guid=one.guid, name=one.name)


def _codes(root: etree._Element, codes: Sequence[RefiCode]) -> None:
    top = _below(root, "Codes")
    made = {one.guid: _code(top, one) for one in codes}
    for one in codes:
        if one.parent is not None:
            made[one.parent].append(made[one.guid])


def _code(top: etree._Element, code: RefiCode) -> etree._Element:
    made = _below(top, "Code", guid=code.guid, name=code.name, isCodable="true" if code.codable else "false")
    _described(made, code.description)
    return made


def _sources(root: etree._Element, project: RefiProject, codings: Sequence[RefiCoding]) -> None:
    below = _below(root, "Sources")
    at = _moment(project.at)
    for source in project.sources:
        path = f"internal://{source.guid}.txt"
        text = _below(below, "TextSource", guid=source.guid, name=source.name, plainTextPath=path, creationDateTime=at)
        here = [one for one in codings if one.source == source.guid]
        for one in sorted(here, key=lambda one: (one.start, one.end, one.code, one.user)):
            _selection(text, source, one)
    for source in project.sources:
        if source.sync_points:
            _recording(below, source, at)


def _selection(text: etree._Element, source: RefiSource, coding: RefiCoding) -> None:
    place = (source.guid, str(coding.start), str(coding.end), coding.code, coding.user)
    who = {"creatingUser": coding.user, "creationDateTime": _moment(coding.at)}
    where = {"startPosition": str(coding.start), "endPosition": str(coding.end)}
    label = _label(source.text[coding.start : coding.end])
    made = _below(text, "PlainTextSelection", guid=guid("selection", *place), name=label, **where, **who)
    _described(made, coding.memo)
    given = _below(made, "Coding", guid=guid("coding", *place), **who)
    _below(given, "CodeRef", targetGUID=coding.code)


def _recording(below: etree._Element, source: RefiSource, at: str) -> None:
    """Times without codings: these stay with the text, because QualCoder moves those of a transcript by one sign."""
    made = guid("recording", source.guid)
    path = f"relative:///{made}"
    name = checks.recording_name(source)
    recording = _below(below, "AudioSource", guid=made, name=name, path=path, creationDateTime=at)
    about = {"name": f"{source.guid}.txt", "plainTextPath": f"internal://{source.guid}.txt", "creationDateTime": at}
    transcript = _below(recording, "Transcript", guid=guid("transcript", source.guid), **about)
    for one in sorted(set(source.sync_points), key=lambda one: (one.position, one.milliseconds)):
        place, time = str(one.position), str(one.milliseconds)
        _below(transcript, "SyncPoint", guid=guid("sync", source.guid, place, time), position=place, timeStamp=time)


def _label(words: str) -> str:
    """The words on one line, as a name that helps to find them; the words themselves are in the text."""
    line = checks.shown(words).replace("\n", " ").replace("\t", " ")
    return line if len(line) <= _LABEL else f"{line[:_LABEL]}…"


def _described(element: etree._Element, text: str) -> None:
    if text:
        _below(element, "Description").text = text


def _root(namespace: str, tag: str, about: dict[str, str]) -> etree._Element:
    return etree.Element(f"{{{namespace}}}{tag}", about, nsmap={None: namespace})  # type: ignore[dict-item]


def _below(element: etree._Element, tag: str, /, **about: str) -> etree._Element:
    return etree.SubElement(element, f"{{{etree.QName(element).namespace}}}{tag}", about)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _archive(members: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name)  # dated 1980, whenever it is written
            member.create_system = 3  # Unix, whatever system writes it
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return out.getvalue()

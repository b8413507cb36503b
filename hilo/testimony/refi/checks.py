"""What must hold before anything is written, so that no program drops or misplaces a coding without a word.

BadInput is what a person can mend (names, notes); ValueError is a mistake of the calling code (GUIDs, positions).
Names are unique because QualCoder keeps codes, texts and people apart by name only (its refi.py, 2026).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from hilo.lib.errors import BadInput
from hilo.testimony.refi.model import RefiCode, RefiCoding, RefiProject, RefiSource, RefiUser

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production Char
_GUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PATH = re.compile(r"[/\\]")  # QualCoder copies a text to a file of its name, wherever that leads
_DEEPEST = 50  # levels of codes; readers of XML stop at some depth


def check(project: RefiProject) -> None:
    """Raises BadInput or ValueError when the project cannot be written so that others read the same."""
    _storable(project.name, "El nombre del proyecto")
    _moment(project.at)
    guids([*project.users, *project.codes, *project.sources])
    _users(project.users)
    codes(project.codes)
    _sources(project.sources)
    _codings(project)


def guids(things: Iterable[RefiUser | RefiCode | RefiSource]) -> None:
    """Raises ValueError unless each has a GUID of its own, in lower case and without braces."""
    seen = set()
    for thing in things:
        if not _GUID.fullmatch(thing.guid) or thing.guid in seen:
            raise ValueError(f"not a GUID in lower case of its own: {thing.guid!r}")
        seen.add(thing.guid)


def codes(codes: Sequence[RefiCode]) -> None:
    """Raises BadInput for names and descriptions, ValueError for a parent that is missing or among the children."""
    _names([one.name for one in codes], "El código")
    for one in codes:
        _storable(one.description, f"La descripción del código «{shown(one.name)}»", empty=True)
    parents = {one.guid: one.parent for one in codes}
    for one in codes:
        above, depth = one.parent, 1
        while above is not None:
            if above not in parents or depth >= _DEEPEST:
                raise ValueError(f"code {one.guid}: a parent is missing, below itself, or {_DEEPEST} levels up")
            above, depth = parents[above], depth + 1


def shown(text: str) -> str:
    """The text with a mark in place of what XML cannot hold."""
    return FORBIDDEN.sub("�", text)


def _users(users: Sequence[RefiUser]) -> None:
    _names([one.name for one in users], "El usuario")


def _sources(sources: Sequence[RefiSource]) -> None:
    names = [one.name for one in sources]
    for one in sources:
        names += [recording_name(one), f"{recording_name(one)}.txt"] if one.sync_points else []
    _names(names, "La transcripción")
    for one in sources:
        if _PATH.search(one.name):
            raise BadInput(
                f"La transcripción «{one.name}» lleva una diagonal; otros programas hacen de ese nombre un archivo. "
                "Ponga un guion en su lugar."
            )
        _text(one)


def recording_name(source: RefiSource) -> str:
    """What the recording of a transcript with times is called; QualCoder calls its text the same with «.txt»."""
    return f"{source.name} (grabación)"


def _text(source: RefiSource) -> None:
    if "\r" in source.text:
        raise ValueError(f"source {source.guid}: line ends must be LF, or positions move on the way in")
    if any("\ud800" <= sign <= "\udfff" for sign in source.text):
        raise BadInput(
            f"La transcripción «{shown(source.name)}» lleva medio signo que UTF-8 no puede guardar; impórtela de nuevo."
        )
    if any(not 0 <= one.position <= len(source.text) or one.milliseconds < 0 for one in source.sync_points):
        raise ValueError(f"source {source.guid}: a sync point lies outside of the text or before the recording")


def _codings(project: RefiProject) -> None:
    sources = {one.guid: one for one in project.sources}
    codes = {one.guid: one for one in project.codes}
    users = {one.guid for one in project.users}
    seen = set()
    for one in project.codings:
        if one.source not in sources or one.user not in users or one.code not in codes or not codes[one.code].codable:
            raise ValueError(f"a coding names a source, user or codable code that is not here: {one!r}")
        _place(one, sources[one.source])
        where = f"«{shown(codes[one.code].name)}» en «{shown(sources[one.source].name)}»"
        _storable(one.memo, f"La nota de {where}", empty=True)
        place = (one.source, one.start, one.end, one.code, one.user)
        if place in seen:
            raise BadInput(f"La misma persona puso dos veces {where} a las mismas palabras; quite una de las dos.")
        seen.add(place)


def _place(coding: RefiCoding, source: RefiSource) -> None:
    _moment(coding.at)
    if not 0 <= coding.start < coding.end <= len(source.text):
        raise ValueError(f"a coding has no words in its source: {coding!r}")


def _moment(at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError("a moment needs its time zone")


def _names(names: Sequence[str], what: str) -> None:
    seen = set()
    for name in names:
        _storable(name, f"{what} «{shown(name)}»")
        if name in seen:
            raise BadInput(f"{what} «{name}» está dos veces; use nombres distintos, porque otros programas los juntan.")
        seen.add(name)


def _storable(text: str, what: str, *, empty: bool = False) -> None:
    if FORBIDDEN.search(text):
        raise BadInput(f"{what} lleva un signo que XML no admite, donde aquí se ve «�»; escríbalo de nuevo sin él.")
    if not empty and not text.strip():
        raise BadInput(f"{what} no tiene letras; escríbale un nombre.")

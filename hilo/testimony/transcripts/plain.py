"""Plain text, «E: …» and «N: …», as it is typed. One marked line is one turn; an unmarked line continues it."""

import re

from hilo.testimony.transcripts.draft import Draft
from hilo.testimony.transcripts.model import Role
from hilo.testimony.transcripts.speakers import role_of

_CLOCK = r"[\[(]?(?P<clock>\d{1,3}:\d{2}(?::\d{2})?)(?:[.,]\d{1,3})?[\])]?[ \t]{0,4}(?:-[ \t]{0,4})?"
_NAME = r"(?P<name>[^\W\d_][\w./]{0,30}(?: [\w./]{1,30}){0,3})(?: ?\([^()\n]{1,40}\))?"
_MARKED = re.compile(
    rf"[ \t]{{0,20}}(?:[-•*][ \t]{{1,4}})?(?:{_CLOCK})?(?:\*\*)?{_NAME}"
    r"[ \t]{0,4}(?P<mark>:|\.-|[—–-](?=[ \t]|$))(?:\*\*)?"
)
_SMALL = {"de", "del", "la", "las", "el", "los", "y"}


def read(draft: Draft) -> None:
    """Fill the draft. Marks of unknown people count once somebody known has spoken; before that they are a heading."""
    at, spoken = 0, False
    open_line: tuple[str, Role, int, int, int | None] | None = None
    for number, line in enumerate(draft.text.split("\n"), start=1):
        marked = mark(line, known_only=not spoken)
        if marked:
            _close(draft, open_line)
            speaker, begins, width = marked
            spoken = True
            open_line = (speaker, _role(draft, number, speaker), at + width, at + len(line), begins)
        elif open_line and line.strip():
            open_line = (*open_line[:3], at + len(line), open_line[4])
        elif not spoken and line.strip():
            draft.headers.append(("", line.strip()))
        at += len(line) + 1
    _close(draft, open_line)


def mark(line: str, *, known_only: bool = False) -> tuple[str, int | None, int] | None:
    """Who starts to speak on the line: the name, the time in ms if one is written, and where the words begin."""
    found = _MARKED.match(line)
    if not found:
        return None
    name = found["name"]
    if role_of(name) is None and (known_only or found["mark"] != ":" or not _is_a_name(name)):
        return None
    if found["mark"] not in (":", ".-") and not _is_a_title(name):
        return None
    return name, _milliseconds(found["clock"]), found.end()


def _is_a_title(name: str) -> bool:
    """Whether a dash is enough behind it: «Entrevistadora — …», but not «Mamá — …», which a child may go on with."""
    return len(name) > 1 and name[0].isupper() and role_of(name) != "other"


def _is_a_name(name: str) -> bool:
    return all(word[0].isupper() or word in _SMALL for word in name.split(" "))


def _milliseconds(clock: str | None) -> int | None:
    if clock is None:
        return None
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000


def _role(draft: Draft, line: int, speaker: str) -> Role:
    role = role_of(speaker)
    if role is None:
        draft.fault(
            line,
            f"No se sabe quién es «{speaker}»; se toma como otra persona adulta. Use «N:» si es la niña o el niño.",
        )
    return role or "other"


def _close(draft: Draft, open_line: tuple[str, Role, int, int, int | None] | None) -> None:
    if open_line:
        speaker, role, start, end, begins = open_line
        draft.say(speaker, role, (start, end), (begins, None))

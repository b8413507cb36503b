"""A disclosure history: entries that are only ever added. A correction is a new entry that names the old one.

Nothing is taken out: what was written first, by whom and when, stays readable beside what corrected it. Two people who
remember differently make two entries; neither corrects the other. Exact words are asked for at once because mothers,
three days after a talk, could not say what had been spontaneous, prompted, or said by whom (Bruck et al. 1999). The
chain of hashes is the ledger's; the hash of the sealed row goes into it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.fields import NONE, NOT_KNOWN, Value, fields
from hilo.testimony.disclosure.when import When


@dataclass(frozen=True)
class Entry:
    """One thing, as ``said_by`` told it and ``author`` wrote it; both opaque ids.

    ``parts``: code of a part -> text, or a tuple for a list. A part left out was never asked; ``not_known`` was asked.
    ``corrects``: id of the entry that this one replaces, or "". Raises BadInput for what ``fields.yaml`` does not hold.
    """

    id: str
    field: str
    parts: Mapping[str, Value]
    said_by: str
    written_at: datetime
    author: str
    corrects: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", MappingProxyType(dict(self.parts)))
        field = fields().get(self.field)
        if not (self.id and self.author and self.parts):
            raise BadInput("Una entrada necesita clave, quién la escribe y al menos un dato; complete lo que falta.")
        if self.written_at.utcoffset() is None:
            raise BadInput("La hora en que se escribió debe llevar su zona horaria; agréguela.")
        for code, value in self.parts.items():
            field.part(code).check(value)

    def text(self, part: str) -> str:
        """A single value; "" where it was never asked, is not known, or there was none."""
        value = self.parts.get(part, "")
        return "" if value in {NOT_KNOWN, NONE} or not isinstance(value, str) else value

    def items(self, part: str) -> tuple[str, ...]:
        """The values of a list; () where it was never asked, is not known, or there was none."""
        value = self.parts.get(part, ())
        return () if isinstance(value, str) else value

    def when(self, part: str = "at") -> When:
        """A date, as far as it is known."""
        text = self.text(part)
        return When.parse(text) if text else When()


History = tuple[Entry, ...]


def append(history: History, entry: Entry) -> History:
    """The history with one entry more.

    Raises BadInput where the entry's id is taken, it is written before the last one, or it corrects what is not there,
    what is about another field, or what was corrected already (correct the latest instead, so that no line forks).
    """
    known = {one.id: one for one in history}
    if entry.id in known:
        raise BadInput("Ya hay una entrada con esa clave; dé otra a la nueva.")
    if history and entry.written_at < history[-1].written_at:
        raise BadInput("La entrada se escribió antes que la última; anote la hora en que se escribe, no la del hecho.")
    if entry.corrects:
        _check_correction(known, history, entry)
    return (*history, entry)


def read(entries: Sequence[Entry]) -> History:
    """A history from its rows, in the order in which they were written. Raises BadInput as :func:`append` does."""
    history: History = ()
    for entry in entries:
        history = append(history, entry)
    return history


def current(history: Sequence[Entry], field: str = "") -> History:
    """The entries that nothing corrects, oldest first; of one field, or of all."""
    corrected = {one.corrects for one in history}
    return tuple(one for one in history if one.id not in corrected and field in {"", one.field})


def versions(history: Sequence[Entry], id: str) -> History:
    """The entry with this id, and all that it corrects, oldest first; () where there is none."""
    known = {one.id: one for one in history}
    found: History = ()
    while id in known:
        entry = known.pop(id)
        found, id = (entry, *found), entry.corrects
    return found


def never_asked(history: Sequence[Entry]) -> tuple[str, ...]:
    """Codes of the fields without any entry, in the order of the fields. It is not known what they would hold."""
    asked = {one.field for one in history}
    return tuple(one.code for one in fields().fields if one.code not in asked)


def content(entry: Entry) -> dict[str, Any]:
    """All of an entry as plain JSON values, for a row or for :func:`hilo.lib.canonical.digest`."""
    parts = {code: value if isinstance(value, str) else list(value) for code, value in entry.parts.items()}
    return {
        "id": entry.id,
        "field": entry.field,
        "parts": parts,
        "said_by": entry.said_by,
        "written_at": entry.written_at.isoformat(),
        "author": entry.author,
        "corrects": entry.corrects,
    }


def _check_correction(known: Mapping[str, Entry], history: History, entry: Entry) -> None:
    if entry.corrects not in known:
        raise BadInput("La entrada que se corrige no está en este historial; busque su clave.")
    if known[entry.corrects].field != entry.field:
        raise BadInput("Una corrección debe ser del mismo campo; haga una entrada nueva.")
    if any(one.corrects == entry.corrects for one in history):
        raise BadInput("Esa entrada ya se corrigió; corrija la más reciente.")

"""A disclosure history from its rows, in the order of writing, and in the words that a page shows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hilo.accounts.sealing import open_text
from hilo.cases.models import PersonInCase
from hilo.testimony.disclosure.fields import NONE, NOT_KNOWN, Field, Part, Value, fields
from hilo.testimony.disclosure.history import Entry, History, current, read, versions
from hilo.testimony.disclosure.publications import publications
from hilo.testimony.disclosure.when import When
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.models import DisclosureEntry

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One part of an entry in words: what was asked, and what was said."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry for the page. ``earlier``: what it corrects, oldest first."""

    row: DisclosureEntry
    who: str
    parts: list[Said]
    earlier: list["Shown"]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One of the sixteen fields with its entries."""

    field: Field
    label: str
    help: str
    entries: list[Shown]


@dataclass(frozen=True, slots=True)
class Public:
    """Something published. ``open``: its day or its source is not known, so that nobody can be put before it."""

    when: str
    source: str
    details: list[str]
    open: bool


def lang() -> str:
    """The reader's language."""
    return get_language() or "es"


def history_of(child: PersonInCase, since: datetime | None = None) -> History:
    """All entries of a child, opened; ``since``: only those written from then on. One query."""
    rows = DisclosureEntry.objects.filter(child=child).order_by("written_at", "id")
    return opened(rows if since is None else rows.filter(written_at__gte=since))


def opened(rows: Iterable[DisclosureEntry]) -> History:
    """Entries of rows. One that corrects what did not travel stands as a first one."""
    given = list(rows)
    known = {str(row.pk) for row in given}
    return read([_entry(row, known) for row in given])


def _entry(row: DisclosureEntry, known: set[str]) -> Entry:
    told = json.loads(open_text(row.parts, place=row.parts_place))
    parts: dict[str, Value] = {code: one if isinstance(one, str) else tuple(one) for code, one in told.items()}
    corrects = str(row.corrects_id) if str(row.corrects_id) in known else ""
    return Entry(str(row.pk), row.field, parts, row.said_by, row.written_at, f"user:{row.by_id}", corrects)


def field_rows(rows: Sequence[DisclosureEntry], history: History, names: Names) -> list[FieldRow]:
    """The sixteen fields in their order, each with the entries that nothing corrects and what they corrected."""
    by_id = {str(row.pk): row for row in rows}
    found: dict[str, list[Shown]] = {}
    for entry in current(history):
        earlier = [_shown(by_id, one, names, []) for one in versions(history, entry.id)[:-1]]
        found.setdefault(entry.field, []).append(_shown(by_id, entry, names, earlier))
    return [
        FieldRow(one, one.label.get(lang()), one.help.get(lang()), found.get(one.code, [])) for one in fields().fields
    ]


def _shown(by_id: Mapping[str, DisclosureEntry], entry: Entry, names: Names, earlier: list[Shown]) -> Shown:
    field = fields().get(entry.field)
    given = [one for one in field.parts if one.code in entry.parts]
    parts = [Said(one.label.get(lang()), words(one, entry.parts[one.code], names)) for one in given]
    return Shown(by_id[entry.id], names.get(entry.said_by, _("alguien que no se nombra aquí")), parts, earlier)


def words(part: Part, value: Value, names: Names) -> str:
    """A value as people read it."""
    if value == NOT_KNOWN:
        return _("se preguntó y no se sabe")
    if value == NONE:
        return _("se preguntó y no hubo")
    labels = {one.code: one.label.get(lang()) for one in part.choices}
    if isinstance(value, tuple):
        return "; ".join(labels.get(one, detail_words(one)) for one in value)
    if part.kind == "date":
        return When.parse(value).words(lang())
    return names.get(value, value) if part.kind == "person" else labels.get(value, value)


def detail_words(code: str) -> str:
    """An indicator in the reader's language; anything else as it was written."""
    book = codebook()
    return book.indicator(code).label.get(lang()) if code in book.ids else code


def published(history: Sequence[Entry]) -> list[Public]:
    """What became public and nothing corrects, oldest first, as far as its day is known."""
    open_ = set(publications(history).undated)
    media = sorted(current(history, "media"), key=lambda one: one.when().key)
    return [
        Public(one.when().words(lang()), one.text("source"), [detail_words(each) for each in one.items("details")],
               one.id in open_)
        for one in media
    ]  # fmt: skip

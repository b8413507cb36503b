"""Prints a letter, and other papers made of plain values, as PDF with typst, offline and the same bytes every time.

Nothing of a letter ever becomes typst markup: the template is fixed, the letter travels as JSON in
``sys.inputs``, and the template prints each text as a text. The root is the folder of the template, the
fonts are those inside the package.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from hilo.exchange.letters.letter import Letter
from hilo.exchange.letters.words import grouped

TEMPLATES = Path(__file__).parent / "templates"
# Scripts that the embedded typefaces draw; a test prints every assigned sign of them.
DRAWN = re.compile(
    "[\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u0233\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f"
    "\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u20ac\u2116\ufffd]"
)
WIDE = 60  # signs that surely fit in a line of the page
WIDTHS = {"table": 22, "access": 40}
MARK = "\ue000"  # no text holds it: it is not among the signs drawn
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))


def pdf(letter: Letter) -> bytes:
    """The letter as PDF, US letter size, tagged for screen readers. The same letter gives the same bytes."""
    told = letter.data() | {"fingerprint": grouped(letter.fingerprint[:16].upper())}
    return printed(TEMPLATES / "letter.typ", told, title=letter.title, author=letter.sender.institution, day=letter.day)


def printed(template: Path, told: Mapping[str, Any], *, title: str, author: str, day: date) -> bytes:
    """A PDF of ``template``, which finds ``told`` (plain values, as JSON can hold them) in the input of its own name.

    Every text in it comes as data, with marks around what may not be broken. The same values give the same bytes.
    """
    said = {"day": day.isoformat()[:10], "title": printable(title), "author": printable(author), "mark": MARK}
    return typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={template.stem: json.dumps(_printable(dict(told)) | said)},
        format="pdf",
        timestamp=int(datetime.combine(day, time(12), UTC).timestamp()),
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _printable(value: Any, width: int = WIDE) -> Any:
    if isinstance(value, str):
        return _marked(printable(value), width)
    if isinstance(value, dict):
        width = WIDTHS.get(value.get("type", ""), width)
        return {key: _printable(part, width) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part, width) for part in value]
    return value


def printable(text: str) -> str:
    """The text with every sign the typefaces cannot draw, or that turns the reading around, as «[U+1F600]».

    Nothing is lost and nothing prints as an empty box; joiners and other signs without a shape are left out.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ").translate(UNSEEN))
    return "".join(sign if DRAWN.match(sign) else f"[U+{ord(sign):04X}]" for sign in text)


def _marked(text: str, width: int) -> str:
    """Puts a pair of marks around what the template may not break, and an empty pair where it may.

    A word of at least ``width`` signs may break anywhere. A shorter one with a hyphen may not: in Spanish the next
    line would begin with the hyphen again, and a folio or an address would no longer be right.
    """
    return re.sub(r"\S+", lambda word: _word(word[0], width), text)


def _word(word: str, width: int) -> str:
    if len(word) < width:
        return f"{MARK}{word}{MARK}" if "-" in word else word
    pieces = re.findall(".{1,8}", word)
    return "".join(f"{MARK}{piece}{MARK}" if "-" in piece else f"{piece}{MARK}{MARK}" for piece in pieces)

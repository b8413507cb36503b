"""Prints a letter as PDF with typst, offline and the same bytes every time.

Nothing of a letter ever becomes typst markup: the template is fixed, the letter travels as JSON in
``sys.inputs``, and the template prints each text as a text. The root is the folder of the template, the
fonts are those inside the package.
"""

import json
import re
import sys
import unicodedata
from datetime import UTC, datetime, time
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
WIDTHS = {"table": 22, "access": sys.maxsize}  # the template itself breaks what is copied from the page
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))


def pdf(letter: Letter) -> bytes:
    """The letter as PDF, US letter size, tagged for screen readers. The same letter gives the same bytes."""
    content = letter.data() | {"fingerprint": grouped(letter.fingerprint[:16].upper())}
    return typst.compile(
        TEMPLATES / "letter.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(_printable(content))},
        format="pdf",
        timestamp=int(datetime.combine(letter.day, time(12), UTC).timestamp()),
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _printable(value: Any, width: int = WIDE) -> Any:
    if isinstance(value, str):
        return _breakable(printable(value), width)
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


def _breakable(text: str, width: int) -> str:
    """Lets a word of at least ``width`` signs break anywhere, without a sign; others break only between them."""
    if len(text) < width:
        return text
    return re.sub(rf"\S{{{width},}}", lambda word: "\u200b".join(re.findall(".{1,8}", word[0])), text)

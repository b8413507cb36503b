"""A chain of conversations as a drawing, in the words of its table.

People are upright lines, conversations are arrows from top to bottom in time, so that a cycle needs no layout of its
own. What is not known is dashed, with its sentence beside it. No colour carries meaning: the drawing takes that of the
text around it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Final

from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.chain import Chain, gaps, in_time
from hilo.testimony.disclosure.chain_text import language, rows, sentence, text

# in the drawing's own units; letters of size 12 are hardly ever wider than 7.5
BESIDE, COLUMN, LINE, SPACE = 340, 130, 17, 18
_LETTERS: Final = {"beside": 42, "column": 15}
_UNFIT: Final = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2 Char
_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TITLE: Final = {"es": "Cadena de conversaciones", "en": "Chain of conversations"}


@dataclass(frozen=True)
class _Row:
    """Words at the left, and a line between two people, or to one person from nowhere known."""

    words: tuple[str, ...]
    start: int | None
    end: int | None
    dashed: bool

    @property
    def height(self) -> int:
        return LINE * len(self.words) + SPACE


def svg(chain: Chain, lang: str = "es", id: str = "chain") -> str:
    """An SVG element of its own, with a title and a description that says all that it shows, and no outside part.

    ``id`` keeps its ids apart from others on a page. The same chain gives the same text. Raises BadInput for an ``id``
    that is not a letter followed by letters, digits, - or _.
    """
    if not _ID.fullmatch(id):
        raise BadInput("El identificador del dibujo debe empezar con una letra y no llevar espacios; cámbielo.")
    lang = language(lang)
    place = {who: BESIDE + COLUMN * n + COLUMN // 2 for n, who in enumerate((*chain.people, ""))}
    named = {who: _wrap(chain.name(who, lang), "column") for who in place if who or _somebody(chain)}
    drawn = _rows(chain, place, lang)
    top = LINE * max(len(lines) for lines in named.values()) + SPACE
    height = top + sum(row.height for row in drawn) + SPACE
    parts = [part for who, lines in named.items() for part in _person(lines, place[who], top, height)]
    parts += _stacked(drawn, top)
    return _frame(parts, BESIDE + COLUMN * len(named), height, id, _TITLE[lang], text(chain, lang))


def _somebody(chain: Chain) -> bool:
    """Somebody without an id takes part."""
    return any(not (one.teller and one.hearer) for one in chain.conversations)


def _rows(chain: Chain, place: Mapping[str, int], lang: str) -> list[_Row]:
    """Conversations, then what is not known of a person or of the order. The rest is in the conversations' words."""
    found = gaps(chain)
    open_ = {id for gap in found if gap.code != "order" for id in gap.conversations}
    talks = zip(in_time(chain.conversations), rows(chain, lang), strict=True)
    drawn = [
        _Row(_wrap(f"{n}. {sentence(line)}", "beside"), place[one.teller], place[one.hearer], one.id in open_)
        for n, (one, line) in enumerate(talks, 1)
    ]
    apart = [gap for gap in found if gap.code == "order" or not gap.conversations]
    return drawn + [
        _Row(_wrap(gap.text.get(lang), "beside"), None, place[gap.about] if gap.code == "unheard" else None, True)
        for gap in apart
    ]


def _person(lines: Sequence[str], x: int, top: int, height: int) -> Iterator[str]:
    yield from (_text(line, x, LINE * n, "middle") for n, line in enumerate(lines, 1))
    yield f'<line x1="{x}" y1="{top}" x2="{x}" y2="{height - SPACE}" stroke-opacity="0.4"/>'


def _stacked(drawn: Sequence[_Row], y: int) -> Iterator[str]:
    for row in drawn:
        yield from (_text(line, 8, y + LINE * n) for n, line in enumerate(row.words, 1))
        yield _stroke(row, y + row.height // 2)
        y += row.height


def _stroke(row: _Row, y: int) -> str:
    """An arrow; without a beginning, from the left of the person; between nobody, a short dash."""
    dash = ' stroke-dasharray="6 4"' if row.dashed else ""
    if row.end is None or row.start == row.end:
        return f'<line x1="{BESIDE - 30}" y1="{y}" x2="{BESIDE}" y2="{y}"{dash}/>'
    start = row.end - COLUMN // 2 if row.start is None else row.start
    back = -8 if start < row.end else 8
    head = f'<path d="M{row.end + back} {y - 5}L{row.end} {y}L{row.end + back} {y + 5}" fill="none"/>'
    return f'<line x1="{start}" y1="{y}" x2="{row.end}" y2="{y}"{dash}/>{head}'


def _text(line: str, x: int, y: int, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor" stroke="none">{_clean(line)}</text>'


def _wrap(line: str, where: str) -> tuple[str, ...]:
    return tuple(wrap(line, _LETTERS[where])) or ("",)


def _clean(line: str) -> str:
    """As XML: what it cannot hold becomes a visible mark."""
    return escape(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", line))


def _frame(parts: Sequence[str], width: int, height: int, id: str, title: str, description: str) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' role="img" aria-labelledby="{id}-title {id}-desc" font-size="12" font-family="sans-serif"'
            ' stroke="currentColor">',
            f'<title id="{id}-title">{_clean(title)}</title>',
            f'<desc id="{id}-desc">{_clean(description)}</desc>',
            *parts,
            "</svg>",
        ]
    )

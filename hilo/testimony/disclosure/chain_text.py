"""A chain of conversations in words: as rows for a table, and as a text that says all that the drawing shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hilo.testimony.disclosure.chain import YES, Chain, Conversation, Gap, gaps, in_time
from hilo.testimony.disclosure.fields import fields

_PASSED: Final = {
    "es": {"yes": "pasó: ", "no": "no pasó nada de lo contado", "unknown": "no se sabe si pasó algo"},
    "en": {"yes": "passed on: ", "no": "nothing was passed on", "unknown": "not known whether anything was passed on"},
}  # fmt: skip
_WHAT: Final = {"es": "no se sabe qué", "en": "not known what"}
_WRITTEN: Final = {
    "es": {"yes": "con registro escrito", "no": "sin registro escrito", "unknown": "no se sabe si quedó por escrito"},
    "en": {"yes": "written down", "no": "not written down", "unknown": "not known whether it was written down"},
}
_NOT_KNOWN: Final = {"es": "Lo que no se sabe", "en": "What is not known"}
_NO_GAPS: Final = {
    "es": "No falta nada de lo que se preguntó; puede haber conversaciones que nadie anotó.",
    "en": "Nothing that was asked is missing; there may be conversations that nobody wrote down.",
}
_EMPTY: Final = {"es": "No consta ninguna conversación.", "en": "No conversation is on record."}


@dataclass(frozen=True)
class Line:
    """One conversation as a row of a table, in words. ``gaps``: what is not known of it."""

    id: str
    when: str
    teller: str
    hearer: str
    medium: str
    passed_on: str
    written: str
    gaps: tuple[str, ...]


def rows(chain: Chain, lang: str = "es") -> tuple[Line, ...]:
    """The conversations in time, undated ones at the end."""
    lang = language(lang)
    found = gaps(chain)
    return tuple(_line(chain, one, found, lang) for one in in_time(chain.conversations))


def text(chain: Chain, lang: str = "es") -> str:
    """All that the drawing shows, one sentence to a line: conversations first, then every gap."""
    lang = language(lang)
    talks = [f"{n}. {sentence(line)}" for n, line in enumerate(rows(chain, lang), 1)]
    missing = [f"- {gap.text.get(lang)}" for gap in gaps(chain)]
    return "\n".join([*(talks or [_EMPTY[lang]]), f"{_NOT_KNOWN[lang]}:", *(missing or [f"- {_NO_GAPS[lang]}"])])


def language(lang: str) -> str:
    """The nearest of the two languages that there are: es or en."""
    return "en" if lang.startswith("en") else "es"


def _line(chain: Chain, one: Conversation, found: Iterable[Gap], lang: str) -> Line:
    media = {each.code: each.label.get(lang) for each in fields().get("conversation").part("medium").choices}
    passed = _PASSED[lang][one.passed_on] + (" ".join(one.what.split()) or _WHAT[lang] if one.passed_on == YES else "")
    return Line(
        one.id,
        one.when.words(lang),
        chain.name(one.teller, lang),
        chain.name(one.hearer, lang),
        media.get(one.medium, one.medium),
        passed,
        _WRITTEN[lang][one.written_record],
        tuple(gap.text.get(lang) for gap in found if one.id in gap.conversations),
    )


def sentence(line: Line) -> str:
    """A conversation in one sentence."""
    said = [f"{line.teller} → {line.hearer}", line.when, line.medium, line.passed_on, line.written]
    return "; ".join(part for part in said if part) + "."

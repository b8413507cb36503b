"""Passages where somebody may want to look, by the words of the codebook. A person confirms each one, or none.

A suggestion is a place in a text, the listed words that it matched and a negation nearby. It carries no figure, and
nothing here puts children or accounts in order.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hilo.testimony.coding.words import bases, fold, split
from hilo.testimony.indicators.codebook import Codebook, Indicator
from hilo.testimony.turns import Turn

# letters with the marks that may follow them, so that places in the text as given are right in any normal form
_WORD: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_NOT: Final = frozenset(
    {"no", "ni", "nunca", "jamas", "nadie", "nada", "ningun", "ninguno", "ninguna", "tampoco", "sin"}
)
_BEFORE, _AFTER = 4, 2  # words around a match in which a negation is mentioned
_END: Final = re.compile(r"[.!?¿¡;\n…]")


@dataclass(frozen=True)
class Suggestion:
    """``start`` and ``end`` count code points of the turn's text as given, end excluded; ``words``: as said there."""

    indicator: str
    turn: int
    start: int
    end: int
    words: tuple[str, ...]
    listed: str  # the entry of the codebook's list
    negation: str  # a negating word nearby, as said; "": none
    by_adult: bool


@dataclass(frozen=True)
class _Entry:
    order: int  # in the codebook
    indicator: Indicator
    listed: str  # as written there
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    text: str
    forms: frozenset[str]
    sentence: int


@dataclass(frozen=True)
class _Found:
    entry: _Entry
    first: int  # numbers of tokens, both included
    last: int


def readable(*, narrative_closed: bool, reader_will_interview: bool) -> bool:
    """Whether a person may see suggestions at all: they would become topics that lead.

    ``reader_will_interview``: this person has an interview with the child ahead or under way.
    """
    return narrative_closed and not reader_will_interview


def suggest(turns: Iterable[Turn], codebook: Codebook, *, adults_too: bool = False) -> tuple[Suggestion, ...]:
    """Suggestions in the order of the text: the child's turns; ``adults_too``: theirs as well, marked ``by_adult``.

    A longer entry covers the shorter ones of the same indicator inside it. Whether they may be shown is for
    :func:`readable` to say.
    """
    by_first = _by_first_word(codebook)
    spoken = [turn for turn in turns if turn.by_child or adults_too]
    return tuple(suggestion for turn in spoken for suggestion in _in_turn(turn, by_first))


def _by_first_word(codebook: Codebook) -> dict[str, list[_Entry]]:
    listed = [(one, entry) for one in codebook.indicators for entry in one.words]
    found: dict[str, list[_Entry]] = {}
    for order, (indicator, entry) in enumerate(listed):
        words = tuple(fold(word) for word in split(entry))
        found.setdefault(words[0], []).append(_Entry(order, indicator, entry, words))
    return found


def _in_turn(turn: Turn, by_first: Mapping[str, Sequence[_Entry]]) -> Iterator[Suggestion]:
    tokens = list(_tokens(turn.text))
    found = [
        _Found(entry, at, at + len(entry.words) - 1)
        for at, token in enumerate(tokens)
        for form in token.forms
        for entry in by_first.get(form, ())
        if _stands_at(tokens, at, entry.words, turn.text)
    ]
    for one in _widest(found):
        yield _suggestion(turn, tokens, one)


def _tokens(text: str) -> Iterator[_Token]:
    sentence, upto = 0, 0
    for match in _WORD.finditer(text):
        sentence += len(_END.findall(text, upto, match.start()))
        upto = match.end()
        said = " ".join(split(match.group()))
        yield _Token(*match.span(), match.group(), bases(said) | {fold(said)}, sentence)


def _stands_at(tokens: Sequence[_Token], at: int, words: Sequence[str], text: str) -> bool:
    """The words one after another, with nothing but white space between them."""
    here = tokens[at : at + len(words)]
    if len(here) < len(words) or any(word not in token.forms for word, token in zip(words, here, strict=True)):
        return False
    return all(text[a.end : b.start].isspace() for a, b in pairwise(here))


def _widest(found: Sequence[_Found]) -> list[_Found]:
    """Of those of one indicator that overlap, the longest; of two as long, the first."""
    taken: set[tuple[str, int]] = set()
    kept = []
    for one in sorted(found, key=lambda f: (f.first - f.last, f.first, f.entry.order)):
        places = {(one.entry.indicator.id, at) for at in range(one.first, one.last + 1)}
        if taken.isdisjoint(places):
            taken |= places
            kept.append(one)
    return sorted(kept, key=lambda f: (f.first, f.last, f.entry.order))


def _suggestion(turn: Turn, tokens: Sequence[_Token], found: _Found) -> Suggestion:
    here = tokens[found.first : found.last + 1]
    start, end = here[0].start, here[-1].end
    words, near = tuple(token.text for token in here), _negation(tokens, found)
    entry = found.entry
    return Suggestion(
        entry.indicator.id, turn.number, start, end, words, entry.listed, near, by_adult=not turn.by_child
    )


def _negation(tokens: Sequence[_Token], found: _Found) -> str:
    """The nearest negating word around the match in its sentence, or ""."""
    before = tokens[max(0, found.first - _BEFORE) : found.first][::-1]
    after = tokens[found.last + 1 : found.last + 1 + _AFTER]
    sentence = tokens[found.first].sentence
    return next((t.text for t in (*before, *after) if t.sentence == sentence and fold(t.text) in _NOT), "")

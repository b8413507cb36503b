"""Repeated questions: which question came back, and whether the words of its answer stayed the same.

Only words are compared. A changed answer is a fact about the questioning as much as about anything else: children
repeat, elaborate and change answers when asked again (Andrews and Lamb 2013, doi 10.1037/lhb0000064).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from hilo.testimony.coding.answers import affirms
from hilo.testimony.coding.words import bases, content, fold, plain, split
from hilo.testimony.labels import INVITATION
from hilo.testimony.quality_parts import Interview, asks
from hilo.testimony.quality_values import Repeat
from hilo.testimony.turns import Prompt

SAME, MORE, FEWER, OTHER = "same_words", "more_words", "fewer_words", "other_words"
YES_AND_NO, NOW_ANSWERED, NOW_UNKNOWN = "yes_and_no", "unknown_then_answer", "answer_then_unknown"
KINDS: Final = (SAME, MORE, FEWER, OTHER, YES_AND_NO, NOW_ANSWERED, NOW_UNKNOWN)

# what may come and go without the answer being another: grammar, fillers, and the yes that opens it
_GLUE: Final = re.compile(
    r"el|la|los|las|lo|un|una|unos|unas|de|del|a|al|en|con|por|para|y|e|o|u|que|pues|este|eh|ah|m+|bueno|ya|si|aja|"
    r"mande|me|te|se|le|les|nos|era|es|estaba|fue|habia|hay|creo|como|mas|nada|nomas|solo|eso"
)
_NOT: Final = re.compile(r"no|nunca|tampoco|nadie|ningun[oa]?|ni|sin|jamas")
# over text in lower case, accents and marks kept, because «no sé» is not «no se» («no se cayó»); what is not known
# reaches to the next mark
_UNKNOWN: Final = re.compile(
    r"\b(?:no (?:lo |la |me |te |estoy )*(?:sé|acuerdo|recuerdo|fij[eé]|segur[oa])|qui[eé]n sabe|"
    r"(?:ya )?se me olvid[oó]|"
    r"no (?:lo )?se(?=\W*$|[.,;…!?]| (?:qu[eé]|qui[eé]n|si|cu[aá]|d[oó]nde|c[oó]mo|bien|nada|pues|creo|no)\b))\b[^.,;]*"
)
_OPENING_NO: Final = re.compile(r"^\W*no\s*[,.;]")
_NO: Final = re.compile(
    r"^(?:(?:pues|ah|bueno|este|eh|que|mm+) )*(?:no|nunca|nadie|nada|tampoco|ningun\w*|para nada)\b"
)

Word = frozenset[str]  # a word as its possible base forms; two words are one when they share a form


def answer_changed(first: str, second: str) -> bool:
    """Is the second answer to the same question another than the first? Everything but ``same_words`` is a change."""
    return compare(first, second) != SAME


def compare(first: str, second: str) -> str:
    """How the second answer differs from the first, by their words alone. The first rule that holds decides:

    1. neither knows, or both are silent: ``same_words``; one of them: ``unknown_then_answer``, ``answer_then_unknown``
    2. one is a yes and the other a no: ``yes_and_no``
    3. both are a yes, or both a no, and one adds nothing to it: ``same_words``
    4. one is a bare no and the other names something: ``other_words``
    5. the words that could name something: the same (in any order, number, tense or spelling), more, fewer or other
    6. the same words, but only one of the two negates them: ``yes_and_no``
    """
    known, still = _knows(first), _knows(second)
    if not (known and still):
        return SAME if known == still else NOW_ANSWERED if still else NOW_UNKNOWN
    yes, no = (affirms(first), affirms(second)), (_no(first), _no(second))
    if (yes[0] and no[1]) or (no[0] and yes[1]):
        return YES_AND_NO
    one, other = _words(first), _words(second)
    if not (one and other) and (all(yes) or any(no)):
        return SAME if all(yes) or all(no) else OTHER
    kind = _kind(one, other)
    return YES_AND_NO if kind == SAME and _negates(first) != _negates(second) else kind


def _knows(text: str) -> bool:
    told = _UNKNOWN.sub("", normalize("NFC", text).lower())
    return bool(_words(told)) or affirms(told) or _no(told)


def _no(text: str) -> bool:
    return bool(_NO.match(plain(text)))


def _negates(text: str) -> bool:
    """Is anything negated, a «no» that opens the answer aside?"""
    return any(_NOT.fullmatch(fold(word)) for word in split(_OPENING_NO.sub("", fold(text))))


def _words(text: str) -> list[Word]:
    return [bases(word) for word in split(text) if word == "él" or not _grammar(fold(word))]


def _grammar(word: str) -> bool:
    return bool(_GLUE.fullmatch(word) or _NOT.fullmatch(word))


def _kind(one: Sequence[Word], other: Sequence[Word]) -> str:
    kept, new = _within(one, other), not _within(other, one)
    if kept:
        return MORE if new else SAME
    return OTHER if new else FEWER


def _within(words: Iterable[Word], others: Sequence[Word]) -> bool:
    return all(_found(word, others) for word in words)


def _found(word: Word, others: Sequence[Word]) -> bool:
    return any(not word.isdisjoint(other) for other in others)


def repeats(interview: Interview) -> tuple[Repeat, ...]:
    """The turns that ask with the flag ``repeated``, each joined to the question that it repeats."""
    groups: list[list[int]] = []
    for prompt in interview.prompts:
        if asks(prompt) and "repeated" in prompt.flags:
            _join(groups, earlier(interview, prompt), prompt.turn)
    return tuple(_repeat(interview, tuple(group)) for group in groups)


def _join(groups: list[list[int]], before: int | None, turn: int) -> None:
    for group in groups:
        if before in group:
            group.append(turn)
            return
    groups.append([turn] if before is None else [before, turn])


def earlier(interview: Interview, prompt: Prompt) -> int | None:
    """The turn whose question ``prompt`` asks again: the one that shares most of its words, the latest of several.

    A choice between what the child answered («¿con Dani o con Ximena?») shares its words with question and answer
    together. None when no earlier question shares half of them.
    """
    asked = _forms(interview.text(prompt.turn))
    candidates = [one for one in interview.prompts if one.turn < prompt.turn and _may_come_back(one, prompt)]
    questions = {one.turn: interview.text(one.turn) for one in candidates}
    answered = {turn: f"{text} {interview.answer(turn) or ''}" for turn, text in questions.items()}
    return _closest(asked, questions, 0.75) or _closest(asked, answered, 0.5)


def _may_come_back(one: Prompt, prompt: Prompt) -> bool:
    """An invitation may be said as often as one likes, and repeats only an invitation."""
    return asks(one) and (one.class4 == INVITATION) == (prompt.class4 == INVITATION)


def _forms(text: str) -> list[Word]:
    return [bases(word) for word in content(split(text))]


def _closest(asked: Sequence[Word], texts: dict[int, str], least: float) -> int | None:
    shared = {turn: sum(_found(word, _forms(text)) for word in asked) for turn, text in texts.items()}
    best = max(shared, key=lambda turn: (shared[turn], turn), default=None)
    return best if best is not None and asked and shared[best] >= least * len(asked) else None


def _repeat(interview: Interview, turns: tuple[int, ...]) -> Repeat:
    said = [interview.answer(turn) for turn in turns]
    kinds = tuple(None if one is None or other is None else compare(one, other) for one, other in pairwise(said))
    told = [kind for kind in kinds if kind is not None]
    return Repeat(turns, kinds, any(kind != SAME for kind in told) if told else None)

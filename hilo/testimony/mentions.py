"""Does a text name a thing? Word forms, plurals, diminutives and synonyms count; other senses do not."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from hilo.testimony.coding.words import bases, fold, is_light, own_bases, split

_CLITICS = frozenset(["se", "me", "te", "le", "les", "nos"])
_ARTICLES = frozenset(["el", "un", "una", "del", "al"])


@dataclass(frozen=True)
class Term:
    """What to look for: each form as a run of words, and whether it is a proper name or a noun."""

    forms: tuple[tuple[str, ...], ...]
    is_name: bool
    is_noun: bool
    others: frozenset[str] = frozenset()  # words that stand for another detail, and so for this one never

    @classmethod
    def of(cls, terms: tuple[str, ...], detail: str = "", others: frozenset[str] = frozenset()) -> "Term":
        forms = tuple(tuple(split(term)) for term in terms if split(term))
        mine = {fold(word) for form in forms for word in form}
        return cls(forms, all(term[:1].isupper() for term in terms), _noun(forms, detail), others - mine)


def _noun(forms: tuple[tuple[str, ...], ...], detail: str) -> bool:
    """The description begins with the word, or has it after an article."""
    words = [fold(word) for word in split(detail)]
    heads = {fold(form[-1]) for form in forms}
    return not any(form[-1].endswith(("ó", "é")) for form in forms) and any(
        word in heads and (at == 0 or words[at - 1] in _ARTICLES) for at, word in enumerate(words)
    )


def beginnings(term: Term, vocabulary: Iterable[str]) -> frozenset[str]:
    """The words among these with which a mention may begin: a text without any of them need not be looked at."""
    heads = {form[0] for form in term.forms}
    return frozenset(
        word for word in vocabulary if any(same(head, word, exact=term.is_name, accents=False) for head in heads)
    )


def mentioned(term: Term, text: str) -> bool:
    """Is one of the term's forms in ``text``?"""
    words = split(text)
    accents = any(fold(word) != word for word in words)
    return any(_at(form, words, at, term, accents) for form in term.forms for at in range(len(words) - len(form) + 1))


def _at(form: tuple[str, ...], words: list[str], at: int, term: Term, accents: bool) -> bool:
    return all(
        same(a, b, exact=term.is_name, accents=accents) and fold(b) not in term.others
        for a, b in zip(form, words[at:], strict=False)
    ) and not _other_sense(words, at, term)


def _other_sense(words: list[str], at: int, term: Term) -> bool:
    """«se llama» is no llama."""
    return term.is_noun and at > 0 and words[at - 1] in _CLITICS and fold(words[at]) != "cuenta"


@lru_cache(maxsize=16_384)
def same(form: str, word: str, *, exact: bool, accents: bool) -> bool:
    """Is ``word`` a form of ``form``? Names and general words only as written, accents aside."""
    if fold(form) == fold(word):
        return not (accents and form != word and _two_words(form, word))
    if exact or is_light(form):
        return False
    mine, other = bases(form), bases(word)
    return (
        fold(form) in other
        or fold(word) in mine
        or not own_bases(form).isdisjoint(own_bases(word))
        or _same_meaning(form, word)
    )


def _two_words(form: str, word: str) -> bool:
    """«papas» and «papás» in a text that writes accents."""
    return own_bases(form).isdisjoint(own_bases(word) - {fold(word)}) and form == fold(form)


def _same_meaning(form: str, word: str) -> bool:
    return not (bases(form) - own_bases(form)).isdisjoint(own_bases(word))

"""Words of a turn and their base forms, so that «rompió», «rompio» and «romper» are one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import simplemma
import yaml

DATA = Path(__file__).parents[1] / "data" / "prompt_words.yaml"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ACUTE = str.maketrans("aeiou", "áéíóú")
_SMALLER = re.compile(r"^(?P<stem>\w+?)(?:e?c?it|ill)(?P<end>[oa])s?$")
_CLITICS = re.compile(r"(?:me|te|se|nos|le|les)?(?:lo|la|los|las)$|(?:me|te|se|nos|le|les)$")


@dataclass(frozen=True)
class Lexicon:
    """The word lists of ``data/prompt_words.yaml``, as sets of base forms without accents."""

    version: int
    function: frozenset[str]
    light: frozenset[str]
    weak: frozenset[str]
    kin: frozenset[str]
    events: frozenset[str]
    same: dict[str, frozenset[str]]
    opposites: tuple[frozenset[str], ...]
    irregular: dict[str, str]


@cache
def lexicon() -> Lexicon:
    """Read once in a process."""
    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return Lexicon(
        version=raw["version"],
        function=frozenset(raw["function"].split()),
        light=frozenset((raw["light_verbs"] + " " + raw["light_others"]).split()),
        weak=frozenset(raw["weak_verbs"].split()),
        kin=frozenset(raw["kin"].split()),
        events=frozenset(raw["events"].split()),
        same=_same(_groups(raw["same"])),
        opposites=tuple(_groups(raw["opposites"])),
        irregular={form: base for base, forms in raw["irregular"].items() for form in forms.split()},
    )


def _groups(lines: str) -> list[frozenset[str]]:
    return [frozenset(map(fold, line.split())) for line in lines.splitlines() if line.strip()]


def _same(groups: list[frozenset[str]]) -> dict[str, frozenset[str]]:
    """Each word with all that mean the same, in whatever groups it stands."""
    return {word: frozenset().union(*(g for g in groups if word in g)) for group in groups for word in group}


def names(group: str) -> frozenset[str]:
    """A plain list of words of the data file, by its name there."""
    words: str = yaml.safe_load(DATA.read_text(encoding="utf-8"))[group]
    return frozenset(words.split())


def fold(text: str) -> str:
    """Lower case without accents, ñ as n: how two spellings of a word are compared."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def split(text: str) -> list[str]:
    """The words of a text in lower case, accents kept."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def plain(text: str) -> str:
    """The words without accents or punctuation, one space between them: what the rules look at."""
    return " ".join(fold(word) for word in split(text))


@lru_cache(maxsize=65_536)
def bases(word: str) -> frozenset[str]:
    """The base forms that a word may have, without accents, diminutives and synonyms included.

    A word written without accents («rompio») is tried with one on each vowel, because speech recognition and tired
    hands leave them out. Source of the base forms: simplemma (Adrien Barbaresi).
    """
    found = own_bases(word)
    same = lexicon().same
    return found.union(*(same[base] for base in found if base in same))


def is_weak(word: str) -> bool:
    """A verb whose wh- question only expects an answer: «¿quién ganó?», «¿qué comieron?»."""
    return not lexicon().weak.isdisjoint(own_bases(word))


@lru_cache(maxsize=65_536)
def own_bases(word: str) -> frozenset[str]:
    """:func:`bases` without the words that mean the same."""
    found = {fold(word)} | {fold(simplemma.lemmatize(form, lang="es")) for form in spellings(word)}
    irregular = lexicon().irregular
    found |= {irregular[form] for form in found if form in irregular}
    found |= {base for form in tuple(found) for base in _participle(form)}
    found |= {f"{stem}~" for form in tuple(found) if (stem := _verb_stem(form))}
    return frozenset(found | {base for form in tuple(found) for base in _plain_forms(form)})


def spellings(word: str) -> Iterator[str]:
    """The word, and where it has no accents, with one on each vowel where that is a word."""
    yield word
    if fold(word) == word:
        for at, letter in enumerate(word):
            if letter in "aeiou":
                form = word[:at] + letter.translate(_ACUTE) + word[at + 1 :]
                if simplemma.is_known(form, lang="es"):
                    yield form
        if "n" in word and simplemma.is_known(form := word.replace("n", "ñ", 1), lang="es"):
            yield form


_ENDINGS = re.compile(
    r"(?:aste|iste|aron|ieron|abas?|aban|abamos|ias|ian|iamos|ando|iendo|yendo|amos|imos|ados?|adas?|idos?|idas?|ar|"
    r"er|ir)$"
)


def _participle(form: str) -> Iterator[str]:
    """«acabado» is of «acabar»."""
    if form.endswith("ado") and simplemma.is_known(form[:-3] + "ar", lang="es"):
        yield form[:-3] + "ar"
    if form.endswith("ido"):
        yield from (form[:-3] + end for end in ("er", "ir") if simplemma.is_known(form[:-3] + end, lang="es"))


def _verb_stem(form: str) -> str:
    """What two forms of a verb share where the dictionary knows only one of them; "" for what looks like no verb."""
    stem = _ENDINGS.sub("", form)
    return stem if stem != form and len(stem) >= 4 else ""


def _plain_forms(word: str) -> Iterator[str]:
    """Without diminutive or joined pronouns, where what is left is a word."""
    bare = _CLITICS.sub("", word)
    if bare != word and len(bare) > 2 and not bare.endswith(("n", "s")):
        base = fold(simplemma.lemmatize(bare, lang="es"))
        if base != bare or simplemma.is_known(bare, lang="es"):
            yield base
    small = _SMALLER.match(word)
    if small and len(small["stem"]) > 2:
        stems = {small["stem"], re.sub(r"qu$", "c", small["stem"]), re.sub(r"gu$", "g", small["stem"])}  # «refresquito»
        yield from (stem + end for stem in stems for end in (small["end"], "e", ""))
    if word.endswith("s") and len(word) > 3:
        yield word[:-1]


def content(tokens: Iterable[str]) -> list[str]:
    """The words that could name something: neither grammar nor a bare number of letters."""
    grammar = lexicon().function
    return [word for word in tokens if fold(word) not in grammar and len(word) > 1]


def is_light(word: str) -> bool:
    """Too general to be a detail: «cosa», «hacer», «bonito»."""
    return fold(word) in _CROWD or not lexicon().light.isdisjoint(own_bases(word))


# a class of people, not somebody: «los demás niños», «¿cuántos niños iban?»
_CROWD = frozenset({"ninos", "ninas", "muchachos", "chicos", "alumnos", "papas", "adultos"})


def is_event(word: str) -> bool:
    return not lexicon().events.isdisjoint(own_bases(word))

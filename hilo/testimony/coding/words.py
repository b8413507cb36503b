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


# forms whose base the dictionary does not give, or gives another of
_IRREGULAR = {
    "viste": "ver", "vieron": "ver", "vi": "ver", "vio": "ver", "vimos": "ver", "dime": "decir", "pasado": "pasar", "dijiste": "decir",
    "contaste": "contar", "fuiste": "ir", "fueron": "ir", "fuimos": "ir", "fui": "ir", "era": "ser", "haya": "haber", "iba": "ir", "iban": "ir", "ibas": "ir",
    "puesto": "poner", "visto": "ver", "hecho": "hacer", "dicho": "decir", "roto": "romper", "abierto": "abrir", "vuelto": "volver", "escrito": "escribir",
    "cai": "caer", "caiste": "caer", "cayo": "caer", "cayeron": "caer", "caimos": "caer", "caia": "caer", "caes": "caer", "cae": "caer", "oiste": "oir",
    "oyo": "oir", "oyeron": "oir", "lei": "leer", "leiste": "leer", "leyo": "leer", "leyeron": "leer", "leimos": "leer", "rei": "reir", "reiste": "reir",
    "rio": "reir", "rieron": "reir", "reian": "reir", "reia": "reir", "di": "dar", "dio": "dar", "dieron": "dar", "diste": "dar", "dimos": "dar",
    "trajo": "traer", "trajeron": "traer", "traje": "traer", "trajiste": "traer", "supe": "saber", "supiste": "saber", "supo": "saber",
    "puse": "poner", "pusiste": "poner", "puso": "poner", "pusieron": "poner", "pusimos": "poner", "quiso": "querer", "quisiste": "querer",
    "vino": "venir", "viniste": "venir", "vinieron": "venir", "vine": "venir", "vinimos": "venir", "dijo": "decir", "dijeron": "decir", "dije": "decir",
    "hizo": "hacer", "hice": "hacer", "hiciste": "hacer", "hicieron": "hacer", "hicimos": "hacer", "tuvo": "tener", "tuve": "tener",
    "tuviste": "tener", "tuvieron": "tener", "tuvimos": "tener", "pudo": "poder", "pude": "poder", "pudiste": "poder", "anduvo": "andar", "anduvieron": "andar",
    "cupo": "caber", "huyo": "huir", "durmio": "dormir", "durmieron": "dormir", "murio": "morir", "pidio": "pedir", "pidieron": "pedir",
    "sintio": "sentir", "siguio": "seguir", "siguieron": "seguir", "repitio": "repetir", "sirvio": "servir", "sirvieron": "servir", "vistio": "vestir",
    "eligio": "elegir", "eligieron": "elegir", "mintio": "mentir", "prefirio": "preferir", "consiguio": "conseguir", "midio": "medir",
}  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """The word lists of ``data/prompt_words.yaml``, as sets of base forms without accents."""

    version: int
    function: frozenset[str]
    light: frozenset[str]
    weak: frozenset[str]
    events: frozenset[str]
    same: dict[str, frozenset[str]]
    opposites: tuple[frozenset[str], ...]


@cache
def lexicon() -> Lexicon:
    """Read once in a process."""
    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    groups = [frozenset(map(fold, line.split())) for line in raw["same"].splitlines() if line.strip()]
    same: dict[str, frozenset[str]] = {}
    for group in groups:
        for word in group:
            same[word] = same.get(word, frozenset()) | group
    pairs = [frozenset(map(fold, line.split())) for line in raw["opposites"].splitlines() if line.strip()]
    light = frozenset((raw["light_verbs"] + " " + raw["light_others"]).split())
    return Lexicon(
        raw["version"],
        frozenset(raw["function"].split()),
        light,
        frozenset(raw["weak_verbs"].split()),
        frozenset(raw["events"].split()),
        same,
        tuple(pairs),
    )


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
    found = {fold(word)} | {fold(simplemma.lemmatize(form, lang="es")) for form in _spellings(word)}
    found |= {_IRREGULAR[form] for form in found if form in _IRREGULAR}
    found |= {base for form in tuple(found) for base in _participle(form)}
    found |= {f"{stem}~" for form in tuple(found) if (stem := _verb_stem(form))}
    return frozenset(found | {base for form in tuple(found) for base in _plain_forms(form)})


def _spellings(word: str) -> Iterator[str]:
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
    r"(?:aste|iste|aron|ieron|abas?|aban|abamos|ias|ian|iamos|ando|iendo|yendo|amos|imos|ados?|adas?|idos?|idas?|ar|er|ir)$"
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
        yield from (small["stem"] + end for end in (small["end"], "e", ""))
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

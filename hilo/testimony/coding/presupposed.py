"""What a question takes for granted that the child did not say."""

import re
from itertools import pairwise

from simplemma import lemmatize

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding.known import Known
from hilo.testimony.coding.units import strip_fillers
from hilo.testimony.coding.words import bases, content, fold, is_weak, lexicon, spellings, split

_DEFINITE = re.compile(r"^(?:el|la|los|las|tu|tus|su|sus|ese|esa|esos|esas|aquel|aquella)$")


# how things are for the child in general: asked to get to know it, not about the event
_IN_GENERAL = re.compile(r"\b(?:te gustan?|vives|estudias|te llamas|vas en|haces|juegas|prefieres|te dicen)\b")


def granted(text: str, known: Known) -> list[str]:
    """What a wh- question takes for granted that the child did not say."""
    if not known.any and _IN_GENERAL.search(text):
        return []
    asked = _without_category(re.sub(r"^(?:y )?(?:a|de|con|en|por|para) (?=que )", "", text))
    main, _that, relative = asked.partition(" que ")
    new = [word for word in known.new(split(main)) if not is_weak(word)] + known.new(split(relative))
    if (
        re.search(p.SECOND_TIME, text)
        and not re.search(p.SECOND_TIME, fold(known.last))
        and re.search(r"\bvolv\w+ a \w+", text)
    ):
        return new or ["volver"]
    return new


_CATEGORY = re.compile(
    r"^(?:y |luego |despues |entonces )*(?:(?:a|de|con|en|por|para|desde|hasta) )?(?:que|cual|cuantos?|cuantas?)"
    r"(?: otr[oa]s?| mas)? (?P<what>\w+)\b"
)


def _without_category(text: str) -> str:
    """«¿en qué curso estás?»: the kind of thing asked about is nothing taken for granted."""
    match = _CATEGORY.match(text)
    return text[match.end() :] if match and not _acts(match["what"]) and len(match["what"]) > 3 else text


def taken(text: str, known: Known) -> bool:
    """Does a yes/no question start from a thing that nobody said? «¿El conejo era blanco?»"""
    words = strip_fillers(text).split()
    if kin(words) and not _copular(words):
        return False
    if len(words) > 2 and _DEFINITE.match(words[0]) and known.new([words[1]]) and any(map(_verb_like, words[2:])):
        return not _is_person_there(words)
    if (
        words
        and not _DEFINITE.match(words[1] if len(words) > 1 else "")
        and words[0] in ("era", "eran", "estaba", "estaban", "fue", "es", "son", "estuvo")
        and len(words) > 2
    ):
        return _describes(words[1:], known)
    return bool(
        re.match(r"^(?:te|les|le) (?:gusto|gustaron|gustaba|dio miedo|parecio|cayo)\b", " ".join(words))
    ) and any((_DEFINITE.match(a) or a == "del") and known.new([b]) for a, b in pairwise(words))


def kin(words: list[str]) -> bool:
    """«tu prima…»: a child has a family; what it did may be asked without taking it for granted."""
    return len(words) > 2 and words[0] in ("tu", "tus") and not lexicon().kin.isdisjoint(bases(words[1]))


def _copular(words: list[str]) -> bool:
    return words[2] in ("era", "eran", "estaba", "estaban", "es", "esta") and not _is_person_there(words)


def _describes(words: list[str], known: Known) -> bool:
    """«¿Estaba fuerte la música?»: a property first, then a thing that nobody said."""
    for at, word in enumerate(words[:-1]):
        if at > 0 and _DEFINITE.match(word) and known.new([words[at + 1]]):
            return words[at - 1] not in ("en", "con", "de", "por", "a", "para") and words[0] not in (
                "en",
                "con",
                "ahi",
                "tambien",
            )
    return False


def _verb_like(word: str) -> bool:
    return (
        bool({"ser", "estar", "tener", "ir", "haber"} & bases(word))
        or word in ("era", "eran", "fue", "es", "estaba", "estaban", "traia", "tenia")
        or has_verb(word)
    )


def _is_person_there(words: list[str]) -> bool:
    """«¿Tu mamá estaba ahí?» asks whether; «¿tu mamá estaba enojada?» would describe."""
    return (
        len(words) > 3
        and words[2] in ("estaba", "estuvo", "fue", "iba", "vino", "llego")
        and words[-1] in ("ahi", "alli", "contigo", "tambien", "ese", "dia")
    )


_VERBS = frozenset({"habia", "hubo", "hay", "era", "eran", "fue", "fueron", "fuiste", "iba", "iban", "es", "son"})


def has_verb(text: str) -> bool:
    words = text.split()
    return any(
        not _DEFINITE.match(before) and (word in _VERBS or (content([word]) and _acts(word)))
        for before, word in zip(["", *words], words, strict=False)
    )


def _acts(word: str) -> bool:
    lemmas = {fold(lemmatize(form, lang="es")) for form in spellings(word)} - {word}
    return any(lemma.endswith(("ar", "er", "ir")) for lemma in lemmas) or bool(
        re.search(r"(?:aste|iste|aron|ieron|aban|abas)$", word)
    )

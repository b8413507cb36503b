"""Who named a thing first in one interview, on a page: what a person asks about, and what was found, in words.

What is asked is not kept: it would be one more text about the child. The rules are those of hilo.testimony.details.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hilo.lib.errors import BadInput
from hilo.testimony.details import NEVER, Detail, Key, trace
from hilo.testimony.indicator_words import PROVENANCE
from hilo.testimony.prompt_queries import Coded

MOST_DETAILS, MOST_TERMS = 30, 8
STATUS_WORDS: Mapping[str, str | Promise] = {**PROVENANCE, NEVER: gettext_lazy("Nadie lo nombró")}


@dataclass(frozen=True, slots=True)
class Row:
    """One detail. ``first``: the turn in which it is named first, with its words; ``after``: the adult's before it."""

    detail: str
    found: Detail
    first: str
    after: str
    answer: str

    @property
    def status(self) -> str:
        """How it came to be said."""
        return str(STATUS_WORDS[self.found.status])


def asked(text: str) -> list[Key]:
    """Details as they are typed, one on a line: «mochila: mochila, morral». Raises BadInput with what to mend."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise BadInput(_("Escriba al menos un detalle."))
    if len(lines) > MOST_DETAILS:
        raise BadInput(_("Son más de %(n)d detalles: búsquelos por partes.") % {"n": MOST_DETAILS})
    return [_key(number, line) for number, line in enumerate(lines, start=1)]


def _key(number: int, line: str) -> Key:
    name, colon, listed = line.partition(":")
    terms = tuple(one.strip() for one in (listed if colon else line).split(",") if any(map(str.isalnum, one)))
    if not terms:
        raise BadInput(_("Línea %(n)d: faltan las palabras que se buscan.") % {"n": number})
    if len(terms) > MOST_TERMS:
        raise BadInput(
            _("Línea %(n)d: hay más de %(most)d palabras; deje las principales.") % {"n": number, "most": MOST_TERMS}
        )
    return Key(str(number), name.strip() if colon and name.strip() else terms[0], terms)


def rows(found: Coded, keys: Iterable[Key]) -> list[Row]:
    """Each detail with the first mention of it by anybody, and the words there. Raises BadInput without codes."""
    keys = list(keys)
    if not found.prompts:
        raise BadInput(_("Primero hace falta saber qué pide cada pregunta: pida las sugerencias o codifíquelas."))
    said = {turn.number: turn.text for turn in found.turns}
    return [
        Row(key.detail, one, *(said.get(turn or 0, "") for turn in (one.first_turn, _before(one), _answer(one))))
        for key, one in zip(keys, trace(found.turns, found.prompts, keys), strict=True)
    ]


def _before(one: Detail) -> int | None:
    return one.after_turn if one.by_child else None


def _answer(one: Detail) -> int | None:
    """What the child said of it, where an adult named it first."""
    return None if one.by_child else one.child_turn

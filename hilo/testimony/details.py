"""Who named each detail first, and after what kind of prompt.

The one field that serves both failures: a child not heard, and an account led by questions. Nothing here says what
happened; it says who said so first (Schreiber et al. 2006; Lyon et al., PMC3982784).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hilo.lib.errors import BadInput
from hilo.testimony.adoption import outcome
from hilo.testimony.coding.interview import substantive_start
from hilo.testimony.coding.words import fold, split
from hilo.testimony.labels import family
from hilo.testimony.mentions import Term, beginnings, mentioned
from hilo.testimony.turns import Prompt, Turn

AFTER = {"INV": "after_invitation", "DIR": "after_directive", "OPT": "after_option", "SUG": "after_suggestive"}
RUNS_ON = frozenset({"FAC", "SUP"})  # they let the prompt before them run on
NEVER = "never_mentioned"


@dataclass(frozen=True)
class Key:
    """A detail to be looked for: an ``id``, words that describe it, and the word forms that count as a mention."""

    id: str
    detail: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Detail:
    """Where a detail first appears. ``status`` is one of hilo.testimony.labels.STATUSES, or "never_mentioned"."""

    id: str
    first_turn: int | None = None
    by_child: bool = False
    after_turn: int | None = None
    after_label: str = ""
    status: str = NEVER
    child_turn: int | None = None


def keys(raw: Mapping[str, Any]) -> list[Key]:
    """The details of a file ``{"details": [{"id", "detail", "terms": […]}]}``. Raises BadInput with what is missing."""
    try:
        found = [Key(str(d["id"]), str(d.get("detail", "")), tuple(map(str, d["terms"]))) for d in raw["details"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            'El archivo de detalles debe tener "details": una lista con "id" y "terms" en cada uno.'
        ) from error
    empty = [key.id for key in found if not any(term.strip() for term in key.terms)]
    if empty:
        raise BadInput(f"El detalle «{empty[0]}» no tiene palabras en «terms»: escriba al menos una.")
    return found


def trace(turns: Sequence[Turn], prompts: Sequence[Prompt], details: Iterable[Key]) -> list[Detail]:
    """Find the first mention of each detail, by anyone, and what became of those that an adult named first."""
    talk = Talk.of(turns, prompts)
    details = list(details)
    return [_trace(talk, key, _others(key, details)) for key in details]


def _others(key: Key, details: Sequence[Key]) -> frozenset[str]:
    """«balón» and «pelota» mean the same, unless both are details of this interview."""
    return frozenset(fold(term) for other in details if other is not key for term in other.terms if " " not in term)


@dataclass(frozen=True)
class Talk:
    """An interview prepared for looking up words: what each turn says of the event."""

    turns: Sequence[Turn]
    label: Mapping[int, str]
    said: Mapping[int, str]
    start: int

    @cached_property
    def words(self) -> Mapping[int, frozenset[str]]:
        """The different words of each turn."""
        return {number: frozenset(split(text)) for number, text in self.said.items()}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words of all turns."""
        return frozenset().union(*self.words.values())

    def has(self, turn: Turn, any_of: frozenset[str]) -> bool:
        """Whether one of these words is in the turn."""
        return not any_of.isdisjoint(self.words[turn.number])

    @classmethod
    def of(cls, turns: Sequence[Turn], prompts: Sequence[Prompt]) -> "Talk":
        label = {prompt.turn: prompt.label for prompt in prompts}
        pre = {prompt.turn for prompt in prompts if prompt.phase == "pre"}
        start = min((p.turn for p in prompts if p.phase != "pre"), default=substantive_start(turns))
        said = {
            turn.number: _of_event(turn, before, label, pre)
            for turn, before in zip(turns, [None, *turns], strict=False)
        }
        return cls(turns, label, said, start)


def _of_event(turn: Turn, before: Turn | None, label: Mapping[int, str], pre: set[int]) -> str:
    """The turn's words as far as they can be about the event: ground rules and what answers them are not."""
    if turn.by_child:
        answers_rule = before is not None and before.number in pre and label.get(before.number) == "STR"
        return "" if answers_rule else turn.text
    if label.get(turn.number) == "STR":
        return ""
    from hilo.testimony.coding.structure import OPENING, RULE
    from hilo.testimony.coding.units import units

    kept = [
        unit
        for unit in units(turn.text)
        if not RULE.search(unit.said) and not (turn.number in pre and OPENING.search(unit.said))
    ]
    return " ".join(f"{unit.lead} {unit.core}" for unit in kept)


def _trace(talk: Talk, key: Key, others: frozenset[str]) -> Detail:
    term = Term.of(key.terms, key.detail, others)
    begins = beginnings(term, talk.vocabulary)
    named = [turn for turn in talk.turns if talk.has(turn, begins) and mentioned(term, talk.said[turn.number])]
    first = _first(talk, named, term)
    if first is None:
        return Detail(key.id)
    if first.by_child:
        after = _prompt_before(talk, first.number)
        label = talk.label[after] if after else ""
        return Detail(key.id, first.number, True, after, label, AFTER.get(family(label), "spontaneous"), first.number)
    status, child_turn = outcome(talk.turns, first, term, talk.label)
    return Detail(key.id, first.number, False, first.number, talk.label.get(first.number, ""), status, child_turn)


def _first(talk: Talk, named: list[Turn], term: Term) -> Turn | None:
    """The first mention about the event. Small talk before it counts only for names, or for want of another."""
    later = [turn for turn in named if turn.number >= talk.start]
    early = [turn for turn in named if turn.number < talk.start and turn.by_child]
    if early and (term.is_name or not later):
        return early[0]
    return later[0] if later else (named[0] if named else None)


def _prompt_before(talk: Talk, number: int) -> int | None:
    before = [n for n, label in talk.label.items() if n < number and label not in RUNS_ON]
    return max(before, default=None)

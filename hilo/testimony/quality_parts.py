"""An interview made ready for counting: its coded turns in order, and what the child said after each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean, median

from hilo.lib.errors import BadInput
from hilo.testimony.labels import LABELS, NON_QUESTION, PHASES
from hilo.testimony.quality_values import Talk, Words
from hilo.testimony.turns import Prompt, Turn, words

OLDEST = 120


@dataclass(frozen=True)
class Interview:
    """Turns and prompts in order. ``answers``: adult turn -> all that the child says before the adult speaks again."""

    turns: Sequence[Turn]
    prompts: Sequence[Prompt]
    age: int | None
    answers: Mapping[int, str]
    said: Mapping[int, Turn]

    @classmethod
    def of(cls, turns: Iterable[Turn], prompts: Iterable[Prompt], age: int | None = None) -> "Interview":
        """Put in order and checked. Raises BadInput when a code stands on no adult turn, or stands there twice."""
        turns = sorted(turns, key=lambda turn: turn.number)
        prompts = sorted(prompts, key=lambda prompt: prompt.turn)
        _check_turns(turns)
        _check_prompts(prompts, {turn.number for turn in turns if not turn.by_child})
        if age is not None and not 0 <= age <= OLDEST:
            raise BadInput(f"La edad {age} no es posible; escríbala en años cumplidos, o déjela vacía.")
        return cls(turns, prompts, age, _answers(turns), {turn.number: turn for turn in turns})

    def text(self, number: int) -> str:
        return self.said[number].text

    def answer(self, number: int) -> str | None:
        """What the child said right after turn ``number``; None when an adult went on speaking, or nobody."""
        return self.answers.get(number)

    def talk(self, phase: str | None = None) -> Talk:
        """The words of both sides, in one phase or in all. A child's turn is of the phase of the adult's before it."""
        phases, current = {prompt.turn: prompt.phase for prompt in self.prompts}, ""
        counts = {True: 0, False: 0}
        for turn in self.turns:
            current = current if turn.by_child else phases.get(turn.number, "")
            if phase in (None, current):
                counts[turn.by_child] += words(turn.text)
        child, adult = counts[True], counts[False]
        return Talk(child, adult, child / adult if adult else None, child / (child + adult) if child + adult else None)

    def after(self, prompts: Iterable[Prompt]) -> list[int | None]:
        """The number of the child's words after each prompt, None where the child did not speak next."""
        said = [self.answer(prompt.turn) for prompt in prompts]
        return [None if text is None else words(text) for text in said]


def asks(prompt: Prompt) -> bool:
    return prompt.class4 != NON_QUESTION


def summary(counts: Sequence[int | None]) -> Words:
    """Mean and median of the answers that there are."""
    told = [count for count in counts if count is not None]
    if not told:
        return Words(len(counts), 0, 0, None, None)
    return Words(len(counts), len(told), sum(told), fmean(told), float(median(told)))


def _answers(turns: Sequence[Turn]) -> dict[int, str]:
    runs = [(by_child, list(run)) for by_child, run in groupby(turns, key=lambda turn: turn.by_child)]
    return {
        adult[-1].number: " ".join(turn.text for turn in child)
        for (by_child, adult), (_, child) in pairwise(runs)
        if not by_child
    }


def _check_turns(turns: Sequence[Turn]) -> None:
    for one, other in pairwise(turns):
        if one.number == other.number:
            raise BadInput(f"Hay dos intervenciones con el número {one.number}; numérelas de nuevo, desde 1.")


def _check_prompts(prompts: Sequence[Prompt], adult: set[int]) -> None:
    for prompt in prompts:
        if prompt.turn not in adult:
            raise BadInput(
                f"La intervención {prompt.turn} tiene código y no es de quien entrevista; "
                "quite el código o corrija quién habla."
            )
        if prompt.label not in LABELS or prompt.phase not in PHASES:
            raise BadInput(
                f"En la intervención {prompt.turn}, el código «{prompt.label}» o la fase «{prompt.phase}» no existe; "
                "elija uno de la lista."
            )
    for one, other in pairwise(prompts):
        if one.turn == other.turn:
            raise BadInput(f"La intervención {one.turn} tiene dos códigos; deje uno.")

"""Turns of a conversation and what was found in them: the values that the parts of testimony hand to each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from hilo.testimony.labels import LABELS


@dataclass(frozen=True)
class Turn:
    """All that one person says before the other speaks. ``number`` counts every turn from 1, whoever speaks."""

    number: int
    by_child: bool
    text: str
    cut_off: bool = False  # the speaker was interrupted


@dataclass(frozen=True)
class Prompt:
    """What an adult's turn asks, as suggested by the rules or as a person said."""

    turn: int
    label: str
    flags: tuple[str, ...] = ()
    phase: str = "substantive"
    confidence: float = 1.0  # 0-1, of the suggestion; 1.0 where a person said it
    why: str = ""  # the words and the rule behind a suggestion, for the person who confirms
    form: str = ""  # the class of four by grammar alone, where what it presupposes changed it; "statement" asks nothing

    @property
    def class4(self) -> str:
        return LABELS[self.label]


def words(text: str) -> int:
    """How many words a text has, as a reader counts them: runs without white space holding a letter or a digit."""
    return sum(any(c.isalnum() for c in piece) for piece in text.split())


def child_before(turns: Sequence[Turn], number: int) -> list[Turn]:
    """The child's turns before turn ``number``, oldest first."""
    return [turn for turn in turns if turn.by_child and turn.number < number]

"""What the simulated child hears in an adult's turn and what it answers: the values that the rules hand on."""

from dataclasses import dataclass, field

from hilo.testimony.practice.story import Detail, Story, Wrong
from hilo.testimony.practice.words import fold, last_place
from hilo.testimony.turns import Prompt

_MUDDLED = frozenset({"multiple", "recast", "faux", "interrupts"})
_CLOSING_OR_OPENING = frozenset({"pre", "closing"})


@dataclass(frozen=True)
class Heard:
    """An adult's turn as this story's child understands it.

    ``details``, ``wrongs``: what its words touch, in time; ``of_event``: it is about the event at all.
    """

    number: int  # of the adult's turns, from 1
    label: str
    words: str  # folded
    details: tuple[Detail, ...]
    wrongs: tuple[Wrong, ...]
    of_event: bool
    muddled: bool
    repeated: bool
    new_content: bool


def hear(prompt: Prompt, text: str, story: Story, number: int) -> Heard:
    """Read an adult's turn with the words of a story. ``prompt`` is taken as given: its label is not checked."""
    words, flags = fold(text), set(prompt.flags)
    details = tuple(one for one in story.details if last_place(one.keys, words) >= 0)
    wrongs = tuple(one for one in story.wrongs() if last_place(one.keys, words) >= 0)
    touched = touches(text, story)
    return Heard(
        number, prompt.label, words, details, wrongs,
        of_event=touched or prompt.phase not in _CLOSING_OR_OPENING,
        muddled=bool(flags & _MUDDLED), repeated="repeated" in flags, new_content="new_content" in flags,
    )  # fmt: skip


def touches(text: str, story: Story) -> bool:
    """Whether its words name the story, or anything that happened or did not happen in it."""
    words = fold(text)
    keys = (story.about, *(one.keys for one in story.details), *(one.keys for one in story.wrongs()))
    return any(last_place(one, words) >= 0 for one in keys)


@dataclass(frozen=True)
class Reply:
    """What the child says. ``details``: ids of what happened, told here for the first time; ``wrong``: ids of what did
    not happen and is said here, each time it is; ``why``: one Spanish clause for the trainee's review.
    """

    text: str
    details: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    why: str = ""


@dataclass
class Draft:
    """A reply being put together."""

    parts: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def done(self, why: str) -> Reply:
        return Reply(" ".join(self.parts), tuple(self.details), tuple(self.wrong), why)

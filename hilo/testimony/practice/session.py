"""A practice conversation from first to last turn, and what came out of it: for the trainee alone, without a mark."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hilo.testimony.labels import LABELS, family
from hilo.testimony.practice.child import SimulatedChild
from hilo.testimony.practice.hearing import Reply
from hilo.testimony.practice.story import Story
from hilo.testimony.turns import Prompt, Turn

KINDS = ("invitation", "directive", "option", "suggestive", "other")
_KIND = {"INV": "invitation", "DIR": "directive", "OPT": "option", "SUG": "suggestive"}


def kind(label: str) -> str:
    """The kind of prompt under which an account is counted, one of :data:`KINDS`."""
    return _KIND.get(family(label), "other") if label in LABELS else "other"


@dataclass(frozen=True)
class Said:
    """Something the child said for the first time. ``turn``: of the child; ``kind``: of the adult's turn before it."""

    id: str
    words: str
    turn: int
    kind: str


@dataclass(frozen=True)
class Account:
    """What came out. ``happened``, ``did_not``: first mentions of what the story holds and of what it does not;
    ``untold``: what happened and never came up, in time; ``central``: ids that matter most; ``asked``: turns by kind.
    """

    happened: tuple[Said, ...]
    did_not: tuple[Said, ...]
    untold: tuple[str, ...]
    central: frozenset[str]
    asked: dict[str, int]

    def by_kind(self) -> dict[str, tuple[int, int, int]]:
        """Kind -> how many turns asked so, how many details that happened came after them, how many that did not."""
        good, bad = Counter(one.kind for one in self.happened), Counter(one.kind for one in self.did_not)
        return {name: (self.asked.get(name, 0), good[name], bad[name]) for name in KINDS}


class Session:
    """One rehearsal. With story id and version, age, seed and the adult's turns it can be held again word by word."""

    def __init__(self, story: Story, age: int, seed: int) -> None:
        self.story, self.age, self.seed = story, age, seed
        self.turns: tuple[Turn, ...] = ()
        self.replies: tuple[Reply, ...] = ()
        self._prompts: tuple[Prompt, ...] = ()
        self._child = SimulatedChild(story, age, seed)

    def say(self, text: str, prompt: Prompt) -> tuple[Turn, Turn]:
        """Put an adult's turn and hear the child: both, as they now stand in ``turns``."""
        reply = self._child.reply(prompt, text)
        number = len(self.turns) + 1
        pair = (Turn(number, by_child=False, text=text), Turn(number + 1, by_child=True, text=reply.text))
        self.turns += pair
        self.replies += (reply,)
        self._prompts += (prompt,)
        return pair

    def account(self) -> Account:
        """What came out so far."""
        details = self.story.details
        words = {one.id: one.said_at(self.age) for one in details} | {one.id: one.says for one in self.story.wrongs()}
        central = [one.id for one in details if one.central]
        return account(self.turns, self._prompts, self.replies, words, [one.id for one in details], central)


def account(
    turns: Sequence[Turn],
    prompts: Sequence[Prompt],
    replies: Sequence[Reply],
    words: Mapping[str, str],
    details: Sequence[str],
    central: Iterable[str],
) -> Account:
    """What came out of a conversation. ``details``: ids of what happened, in time; ``words``: id -> sentence."""
    happened, did_not = _first("details", prompts, replies), _first("wrong", prompts, replies)
    told = {one[0] for one in happened}
    return Account(
        happened=tuple(_said(*one, words, turns) for one in happened),
        did_not=tuple(_said(*one, words, turns) for one in did_not),
        untold=tuple(one for one in details if one not in told),
        central=frozenset(central),
        asked=dict(Counter(kind(prompt.label) for prompt in prompts)),
    )


def _first(what: str, prompts: Sequence[Prompt], replies: Sequence[Reply]) -> list[tuple[str, int, str]]:
    """Id, place of the exchange and kind of its prompt, of each first mention."""
    found: dict[str, tuple[str, int, str]] = {}
    for at, (prompt, reply) in enumerate(zip(prompts, replies, strict=True)):
        for which in getattr(reply, what):
            found.setdefault(which, (which, at, kind(prompt.label)))
    return list(found.values())


def _said(which: str, at: int, after: str, words: Mapping[str, str], turns: Sequence[Turn]) -> Said:
    """As the story says it; what the story does not hold, as the adult said it."""
    told = words[which] if which in words else turns[2 * int(which.removeprefix("said-")) - 2].text
    return Said(which, told, 2 * at + 2, after)

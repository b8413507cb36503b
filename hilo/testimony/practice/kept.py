"""A conversation as it is kept: what was said, and what its story held, readable whatever later versions say.

To go on, it is held again from story, age, seed and the adult's turns; each is kept with its code, so that only the
child has to be the same. Where the child now answers otherwise, the conversation can be read and not gone on with.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from hashlib import sha256
from typing import Any

from hilo.lib.errors import BadInput
from hilo.testimony.practice.hearing import Reply
from hilo.testimony.practice.listening import code, placed
from hilo.testimony.practice.session import Account, Session, account
from hilo.testimony.practice.story import FILE, Story, stories, story
from hilo.testimony.turns import Prompt, Turn

RULES = ("prompt_phrases.yaml", "prompt_rules.yaml", "prompt_words.yaml")


@cache
def version() -> str:
    """Of the stories and of the prompt coder: number and beginning of the hashes. Another one, another child."""
    rules = b"".join(FILE.with_name(name).read_bytes() for name in RULES)
    return f"{stories()[0].version}-{sha256(FILE.read_bytes()).hexdigest()[:12]}-{sha256(rules).hexdigest()[:12]}"


@dataclass(frozen=True)
class Exchange:
    """A turn of the adult, its code and why (``because``), and the child's answer with what Reply says of it."""

    asked: str
    label: str
    flags: tuple[str, ...]
    phase: str
    answered: str
    details: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    why: str = ""
    because: str = ""

    def reply(self) -> Reply:
        return Reply(self.answered, self.details, self.wrong, self.why)


@dataclass(frozen=True)
class Talk:
    """``event``: what it was about; ``details``: ids of what happened, in time; ``words``: id -> sentence."""

    name: str
    event: str
    details: tuple[str, ...]
    central: tuple[str, ...]
    words: Mapping[str, str]
    held: tuple[Exchange, ...] = field(default=())

    @classmethod
    def of(cls, told: Story, age: int) -> "Talk":
        """A conversation that begins."""
        words = {one.id: one.said_at(age) for one in told.details} | {one.id: one.says for one in told.wrongs()}
        central = tuple(one.id for one in told.details if one.central)
        return cls(told.name, told.event, tuple(one.id for one in told.details), central, words)

    @classmethod
    def read(cls, text: str) -> "Talk":
        """From :meth:`as_json`."""
        raw: dict[str, Any] = json.loads(text)
        held = tuple(_exchange(row) for row in raw.pop("held"))
        return cls(**raw | {name: tuple(raw[name]) for name in ("details", "central")}, held=held)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def turns(self) -> tuple[Turn, ...]:
        """Both sides, numbered from 1."""
        pairs = (
            (Turn(2 * at + 1, by_child=False, text=one.asked), Turn(2 * at + 2, by_child=True, text=one.answered))
            for at, one in enumerate(self.held)
        )
        return tuple(turn for pair in pairs for turn in pair)

    def prompts(self) -> tuple[Prompt, ...]:
        """The codes by which the child answered."""
        return tuple(Prompt(2 * at + 1, one.label, one.flags, one.phase) for at, one in enumerate(self.held))

    def account(self) -> Account:
        """What came out, as the story was then."""
        replies = tuple(one.reply() for one in self.held)
        return account(self.turns(), self.prompts(), replies, self.words, self.details, self.central)

    def closed(self) -> "Talk":
        """With each turn in the phase that is known at the end."""
        prompts = placed(self.turns(), self.prompts())
        return replace(self, held=tuple(replace(o, phase=p.phase) for o, p in zip(self.held, prompts, strict=True)))


def _exchange(row: dict[str, Any]) -> Exchange:
    return Exchange(**row | {name: tuple(row[name]) for name in ("flags", "details", "wrong")})


def resumed(talk: Talk, which: str, age: int, seed: int) -> Session | None:
    """The conversation held again; None where the story is gone or the child now answers otherwise."""
    try:
        session = Session(story(which), age, seed)
    except BadInput:
        return None
    for one, prompt in zip(talk.held, talk.prompts(), strict=True):
        session.say(one.asked, prompt)
    same = session.replies == tuple(one.reply() for one in talk.held)
    return session if same else None


def go_on(talk: Talk, session: Session, text: str) -> Talk:
    """Say one thing more and hear the answer."""
    prompt = code(session.turns, text, session.story)
    session.say(text, prompt)
    heard = session.replies[-1]
    told = (heard.text, heard.details, heard.wrong, heard.why)
    one = Exchange(text, prompt.label, prompt.flags, prompt.phase, *told, because=prompt.why)
    return replace(talk, held=(*talk.held, one))

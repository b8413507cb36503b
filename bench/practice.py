"""``python -m bench.practice [SESSIONS]``: simulated trainees in the practice room, beside what was published.

Each trainee holds SESSIONS conversations of 20 turns (8 where support is compared), over all stories and ages, seeds
0, 1, 2…; each comparison is printed as Hedges' g with a 95 % interval (positive: the first did more). The published
figures describe real interviewers and children; the simulated ones describe our table of chances, and show only that it
points the same way.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean, stdev

from hilo.testimony.practice import Session, Story, stories
from hilo.testimony.turns import Prompt

TURNS = 20
SHORT = 8  # where a story must not run out before a difference can show
Trainee = Callable[[Session, Random], None]

# Shares of substantive prompts, per cent: invitation, directive, option, suggestive. About those of Lamb et al. 2007
# (PMC2180422), from memory of its tables: to be verified before they are quoted as theirs.
PROTOCOL, USUAL = (33, 40, 22, 5), (8, 50, 32, 10)


@dataclass(frozen=True)
class Outcome:
    """Of one session, first mentions: what happened, what did not, and what is central and came after an invitation."""

    right: int
    wrong: int
    central_invited: int

    @property
    def accuracy(self) -> float:
        """Share that happened; a child who said nothing said nothing wrong."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


@dataclass(frozen=True)
class Effect:
    """Hedges' g of two independent groups with its 95 % interval (Hedges and Olkin 1985, large-sample variance)."""

    g: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"g = {self.g:+.2f} [{self.low:+.2f}, {self.high:+.2f}]"


def effect(first: list[float], second: list[float]) -> Effect:
    """g = J·(m1 - m2)/s, s pooled, J = 1 - 3/(4·df - 1); var = (n1 + n2)/(n1·n2) + g²/(2·(n1 + n2))."""
    n1, n2 = len(first), len(second)
    df = n1 + n2 - 2
    pooled = sqrt(((n1 - 1) * stdev(first) ** 2 + (n2 - 1) * stdev(second) ** 2) / df)
    g = (1 - 3 / (4 * df - 1)) * (fmean(first) - fmean(second)) / pooled
    half = 1.959964 * sqrt((n1 + n2) / (n1 * n2) + g * g / (2 * (n1 + n2)))
    return Effect(g, g - half, g + half)


def invite(session: Session, dice: Random) -> None:
    """The whole, what is next, or more about something the child said."""
    if not session.account().asked.get("invitation"):
        session.say(f"Cuéntame todo lo que pasó en {session.story.event}.", Prompt(1, "INV-G"))
        return
    told = [one.id for one in session.account().happened]
    if told and dice.random() < 0.5:
        word = session.story.detail(dice.choice(told)).keys[0]
        session.say(f"Cuéntame más de eso de {word}.", Prompt(1, "INV-C"))
    else:
        session.say("¿Y luego qué pasó?", Prompt(1, "INV-F"))


def direct(session: Session, dice: Random) -> None:
    """A wh- question on any detail, in no order."""
    one = dice.choice(session.story.details)
    session.say(f"¿{one.asks} {one.keys[0]}?", Prompt(1, "DIR"))


def _topic(story: Story, dice: Random) -> str:
    """Half of what an adult thinks of happened and half did not."""
    happened = dice.random() < 0.5
    return dice.choice([one.keys[0] for one in (story.details if happened else story.wrongs())])


def option(session: Session, dice: Random) -> None:
    session.say(f"¿Hubo {_topic(session.story, dice)}?", Prompt(1, "OPT-YN"))


def suggest(session: Session, dice: Random) -> None:
    session.say(f"Hubo {_topic(session.story, dice)}, ¿verdad?", Prompt(1, "SUG-TAG"))


def press(session: Session, dice: Random) -> None:
    session.say(f"Los demás ya me contaron de {_topic(session.story, dice)}.", Prompt(1, "SUG-SOC"))


def after(label: str, words: str) -> Trainee:
    """A trainee who says the same three times, then invites."""

    def ask(session: Session, dice: Random) -> None:
        if len(session.turns) < 6:
            session.say(words, Prompt(1, label))
        else:
            invite(session, dice)

    return ask


support, small_talk = after("SUP", "Tómate tu tiempo."), after("STR", "Aquí hay agua.")


def mixed(shares: tuple[int, ...]) -> Trainee:
    """A trainee who asks each kind in these shares."""

    def ask(session: Session, dice: Random) -> None:
        dice.choices((invite, direct, option, suggest), weights=shares)[0](session, dice)

    return ask


def hold(trainee: Trainee, seed: int, age: int | None = None, turns: int = TURNS) -> Outcome:
    """One session. Story and age go round with the seed."""
    told = stories()[seed % len(stories())]
    session = Session(told, told.ages[seed % len(told.ages)] if age is None else age, seed)
    dice = Random(seed)
    for _ in range(turns):
        trainee(session, dice)
    found = session.account()
    invited = [one for one in found.happened if one.kind == "invitation" and one.id in found.central]
    return Outcome(len(found.happened), len(found.did_not), len(invited))


def many(trainee: Trainee, sessions: int, age: int | None = None, turns: int = TURNS) -> list[Outcome]:
    return [hold(trainee, seed, age, turns) for seed in range(sessions)]


def compare(first: list[Outcome], second: list[Outcome], what: str) -> Effect:
    """The effect on one figure of :class:`Outcome`."""
    return effect([float(getattr(one, what)) for one in first], [float(getattr(one, what)) for one in second])


TRAINEES: dict[str, Trainee] = {
    "invitations": invite,
    "wh- questions": direct,
    "yes/no questions": option,
    "suggestive": suggest,
    "social pressure": press,
    "protocol mix": mixed(PROTOCOL),
    "usual mix": mixed(USUAL),
}
SHORT_TRAINEES: dict[str, Trainee] = {"support, invitations": support, "small talk, invitations": small_talk}


# first, second, figure of Outcome, what is published about the like
COMPARED = (
    ("invitations", "yes/no questions", "right", "more detail, no less accurate: Brown 2013 [S]"),
    ("invitations", "yes/no questions", "accuracy", "fewer errors: Brown 2013 [S]"),
    ("support, invitations", "small talk, invitations", "right", "more allegations: Hershkowitz 2014 [S]"),
    ("support, invitations", "small talk, invitations", "accuracy", "moderate effects: Saywitz 2016 [S]"),
    ("protocol mix", "usual mix", "central_invited", "g = +0.90: Benia 2015, 5 studies [S]"),
    ("protocol mix", "usual mix", "accuracy", "no figure at hand"),
)


def main(sessions: int) -> None:
    """Hold, print."""
    found = {name: many(trainee, sessions) for name, trainee in TRAINEES.items()}
    found |= {name: many(trainee, sessions, turns=SHORT) for name, trainee in SHORT_TRAINEES.items()}
    print(f"{sessions} sessions each, means\n{'':26}happened  did not  accuracy  central, invited")
    for name, held in found.items():
        right, wrong, invited = (fmean(getattr(o, f) for o in held) for f in ("right", "wrong", "central_invited"))
        print(f"{name:26}{right:8.2f} {wrong:8.2f} {fmean(o.accuracy for o in held):9.3f} {invited:17.2f}")
    print("\nSimulated | published")
    for first, second, what, published in COMPARED:
        print(f"{first} against {second}, {what}: {compare(found[first], found[second], what)} | {published}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)

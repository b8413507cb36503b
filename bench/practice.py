"""``python -m bench.practice [SESSIONS]``: simulated trainees in the practice room, beside what was published.

Each trainee holds SESSIONS conversations of 20 turns, over all stories and ages, seeds 0, 1, 2…; each comparison is
printed as Hedges' g with a 95 % interval (positive: the first did more). The published figures describe real
interviewers and children; the simulated ones describe our table of chances, and show only that it points the same way.
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
Trainee = Callable[[Session, Random], None]

# Shares of substantive prompts, per cent: invitation, directive, option, suggestive. About those of Lamb et al. 2007
# (PMC2180422), from memory of its tables: to be verified before they are quoted as theirs.
PROTOCOL, USUAL = (33, 40, 22, 5), (8, 50, 32, 10)


@dataclass(frozen=True)
class Outcome:
    """Of one session: first mentions that happened, that did not, and central ones first mentioned after invitations."""

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
    if not session.turns:
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
    pool = story.details if dice.random() < 0.5 else story.wrongs()
    return dice.choice(pool).keys[0]


def option(session: Session, dice: Random) -> None:
    session.say(f"¿Hubo {_topic(session.story, dice)}?", Prompt(1, "OPT-YN"))


def suggest(session: Session, dice: Random) -> None:
    session.say(f"Hubo {_topic(session.story, dice)}, ¿verdad?", Prompt(1, "SUG-TAG"))


def press(session: Session, dice: Random) -> None:
    session.say(f"Los demás ya me contaron de {_topic(session.story, dice)}.", Prompt(1, "SUG-SOC"))


def support(session: Session, dice: Random) -> None:
    """Three times support, then invitations."""
    turn = "Tómate tu tiempo."
    if len(session.turns) < 6:
        session.say(turn, Prompt(1, "SUP"))
    else:
        invite(session, dice)


def mixed(shares: tuple[int, ...]) -> Trainee:
    """A trainee who asks each kind in these shares."""

    def ask(session: Session, dice: Random) -> None:
        dice.choices((invite, direct, option, suggest), weights=shares)[0](session, dice)

    return ask


def hold(trainee: Trainee, seed: int, age: int | None = None) -> Outcome:
    """One session. Story and age go round with the seed."""
    told = stories()[seed % len(stories())]
    session = Session(told, told.ages[seed % len(told.ages)] if age is None else age, seed)
    dice = Random(seed)
    for _ in range(TURNS):
        trainee(session, dice)
    found = session.account()
    invited = [one for one in found.happened if one.kind == "invitation" and one.id in found.central]
    return Outcome(len(found.happened), len(found.did_not), len(invited))


def many(trainee: Trainee, sessions: int, age: int | None = None) -> list[Outcome]:
    return [hold(trainee, seed, age) for seed in range(sessions)]


def compare(first: list[Outcome], second: list[Outcome], what: str) -> Effect:
    """The effect on one figure of :class:`Outcome`."""
    return effect([float(getattr(one, what)) for one in first], [float(getattr(one, what)) for one in second])


TRAINEES: dict[str, Trainee] = {
    "invitations": invite,
    "support, then invitations": support,
    "wh- questions": direct,
    "yes/no questions": option,
    "suggestive": suggest,
    "social pressure": press,
    "protocol mix": mixed(PROTOCOL),
    "usual mix": mixed(USUAL),
}


def main(sessions: int) -> None:
    """Hold, print."""
    found = {name: many(trainee, sessions) for name, trainee in TRAINEES.items()}
    print(f"{sessions} sessions of {TURNS} turns each; means\n{'':28}happened  did not  accuracy  central, invited")
    for name, all_of in found.items():
        means = [
            fmean(getattr(one, what) for one in all_of) for what in ("right", "wrong", "accuracy", "central_invited")
        ]
        print(f"{name:28}{means[0]:8.2f} {means[1]:8.2f} {means[2]:9.3f} {means[3]:12.2f}")
    asked, chosen = found["invitations"], found["yes/no questions"]
    protocol, usual = found["protocol mix"], found["usual mix"]
    print("\nSimulated | published")
    print(
        f"Invitations - yes/no, details: {compare(asked, chosen, 'right')} | more detail, no less accurate: Brown 2013 [S]"
    )
    print(f"Invitations - yes/no, accuracy: {compare(asked, chosen, 'accuracy')} | same direction: Brown 2013 [S]")
    print(
        f"Protocol - usual, central details to invitations: {compare(protocol, usual, 'central_invited')}"
        " | g = +0.90: Benia 2015, 5 studies [S]"
    )
    print(f"Protocol - usual, accuracy: {compare(protocol, usual, 'accuracy')} | no figure")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)

"""The figures of an interview, each with what it was counted of. They describe what adults asked, never a child."""

from collections.abc import Mapping
from dataclasses import dataclass

from hilo.testimony.agreement import Share
from hilo.testimony.quality_bands import Band


@dataclass(frozen=True)
class Words:
    """The child's words in the turn after a prompt. ``mean`` and ``median`` are of ``answered``, None when it is 0."""

    asked: int  # prompts
    answered: int  # of which the child spoke next, be it only silence written down
    total: int
    mean: float | None
    median: float | None


@dataclass(frozen=True)
class Talk:
    """Words of both. ``ratio`` is child / adult (None when the adult said none), ``share`` the child's of all."""

    child: int
    adult: int
    ratio: float | None
    share: float | None


@dataclass(frozen=True)
class Phase:
    """What one phase holds, or the whole interview.

    ``classes`` and ``labels`` are shares of all coded adult turns (``turns``). ``asking`` (three classes) and
    ``families`` (INV, DIR, OPT, SUG) are shares of the turns that ask something, the way the literature counts.
    """

    turns: int
    asks: int
    classes: Mapping[str, Share]
    asking: Mapping[str, Share]
    families: Mapping[str, Share]
    labels: Mapping[str, Share]
    words: Mapping[str, Words]
    talk: Talk


@dataclass(frozen=True)
class Opening:
    """The first substantive turn that asks; all None when there is none."""

    turn: int | None
    label: str | None
    invitation: bool | None


@dataclass(frozen=True)
class FirstSuggestive:
    """The first suggestive turn; it is the ``place``-th of ``of`` coded adult turns, counted from 1."""

    turn: int
    place: int
    of: int
    label: str
    flags: tuple[str, ...]
    phase: str


@dataclass(frozen=True)
class FirstMention:
    """A detail that an adult named first, in which turn and by what kind of turn, and what became of it."""

    id: str
    turn: int
    label: str
    status: str
    child_turn: int | None


@dataclass(frozen=True)
class AdultFirst:
    """``share``: named first by an adult, of those that anybody named; ``looked_for``: of all that were looked for."""

    share: Share
    looked_for: int
    details: tuple[FirstMention, ...]


@dataclass(frozen=True)
class Repeat:
    """One question and its repetitions, oldest first; one turn alone when what it repeats was not found.

    ``answers``: how each answer compares with the one before, see hilo.testimony.quality_answers; None where one of
    the two is missing. ``changed``: whether any of them changed, None when none could be compared.
    """

    turns: tuple[int, ...]
    answers: tuple[str | None, ...]
    changed: bool | None


@dataclass(frozen=True)
class Repeated:
    """``share``: repetitions of turns that ask. ``changed``: of the questions with two answers to compare."""

    share: Share
    changed: Share
    questions: tuple[Repeat, ...]


@dataclass(frozen=True)
class Marked:
    """Turns with some property, and their share of those that could have it."""

    turns: tuple[int, ...]
    share: Share


@dataclass(frozen=True)
class Practice:
    """Narrative practice: invitations before the event, those that the child answered, and in how many words."""

    invited: tuple[int, ...]
    answered: tuple[int, ...]
    words: int


@dataclass(frozen=True)
class Quality:
    """All figures of one interview. ``uncoded``: adult turns without a code, which no figure counts."""

    age: int | None
    age_band: str | None
    uncoded: tuple[int, ...]
    phases: Mapping[str, Phase]  # all, pre, substantive, closing
    opening: Opening
    first_suggestive: FirstSuggestive | None
    adult_first: AdultFirst
    repeated: Repeated
    interruptions: Marked  # of adult turns right after the child's
    ground_rules: Mapping[str, tuple[int, ...]]  # rule -> turns in which it was said
    practice: Practice
    support: Marked  # of all coded adult turns
    paired: Marked  # of substantive option-posing turns
    faux: Marked  # of turns that ask with a tell-verb
    recast: Marked  # of invitations begun
    multiple: Marked  # of turns that ask
    published: tuple[Band, ...]

    def beside(self, figure: str, class4: str = "", family: str = "") -> tuple[Band, ...]:
        """The published figures to show beside one of this interview."""
        wanted = (figure, class4, family)
        return tuple(band for band in self.published if (band.figure, band.class4, band.family) == wanted)

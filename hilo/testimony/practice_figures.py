"""What the trainee reads at the end: what came out and after what, the figures of the questions, and how it went on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hilo.lib.errors import BadInput
from hilo.testimony.agreement import Share, share
from hilo.testimony.models import Rehearsal
from hilo.testimony.practice import Account, Exchange, Said, Talk
from hilo.testimony.practice.session import kind
from hilo.testimony.practice_words import CERTAINTY, CLASS_WORDS, KIND_WORDS
from hilo.testimony.quality import describe
from hilo.testimony.quality_bands import Band
from hilo.testimony.quality_values import Quality

ASKING = ("invitation", "directive", "option", "suggestive")


@dataclass(frozen=True)
class Step:
    """One ended rehearsal. ``invitations``: of the turns that ask; ``details``: of those that the story holds."""

    row: Rehearsal
    name: str
    at: datetime
    invitations: Share
    details: Share
    did_not: int

    @property
    def invited(self) -> str:
        return told(self.invitations)


def progress(ended: Iterable[tuple[Rehearsal, Talk]]) -> list[Step]:
    """In the order given."""
    return [_step(row, talk, talk.account()) for row, talk in ended]


def _step(row: Rehearsal, talk: Talk, found: Account) -> Step:
    asking = sum(found.asked.get(kind, 0) for kind in ASKING)
    return Step(
        row, talk.name, row.begun_at,
        invitations=share(found.asked.get("invitation", 0), asking),
        details=share(len(found.happened), len(talk.details)),
        did_not=len(found.did_not),
    )  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """Something that came out, after what kind of turn, and where."""

    words: str
    after: Promise
    turn: int
    central: bool = False


@dataclass(frozen=True)
class Beside:
    """A published figure, as it is told."""

    value: str
    population: str
    source: str
    certainty: Promise


@dataclass(frozen=True)
class Figure:
    """One figure of the questions, and what was published about the like."""

    label: str
    value: str
    beside: list[Beside] = field(default_factory=list)


@dataclass(frozen=True)
class Review:
    """All of the end page. ``figures`` is None where they can no longer be counted."""

    happened: list[Mention]
    did_not: list[Mention]
    untold: list[Mention]
    of: int
    kinds: list[tuple[Promise, int, int, int]]
    figures: list[Figure] | None
    talk: list[tuple[int, Exchange, Promise]]


def review(row: Rehearsal, talk: Talk) -> Review:
    """Of an ended rehearsal."""
    found = talk.account()
    return Review(
        happened=[_mention(one, found) for one in found.happened],
        did_not=[_mention(one, found) for one in found.did_not],
        untold=[Mention(talk.words[one], KIND_WORDS["other"], 0, one in found.central) for one in found.untold],
        of=len(talk.details),
        kinds=[(KIND_WORDS[kind], *counts) for kind, counts in found.by_kind().items()],
        figures=_figures(talk, row.age),
        talk=[(2 * at + 1, one, KIND_WORDS[kind(one.label)]) for at, one in enumerate(talk.held)],
    )


def _mention(one: Said, found: Account) -> Mention:
    return Mention(one.words, KIND_WORDS[one.kind], one.turn, one.id in found.central)


def _figures(talk: Talk, age: int) -> list[Figure] | None:
    try:
        quality = describe(talk.turns(), talk.prompts(), age=age)
    except BadInput:  # a code that later versions no longer have
        return None
    return [*_shares(quality), *_words(quality), *_marked(quality), _first(quality)]


def _shares(quality: Quality) -> list[Figure]:
    asking = quality.phases["substantive"].asking
    return [
        Figure(str(words), told(asking[name]), beside(quality.beside("class_share", name)))
        for name, words in CLASS_WORDS.items()
    ]


def _words(quality: Quality) -> list[Figure]:
    said = quality.phases["substantive"].words
    return [
        Figure(
            _("Palabras en la respuesta: %(kind)s") % {"kind": str(words).lower()},
            _("%(n).1f en promedio") % {"n": mean},
            beside(quality.beside("words", name)),
        )
        for name, words in CLASS_WORDS.items()
        if (mean := said[name].mean) is not None
    ]


def _marked(quality: Quality) -> list[Figure]:
    rows: Sequence[tuple[str, Share, tuple[Band, ...]]] = (
        (_("Turnos de apoyo"), quality.support.share, ()),
        (_("Preguntas cerradas seguidas de una invitación"), quality.paired.share, ()),
        (_("Turnos con varias preguntas a la vez"), quality.multiple.share, ()),
        (_("Invitaciones que acabaron en otra pregunta"), quality.recast.share, ()),
        (_("Peticiones de contar que preguntan otra cosa"), quality.faux.share, quality.beside("faux")),
        (_("Preguntas repetidas"), quality.repeated.share, ()),
        (
            _("Preguntas repetidas cuya respuesta cambió"),
            quality.repeated.changed,
            quality.beside("repeated_answers"),
        ),
    )
    return [Figure(label, told(counted), beside(bands)) for label, counted, bands in rows]


def _first(quality: Quality) -> Figure:
    label, first = _("Primer turno sugestivo"), quality.first_suggestive
    if first is None:
        return Figure(label, _("Ninguno"))
    return Figure(label, _("El %(place)d.º de sus %(of)d turnos") % {"place": first.place, "of": first.of})


def told(counted: Share) -> str:
    """«3 de 12 (25 %)»; of nothing, that there was none."""
    if counted.value is None:
        return _("No hubo")
    return _("%(n)d de %(of)d (%(share).0f %%)") % {
        "n": counted.count,
        "of": counted.of,
        "share": 100 * counted.value,
    }


def beside(bands: Iterable[Band]) -> list[Beside]:
    """Published figures as they are told; shares in per cent."""
    return [Beside(_band(one), _population(one), f"{one.source}", CERTAINTY[one.mark]) for one in bands]


def _population(one: Band) -> str:
    return f"{one.population} ({one.note})" if one.note else one.population


def _band(one: Band) -> str:
    times, unit = (100, " %") if one.unit == "proporción" else (1, "")
    if one.value is not None:
        return f"{times * one.value:.1f}".removesuffix(".0") + unit
    return _("%(low)s a %(high)s") % {
        "low": f"{times * (one.low or 0):.0f}",
        "high": f"{times * (one.high or 0):.0f}{unit}",
    }

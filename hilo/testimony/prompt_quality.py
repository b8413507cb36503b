"""How an interview was asked, in figures and words for its page: counted of adults' turns, never of the child."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hilo.testimony.agreement import Share
from hilo.testimony.label_words import LABEL_WORDS, PHASE_WORDS
from hilo.testimony.practice_figures import Beside, beside
from hilo.testimony.practice_words import CLASS_WORDS
from hilo.testimony.quality_bands import Band
from hilo.testimony.quality_values import Quality
from hilo.testimony.turns import Prompt

FAMILY_WORDS: dict[str, Promise] = {
    "INV": gettext_lazy("Invitaciones a contar"),
    "DIR": gettext_lazy("Preguntas directas"),
    "OPT": gettext_lazy("De sí o no, o con opciones"),
    "SUG": gettext_lazy("Sugestivas"),
}
RULE_WORDS: dict[str, Promise] = {
    "dont_know": gettext_lazy("Puede decir «no sé»"),
    "dont_understand": gettext_lazy("Puede decir «no entiendo»"),
    "correct_me": gettext_lazy("Puede corregir"),
    "what_happened": gettext_lazy("Contar solo lo que pasó"),
    "asked_again": gettext_lazy("Si se pregunta otra vez, no es que haya contestado mal"),
}
WIDE, ROW, LEFT = 300, 26, 6  # units of the picture


@dataclass(frozen=True)
class Figure:
    """One share. ``value``, ``low``, ``high``: 0 to 1 with the 95 % interval; None of nothing."""

    label: str
    count: int
    of: int
    value: float | None
    low: float | None
    high: float | None
    beside: list[Beside] = field(default_factory=list)
    turns: tuple[int, ...] = ()


@dataclass(frozen=True)
class WordsRow:
    """The child's words right after a kind of question."""

    label: str
    asked: int
    answered: int
    mean: float | None
    median: float | None
    beside: list[Beside]


@dataclass(frozen=True)
class Page:
    """All of the page."""

    classes: list[Figure]
    families: list[Figure]
    phases: list[tuple[str, list[Figure]]]
    words: list[WordsRow]
    named: list[tuple[int, str]]  # turns in which an adult named something the child had not, and what they ask
    rules: list[tuple[str, tuple[int, ...]]]
    others: list[Figure]
    picture: SafeString


def page_of(quality: Quality, prompts: Sequence[Prompt]) -> Page:
    """Figures of one interview in the order of the page."""
    here = quality.phases["substantive"]
    classes = [
        _figure(str(one), here.asking[name], quality.beside("class_share", name)) for name, one in CLASS_WORDS.items()
    ]
    families = [
        _figure(str(one), here.families[name], quality.beside("family_share", family=name))
        for name, one in FAMILY_WORDS.items()
    ]
    return Page(
        classes=classes,
        families=families,
        phases=[(str(words), _phase(quality, name)) for name, words in PHASE_WORDS.items()],
        words=[_words(quality, name, str(words)) for name, words in CLASS_WORDS.items()],
        named=[(one.turn, str(LABEL_WORDS[one.label])) for one in prompts if "new_content" in one.flags],
        rules=[(str(RULE_WORDS.get(rule, rule)), turns) for rule, turns in quality.ground_rules.items()],
        others=_others(quality),
        picture=_picture([*classes, *families]),
    )


def _words(quality: Quality, name: str, label: str) -> WordsRow:
    found, bands = quality.phases["substantive"].words[name], beside(quality.beside("words", name))
    return WordsRow(label, found.asked, found.answered, found.mean, found.median, bands)


def _phase(quality: Quality, name: str) -> list[Figure]:
    asking = quality.phases[name].asking
    return [_figure(str(words), asking[kind]) for kind, words in CLASS_WORDS.items()]


def _others(quality: Quality) -> list[Figure]:
    marked = (
        (_("Interrupciones, de los turnos que siguen a los de la niña o el niño"), quality.interruptions, ()),
        (_("Turnos de apoyo"), quality.support, ()),
        (_("Preguntas cerradas seguidas de una invitación"), quality.paired, ()),
        (_("Turnos con varias preguntas a la vez"), quality.multiple, ()),
        (_("Invitaciones que acabaron en otra pregunta"), quality.recast, ()),
        (_("Peticiones de contar que preguntan otra cosa"), quality.faux, quality.beside("faux")),
    )
    return [_figure(label, one.share, bands, one.turns) for label, one, bands in marked]


def _figure(label: str, counted: Share, bands: Iterable[Band] = (), turns: tuple[int, ...] = ()) -> Figure:
    low, high = counted.interval or (None, None)
    return Figure(label, counted.count, counted.of, counted.value, low, high, beside(bands), turns)


def _picture(figures: Sequence[Figure]) -> SafeString:
    """Bars with their intervals, inline SVG; the tables say the same."""
    shown = [one for one in figures if one.value is not None]
    if not shown:
        return SafeString("")
    bars = "".join(_bar(number, one) for number, one in enumerate(shown))
    title = escape(_("Partes de lo que se preguntó, con su intervalo del 95 por ciento"))
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDE} {ROW * len(shown) + 4}"'
        f' aria-label="{title}">{bars}</svg>'
    )


def _bar(number: int, one: Figure) -> str:
    y, wide = number * ROW, WIDE - 2 * LEFT
    low, high = LEFT + wide * (one.low or 0), LEFT + wide * (one.high or 0)
    return (
        f'<text x="{LEFT}" y="{y + 11}">{escape(one.label)}: {100 * (one.value or 0):.0f} %</text>'
        f'<path class="tp-tie" d="M{LEFT} {y + 19}H{WIDE - LEFT}"/>'
        f'<rect class="bar" x="{LEFT}" y="{y + 15}" width="{wide * (one.value or 0):.1f}" height="7"/>'
        f'<path class="interval" d="M{low:.1f} {y + 18.5}H{high:.1f}"/>'
    )

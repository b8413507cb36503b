"""How an interview was asked, in figures and words for its page: counted of adults' turns, never of the child."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hilo.testimony.agreement import Share
from hilo.testimony.label_words import LABEL_WORDS, PHASE_WORDS
from hilo.testimony.practice_figures import Beside, beside
from hilo.testimony.practice_words import CLASS_WORDS
from hilo.testimony.quality_bands import Band
from hilo.testimony.quality_picture import Bar, bars
from hilo.testimony.quality_values import Quality
from hilo.testimony.turns import Prompt, Turn

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
class Table:
    """Shares that belong together, drawn above where that helps."""

    caption: str
    rows: list[Figure]
    picture: str = ""  # inline SVG

    @property
    def published(self) -> bool:
        """Something was published to set beside."""
        return any(one.beside for one in self.rows)

    @property
    def asked(self) -> bool:
        """There was anything to count."""
        return any(one.of for one in self.rows)


@dataclass(frozen=True)
class Named:
    """A turn in which an adult named something that the child had not: what it asks, and its words."""

    turn: int
    asks: str
    said: str


@dataclass(frozen=True)
class Again:
    """A question that was put more than once. ``changed``: the answers use other words; None: cannot be compared."""

    turns: tuple[int, ...]
    changed: bool | None
    said: str  # as first put


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

    shares: list[Table]
    phases: list[Table]
    words: list[WordsRow]
    named: list[Named]
    repeated: list[Again]
    rules: list[tuple[str, tuple[int, ...]]]
    others: Table


def page_of(quality: Quality, prompts: Sequence[Prompt], turns: Iterable[Turn]) -> Page:
    """Figures of one interview in the order of the page, with the adult's own words where a turn is pointed at."""
    said = {one.number: one.text for one in turns}
    return Page(
        shares=[_classes(quality), _families(quality)],
        phases=[_phase(quality, name, str(words)) for name, words in PHASE_WORDS.items()],
        words=[_words(quality, name, str(words)) for name, words in CLASS_WORDS.items()],
        named=[
            Named(one.turn, str(LABEL_WORDS[one.label]), said.get(one.turn, ""))
            for one in prompts
            if "new_content" in one.flags
        ],
        repeated=_repeated(quality, said),
        rules=[(str(RULE_WORDS.get(rule, rule)), turns) for rule, turns in quality.ground_rules.items()],
        others=Table(_("Otras cosas que se cuentan"), _others(quality)),
    )


def _classes(quality: Quality) -> Table:
    asking = quality.phases["substantive"].asking
    rows = [_figure(str(one), asking[name], quality.beside("class_share", name)) for name, one in CLASS_WORDS.items()]
    return _drawn(_("En tres clases"), rows)


def _families(quality: Quality) -> Table:
    found = quality.phases["substantive"].families
    rows = [
        _figure(str(one), found[name], quality.beside("family_share", family=name))
        for name, one in FAMILY_WORDS.items()
    ]
    return _drawn(_("Las sugestivas aparte"), rows)


def _drawn(caption: str, rows: list[Figure]) -> Table:
    title = _("%(what)s: parte de lo que se preguntó, con su intervalo del 95 por ciento") % {"what": caption}
    drawn = [Bar(one.label, one.value, one.low or 0, one.high or 0) for one in rows if one.value is not None]
    return Table(caption, rows, bars(drawn, title))


def _repeated(quality: Quality, said: Mapping[int, str]) -> list[Again]:
    return [Again(one.turns, one.changed, said.get(one.turns[0], "")) for one in quality.repeated.questions]


def _words(quality: Quality, name: str, label: str) -> WordsRow:
    found, bands = quality.phases["substantive"].words[name], beside(quality.beside("words", name))
    return WordsRow(label, found.asked, found.answered, found.mean, found.median, bands)


def _phase(quality: Quality, name: str, words: str) -> Table:
    asking = quality.phases[name].asking
    return Table(words, [_figure(str(one), asking[kind]) for kind, one in CLASS_WORDS.items()])


def _others(quality: Quality) -> list[Figure]:
    marked = (
        (_("Interrupciones, de los turnos que siguen a los de la niña o el niño"), quality.interruptions, ()),
        (_("Turnos de apoyo"), quality.support, ()),
        (_("Preguntas cerradas seguidas de una invitación"), quality.paired, ()),
        (_("Turnos con varias preguntas a la vez"), quality.multiple, ()),
        (_("Invitaciones que acabaron en otra pregunta"), quality.recast, ()),
        (_("Peticiones de contar que preguntan otra cosa"), quality.faux, quality.beside("faux")),
    )
    again, bands = quality.repeated, quality.beside("repeated_answers")
    return [
        *(_figure(label, one.share, published, one.turns) for label, one, published in marked),
        _figure(_("Preguntas repetidas"), again.share),
        _figure(_("Preguntas repetidas cuya respuesta cambió"), again.changed, bands),
    ]


def _figure(label: str, counted: Share, bands: Iterable[Band] = (), turns: tuple[int, ...] = ()) -> Figure:
    low, high = counted.interval or (None, None)
    return Figure(label, counted.count, counted.of, counted.value, low, high, beside(bands), turns)

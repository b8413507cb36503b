"""What the page of one act shows: where it stands, until when, what waits, and each step with its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hilo.accounts.sealing import open_text
from hilo.cases import clocks
from hilo.cases.access import Sight
from hilo.cases.models import Case, Clock
from hilo.cases.queries import event_label
from hilo.cases.words import line_words
from hilo.investigation import windows
from hilo.investigation.models import Act, ActState, ActStep
from hilo.investigation.models.acts import OPEN
from hilo.investigation.moves import next_of
from hilo.investigation.queries import awaited
from hilo.investigation.steps import CHALLENGED
from hilo.reference import pack
from hilo.reference.acts import ActType

S = ActState
LATE = timedelta(minutes=1)  # entered that much after it happened: both moments are told
RESUMED, RENEWED = _("retomado"), _("ordenado otra vez: se renovó")

# How a person is asked for each move.
ASKS: dict[str, Promise] = {
    S.ASKED: _("Anotar que se pidió"),
    S.ORDERED: _("Anotar que se ordenó"),
    S.UNDER_WAY: _("Anotar que está en curso"),
    S.DONE: _("Anotar el resultado"),
    S.NEGATIVE: _("Anotar que no se encontró nada"),
    S.REFUSED: _("Anotar que se negó"),
    S.IMPOSSIBLE: _("Anotar que es imposible"),
    S.PLANNED: _("Retomarlo"),
    S.SET_ASIDE: _("Descartarlo"),
}
RENEW = _("Anotar que se renovó la orden")


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in words. ``withheld``: it has words that did not travel with the case."""

    step: ActStep
    label: str
    note: str
    withheld: bool

    @property
    def entered_later(self) -> bool:
        """Whether it was written down after the fact."""
        return self.step.entered_at - self.step.happened_at >= LATE


@dataclass(frozen=True, slots=True)
class Duty:
    """A clock about the act: what is to be done, by what law, and how the day was counted."""

    clock: Clock
    duty: str
    law: str
    basis: str
    to_confirm: bool
    working: list[str]


@dataclass(frozen=True, slots=True)
class WindowRow:
    """Until when something holds, with the count."""

    label: str
    ends_at: datetime
    over: bool
    working: list[str]


@dataclass(frozen=True, slots=True)
class Next:
    """A move that is allowed now; ``usual``: the one that mostly follows."""

    to: str
    words: str
    usual: bool


def lang() -> str:
    """The reader's language."""
    return get_language() or "es"


def kind_of(act: Act) -> ActType | None:
    """Its row of the catalogue; None when it left the pack."""
    return pack().acts.get(act.type)


def label_of(act: Act) -> str:
    """What the act is called; its code when it left the pack."""
    kind = kind_of(act)
    return kind.label.get(lang()) if kind else act.type


def hidden(act: Act, steps: Iterable[ActStep], sight: Sight) -> bool:
    """Whether nothing sealed of these steps would be shown."""
    return not any(step.note and not sight.hides("notes", step.entered_at) for step in steps)


def step_rows(steps: Sequence[ActStep], sight: Sight) -> list[StepRow]:
    """The steps in words. Opens their notes: whoever calls has logged the look."""
    rows, been = [], set[str]()
    for step in steps:
        again = {S.PLANNED: RESUMED, S.ORDERED: RENEWED} if step.state in been else {}
        withheld = bool(step.note) and sight.hides("notes", step.entered_at)
        note = "" if withheld else open_text(step.note, place=step.note_place)
        rows.append(StepRow(step, str(again.get(S(step.state), S(step.state).label)), note, withheld))
        been.add(step.state)
    return rows


def window_rows(act: Act, kind: ActType, steps: Iterable[ActStep], now: datetime) -> list[WindowRow]:
    """Until when the result can be had. What preserves data counts from its last order, and from none says nothing."""
    orders = [step.happened_at for step in steps if step.state == S.ORDERED]
    if windows.preserves(kind):
        rows = windows.working(kind, None, max(orders), now)[:1] if orders else []
    else:
        rows = windows.working(kind, act.data_from, act.added_at, now)
    return [WindowRow(one.label.get(lang()), one.ends_at, one.over, [line_words(x) for x in one.lines]) for one in rows]


def duties(found: Sequence[Clock], case: Case) -> list[Duty]:
    """Clocks in words: two queries for any number."""
    rules, calendar = clocks.rules_of(found), clocks.Calendars().of(case.institution)
    return [
        Duty(
            clock=one,
            duty=rules[one.pk].duty.get(lang()),
            law=rules[one.pk].law,
            basis=rules[one.pk].basis.get(lang()),
            to_confirm=rules[one.pk].to_confirm,
            working=[line_words(line) for line in clocks.working_of(one, calendar, rules[one.pk])],
        )
        for one in found
    ]


def moves_of(act: Act, steps: Iterable[ActStep]) -> list[Next]:
    """What a person may say next of an act of an open case, the usual one first."""
    kind = kind_of(act)
    if kind is None:
        return []
    allowed = next_of(act, [step.state for step in steps])
    usual = _usual(act, kind)
    words = ASKS | ({S.ORDERED: RENEW} if act.state in (S.ORDERED, S.UNDER_WAY) else {})
    rows = [Next(to, str(words[to]), to == usual) for to in ASKS if to in allowed]
    return sorted(rows, key=lambda one: not one.usual)


def _usual(act: Act, kind: ActType) -> str:
    """What mostly follows: one's own acts are begun; those of others are asked for, ordered, and then done."""
    if act.state == S.PLANNED:
        return S.ASKED if kind.requests or {"asked", "ordered"} & {*kind.events} else S.UNDER_WAY
    return {S.ASKED: S.ORDERED, S.ORDERED: S.DONE, S.UNDER_WAY: S.DONE}.get(S(act.state), S.PLANNED)


def to_record(act: Act, live: Iterable[Clock]) -> list[tuple[str, str]]:
    """Events of law that this act waits for and that are none of its steps: kind and words."""
    return [(kind, event_label(kind).get(lang())) for kind in awaited(act, live)]


def to_challenge(act: Act, live: Iterable[Clock]) -> Clock | None:
    """The clock within which a refusal is challenged."""
    codes = clocks.stopped_by(CHALLENGED)
    return next((one for one in live if one.rule in codes and one.subject == act.pk), None)


def neighbours(act: Act, plan: Iterable[Act]) -> list[Act]:
    """The other acts about the same data."""
    return [one for one in plan if one.line == act.line and one.pk != act.pk]


def first(act: Act, plan: Iterable[Act]) -> list[Act]:
    """Acts of the plan that come before this one and are still planned or only asked for."""
    kind = kind_of(act)
    waiting = (S.PLANNED, S.ASKED)
    return [one for one in plan if kind and one.type in kind.after and one.state in waiting and act.state in waiting]


def preserved_by(act: Act, plan: Iterable[Act]) -> list[Act]:
    """Acts that keep data which this one, while it is planned, may be about: a person says if they are the same."""
    kind = kind_of(act)
    if kind is None or act.state != S.PLANNED or act.line != act.pk:
        return []
    keeps = set(windows.preserving()) & set(kind.after)
    return [one for one in plan if one.type in keeps and one.pk != act.pk and one.state in (*OPEN, S.DONE)]


@dataclass(frozen=True, slots=True)
class Group:
    """Acts of a plan under one heading."""

    code: str
    words: str
    acts: list[Act]


_GROUPS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("vencidos", _("Se les venció el tiempo: diga qué sigue"), (S.LAPSED,)),
    ("abiertos", _("Por realizar, primero lo que se pierde antes"), OPEN),
    ("realizados", _("Realizados, con resultado o sin él"), (S.DONE, S.NEGATIVE)),
    ("negados", _("Negados"), (S.REFUSED,)),
    ("no", _("No se realizarán"), (S.IMPOSSIBLE, S.SET_ASIDE)),
)


def groups(acts: Iterable[Act]) -> list[Group]:
    """A plan as its page lists it: what waits for a person, what is to be done, what came of the rest."""
    every = list(acts)
    found = [Group(code, str(words), [one for one in every if one.state in states]) for code, words, states in _GROUPS]
    return [one for one in found if one.acts]


def before_close(case: Case) -> list[tuple[str, str]]:
    """Essential acts that keep a case from closing: in words, and where each is settled."""
    rows = Act.objects.unsettled().filter(case=case, essential=True).perishable_first()
    return [
        (
            f"{one.number} · {label_of(one)}: {one.get_state_display()}",
            reverse("investigation:act", kwargs={"code": case.code, "pk": one.pk}),
        )
        for one in rows
    ]

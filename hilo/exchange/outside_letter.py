"""The letter to the outside body about one delay: its facts, computed from the case, and the letter itself.

Codes, duties, dates and articles only: no name of a child, no text that anybody wrote.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import override

from hilo.accounts.models import User
from hilo.cases import clocks, queries
from hilo.cases.ladder import LETTER_READY, RAISED, Rung
from hilo.cases.models import Case, Clock, ClockChange
from hilo.exchange.letters import Basis, Lapse, Letter, Party, silence_letter
from hilo.exchange.letters.words import working_days
from hilo.exchange.models import HandOff
from hilo.reference import pack
from hilo.reference.models import ClockRule

MOST_OTHERS = 12  # other late duties that the letter names
WITHIN = 5  # working days in which an answer is asked for
TOLD = {
    Rung.OWNER: "Se avisó a quien lleva el caso",
    Rung.SUPERVISION: "Se avisó a supervisión",
    Rung.HEAD: "Se avisó a la persona titular",
    Rung.LETTER: "Quedó listo este escrito",
}

ASKED = (
    "Requerir a la institución señalada que cumpla, o que diga por escrito por qué no, en un plazo de {within}.",
    "Pedirle que nombre a una persona responsable del caso, con cargo y medio de contacto.",
    "Informar a quien suscribe lo que se resuelva.",
)
CHANGED = {ClockChange.Kind.EXTENSION: "Se amplió el plazo", ClockChange.Kind.PAUSE: "Se puso en pausa el plazo"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the page shows and the letter says. ``silent``: code of the institution whose delay it is."""

    clock: Clock
    rule: ClockRule
    silent: str
    body: str
    body_name: str
    reference: str
    lapses: tuple[Lapse, ...]
    asked: tuple[str, ...]
    basis: tuple[Basis, ...]

    @property
    def asked_words(self) -> tuple[str, ...]:
        """What is asked, as the letter says it."""
        return tuple(one.replace("{within}", working_days(WITHIN)) for one in self.asked)

    def letter(self, case: Case, *, by: User, now: datetime) -> Letter:
        """The letter in Spanish, to be signed by the head of the institution that holds the case."""
        head = by.role == "institution_head"
        return silence_letter(
            reference=self.reference,
            case_code=case.code,
            writer=Party(_name(case.institution), name=by.display_name if head else "", post="Titular"),
            addressee=Party(self.body_name),
            silent=_name(self.silent),
            duty=_lower(self.rule.duty.es),
            since=_day(self.clock.overdue_at or self.clock.due_at),
            place=_place(case.institution),
            day=_day(now),
            lapses=self.lapses,
            asked=self.asked_words,
            basis=self.basis,
        )


def prepare(case: Case, clock: Clock, *, now: datetime) -> Prepared:
    """Gather the facts of one late duty."""
    rule = clocks.rule_of(clock)
    silent = _silent(case, clock, rule)
    body, asked = _competent(), ASKED
    with override("es"):  # the letter is written in Spanish, whoever asks for it
        lapses = sorted((*_of_clock(case, clock, rule, now), *_others(case, clock, now)), key=lambda one: one.day)
    return Prepared(
        clock=clock,
        rule=rule,
        silent=silent,
        body=body,
        body_name=_name(body),
        reference=f"{case.code}-E-{clock.pk.hex[-6:].upper()}",
        lapses=tuple(lapses),
        asked=asked,
        basis=(Basis(rule.law, rule.duty.es, to_confirm=rule.to_confirm),) if rule.law else (),
    )


def _competent() -> str:
    """The body that hears of acts and omissions of authorities: the pack's own for human rights."""
    return next(code for code, row in pack().institutions.items() if row.kind == "human_rights")


def _silent(case: Case, clock: Clock, rule: ClockRule) -> str:
    """Whose delay it is: of an offered hand-off, who does not answer; else who holds the case."""
    if rule.per == "handoff":
        row = HandOff.objects.filter(pk=clock.subject).first()
        if row is not None:
            return row.receiver
    return case.institution


def _of_clock(case: Case, clock: Clock, rule: ClockRule, now: datetime) -> list[Lapse]:
    ran_out = clock.overdue_at or clock.due_at
    rows = [Lapse(f"Empezó el plazo: {rule.label.es}", _day(clock.started_at))]
    rows += [
        Lapse(CHANGED[ClockChange.Kind(one.kind)], _day(one.starts_at))
        for one in clock.changes.all()
        if one.starts_at >= clock.started_at
    ]
    late = max((_day(now) - _day(ran_out)).days, 0)
    rows.append(Lapse(f"Venció: {_lower(rule.duty.es)}", _day(ran_out), rule.law, rule.to_confirm, late))
    rows += _rungs(case, clock)
    if case.last_act_at:
        rows.append(Lapse("Último acto que movió el caso", _day(case.last_act_at)))
    else:
        rows.append(Lapse("Se abrió el caso; desde entonces no consta ningún acto", _day(case.opened_at)))
    return rows


def _rungs(case: Case, clock: Clock) -> list[Lapse]:
    """When each rung was reached in this run of the clock."""
    found = case.events.filter(kind__in=(RAISED, LETTER_READY), happened_at__gte=clock.due_at).order_by("happened_at")
    told = [(event, event.facts_dict()) for event in found]
    return [
        Lapse(TOLD[Rung(facts["rung"])], _day(event.happened_at))
        for event, facts in told
        if facts["clock"] == str(clock.pk) and facts["rung"] < Rung.LETTER
    ]


def _others(case: Case, clock: Clock, now: datetime) -> list[Lapse]:
    """Other duties of law that are late in the case."""
    late = case.clocks.live().filter(due_at__lt=now, informational=False).exclude(pk=clock.pk)
    rows = list(late.order_by("due_at", "rule")[:MOST_OTHERS])
    rules = clocks.rules_of(rows)
    return [
        Lapse(
            f"Venció también: {_lower(rules[one.pk].duty.es)}", _day(one.due_at), rules[one.pk].law,
            rules[one.pk].to_confirm, max((_day(now) - _day(one.due_at)).days, 0),
        )
        for one in rows
        if rules[one.pk].family == "legal"
    ]  # fmt: skip


def _name(code: str) -> str:
    return queries.institution_name(code, "es")


def _place(institution: str) -> str:
    """The capital stands in for what the pack does not know: the place of a federal or national institution."""
    known = pack().institutions.get(institution)
    state = pack().states.get(known.state) if known and known.state else pack().states.get("CMX")
    return state.name.es if state else ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _day(moment: datetime) -> date:
    return localtime(moment).date()

"""The letter to the outside body about one delay: its facts, computed from the case, and the letter itself.

Codes, duties, dates and articles only: no name of a child, no text that anybody wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from hilo.accounts.models import User
from hilo.cases import clocks, queries
from hilo.cases.access import kept_out_of
from hilo.cases.ladder import LETTER_READY, RAISED, Rung
from hilo.cases.models import Case, Clock, ClockChange
from hilo.exchange.letters import Basis, Lapse, Letter, Party, silence_letter
from hilo.exchange.letters.words import working_days
from hilo.exchange.models import HandOff
from hilo.lib.errors import BadInput, Denied
from hilo.reference import pack
from hilo.reference.models import ClockRule
from hilo.reference.outside import OutsideBody

MOST_OTHERS = 12  # other late duties that the letter names
WITHIN = 5  # working days in which an answer is asked for
TOLD = {
    Rung.OWNER: "Se avisó a quien lleva el caso",
    Rung.SUPERVISION: "Se avisó a supervisión",
    Rung.HEAD: "Se avisó a la persona titular",
    Rung.LETTER: "Quedó listo este escrito",
}
# What who was offered a hand-off owes; the clock's own words are those of who sent it.
OWED = {
    "handoff_receipt": "acusar recibo de la canalización",
    "handoff_acceptance": "decir si acepta la canalización, o por qué no",
    "handoff_result": "dar el resultado a la institución que canalizó",
}
CHANGED = {ClockChange.Kind.EXTENSION: "Se amplió el plazo", ClockChange.Kind.PAUSE: "Se puso en pausa el plazo"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the page shows and the letter says. ``silent``: code of the institution whose delay it is.

    ``own``: it is in a case of the writer itself. ``body_to_confirm``: its name or its competence is not yet read.
    """

    clock: Clock
    rule: ClockRule
    silent: str
    own: bool
    body: str
    body_name: str
    body_to_confirm: bool
    competence: OutsideBody
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
            duty=_owed(self.rule),
            since=_day(self.clock.overdue_at or self.clock.due_at),
            place=_place(case.institution),
            day=_day(now),
            lapses=self.lapses,
            asked=self.asked_words,
            basis=self.basis,
            owed_by=_responsible(self.rule) if self.own else "",
        )


def prepare(case: Case, clock: Clock, *, now: datetime) -> Prepared:
    """Gather the facts of one late duty. Denied when no outside body is left to turn to."""
    rule = clocks.rule_of(clock)
    silent = _silent(case, clock, rule)
    found, own = _competent(case, clock, silent), silent == case.institution
    with override("es"):  # the letter is written in Spanish, whoever asks for it
        # What else is late is the writer's: in a letter about somebody else it would read as theirs.
        late_too = _others(case, clock, now) if own else []
        lapses = sorted((*_of_clock(case, clock, rule, now), *late_too), key=lambda one: one.day)
    return Prepared(
        clock=clock,
        rule=rule,
        silent=silent,
        own=own,
        body=found.body,
        body_name=_name(found.body),
        body_to_confirm=found.to_confirm or pack().institutions[found.body].to_confirm,
        competence=found,
        reference=f"{case.code}-E-{clock.pk.hex[-6:].upper()}",
        lapses=tuple(lapses),
        asked=tuple(one.es for one in (found.asked_of_own if own else found.asked)),
        basis=tuple(_grounds(rule, found)),
    )


def _competent(case: Case, clock: Clock, silent: str) -> OutsideBody:
    """Never the writer, the silent one, or an institution with a conflict of interest in the case."""
    but = kept_out_of(case) | {case.institution}
    try:
        return pack().outside_body_for(silent, case.state or "", but=but, duty=clock.rule)
    except BadInput:
        raise Denied(
            _("No queda una autoridad externa a la que acudir en este caso. Pida a quien administra que la añada.")
        ) from None


def _grounds(rule: ClockRule, found: OutsideBody) -> Iterator[Basis]:
    """The article of the duty, then those that make the body competent."""
    if rule.law:
        yield Basis(rule.law, rule.duty.es, to_confirm=rule.to_confirm)
    for one in found.grounds:
        yield Basis(one.law, one.says.es, to_confirm=one.to_confirm)


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
    rows.append(Lapse(f"Venció: {_owed(rule)}", _day(ran_out), rule.law, rule.to_confirm, late))
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


def _owed(rule: ClockRule) -> str:
    return OWED.get(rule.code, _lower(rule.duty.es))


def _responsible(rule: ClockRule) -> str:
    """«juez de control», but «Ministerio Público»: a name keeps its capitals."""
    words = rule.responsible.es
    return words if any(sign.isupper() for sign in words[1:]) else _lower(words)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _day(moment: datetime) -> date:
    return localtime(moment).date()

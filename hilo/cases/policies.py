"""Whether a thing may be done to a case now. Each check raises Denied with a sentence that says what to do."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.clocks import SILENCE, rule_of
from hilo.cases.models import Case, Clock, ClockChange, Closure, Conflict
from hilo.lib.errors import Denied
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User


# What else must be settled before a case closes. A part above this one appends a function in its AppConfig.ready: it
# gets the held case and raises Denied with a sentence that says what is open and what to do.
BEFORE_CLOSE: list[Callable[[Case], None]] = []

# The same for the page on which a case is closed: what is to be settled first, each with its words and its address.
OPEN_ENDS: list[Callable[[Case], list[tuple[str, str]]]] = []


class Changed(Denied):
    """Somebody changed the case after the page was shown: nothing was saved, and the person may look again."""


def check_holds(case: Case, by: "User", permission: Permission) -> None:
    """The person's institution holds the case and their role allows the act."""
    if not by.has(permission) or by.institution != case.institution:
        raise Denied(_("Su papel no permite hacer esto en este caso. Pídalo a quien supervisa."))


def check_unchanged(case: Case, revision: int | None) -> None:
    """Nobody changed the case since the page was shown. Raises Changed."""
    if revision is not None and case.revision != revision:
        raise Changed(
            _(
                "Alguien más cambió este caso mientras usted escribía. Nada se guardó: revise lo nuevo y vuelva "
                "a guardar. Su texto sigue aquí."
            )
        )


def check_open(case: Case) -> None:
    """The case is open."""
    if not case.is_open:
        raise Denied(_("El caso está cerrado. Reábralo antes de seguir."))


def check_can_assign(case: Case, *, by: "User", to: "User") -> None:
    """An open case goes to an active person of the institution that holds it, who can see cases."""
    check_holds(case, by, Permission.CASE_ASSIGN)
    check_open(case)
    if to.is_desk or not to.is_active or to.institution != case.institution or not to.has(Permission.CASE_NOTE):
        raise Denied(_("Elija a una persona activa de su institución que pueda llevar casos."))


def check_can_hold(case: Case, institution: str) -> None:
    """An institution with a conflict of interest never gets the case."""
    if Conflict.objects.filter(case=case, institution=institution).exists():
        raise Denied(_("Esa institución tiene un conflicto de interés en este caso: elija una autoridad externa."))


def check_can_take(case: Case, *, by: "User") -> None:
    """Whoever may follow cases takes one that nobody holds; one that a person holds is given by supervision."""
    check_holds(case, by, Permission.CASE_NOTE)
    check_open(case)
    if case.owner_id == by.pk:
        raise Denied(_("Usted ya lleva este caso."))
    if case.owner is not None and not case.owner.is_desk and not by.has(Permission.CASE_ASSIGN):
        raise Denied(
            _("Este caso lo lleva %(name)s. Pida a quien supervisa que se lo asigne.")
            % {"name": case.owner.get_full_name()}
        )


def check_happened(happened_at: datetime, now: datetime) -> None:
    """What is recorded has already happened."""
    if happened_at > now:
        raise Denied(_("La fecha de lo ocurrido está en el futuro. Anote lo que ya pasó."))


def check_can_record(case: Case, kind: str, *, by: "User") -> None:
    """A person may put this kind of act on the thread by hand."""
    check_holds(case, by, Permission.CASE_NOTE)
    check_open(case)
    known = pack().event_kinds.get(kind)
    if known is None or not (known.by_person or kind == "note.added"):
        raise Denied(_("Elija un acto de la lista."))


def check_can_close(case: Case, live: Iterable[Clock], *, by: "User", reason: str) -> None:
    """Closing takes a reason of the closed vocabulary, a person, and no open duty."""
    check_holds(case, by, Permission.CASE_CLOSE)
    check_open(case)
    outcome = pack().outcomes.get(reason)
    if outcome is None or not outcome.closes:
        raise Denied(_("Elija la razón del cierre de la lista."))
    duties = [clock for clock in live if clock.blocks_closing and not clock.informational]
    if duties:
        names = "; ".join(rule_of(clock).duty.get(get_language() or "es") for clock in duties[:5])
        raise Denied(
            ngettext(
                "Queda %(n)s deber abierto: %(names)s. Cúmplalo o anote por qué no procede.",
                "Quedan %(n)s deberes abiertos: %(names)s. Cúmplalos o anote por qué no proceden.",
                len(duties),
            )
            % {"n": len(duties), "names": names}
        )
    for check in BEFORE_CLOSE:
        check(case)


def check_can_reopen(case: Case, *, by: "User") -> None:
    """Only what is closed is reopened."""
    check_holds(case, by, Permission.CASE_REOPEN)
    if case.is_open:
        raise Denied(_("El caso ya está abierto."))


def check_can_move_tier(case: Case, tier: int, *, by: "User", reason: str) -> None:
    """Another tier of the four, with a reason."""
    check_holds(case, by, Permission.CASE_TIER)
    check_open(case)
    if tier not in (1, 2, 3, 4) or tier == case.tier:
        raise Denied(_("Elija un nivel distinto del actual."))
    check_reason(reason)


def check_reason(reason: str) -> None:
    """A reason was given."""
    if not reason.strip():
        raise Denied(_("Escriba la razón."))


def check_can_pause(clock: Clock, *, by: "User", until: datetime, now: datetime, reason: str) -> None:
    """The rule allows pauses, the pause ends within its limit, and there is a reason."""
    check_holds(clock.case, by, Permission.CLOCK_CHANGE)
    check_running(clock)
    rule = rule_of(clock)
    if not rule.pausable or clock.paused_at is not None:
        raise Denied(_("La regla de este plazo no permite otra pausa."))
    if until <= now:
        raise Denied(_("La pausa debe terminar en el futuro."))
    check_reason(reason)


def check_can_declare_closure(institution: str, day: date, *, by: "User", name: str) -> None:
    """Supervision says on which days its own institution does not work, each day once and by its name."""
    if not by.has(Permission.SUPERVISE) or by.institution != institution:
        raise Denied(_("Su papel no permite declarar días inhábiles de esta institución."))
    if not name.strip():
        raise Denied(_("Escriba por qué no se trabaja ese día."))
    if Closure.objects.filter(institution=institution, day=day).exists():
        raise Denied(_("Ese día ya está declarado inhábil."))


def check_can_extend(clock: Clock, *, by: "User", reason: str) -> None:
    """The rule allows an extension and not all of them were used."""
    check_holds(clock.case, by, Permission.CLOCK_CHANGE)
    check_running(clock)
    rule = rule_of(clock)
    used = clock.changes.filter(kind=ClockChange.Kind.EXTENSION, starts_at__gte=clock.started_at).count()
    if rule.extension is None or used >= max(rule.max_extensions, 1):
        raise Denied(_("La regla de este plazo no permite otra ampliación."))
    check_reason(reason)


def check_can_discharge(clock: Clock, *, by: "User", reason: str) -> None:
    """The duty still runs and a reason was given; the watch over silence is nobody's to set aside."""
    check_holds(clock.case, by, Permission.CLOCK_CHANGE)
    check_running(clock)
    if clock.rule == SILENCE:
        raise Denied(_("El silencio de un caso no se descarta: termina con un acto o con el cierre."))
    if rule_of(clock).per == "act" and rule_of(clock).counts_from == "given":
        raise Denied(_("Un acto del plan no se descarta por su plazo: abra el acto y descártelo ahí, con su razón."))
    if rule_of(clock).per == "handoff":
        raise Denied(_("Una canalización no se descarta: termina con su respuesta, su retiro o su resultado."))
    check_reason(reason)


def check_running(clock: Clock) -> None:
    """The clock has not stopped."""
    if clock.stopped_at is not None:
        raise Denied(_("Este plazo ya terminó."))

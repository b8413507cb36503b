"""Whether an interview may be planned or moved on now. Each check raises Denied with what to do."""

from datetime import datetime

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.models import Case, PersonInCase
from hilo.cases.policies import check_happened, check_reason
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import policies
from hilo.testimony.disclosure.codes import lists
from hilo.testimony.interview_queries import has_read_suggestions
from hilo.testimony.models import Hearer, Interview, InterviewState, Telling


def check_can_plan(
    case: Case,
    *,
    child: PersonInCase,
    interviewer: User | None,
    hearer: Hearer | None,
    follows: Interview | None,
    reason: str,
    purpose: str,
) -> None:
    """One adult, who may interview; a purpose of the list; a session follows one with the same child."""
    if (interviewer is None) == (hearer is None):
        raise Denied(_("Diga quién entrevista: una persona de su institución o alguien de fuera."))
    if interviewer is not None and (
        not interviewer.has(Permission.INTERVIEW_HOLD) or interviewer.institution != case.institution
    ):
        raise Denied(_("Elija a una persona de su institución que pueda entrevistar."))
    if (hearer is not None and hearer.case_id != case.pk) or (follows is not None and follows.child_id != child.pk):
        raise Denied(_("Eso es de otro caso o de otra niña o niño. Elija de la lista."))
    _check_code("purposes", purpose)
    policies.check_text(reason)


def check_reason_once_more(interviewer: User | None, child: PersonInCase, *, reason: str, warned: bool) -> None:
    """A reason where there is a warning, and where the interviewer read what a machine suggests about the child.

    Neither forbids the interview.
    """
    if reason.strip():
        return
    if interviewer is not None and has_read_suggestions(interviewer, child):
        raise Denied(
            _(
                "Quien va a entrevistar ya leyó lo que la máquina sugiere sobre esta niña, niño o adolescente. "
                "Elija a otra persona, o escriba por qué debe ser esa."
            )
        )
    if warned:
        raise Denied(_("Ya contó antes. Escriba por qué hace falta que cuente otra vez y quién lo necesita."))


def _check_code(which: str, code: str) -> None:
    try:
        lists().get(which, code)
    except BadInput:
        raise Denied(_("Elija un valor de la lista.")) from None


def check_can_begin(row: Interview, *, mode: str, mode_chosen_by_child: str) -> None:
    """It is planned; how it is kept is of the list, and «not known» and «no record» are."""
    _check_state(row, InterviewState.PLANNED)
    _check_code("modes", mode)
    _check_code("chosen", mode_chosen_by_child)


def moment(at: datetime | None, now: datetime, after: datetime | None = None) -> datetime:
    """When it happened: ``now`` without more. Not to come, and not before the step before it.

    People give minutes: one within the minute of the step before it is taken for the moment of that step.
    """
    if at is None:
        return now
    check_happened(at, now)
    if after is None or at >= after:
        return at
    if at >= after.replace(second=0, microsecond=0):
        return after
    raise Denied(_("Esa hora es anterior al paso que ya está anotado. Revise la fecha y la hora."))


def check_can_close(row: Interview) -> None:
    """The child is telling."""
    _check_state(row, InterviewState.NARRATIVE)


def check_can_end(row: Interview) -> None:
    """The free narrative is closed."""
    if row.state == InterviewState.NARRATIVE:
        raise Denied(_("Anote primero que terminó el relato libre."))
    _check_state(row, InterviewState.QUESTIONS)


def check_can_cancel(row: Interview, reason: str) -> None:
    """It was not begun; there is a reason."""
    _check_state(row, InterviewState.PLANNED)
    check_reason(reason)
    policies.check_text(reason)


def check_telling(row: Interview, telling: Telling | None) -> None:
    """What was written down before is this interview: a formal telling of the same child, and of no other interview."""
    if telling is None:
        return
    taken = Interview.objects.filter(telling=telling).exists() or Telling.objects.filter(corrects=telling).exists()
    if telling.case_id != row.case_id or telling.child_id != row.child_id or telling.void or taken:
        raise Denied(_("Esa vez que contó ya no está así. Elija de la lista."))


def _check_state(row: Interview, wanted: InterviewState) -> None:
    if row.state != wanted:
        raise Denied(_("La entrevista ya no está así: quizá lo anotó otra persona. Revise en qué va."))

"""Whether facts may be classified and charges recorded. Each check raises Denied with what to do."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.cases.policies import check_holds, check_open, check_reason
from hilo.investigation.classifier import AGES
from hilo.investigation.models import Charge
from hilo.lib.errors import Denied
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User

ANSWERS = ("yes", "no", "unknown")


def check_can_classify(case: Case, *, by: "User") -> None:
    """Whoever classifies facts, of the institution that holds the open case."""
    check_holds(case, by, Permission.OFFENCE_CLASSIFY)
    check_open(case)


def check_days(first: date | None, last: date | None, born: date | None, today: date) -> None:
    """The days are in order and not in the future."""
    if first and last and last < first:
        raise Denied(_("El último día de los hechos es anterior al primero. Revise las fechas."))
    if any(day and day > today for day in (first, last, born)):
        raise Denied(_("Hay una fecha en el futuro. Revise las fechas."))


def check_answers(answers: Mapping[str, str], state: str, accused_age: str) -> None:
    """Every answer is one of the three, about a fact of the pack."""
    known = pack()
    if not set(answers) <= set(known.facts) or not set(answers.values()) <= set(ANSWERS):
        raise Denied(_("Esta página quedó incompleta. Recárguela y vuelva a contestar."))
    if (state and state not in known.states) or accused_age not in AGES:
        raise Denied(_("Elija el estado y la edad de las listas."))


def check_can_charge(case: Case, offence: str, text_date: str, replaces: Charge | None, reason: str) -> None:
    """An article of the pack as it stood; a reclassification says why."""
    texts = {(one.code, str(one.text_date)) for one in pack().offences}
    if (offence, text_date) not in texts:
        raise Denied(_("Elija el delito de la lista."))
    if replaces is not None:
        if replaces.case_id != case.pk or replaces.replaced_by.exists():
            raise Denied(_("Esa atribución ya se reclasificó o es de otro caso. Revise la lista."))
        check_reason(reason)

"""Whether evidence may be reviewed now. Raises Denied with what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.alerts.models import Alert
from hilo.cases.models import Case
from hilo.cases.policies import check_holds, check_open
from hilo.evidence.document_policies import check_words
from hilo.evidence.models import Item
from hilo.evidence.reviews import ANSWERS, rules_of
from hilo.lib.errors import Denied


def check_can_review(
    case: Case,
    *,
    by: User,
    origin: str,
    answers: Mapping[str, str],
    item: Item | None,
    alert: Alert | None,
    note: str,
) -> None:
    """One item or one alert of an open case, an origin that has rules, and an answer to each of them."""
    check_holds(case, by, Permission.EVIDENCE_HANDLE)
    check_open(case)
    about = [one for one in (item, alert) if one is not None]
    if len(about) != 1 or about[0].case_id != case.pk:
        raise Denied(_("Elija un indicio o una alerta de este caso."))
    rules = {rule.code for rule in rules_of(origin)}
    if not rules:
        raise Denied(_("Elija de la lista de dónde viene."))
    if set(answers) != rules or not set(answers.values()) <= set(ANSWERS):
        raise Denied(_("Responda cada punto: consta, falta o no aplica."))
    check_words(note)


def check_can_print(case: Case, *, by: User) -> None:
    """Whoever handles the evidence of the case makes the note for signature."""
    check_holds(case, by, Permission.EVIDENCE_HANDLE)

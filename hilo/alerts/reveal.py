"""Looking at what an alert keeps hidden: a person, a reason, and a line in the log before anything is shown."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.actions import log_read
from hilo.accounts.permissions import Permission
from hilo.alerts.models import Alert
from hilo.cases.access import Sight
from hilo.lib.errors import Denied

if TYPE_CHECKING:
    from hilo.accounts.models import User

ORDINARY = Sight()
GROUPS = ("identifiers", "texts", "files", "changes", "unknown", "reporter")


def check_can_reveal(alert: Alert, *, by: "User", groups: Iterable[str], reason: str, sight: Sight) -> None:
    """The person's institution holds the case, or they look in an emergency; their role opens identifiers, and
    they say what and why.
    """
    look = sight.emergency
    reads = look is not None and look.user_id == by.pk and look.case_id == alert.case_id
    if not by.has(Permission.IDENTIFIER_REVEAL) or not (reads or alert.case.institution == by.institution):
        raise Denied(_("Su papel no permite ver los datos sellados de este caso. Pídalo a quien supervisa."))
    if not set(groups) or not set(groups) <= set(GROUPS):
        raise Denied(_("Elija qué necesita ver."))
    if not reason.strip():
        raise Denied(_("Escriba para qué necesita verlo."))


@transaction.atomic
def reveal(*, alert: Alert, groups: Iterable[str], reason: str, by: "User", sight: Sight = ORDINARY) -> frozenset[str]:
    """Log one look for each group of fields; gives the groups that may now be shown. Raises Denied.

    ``sight``: how the person sees the case now, from :func:`hilo.cases.access.sight_of`.
    """
    asked = frozenset(groups)
    check_can_reveal(alert, by=by, groups=asked, reason=reason, sight=sight)
    for group in GROUPS:
        if group in asked:
            log_read(user=by, subject_kind="alert", subject_id=alert.pk, field=group, reason=sight.reason(reason))
    return asked

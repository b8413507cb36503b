"""Whether a case file may be printed. Each check raises Denied with a sentence that says what to do."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.cases.policies import check_holds
from hilo.lib.errors import Denied

if TYPE_CHECKING:
    from hilo.accounts.models import User


def check_can_print(case: Case, *, by: "User", full: bool, reason: str) -> None:
    """Somebody of the institution that holds the case; with names, who may print them; always for a reason."""
    check_holds(case, by, Permission.CASEFILE_PRINT)
    if full and not by.has(Permission.CASEFILE_FULL):
        raise Denied(
            _("Su papel imprime solo la versión testada. Elija esa, o pida la completa a quien lleva el caso.")
        )
    if not reason.strip():
        raise Denied(_("Escriba para qué se imprime."))

"""Whether a case may be exported. Each check raises Denied with a sentence that says what to do."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.lib.errors import Denied

if TYPE_CHECKING:
    from hilo.accounts.models import User


def check_can_export(case: Case, *, by: "User | None", redacted: bool) -> None:
    """A case of one's institution; and with names only who may open names. None: the operator, at the terminal."""
    if by is None:
        return
    if not by.has(Permission.EVIDENCE_EXPORT) or case.institution != by.institution:
        raise Denied(_("Exporta el expediente quien lo lleva en la institución que tiene el caso."))
    if not redacted and not by.has(Permission.IDENTIFIER_REVEAL):
        raise Denied(_("Usted puede exportar la copia sin nombres; la completa la exporta quien puede abrirlos."))

"""Whether accounts may be compared now. Each check raises Denied with what to do."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.lib.errors import Denied
from hilo.testimony.across_queries import BANDS, MOST, ChildRow


def check_can_compare(*, by: User, band: str, chosen: Sequence[ChildRow], asked: int, setting: str) -> None:
    """Children of one age band and one setting, all of cases one may see, at least two and not too many."""
    if not by.has(Permission.ACCOUNT_COMPARE):
        raise Denied(_("Su papel no compara relatos. Pídalo a quien lleva el caso."))
    if band not in BANDS or not setting.strip():
        raise Denied(_("Diga de qué edades y entorno son los relatos: solo se comparan los de una misma población."))
    if len(chosen) < asked:
        raise Denied(_("Alguno de esos relatos ya no está a la vista. Recargue la página y elija de nuevo."))
    if not 2 <= len(chosen) <= MOST:
        raise Denied(_("Elija al menos dos relatos, y no más de doscientos."))

"""Whether a point of the analysis may be noted, settled or answered by an act. Each check raises Denied."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.cases.policies import check_holds, check_open
from hilo.investigation.models import Point, PointKind, PointState
from hilo.lib.errors import Denied
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User


def check_can_note(case: Case, *, by: "User", kind: str, text: str, sourced: bool) -> None:
    """Somebody of the institution that decides on the plan says something; what is known says from what."""
    check_holds(case, by, Permission.PLAN_DECIDE)
    check_open(case)
    if kind not in PointKind.values:
        raise Denied(_("Elija qué clase de punto es."))
    if not text.strip():
        raise Denied(_("Escriba el punto."))
    if kind == PointKind.KNOWN and not sourced:
        raise Denied(_("Diga de dónde se sabe. Si todavía no hay de dónde, anótelo como algo que no se sabe."))


def check_can_settle(point: Point, *, by: "User", state: str, reason: str) -> None:
    """A point that still stands is settled or withdrawn, with a reason."""
    check_holds(point.case, by, Permission.PLAN_DECIDE)
    check_open(point.case)
    if point.state != PointState.OPEN:
        raise Denied(_("Ese punto ya se resolvió o se retiró. Si cambió, anote uno nuevo."))
    if state not in (PointState.SETTLED, PointState.WITHDRAWN):
        raise Denied(_("Elija si queda resuelto o si se retira."))
    if not reason.strip():
        raise Denied(_("Escriba la razón."))


def check_can_answer(point: Point, *, by: "User") -> None:
    """A point that waits for a kind of act which the plan does not have yet."""
    check_holds(point.case, by, Permission.PLAN_DECIDE)
    check_open(point.case)
    if point.state != PointState.OPEN or point.answered_by_id is not None:
        raise Denied(_("Ese punto ya no espera un acto. Vuelva al análisis."))
    if point.act_type not in pack().acts:
        raise Denied(_("Ese acto ya no está en el catálogo. Agréguelo desde el plan."))

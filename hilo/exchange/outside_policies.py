"""When the letter to the outside body may be prepared, and who says that it was delivered."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.ladder import Rung, letters
from hilo.cases.models import Case, Clock
from hilo.cases.policies import check_holds
from hilo.lib.errors import Denied
from hilo.reference.models import ClockRule

if TYPE_CHECKING:
    from hilo.accounts.models import User


def may_prepare(clock: Clock, rule: ClockRule, by: "User") -> bool:
    """The delay reached the last rung; or it is one of law, and whoever supervises or heads wants it sooner."""
    if clock.stopped_at is not None or clock.overdue_at is None or clock.rule in letters():
        return False
    return clock.rung == Rung.LETTER or (rule.family == "legal" and by.has(Permission.SUPERVISE))


def check_can_prepare(case: Case, clock: Clock, rule: ClockRule, *, by: "User") -> None:
    """The person's institution holds the case, and this delay calls for a letter."""
    check_holds(case, by, Permission.CASE_SEE)
    if not may_prepare(clock, rule, by):
        raise Denied(_("Este deber todavía no pide un escrito: el retraso no ha llegado hasta ahí, o ya se cumplió."))


def check_can_say_sent(case: Case, *, by: "User") -> None:
    """Who supervises or heads the institution says that the signed letter was delivered."""
    check_holds(case, by, Permission.SUPERVISE)

"""What every write of this part begins with: the case, locked and unchanged since the page was shown."""

from datetime import datetime

from hilo.accounts.models import User
from hilo.cases.models import Case
from hilo.cases.policies import check_unchanged
from hilo.cases.thread import Weave


def held(case: Case, *, by: User, now: datetime, revision: int | None = None) -> tuple[Weave, Case]:
    """A weave that holds the case, and the case as it is now. Raises Changed when somebody changed it meanwhile."""
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    check_unchanged(weave.cases[case.pk], revision)
    return weave, weave.cases[case.pk]

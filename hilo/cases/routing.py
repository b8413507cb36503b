"""Who holds a case next, and moving it there: an institution with a conflict of interest is never chosen."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from hilo.accounts.actions import desk_account
from hilo.cases import clocks
from hilo.cases.access import kept_out_of
from hilo.cases.models import Case
from hilo.lib.errors import BadInput, Denied
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.cases.thread import Weave


def fit(case: Case, wanted: str) -> str:
    """The institution itself or, when it has a conflict of interest in the case, the one that takes its place."""
    kept_out = kept_out_of(case)
    return outside(case, wanted, kept_out) if wanted in kept_out else wanted


def outside(case: Case, institution: str, kept_out: Iterable[str] = ()) -> str:
    """The outside authority of the pack that takes the case instead. Denied when the pack names none."""
    try:
        return pack().substitute_for(institution, case.state, case.kind, but=frozenset(kept_out))
    except BadInput:
        raise Denied(
            _("No queda una autoridad externa que pueda llevar este caso. Pida a quien administra que la añada.")
        ) from None


def move(weave: "Weave", cases: Iterable[Case], to: str, **facts: Any) -> None:
    """Held cases change hands: the desk of the new holder owns them, and clocks count by its calendar.

    The first of them may not hide under a case of others; those folded under it go along, folded.
    """
    moved = list(cases)
    moved[0].parent = None
    for case in moved:
        case.institution, case.owner = to, desk_account(to)
        routed = {"institution": to, "course": case.course, "owner": case.owner.pk}
        weave.event(case, "case.routed", facts=routed | facts)
    count_anew(weave, moved, why="routed")


def count_anew(weave: "Weave", cases: Iterable[Case], *, why: str) -> None:
    """Count the live clocks of held cases again, by the calendar of the institution that holds each."""
    for case in cases:
        calendar = weave.calendars.of(case.institution)
        running = list(weave.live[case.pk].values())
        prefetch_related_objects(running, "changes")
        for clock in running:
            weave.recompute(case, clock, clocks.due_of(clock, calendar), why=why)

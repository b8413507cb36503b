"""Acts whose time ran out: recorded once each, dated to the moment itself, whenever somebody looks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hilo.cases.models import Clock, Status
from hilo.cases.thread import Weave
from hilo.investigation import steps
from hilo.investigation.models import Act, ActQuerySet, ActState, ActStep
from hilo.investigation.models.acts import OPEN
from hilo.investigation.windows import PRESERVATION, preserving

AT_ONCE = 200  # cases held in one transaction


def sweep(*, now: datetime) -> int:
    """Record what lapsed in open cases. Returns how many acts."""
    cases = list(lapsed(now).order_by("case").values_list("case", flat=True).distinct())
    return sum(_record(cases[first : first + AT_ONCE], now) for first in range(0, len(cases), AT_ONCE))


@transaction.atomic
def _record(cases: Sequence[UUID], now: datetime) -> int:
    weave = Weave(now=now)
    weave.hold(cases)
    found = lapsed(now).filter(case__in=cases)  # asked again now that they are held: a person may have come first
    acts = list(found.order_by("window_ends_at", "id"))
    catch_up(weave, acts)
    weave.write()
    return len(acts)


def catch_up(weave: Weave, acts: Iterable[Act]) -> None:
    """Record that these acts, of held cases, lapsed."""
    rows = [steps.lapse(weave, act, at=act.window_ends_at) for act in acts if act.window_ends_at is not None]
    ActStep.objects.bulk_create(rows)
    Act.objects.bulk_update([row.act for row in rows], ["state"])


def lapsed(now: datetime) -> ActQuerySet:
    """Acts of open cases whose window is over and that nobody took up since.

    An act that preserves data lapses, also when it is done, as long as nobody ordered the data: the law's clock still
    runs. Any other one lapses while it is open.
    """
    keeps = preserving()
    unclaimed = Clock.objects.live().filter(case=OuterRef("case"), rule=PRESERVATION, subject=OuterRef("line"))
    taken_up = ActStep.objects.filter(
        act=OuterRef("pk"), state=ActState.PLANNED, entered_at__gt=OuterRef("window_ends_at")
    )
    which = Q(state__in=OPEN) & ~Q(type__in=keeps) | Q(
        Exists(unclaimed), state__in=(*OPEN, ActState.DONE), type__in=keeps
    )
    return Act.objects.filter(which, ~Exists(taken_up), case__status=Status.OPEN, window_ends_at__lt=now)

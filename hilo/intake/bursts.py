"""Very many reports from one place that read alike are followed as one; each stays what it is.

Only what came in the slow lane is ever folded, and only under words that are all but the same. Whoever tells
something else, from the same place and at the same moment, gets a case of their own at once.
"""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases import policies
from hilo.cases.models import Case
from hilo.cases.thread import Weave
from hilo.door.models import Report
from hilo.intake.models import Burst, Taken
from hilo.intake.triage import Judged
from hilo.lib.errors import Denied

if TYPE_CHECKING:
    from hilo.accounts.models import User

# Of 64 bits, how many may differ between texts of one burst. One word among thirty changes about ten; of texts that
# have nothing in common one pair in 250,000 is so near, and one in 100 million as near as is asked of who is in danger.
ALIKE, ALIKE_IN_DANGER = 14, 10
KEPT = timedelta(days=2)  # signatures are then forgotten
TIER = 4  # of a report that is followed with its burst


class Parent(NamedTuple):
    """The held case of the first report of a burst; ``burst`` is None when this one makes it a burst."""

    case: Case
    burst: Burst | None


def signature(text: str) -> bytes | None:
    """8 bytes from the 16 hexadecimal signs of an arrival; None when there is none."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return None
    return found if len(found) == 8 else None


def apart(one: bytes, other: bytes) -> int:
    """How many bits differ."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def like(weave: Weave, report: Report, text: str, institution: str, *, danger: bool = False) -> Parent | None:
    """What a report of the slow lane folds under: an open case of the same institution with words like its own."""
    own, most = signature(text), ALIKE_IN_DANGER if danger else ALIKE
    if not report.slow or own is None:
        return None
    since = weave.now - KEPT
    recent = Burst.objects.filter(last_at__gte=since).order_by("began_at", "id").values_list("pk", "case", "signature")
    alone = Taken.objects.filter(signature__isnull=False, burst=None, taken_at__gte=since).order_by("taken_at")
    known = [*recent, *((None, pk, other) for pk, other in alone.values_list("case", "signature"))]
    for burst, pk, other in known:
        if other is not None and apart(own, bytes(other)) <= most and (found := _held(weave, pk, institution)):
            return Parent(found, Burst.objects.filter(pk=burst).first() if burst else _of(found))
    return None


def _held(weave: Weave, case: uuid.UUID, institution: str) -> Case | None:
    """The case, locked, when its institution still follows it in its own right."""
    weave.hold([case])
    found = weave.cases[case]
    return found if found.is_open and found.parent_id is None and found.institution == institution else None


def _of(case: Case) -> Burst | None:
    """The burst that another process has made of this case meanwhile."""
    return Burst.objects.filter(case=case).first()


def fold(weave: Weave, case: Case, parent: Parent, judged: Judged) -> Burst:
    """Put a new case under the first of its burst, which becomes as urgent as the most urgent of them."""
    first = parent.case
    case.parent = first
    weave.event(case, "burst.folded", facts={"parent": str(first.pk)}, machine=True)
    if judged.tier < first.tier:
        facts = {"from": first.tier, "to": judged.tier, "by": "triage"} | weave.retier(first, judged.tier)
        weave.event(first, "tier.moved", facts=facts, machine=True)
    return _grown(parent, weave.now)


def _grown(parent: Parent, now: datetime) -> Burst:
    if parent.burst is not None:
        Burst.objects.filter(pk=parent.burst.pk).update(size=F("size") + 1, last_at=now)
        return parent.burst
    first = Taken.objects.filter(case=parent.case, signature__isnull=False).order_by("taken_at")[0]
    burst = Burst.objects.create(
        signature=first.signature, case=parent.case, began_at=first.taken_at, last_at=now, size=2
    )
    Taken.objects.filter(pk=first.pk).update(burst=burst)
    return burst


@transaction.atomic
def unfold(*, taken: Taken, by: "User", now: datetime, reason: str) -> Case:
    """A person takes a report out of its burst: it is followed by itself, as urgent as it was found to be."""
    weave = Weave(now=now, by=by)
    weave.hold([taken.case_id])
    case = weave.cases[taken.case_id]
    policies.check_holds(case, by, Permission.CASE_TIER)
    policies.check_open(case)
    policies.check_reason(reason)
    if case.parent_id is None:
        raise Denied(_("Este aviso ya se sigue por sí solo."))
    take_out(weave, case, taken, note=reason)
    weave.write()
    return case


def take_out(weave: Weave, case: Case, taken: Taken, *, note: str = "") -> None:
    """Follow a held, folded report by itself from now on, as urgent as it was found to be."""
    facts: dict[str, object] = {"unfolded_from": str(case.parent_id)}
    case.parent = None
    if taken.tier != case.tier:
        facts |= {"from": case.tier, "to": taken.tier}
        weave.retier(case, taken.tier)
    weave.event(case, "burst.unfolded", facts=facts, note=note)
    _shrunk(taken)


def _shrunk(taken: Taken) -> None:
    if taken.burst_id is not None:
        Burst.objects.filter(pk=taken.burst_id).update(size=F("size") - 1)
    Taken.objects.filter(pk=taken.pk).update(burst=None, disposition=Taken.Disposition.OPENED)

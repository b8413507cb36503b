"""How one person sees one case: who is kept out of it, what did not travel to them, and looks in an emergency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, Q, QuerySet
from django.db.models import OuterRef as Outer
from django.http import Http404

from hilo.cases.models import BreakGlass, Case, Conflict, Withheld
from hilo.linkage.models import Suggestion

if TYPE_CHECKING:
    from hilo.accounts.models import User

REASON = 240  # signs that the log of looks keeps of a reason


@dataclass(frozen=True, slots=True)
class Sight:
    """``withheld``: part of :class:`Withheld` -> moment; what came into the case before it stays closed.

    ``emergency``: the look by which somebody of another institution reads, and only reads, the case.
    """

    withheld: Mapping[str, datetime] = field(default_factory=dict)
    emergency: BreakGlass | None = None

    @property
    def mine(self) -> bool:
        """Whether the person's institution holds the case, so that they may act."""
        return self.emergency is None

    def hides(self, part: str, at: datetime) -> bool:
        """Whether what came in at that moment did not travel."""
        return part in self.withheld and at < self.withheld[part]

    def reason(self, given: str = "") -> str:
        """The reason for the log of looks: in an emergency it names the emergency first."""
        if self.emergency is None:
            return given.strip()[:REASON]
        told = f"emergencia {self.emergency.pk}"
        return (f"{told}: {given.strip()}" if given.strip() else told)[:REASON]


def sight_of(case: Case, user: "User", now: datetime) -> Sight:
    """How this person sees a case of ``Case.objects.readable_by``: one query. Http404 when they do not any more.

    In an emergency nothing is withheld: names stay masked, and each look at one is logged with its reason.
    """
    if case.institution == user.institution:
        return Sight(withheld_from(case, user.institution))
    look = BreakGlass.objects.running(now).filter(case=case, user=user).order_by("-ends_at").first()
    if look is None:
        raise Http404
    return Sight(emergency=look)


def withheld_from(case: Case, institution: str) -> dict[str, datetime]:
    """Parts that did not travel to an institution, each with the moment before which it stays closed: one query."""
    rows = Withheld.objects.filter(case=case, institution=institution, released_at__isnull=True).order_by()
    return dict(rows.values_list("part").annotate(Max("before")))


def kept_out_of(case: Case) -> frozenset[str]:
    """Institutions with a conflict of interest in the case: one query."""
    return frozenset(Conflict.objects.filter(case=case).values_list("institution", flat=True))


def suggestions_for(case: Case, user: "User") -> QuerySet[Suggestion]:
    """Suggestions about a case, without those about a case that the person's institution is kept out of."""
    unseen = Conflict.objects.filter(Q(case=Outer("left")) | Q(case=Outer("right")), institution=user.institution)
    return Suggestion.objects.filter(Q(left=case.pk) | Q(right=case.pk)).exclude(Exists(unseen))

"""Triage: how soon people must look at an alert, and why.

Two questions kept apart: could a child be identified or be at risk now (``child``), and how workable
is the alert (``workability``). The tier comes first, points only order within it:

1. a child may be at risk now; 2. a child could be identified; 3. workable; 4. low, viral, informational.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hilo.alerts.draft import AlertDraft
from hilo.alerts.factors import CONTRADICTS, DETAILS, FACTORS, ONLY_OURS
from hilo.alerts.facts import gather

if TYPE_CHECKING:
    from hilo.reference.models import TriageTable

STATES = {False: "not_applied", None: "unknown"}
MOST = 999  # points of one question that still fit in the rank


@dataclass(frozen=True, slots=True)
class FactorOutcome:
    """What one factor came to. ``state``: applied, not_applied or unknown. ``detail``: a number or code."""

    code: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The judgement on one alert. ``reason``: code of the factor that decided the tier, or
    ``workable``, ``nothing_to_work``. Every factor of the table stands in ``outcomes``, in its order."""

    tier: int
    child: int
    workability: int
    outcomes: tuple[FactorOutcome, ...]
    reason: str
    table_version: str

    @property
    def points(self) -> int:
        """Both questions together; compares alerts of one tier only."""
        return self.child + self.workability

    @property
    def rank(self) -> int:
        """Sorts alerts, the smallest first: tier, then the child's points, then workability."""
        return self.tier * 1_000_000 - min(self.child, MOST) * 1_000 - min(self.workability, MOST)

    def codes(self, state: str) -> list[str]:
        """The codes of all factors that came to ``state``."""
        return [outcome.code for outcome in self.outcomes if outcome.state == state]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON: numbers, codes and details; never a word of the sender's."""
        return {
            "tier": self.tier,
            "points": self.points,
            "child": self.child,
            "workability": self.workability,
            "rank": self.rank,
            "reason": self.reason,
            "table_version": self.table_version,
            "applied": [{"code": o.code, "detail": o.detail} for o in self.outcomes if o.state == "applied"],
            "not_applied": self.codes("not_applied"),
            "unknown": self.codes("unknown"),
        }


def assess(
    draft: AlertDraft,
    *,
    table: "TriageTable",
    now: datetime,
    seen_hashes: Mapping[str, int] | None = None,
    prior_known: int = 0,
) -> Assessment:
    """Judge one alert, its ``fileDetails`` already joined to ``draft.files``.

    ``now``: aware. ``seen_hashes``: file hash in lower case -> number of earlier alerts that carried
    it; None when nobody has looked, which leaves those factors unknown. ``prior_known``: earlier
    alerts here on the same account. Raises KeyError for a factor of the table that has no function.
    """
    facts = gather(draft, now=now, parameters=table.parameters, seen_hashes=seen_hashes, prior_known=prior_known)
    outcomes: list[FactorOutcome] = []
    applied: dict[str, list[str]] = {"tier1": [], "tier2": [], "lower": [], "points": []}
    points = {"child": 0, "workability": 0, "lowering": 0}
    for row in table.factors:
        code = row.code
        answer = FACTORS[code](draft, facts)
        if not answer:
            outcomes.append(_outcome(code, STATES[answer], ""))
            continue
        outcomes.append(_outcome(code, "applied", DETAILS[code](draft, facts) if code in DETAILS else ""))
        applied[row.effect].append(code)
        points[row.dimension] += row.points
    workability = points["workability"]
    tier, reason = _tier(applied, workable=workability >= table.parameters["workable_from"])
    child = max(points["child"] + points["lowering"], table.parameters["floor_points"])
    return Assessment(tier, child, workability, tuple(outcomes), reason, table.version)


@lru_cache(maxsize=4096)  # most outcomes are alike: sharing them halves the time of an assessment
def _outcome(code: str, state: str, detail: str) -> FactorOutcome:
    return FactorOutcome(code, state, detail)


def _tier(applied: dict[str, list[str]], *, workable: bool) -> tuple[int, str]:
    """The tier and the code of what decided it.

    A sender's lowering mark leaves only what contradicts it; what it silenced still keeps the
    alert out of the lowest tier, so that a person sees it.
    """
    silencing = [code for code in applied["lower"] if code not in ONLY_OURS]
    for tier, effect in ((1, "tier1"), (2, "tier2")):
        standing = [code for code in applied[effect] if not silencing or code in CONTRADICTS]
        if standing:
            return tier, standing[0]
    if applied["tier1"] or applied["tier2"]:
        return 3, silencing[0]
    if applied["lower"]:
        return 4, applied["lower"][0]
    return (3, "workable") if workable else (4, "nothing_to_work")

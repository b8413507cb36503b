"""The overview: what is overdue or silent in one's own institution, at a glance."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases import breakglass
from hilo.desk import overview_queries, queries
from hilo.desk.filters import OVERDUE, SILENT
from hilo.desk.overview_queries import Figures

BAR_LEFT, BAR_WIDTH, BAR_STEP = 36, 210, 34  # in units of the picture, 300 wide


@dataclass(frozen=True)
class Bar:
    """A row of the picture: its tier, numbers, and where it is drawn."""

    tier: int
    figures: Figures
    y: int
    width: float
    overdue: float

    @property
    def tier_text(self) -> str:
        """The tier for an address."""
        return str(self.tier)

    @property
    def label_x(self) -> float:
        """Where the number stands, behind the bar."""
        return BAR_LEFT + self.width + 8


@require_safe
@requires(Permission.SUPERVISE)
def overview(request: HttpRequest) -> HttpResponse:
    """Numbers by tier and by person, each a link to its cases; the worst and the quietest by name."""
    user, now = signed_in(request), timezone.now()
    desk = queries.duty_desk(user.institution)
    held = desk.pk if desk else None
    tiers = overview_queries.by_tier(user, desk=held, now=now)
    context = {
        "now": now,
        "total": Figures.total(list(tiers.values())),
        "bars": bars(tiers),
        "bar_left": BAR_LEFT,
        "height": BAR_STEP * len(tiers),
        "owners": overview_queries.by_owner(user, desk=held, now=now),
        "overdue": overview_queries.worst(user, OVERDUE, now=now),
        "silent": overview_queries.worst(user, SILENT, now=now),
        "risen": overview_queries.risen(user, now),
    }
    if user.has(Permission.BREAK_GLASS_REVIEW):
        context["emergencies"] = breakglass.to_review(user).count()
    if user.has(Permission.QUARANTINE_SEE):
        context["quarantine"] = overview_queries.quarantine(user, now=now)
    return render(request, "desk/overview.html", context)


def bars(tiers: dict[int, Figures]) -> list[Bar]:
    """One bar for each tier, to one scale; what is not zero is at least visible."""
    scale = BAR_WIDTH / max(1, *(figures.open for figures in tiers.values()))

    def long(number: int) -> float:
        return round(max(number * scale, 2), 1) if number else 0

    return [
        Bar(tier, figures, place * BAR_STEP, long(figures.open), long(figures.overdue))
        for place, (tier, figures) in enumerate(tiers.items())
    ]

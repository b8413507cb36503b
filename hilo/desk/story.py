"""The demonstration's first page: what Hilo is for, in three steps that enter as the right person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hilo.accounts.gate import public
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.queries import demo_people
from hilo.alerts.models import Alert
from hilo.cases.models import Case
from hilo.desk import queries
from hilo.intake.models import Taken
from hilo.reference import pack


@dataclass(frozen=True)
class Standing:
    """How one institution of the demonstration stands. Numbers of open cases."""

    institution: str
    open: int
    overdue: int
    silent: int

    @property
    def name(self) -> str:
        """The institution's name in the language of the page."""
        known = pack().institutions.get(self.institution)
        return known.name.get(get_language() or "es") if known else self.institution


@require_safe
@public
def story(request: HttpRequest) -> HttpResponse:
    """Three steps with real links into the demonstration. 404 outside of one."""
    if not settings.HILO_DEMO:
        raise Http404
    now, people = timezone.now(), list(demo_people())
    standings = _standings({person.institution for person in people}, now)
    context: dict[str, Any] = {"now": now, "standings": standings, "alerts": Alert.objects.count()}
    context |= {"door": settings.HILO_PUBLIC_URL, "reports": _reports(people)}
    context |= _urgent(people, now)
    context["supervisor"], context["standing"] = _supervisor(people, standings)
    context["auditor"] = _narrowest(people, Permission.RECORD_SEE)
    return render(request, "desk/story.html", context)


def _reports(people: list[User]) -> dict[str, Any]:
    """The newest report that nobody has read and that somebody of the demonstration can: ``taken``, ``reader``."""
    able = {one.institution: one for one in reversed(people) if one.has(Permission.REPORT_READ)}
    waiting = Taken.objects.filter(read_at__isnull=True, case__status="open", case__institution__in=able)
    taken = waiting.select_related("case").order_by("tier", "-taken_at").first()
    return {"taken": taken, "reader": able[taken.case.institution]} if taken else {}


def _standings(institutions: Iterable[str], now: datetime) -> list[Standing]:
    """Those with most overdue first, institutions without cases included."""
    followed = Case.objects.open().filter(parent__isnull=True)  # as the overview counts them
    tally = followed.filter(institution__in=list(institutions)).order_by().values("institution")
    numbers: Any = tally.annotate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(next_due_at__lt=now)),
        silent=Count("pk", filter=queries.silent(now, *institutions)),
    )
    found = {row["institution"]: Standing(**row) for row in numbers}
    every = [found.get(code, Standing(code, 0, 0, 0)) for code in institutions]
    return sorted(every, key=lambda one: (-one.overdue, -one.open, one.institution))


def _urgent(people: list[User], now: datetime) -> dict[str, Any]:
    """The most urgent alert whose case somebody of the demonstration can open: ``alert``, ``row``, ``worker``."""
    workers = [person for person in people if person.has(Permission.CASE_TIER)]
    held = Alert.objects.filter(
        case__status="open", case__parent__isnull=True, case__institution__in={one.institution for one in workers}
    )
    alert = held.select_related("case__owner").order_by("rank", "received_at", "id").first()
    if alert is None:
        return {}
    here = [person for person in people if person.institution == alert.case.institution]
    owner = next((person for person in here if person.pk == alert.case.owner_id), None)
    return {
        "alert": alert,
        "sender": pack().institutions.get(alert.sender),
        "row": queries.rows([alert.case], now)[0],
        "worker": owner or _narrowest(here, Permission.CASE_TIER),
    }


def _supervisor(people: list[User], standings: list[Standing]) -> tuple[User | None, Standing | None]:
    """Who supervises where most is overdue."""
    for standing in standings:
        here = [person for person in people if person.institution == standing.institution]
        found = _narrowest(here, Permission.SUPERVISE)
        if found and standing.open:
            return found, standing
    return None, None


def _narrowest(people: list[User], permission: Permission) -> User | None:
    """Of those who hold a permission, the one who may do least besides: the one whose task it is."""
    able = [person for person in people if person.has(permission)]
    return min(able, key=lambda person: (len(person.permissions), person.pk), default=None)

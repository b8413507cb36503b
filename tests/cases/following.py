"""The few words with which the tests of cases speak of one: open it, let things happen, look."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from hilo.cases.models import Case, Clock, Event
from hilo.cases.thread import Weave

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)  # a Monday, 09:00 in Mexico City
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@transaction.atomic
def open_case(*, owner, now=NOW, tier=3, institution="FGE-NAY", **fields) -> Case:
    """A case as an import opens it: event by event, with the clocks of its tier."""
    weave = Weave(now=now)
    case = Case(tier=tier, institution=institution, state="NAY", owner=owner, opened_at=now, **fields)
    weave.open(case)
    weave.event(case, "case.opened", facts={"institution": institution})
    weave.write()
    return Case.objects.get(pk=case.pk)


@transaction.atomic
def happens(case: Case, kind: str, *, now: datetime, at: datetime | None = None, **more) -> Event:
    """Something happens in a case, as the machine writes it."""
    weave = Weave(now=now)
    weave.hold([case.pk])
    event = weave.event(weave.cases[case.pk], kind, happened_at=at, **more)
    weave.write()
    return event


def live(case: Case) -> dict[str, Clock]:
    """Live clocks by rule; for rules that run once a case."""
    return {clock.rule: clock for clock in Clock.objects.live().filter(case=case)}


def last(case: Case, rule: str) -> Clock:
    """The youngest clock of a rule, running or not."""
    return case.clocks.filter(rule=rule).latest("started_at", "id")


def events(case: Case, kind: str) -> list[Event]:
    """Events of a kind, in the order they happened."""
    return list(case.events.filter(kind=kind).order_by("happened_at", "entered_at", "id"))

"""Every figure equals that of a second reckoning, over invented years of institutions at work."""

import pytest

from hilo.accountability.figures import figures
from hilo.accountability.ground import Asked
from hilo.accountability.periods import Month, Period
from hilo.cases.models import Case, Event
from hilo.exchange.models import HandOff
from tests.accountability.reckoning import Reckoning
from tests.accountability.world import EVERYBODY, World

pytestmark = pytest.mark.django_db


def told(asked):
    """The figures as plain numbers, without the zeros."""
    cells = {line.key: {code: cell.number for code, cell in line.cells.items()} for line in figures(asked).lines}
    return {key: {code: number for code, number in line.items() if number} for key, line in cells.items()}


def without_zeros(lines):
    return {key: {code: number for code, number in line.items() if number} for key, line in lines.items()}


@pytest.mark.parametrize("seed", [2, 6])
def test_every_cell_equals_a_second_reckoning_cases_without_any_event_included(seed):
    now = World(seed).now
    again = Reckoning(now=now)
    this = Month.of(now)
    periods = [Period.ending(now), Period.ending(now, 3), Period(this.plus(-14), this.plus(-6)), Period(this, this)]
    met = set()
    for institution in EVERYBODY:
        for reader in (institution, "FGE-MOR"):
            for period in periods:
                found = told(Asked(institution, period, now, reader))
                expected = again.lines(institution, [str(month) for month in period.months], reader)
                assert found == without_zeros(expected), (institution, reader, period)
                met |= set(found["total"])
    assert met >= {"received", "acted", "not_acted", "still_open", "silent", "folded", "offered", "in_time", "late"}
    assert met >= {"missing", "accepted", "refused", "withdrawn", "told", "untold", "age_365", "first_act"}
    assert met >= {
        "reports",
        "read_in_time",
        "read_late",
        "not_read",
        "answered_in_time",
        "answered_late",
        "first_answer",
    }
    assert met >= {"not_answered", "answer_not_wanted", "notified", "not_notified", "school_notified"}
    assert met >= {"school_not_notified", "school_reports"}
    assert Case.objects.exclude(pk__in=Event.objects.values("case")).exists()
    assert HandOff.objects.filter(case__conflicts__isnull=False).exists()

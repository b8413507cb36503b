"""The measurement of pages fills what it says and looks at the pages a person would see."""

import pytest

from bench import pages
from hilo.cases.models import Case, Clock

pytestmark = pytest.mark.django_db


def test_pages_are_measured_over_cases_that_are_followed_and_cost_the_same_queries(monkeypatch):
    monkeypatch.setattr(pages, "TIMES", 8)
    measured = pages.run(160)
    figures = measured["figures"]
    assert (measured["name"], figures["cases"]) == ("pages", 160)
    assert Case.objects.open().count() == 160
    assert Clock.objects.live().values("case").distinct().count() == 160
    for page in ("inbox", "case"):
        assert figures[f"{page}_queries"] == figures[f"{page}_queries_at_100"] > 0
        assert 0 < figures[f"{page}_p50_ms"] <= figures[f"{page}_p95_ms"]
        assert measured["ratio"][page] == pytest.approx(figures[f"{page}_p50_ms"] / measured["floor"][f"{page}_p50_ms"])

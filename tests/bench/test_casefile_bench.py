"""The benchmark of the printed case file prints as many events as it says, and measures bare rows beside it."""

import pytest

from bench.casefile import run


@pytest.mark.django_db
def test_as_many_events_as_asked_are_printed_and_compared_with_bare_rows():
    measured = run(60)
    assert measured["figures"]["events"] == 60
    assert measured["ratio"]["full"] == pytest.approx(
        measured["figures"]["full_seconds"] / measured["floor"]["seconds"]
    )

"""Two at once: nothing is overwritten in silence, nothing is recorded twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Databases, Deployment

AT_ONCE = Path(__file__).with_name("at_once.py")


@pytest.fixture
def deployed(tmp_path) -> Iterator[Deployment]:
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    made.told("init")
    yield made
    databases.drop()


def test_of_two_who_write_on_the_page_they_saw_one_is_kept_and_one_is_told(deployed):
    end = deployed.script(AT_ONCE, "note")
    assert end["came"] == ["kept"] * end["cases"] + ["told"] * end["cases"]
    assert end["kinds"]["note.added"] == end["cases"]
    assert deployed.told("ledger", "verify")["ok"] is True


def test_two_sweeps_record_each_clock_once(deployed):
    end = deployed.script(AT_ONCE, "sweep")
    assert end["kinds"]["case.silent"] == end["cases"]
    assert end["kinds"]["clock.overdue"] == 3 * end["cases"]  # two duties, and the letter that did not leave
    # three duties climb three rungs, and so does that of the letter; only law and silence call for the letter
    assert end["kinds"]["escalation.raised"] == 12 * end["cases"]
    assert end["kinds"]["escalation.letter_ready"] == 2 * end["cases"]
    assert deployed.told("ledger", "verify")["ok"] is True

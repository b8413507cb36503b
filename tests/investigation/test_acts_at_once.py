"""Two at once at one act: one is kept, the other is told; a lapse is recorded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Databases, Deployment

AT_ONCE = Path(__file__).with_name("acts_at_once.py")


@pytest.fixture
def deployed(tmp_path) -> Iterator[Deployment]:
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    made.told("init")
    yield made
    databases.drop()


def test_of_two_who_move_one_act_one_is_kept_and_two_sweeps_record_a_lapse_once(deployed):
    end = deployed.script(AT_ONCE)
    assert end["came"] == ["kept"] * 10 + ["told"] * 10
    assert end["lapsed"] == 10
    assert (end["steps"], end["agree"]) == (40, True)
    assert deployed.told("ledger", "verify")["ok"] is True

"""Two at once at the same items: no chain forks, no number is given twice, nothing is delivered twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Databases, Deployment

AT_ONCE = Path(__file__).with_name("custody_at_once.py")


@pytest.fixture
def deployed(tmp_path) -> Iterator[Deployment]:
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    made.told("init")
    yield made
    databases.drop()


def test_two_hands_at_the_same_items_write_one_chain_each(deployed):
    end = deployed.script(AT_ONCE)
    assert end["came"] == ["given"] * 8 + ["told"] * 8
    assert end["items"] == list(range(1, 25))
    assert (end["steps"], end["waiting"], end["broken"]) == (24 + 16 + 8, 8, 0)
    assert deployed.told("ledger", "verify")["ok"] is True

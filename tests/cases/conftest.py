"""A followed case for the tests of cases."""

import pytest
from following import open_case

from hilo.cases.models import Case


@pytest.fixture
def case(ana) -> Case:
    """A case of tier 3 that Ana holds, opened at NOW."""
    return open_case(owner=ana)

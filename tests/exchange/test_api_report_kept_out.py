"""A report that names somebody of FGE-NAY: for the system of FGE-NAY, too, it does not exist."""

import json

import pytest
from django.utils import timezone

from hilo.exchange import actions
from hilo.intake.receive import take
from hilo.lib.errors import Denied
from tests.door.conftest import tell, units

__all__ = ["tell", "units"]
URL = "/v1/handoffs"


@pytest.fixture
def accusing(tell, units, person):
    """A case of FGR, from a report that names the prosecutor's office of Nayarit."""
    units.add("FGR")
    taken = take(tell(state="NAY", place="prosecutor"), now=timezone.now())
    assert taken.case.institution == "FGR"
    return taken.case


@pytest.fixture
def offered(accusing, person):
    """FGR asks the child-protection authority of Nayarit to take part."""
    lead = person("fede", institution="FGR", role="supervisor")
    asked = {"kind": "part", "request": "Valorar el riesgo: texto inventado.", "scope": []}
    return actions.offer(case=accusing, receiver="PPNNA-NAY", by=lead, now=timezone.now(), **asked)


def test_its_system_is_shown_no_hand_off_of_the_case_and_can_take_no_step_of_one(system, offered):
    theirs = system("FGE-NAY")
    assert theirs.get(URL).json()["handoffs"] == []
    asked = [theirs.get(f"{URL}/{offered.pk}")]
    asked += [theirs.post(f"{URL}/{offered.pk}/{step}", {}) for step in ("receipt", "acceptance")]
    asked += [theirs.post(f"{URL}/{offered.pk}/refusal", {"reason": "Texto inventado."})]
    assert {answer.status_code for answer in asked} == {404}
    said = " ".join(answer.content.decode() for answer in asked)
    assert offered.case.code not in said
    assert str(offered.case_id) not in said


def test_the_one_that_was_asked_is_shown_it(system, offered):
    (row,) = system("PPNNA-NAY").get(URL).json()["handoffs"]
    assert row["id"] == str(offered.pk)


def test_nobody_can_offer_it_to_the_office_that_was_named(accusing, person):
    lead = person("fede", institution="FGR", role="supervisor")
    with pytest.raises(Denied):
        actions.offer(
            case=accusing, receiver="FGE-NAY", kind="transfer", request="x", scope=[], by=lead, now=timezone.now()
        )


def test_its_system_finds_no_alert_by_the_number_of_the_report(system, accusing):
    report = accusing.reports.get().report_id
    answer = system("FGE-NAY").get(f"/v1/alerts/{report}")
    assert answer.status_code in (403, 404)
    assert accusing.code not in json.dumps(answer.json())

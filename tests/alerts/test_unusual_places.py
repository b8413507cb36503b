"""What a sender writes where it is seldom found still reaches triage: read from bytes, then judged."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from hilo.alerts.draft import AlertDraft
from hilo.alerts.formats import parse
from hilo.alerts.triage import Assessment, assess
from hilo.reference import pack

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def read(information: dict[str, Any], clearing_house: dict[str, Any] | None = None) -> AlertDraft:
    """The draft of a law-enforcement-side report with these two blocks."""
    report = {"reportId": 100000002, "reportedInformation": information}
    report["additionalNcmecInformation"] = clearing_house
    (draft,) = parse(json.dumps(report).encode(), name="x.json")
    assert isinstance(draft, AlertDraft)
    return draft


def judge(draft: AlertDraft) -> Assessment:
    """What triage says of it."""
    return assess(draft, table=pack().triage, now=NOW)


@pytest.mark.parametrize("said", ["Teacher", {"value": "Teacher"}, ["N/A", "Coach of a team"], True, "yes, daily"])
def test_access_to_children_told_in_words_is_access(said):
    draft = read({"reportedPeople": {"reportedPersons": [{"espUserId": "1", "accessToChildren": said}]}})
    assert "child_access" in judge(draft).codes("applied")


@pytest.mark.parametrize("said", ["No", False, "N/A", None, "no known access", "Unknown"])
def test_no_access_to_children_is_not_access(said):
    draft = read({"reportedPeople": {"reportedPersons": [{"espUserId": "1", "accessToChildren": said}]}})
    assert "child_access" not in judge(draft).codes("applied")


def test_the_words_about_access_are_kept_for_a_person_to_read():
    draft = read({"reportedPeople": {"reportedPersons": [{"accessToChildren": "Teacher"}]}})
    assert [(text.path.rsplit(".")[-1], text.text) for text in draft.texts] == [("accessToChildren", "Teacher")]

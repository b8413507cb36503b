"""What a sender writes where it is seldom found still reaches triage: read from bytes, then judged."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from hilo.alerts.draft import AlertDraft, IdKind, Party
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


def priority(code: Any, words: Any) -> AlertDraft:
    """An alert about an account that can be worked on, of which the clearing house says this."""
    people = [{"espUserId": "1", "emails": [{"value": "a@mail.example", "verified": True}]}]
    details = {"incidentSummary": {"incidentType": "CSAM"}, "reportedPeople": {"reportedPersons": people}}
    return read(details, {"priority": {"priorityId": code, "value": words}})


@pytest.mark.parametrize(
    ("code", "words", "tier"),
    [
        ("E", "Informational", 4),
        (None, "Informational", 4),
        ("3", "informational", 4),
        ("1", "Informational", 1),  # the code is what the clearing house decides by: its highest is never lowered
        ("E", "Urgent", 1),
        (None, "Urgente", 1),
        ("3", "Urgent", 3),
        ("E", None, 3),
        ("E", "Non-informational", 3),
    ],
)
def test_the_words_beside_a_priority_code_are_read(code, words, tier):
    draft = priority(code, words)
    assert draft.priority_words == (words or "")
    assert judge(draft).tier == tier


def test_a_priority_without_code_is_known_by_its_words():
    assert priority(None, "Urgent").priority == "Urgent"


VICTIM = {"approximateAge": 12, "schools": [{"value": "Escuela EJEMPLO"}, {"value": "Otra EJEMPLO"}]}


@pytest.mark.parametrize(
    "held",
    [
        {"reportedPeople": {"reportedPersons": [], "childVictims": [VICTIM]}},
        {"reportedPeople": {"reportedPersons": None, "childVictims": {"childVictims": [VICTIM]}}},
        {"reportedPeople": {"childVictims": [VICTIM]}},
        {"reportedPeople": [{"reportedPersons": [], "childVictims": VICTIM}]},
        {"childVictims": {"childVictims": [VICTIM]}},
        {"childVictims": [VICTIM]},
    ],
)
def test_a_child_victim_is_found_in_whichever_container_it_stands(held):
    draft = read(held)
    (victim,) = draft.persons
    assert (victim.party, victim.age, victim.school) == (Party.VICTIM, 12, "Escuela EJEMPLO")
    assert draft.unknown == []
    assert {"victim_age", "victim_school"} <= set(judge(draft).codes("applied"))


@pytest.mark.parametrize(
    "schools",
    [
        [{"value": "A"}, {"value": "B"}],
        ["A", "B"],
        {"schools": [{"value": "A"}, "B"]},
        [{"schoolName": "A"}, {"name": "B"}],
    ],
)
def test_every_school_is_kept(schools):
    draft = read({"childVictims": [{"schools": schools}]})
    named = [one.value for one in draft.identifiers if one.kind is IdKind.SCHOOL]
    assert named == ["A", "B"]


def test_people_beside_child_victims_stay_who_they_are_and_the_rest_is_kept():
    people = {"reportedPersons": [{"espUserId": "1"}], "childVictims": [{"espUserId": "2"}], "newList": ["x"]}
    draft = read({"reportedPeople": people})
    assert {(one.party, one.account) for one in draft.persons} == {(Party.REPORTED, "1"), (Party.VICTIM, "2")}
    assert [path for path, _ in draft.unknown] == ["reportedInformation.reportedPeople.newList"]

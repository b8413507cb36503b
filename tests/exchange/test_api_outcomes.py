"""Outcomes in the partner's own dialect; what no table knows waits for a person and is never taken for something."""

import json

import pytest
from django.utils import timezone

from hilo.cases.models import Case, Conflict, Event
from hilo.exchange import actions
from hilo.exchange.models import HandOff, UnknownCode
from hilo.reference import pack

URL = "/v1/outcomes"
ICCAM = pack().speech.dialects["iccam"].inbound


@pytest.fixture
def hotline(system):
    made = system("TE-PROTEJO")
    report = json.dumps({"sender": "X", "reference": "R-1", "narrative": "Texto inventado."})
    made.post("/v1/alerts", {"report": report})
    return made


@pytest.fixture
def authority(system):
    return system("PPNNA-NAY")


@pytest.fixture
def offered(case, cast):
    return actions.offer(
        case=case, receiver="PPNNA-NAY", kind="part", request="Texto inventado.", scope=[], by=cast.ana,
        now=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize(("code", "outcome"), ICCAM.items())
def test_each_action_of_iccam_is_what_the_pack_says(hotline, code, outcome):
    answer = hotline.post(URL, {"dialect": "iccam", "code": int(code), "alert": "R-1"})
    assert (answer.status_code, answer.json()["means"]) == (200, outcome)
    event = Event.objects.get(kind="sender.outcome_told")
    assert event.facts_dict()["outcome"] == outcome
    assert Case.objects.get().is_open, "what a sender says closes nothing"


@pytest.mark.parametrize(
    "told", [("iccam", 6), ("iccam", 8), ("iccam", "removed"), ("otro", 3), ("primero", "accepted")]
)
def test_a_code_that_no_table_knows_waits_for_a_person(hotline, told):
    dialect, code = told
    answers = [hotline.post(URL, {"dialect": dialect, "code": code, "alert": "R-1"}) for _ in range(2)]
    assert [(answer.status_code, answer.json()["result"]) for answer in answers] == [(202, "unknown")] * 2
    (waiting,) = UnknownCode.objects.all()
    assert (waiting.dialect, waiting.code, waiting.came_from) == (dialect, str(code), hotline.partner.code)
    assert waiting.institution == Case.objects.get().institution
    assert waiting.due_at > waiting.received_at
    assert not Event.objects.filter(kind="sender.outcome_told").exists()


PRIMERO = [("in_progress", "received"), ("accepted", "accepted"), ("rejected", "refused")]


@pytest.mark.parametrize(("status", "state"), PRIMERO)
def test_each_status_of_a_primero_referral_takes_its_step(authority, offered, status, state):
    body = {"dialect": "primero", "code": status, "handoff": str(offered.pk), "reason": "No es de aquí."}
    assert authority.post(URL, body).json()["means"] == state
    assert HandOff.objects.get().state == state


@pytest.mark.parametrize("status", ["done", "revoked", "transferred", "ACCEPTED"])
def test_a_status_that_says_no_outcome_is_not_taken_for_one(authority, offered, status):
    actions.accept(handoff=offered, by=None, now=timezone.now(), known=actions.Known(how="partner"))
    answer = authority.post(URL, {"dialect": "primero", "code": status, "handoff": str(offered.pk)})
    assert (answer.status_code, answer.json()["result"]) == (202, "unknown")
    assert HandOff.objects.get().state == "accepted"
    assert UnknownCode.objects.get().institution == "FGE-NAY"


def test_a_refusal_by_status_needs_its_reason(authority, offered):
    answer = authority.post(URL, {"dialect": "primero", "code": "rejected", "handoff": str(offered.pk)})
    assert (answer.status_code, answer.json()["fields"]) == (422, ["body.outcome.reason"])
    assert HandOff.objects.get().state == "offered"


def test_an_outcome_of_a_handoff_is_its_result(authority, offered):
    body = {"dialect": "hilo", "code": "child_safeguarded", "handoff": str(offered.pk)}
    assert authority.post(URL, body).status_code == 409, "not accepted yet"
    authority.post(f"/v1/handoffs/{offered.pk}/acceptance", {})
    assert authority.post(URL, body).json()["means"] == "child_safeguarded"
    assert HandOff.objects.get().outcome == "child_safeguarded"


def test_it_is_about_one_thing_of_yours(hotline, authority, offered):
    outcome = {"dialect": "iccam", "code": 3}
    assert hotline.post(URL, outcome).status_code == 422
    assert hotline.post(URL, outcome | {"alert": "R-1", "handoff": str(offered.pk)}).status_code == 422
    assert hotline.post(URL, outcome | {"handoff": str(offered.pk)}).status_code == 404
    assert authority.post(URL, outcome | {"alert": "R-1"}).status_code == 404
    Conflict.objects.create(
        case=Case.objects.get(alerts__report_id="R-1"), institution="TE-PROTEJO", at=timezone.now(), reason=b"x"
    )
    assert hotline.post(URL, outcome | {"alert": "R-1"}).status_code == 404
    assert not Event.objects.filter(kind="sender.outcome_told").exists()

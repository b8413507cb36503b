"""A request is done once, however often and however fast it comes, and whenever somebody is killed."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Databases, Deployment
from signing import signed

from hilo.alerts.models import Alert, Replay
from hilo.exchange.models import PartnerAnswer

HERE = Path(__file__).parent
URL = "/v1/alerts"
REPORT = {"report": json.dumps({"sender": "X", "reference": "R-1", "narrative": "Texto inventado."})}
OTHER = {"report": json.dumps({"sender": "X", "reference": "R-2", "narrative": "Texto inventado."})}


@pytest.fixture
def partner(system):
    return system("TE-PROTEJO")


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(partner):
    answers = [partner.post(URL, REPORT, key="clave-0001") for _ in range(3)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert answers[0].json()["result"] == "new"
    assert (Alert.objects.count(), Replay.objects.count(), PartnerAnswer.objects.count()) == (1, 0, 1)


def test_a_key_in_quotation_marks_is_the_same_key(partner):
    first, second = partner.post(URL, REPORT, key="clave-0001"), partner.post(URL, REPORT, key='"clave-0001"')
    assert first.content == second.content


def test_the_very_same_bytes_again_are_answered_from_what_was_kept(partner):
    body = json.dumps(REPORT).encode()
    headers = signed(partner.private, partner.key_id, "POST", f"https://testserver{URL}", body=body, key="clave-0001")
    first, second = (partner.send("POST", URL, body, headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content


def test_a_nonce_does_not_serve_for_another_request(partner):
    nonce = "un-nonce-de-prueba-1"
    assert partner.post(URL, REPORT, key="clave-0001", nonce=nonce).status_code == 200
    assert partner.post(URL, OTHER, key="clave-0002", nonce=nonce).status_code == 401
    assert partner.post(URL, OTHER, key="clave-0001", nonce=nonce).status_code == 401
    assert Alert.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(partner):
    partner.post(URL, REPORT, key="clave-0001")
    answer = partner.post(URL, OTHER, key="clave-0001")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert Alert.objects.count() == 1


def test_keys_of_two_partners_do_not_meet(partner, system):
    other = system("INHOPE")
    assert [one.post(URL, REPORT, key="clave-0001").json()["result"] for one in (partner, other)] == ["new", "new"]


@pytest.mark.parametrize("key", ["corta", "con espacio y más", "x" * 65, 'a"b-1234567'])
def test_a_key_is_of_8_to_64_plain_signs(partner, key):
    answer = partner.post(URL, REPORT, key=key) if key.isascii() else None
    assert answer is None or answer.status_code == 422
    assert not Alert.objects.exists()


def test_a_refusal_is_kept_too_and_undoes_what_it_had_begun(system):
    partner = system("PPNNA-NAY")
    case = {"reference": "EXP-1", "tier": 2, "request": "Texto inventado.", "receiver": "FGE-MOR"}
    answers = [partner.post("/v1/handoffs", case, key="clave-0001") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [409, 409]  # nobody of FGE-MOR works here
    assert answers[0].content == answers[1].content
    assert answers[0].headers["Content-Type"] == answers[1].headers["Content-Type"] == "application/problem+json"


def test_what_fails_on_our_side_is_not_kept_and_may_come_again(partner, monkeypatch):
    from hilo.exchange.api import alerts

    def fail(**_all):
        raise RuntimeError("algo falló")

    with monkeypatch.context() as broken:
        broken.setattr(alerts, "receive_one", fail)
        answer = partner.post(URL, REPORT, key="clave-0001")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert len(answer.json()["number"]) == 8
    assert partner.post(URL, REPORT, key="clave-0001").json()["result"] == "new"


@pytest.fixture
def deployed(tmp_path) -> Iterator[Deployment]:
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    made.told("init")
    yield made
    databases.drop()


def test_many_at_once_with_one_key_do_it_once(deployed):
    end = deployed.script(HERE / "same_key.py", "together")
    assert end["alerts"] == end["cases"] == end["answers"] == 1
    assert end["bodies"] == 1
    assert set(end["statuses"]) == {"200"}
    assert deployed.told("ledger", "verify")["ok"] is True


def test_whoever_is_killed_before_the_end_has_done_nothing_and_the_same_request_does_it(deployed):
    end = deployed.script(HERE / "same_key.py", "again")
    nothing = {"signal": signal.SIGKILL, "alerts": 0, "cases": 0, "answers": 0, "nonces": 0}
    assert end["killed"] == [nothing] * 4
    assert end["retried"] == {"statuses": ["200", "200"], "bodies": 1, "alerts": 1, "cases": 1, "answers": 1}

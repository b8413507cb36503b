"""Alerts of another system go the way of any alert, under the name of the institution that signed them."""

import json

import pytest
from django.utils import timezone

from hilo.accounts.sealing import seal_text
from hilo.alerts.models import Alert, Delivery, Quarantined
from hilo.cases.models import Case, Conflict, Event
from hilo.exchange.models import Feedback
from hilo.exchange.sender_content import Content, seal
from hilo.exchange.sender_words import Told
from hilo.lib.ids import uuid7

URL = "/v1/alerts"


def letter(reference="R-1", **more):
    return json.dumps({"sender": "NCMEC", "reference": reference, "narrative": "Texto inventado.", **more})


def send(system, report, **how):
    return system.post(URL, {"report": report, **how})


@pytest.fixture
def hotline(system):
    return system("TE-PROTEJO")


def test_a_report_opens_a_case_that_is_followed(hotline):
    answer = send(hotline, letter(persons=[{"party": "incident", "country": "MX", "region": "NAY"}]))
    assert answer.status_code == 200
    told = answer.json()
    alert = Alert.objects.get()
    assert (told["result"], told["reference"]) == ("new", str(alert.pk))
    assert (alert.case.institution, alert.case.is_open, alert.case.owner.is_desk) == ("FGE-NAY", True, True)
    assert Delivery.objects.get().finished_at is not None


def test_it_comes_from_who_signed_it_whatever_it_says_of_itself(hotline):
    send(hotline, letter())
    assert Alert.objects.get().sender == "TE-PROTEJO"
    assert hotline.get(f"{URL}/R-1").status_code == 200


def test_each_thing_that_can_happen_is_told(hotline):
    reports = [letter(), letter(), letter(narrative="Otro texto."), letter("R-2", prior_reports=["R-1"])]
    told = [send(hotline, report).json() for report in reports]
    assert [one["result"] for one in told] == ["new", "replay", "version", "joined"]
    assert told[0]["reference"] == told[1]["reference"] == told[2]["reference"] != told[3]["reference"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("report", ["{", "no es nada", "<roto", '{"a": 1}', "PK\x03\x04…", "[[[[[["])
def test_what_cannot_be_read_is_kept_for_a_person_and_says_why(hotline, report):
    answer = send(hotline, report)
    (kept,) = Quarantined.objects.all()
    assert (answer.status_code, answer.json()) == (
        202,
        {"result": "quarantined", "reference": str(kept.pk), "reason": kept.code},
    )
    assert kept.due_at > kept.received_at


def test_formats_are_those_of_an_import(hotline):
    cybertip = {"reportId": 100000001, "incidentSummary": {"incidentType": "Tipo inventado"}}
    xml = "<reportData><report><incidentSummary/></report></reportData>"
    assert send(hotline, letter(), format="letter_json").json()["result"] == "new"
    assert send(hotline, letter("R-9"), format="cybertip_xml").json()["result"] == "quarantined"
    assert send(hotline, json.dumps(cybertip)).status_code in (200, 202)
    assert send(hotline, xml).status_code == 202
    assert send(hotline, letter(), format="pdf").status_code == 422


XML = "<report><incidentSummary><incidentType>Tipo inventado</incidentType></incidentSummary></report>"


def test_a_format_without_number_gets_it_beside_the_report(hotline):
    assert send(hotline, XML).json()["reason"] == "no_report_id"
    assert send(hotline, XML, report_id="100000001").json()["result"] == "new"
    assert Alert.objects.get().report_id == "100000001"
    assert hotline.get(f"{URL}/100000001").status_code == 200
    assert send(hotline, XML, report_id="a/b").status_code == 422


def test_what_cannot_be_read_and_comes_again_waits_once(hotline, system):
    first, second, others = send(hotline, "{"), send(hotline, "{"), send(system("INHOPE"), "{")
    assert first.json() == second.json() != others.json()
    assert sorted(Quarantined.objects.values_list("times", "delivery__sender")) == [(1, "INHOPE"), (2, "TE-PROTEJO")]


def test_several_reports_in_one_request_are_refused_whole(hotline):
    answer = send(hotline, json.dumps({"reports": [{"reportId": "1"}, {"reportId": "2"}]}), format="iccam_json")
    assert (answer.status_code, Alert.objects.count(), Quarantined.objects.count()) == (409, 0, 0)
    assert "uno en cada" in answer.json()["detail"]


def test_a_sender_sees_how_its_own_reports_stand_and_nothing_else(hotline, system):
    send(hotline, letter())
    told = hotline.get(f"{URL}/R-1").json()
    assert set(told) == {"report_id", "reference", "received_at", "versions", "case", "told"}
    assert (told["case"], told["told"], told["versions"]) == ("open", [], 1)
    other = system("INHOPE")
    assert [other.get(f"{URL}/R-1").status_code, hotline.get(f"{URL}/R-2").status_code] == [404, 404]
    assert other.get(f"{URL}/R-1").content == hotline.get(f"{URL}/R-2").content


def test_a_sender_with_a_conflict_of_interest_sees_no_such_report(hotline):
    send(hotline, letter())
    case = Case.objects.get()
    Conflict.objects.create(
        case=case,
        institution="TE-PROTEJO",
        at=timezone.now(),
        reason=seal_text("x", place=f"conflict.reason:{uuid7()}"),
    )
    assert hotline.get(f"{URL}/R-1").status_code == 404
    assert send(hotline, letter(narrative="Más.")).json()["result"] == "version", "what it still tells is not lost"
    assert Event.objects.filter(case=case, kind="alert.version").exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"report": NaN}', 400),
        (b'{"report": "x", "report": "y"}', 400),
        (b'{"report": "\\u0000"}', 400),
        (b'{"report": "\\ud800"}', 400),
        (b'{"report": "x", "image": "y"}', 422),
        (b'{"report": 1}', 422),
        (b"{}", 422),
        (b'{"report": ' + b'{"a":' * 30 + b"1" + b"}" * 31, 400),
        (b"[" * 5000, 400),
        (b'{"report": "' + b"x" * 1024 * 1024 + b'"}', 413),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_in_one_sentence(hotline, body, status):
    answer = hotline.post(URL, body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")
    assert not Delivery.objects.exists()


def test_only_json_is_taken(hotline):
    answer = hotline.client.post(URL, {"report": "x"})
    assert answer.status_code == 415


def answered(alert, by, outcomes, *, ground="", state="sent"):
    """An answer to the sender of an alert, as a person released it."""
    now = timezone.now()
    row = Feedback(
        alert=alert, state=state, dialect="iccam", channel="manual", lang="es", ground=ground, drafted_at=now,
        approved_at=now, approved_by=by, sent_at=now if state == "sent" else None,
    )  # fmt: skip
    row.content = seal(Content(tuple(Told(code, now.date()) for code in outcomes)), row.place)
    row.save()


def test_what_was_told_back_is_told_here_in_categories_and_only_on_its_ground(hotline, cast):
    send(hotline, letter())
    alert = Alert.objects.get()
    answered(alert, cast.ana, ["lea_informed", "child_identified"], ground="none")
    answered(alert, cast.ana, ["arrest"], state="approved")
    assert hotline.get(f"{URL}/R-1").json()["told"] == ["lea_informed"]

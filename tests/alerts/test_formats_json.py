"""The JSON formats: law-enforcement-side CyberTipline, hotline notifications, letters."""

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hilo.alerts.draft import AlertDraft, IdKind, Malformed, Party
from hilo.alerts.formats import detect, parse
from hilo.alerts.formats.letter_json import draft_from_letter, letter_payload

SAMPLES = Path(__file__).parent / "samples"


def tree(name: str) -> Any:
    """A sample as a tree that may be changed."""
    return json.loads((SAMPLES / name).read_bytes())


def read(value: Any, name: str = "x.json") -> AlertDraft:
    """The one draft of a tree."""
    (draft,) = parse(json.dumps(value).encode(), name=name)
    assert isinstance(draft, AlertDraft)
    return draft


def test_the_law_enforcement_side_report_is_read_whole():
    draft = read(tree("cybertip.json"))
    assert (draft.sender, draft.report_id, draft.esp) == ("NCMEC", "100000002", "Plataforma Ejemplo")
    assert draft.received_at == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert draft.made_available_at == datetime(2026, 3, 6, tzinfo=UTC)
    assert draft.informational is None
    assert (draft.priority, draft.country) == ("E", "Mexico")
    assert draft.classification == "Enticement (Unconfirmed)"
    assert draft.prior_reports == ["100000000"]
    reported, victim = draft.persons
    assert (reported.age, reported.access_to_children, reported.relationship) == (34, True, "Conocido")
    assert (victim.party, victim.age, victim.school) == (Party.VICTIM, 12, "Escuela EJEMPLO")
    (file,) = draft.files
    assert file.hashes == {"MD5": "0" * 32}
    assert file.tags == ["Etiqueta"]
    assert file.uploaded_at == datetime(2026, 3, 5, 6, tzinfo=UTC)
    assert {place.source for place in draft.locations} == {"address", "estimated", "geo_lookup", "recipient_country"}


def test_an_ip_without_date_keeps_its_port_and_its_unknowns():
    draft = read(tree("cybertip.json"))
    (ip,) = [one for one in draft.identifiers if one.kind is IdKind.IP]
    assert (ip.value, ip.port, ip.at, ip.proxy, ip.event) == ("192.0.2.10", 50123, None, None, "LOGIN")


def test_what_is_not_understood_is_kept_verbatim():
    unknown = dict(read(tree("cybertip.json")).unknown)
    assert json.loads(unknown["newBlock"]) == {"x": [1]}
    assert any("Hologram" in value for value in unknown.values())


def identifiers(draft: AlertDraft) -> set[tuple[str, str, Party]]:
    """What linking would see."""
    return {(one.kind, one.value, one.party) for one in draft.identifiers}


def bare_lists(report: dict[str, Any]) -> None:
    person = report["reportedInformation"]["reportedPeople"]["reportedPersons"][0]
    person["emails"] = person["emails"]["emails"]
    person["displayNames"] = ["NN"]
    person["sourceInformation"] = person["sourceInformation"]["sourceCaptures"]
    report["reportedInformation"]["reportedPeople"] = [person]
    files = report["reportedInformation"]["uploadedFiles"]
    report["reportedInformation"]["uploadedFiles"] = files["uploadedFiles"]


def screen_name_as_text(report: dict[str, Any]) -> None:
    report["reportedInformation"]["reportedPeople"]["reportedPersons"][0]["screenName"] = "nn_000"


def numbers_as_text(report: dict[str, Any]) -> None:
    report["reportId"] = "100000002"
    person = report["reportedInformation"]["reportedPeople"]["reportedPersons"][0]
    person["espUserId"] = 200000000001
    person["sourceInformation"]["sourceCaptures"][0]["port"] = "50123"


def absent_words(report: dict[str, Any]) -> None:
    person = report["reportedInformation"]["reportedPeople"]["reportedPersons"][0]
    person.update(middleName="N/A", preferredName="unknown", gender="null", profileBio="", priorCTReports=None)


def nulls_for_blocks(report: dict[str, Any]) -> None:
    report["reportedInformation"]["intendedRecipients"] = None
    report["automatedInformation"] = None
    report["reportedInformation"]["incidentDetails"]["gamingIncident"] = None


@pytest.mark.parametrize("drift", [bare_lists, screen_name_as_text, numbers_as_text, absent_words, nulls_for_blocks])
def test_drift_does_not_change_what_is_read(drift):
    before, report = read(tree("cybertip.json")), tree("cybertip.json")
    drift(report)
    after = read(report)
    assert identifiers(after) == identifiers(before)
    assert [person.account for person in after.persons] == [person.account for person in before.persons]
    assert len(after.files) == len(before.files)


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_at_the_beginning_do_not_matter(encode):
    raw = json.dumps(tree("cybertip.json"), ensure_ascii=False).encode(encode)
    assert parse(raw, name="x.json")[0].digest() == read(tree("cybertip.json")).digest()


@pytest.mark.parametrize("wrap", [lambda two: two, lambda two: {"reports": two}])
def test_several_reports_in_one_item_all_arrive(wrap):
    second = tree("cybertip.json") | {"reportId": 100000003}
    drafts = parse(json.dumps(wrap([tree("cybertip.json"), second])).encode(), name="x.json")
    assert [draft.report_id for draft in drafts] == ["100000002", "100000003"]


def test_a_report_without_number_is_refused_in_one_sentence():
    report = tree("cybertip.json") | {"reportId": "N/A"}
    with pytest.raises(Malformed) as refusal:
        read(report)
    assert refusal.value.code == "no_report_id"


def test_the_same_report_with_another_order_of_keys_is_a_replay():
    report = tree("cybertip.json")
    turned = dict(reversed(list(copy.deepcopy(report).items())))
    assert read(turned).digest() == read(report).digest()


def test_a_hotline_notification_gives_urls_hosting_and_the_gravest_classification():
    draft = read(tree("iccam.json"))
    assert (draft.format, draft.sender, draft.report_id) == ("iccam_json", "INHOPE", "4001")
    assert (draft.classification, draft.country, draft.platform) == ("BA", "MX", "imagehost")
    assert draft.flags == {"userGenerated"}
    assert draft.flags_denied == {"virtual"}
    urls = [one.value for one in draft.identifiers if one.kind is IdKind.URL]
    assert urls == ["https://origen.example/", "https://alojado.example/1", "https://alojado.example/2"]
    assert ("urls[1].newKey", "valor") in draft.unknown
    assert any(note.startswith("acción en urls[0]") for note in draft.notes)


def test_a_notification_without_number_goes_by_the_reference_of_the_hotline():
    report = tree("iccam.json")
    del report["reportId"]
    assert read(report).report_id == "HX-9"


def test_a_letter_gives_what_is_asked_and_by_when():
    draft = read(tree("letter.json"))
    assert (draft.sender, draft.report_id) == ("INTERPOL", "OCN-0001/2026")
    assert draft.answer_by == date(2026, 4, 5)
    assert draft.requested_action == "Confirmar domicilio"
    assert draft.escalation == ""
    (mail,) = [one for one in draft.identifiers if one.value == "nn@correo.example"]
    assert (mail.party, mail.person) == (Party.REPORTED, 1)
    assert dict(draft.unknown)["entities[2]"]


def test_an_attachment_of_a_letter_is_only_its_name_and_hash():
    draft = read(tree("letter.json"))
    assert draft.payload["attachments"] == [{"name": "anexo.pdf", "algorithm": "SHA256", "hash": "0" * 64}]
    assert "contenido de adjunto rechazado en attachments[0].content" in draft.notes


def test_a_typed_letter_and_its_json_are_the_same_alert():
    typed = letter_payload(sender=" Embajada EJEMPLO ", reference="E-1", narrative="Texto", answer_by=date(2026, 4, 5))
    assert draft_from_letter(typed).digest() == read(typed).digest()
    assert draft_from_letter(typed).answer_by == date(2026, 4, 5)


def test_a_letter_has_no_other_fields():
    with pytest.raises(TypeError, match="colour"):
        letter_payload(sender="X", reference="1", colour="azul")


@pytest.mark.parametrize(
    ("name", "format"),
    [("cybertip.json", "cybertip_json"), ("iccam.json", "iccam_json"), ("letter.json", "letter_json")],
)
def test_the_format_is_told_from_the_content(name, format):
    assert detect((SAMPLES / name).read_bytes(), "sin-extension") == format


def test_the_sender_given_by_hand_wins():
    (draft,) = parse((SAMPLES / "cybertip.json").read_bytes(), name="x", sender="OTRA")
    assert draft.sender == "OTRA"

"""The reporting XML: what a platform files, and how it drifts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hilo.alerts.draft import AlertDraft, FileDetailsDraft, IdKind, Malformed, Party
from hilo.alerts.formats import detect, parse

SAMPLES = Path(__file__).parent / "samples"


def report(body: str, name: str = "100000009.xml") -> AlertDraft:
    """The draft of a report with this body."""
    (draft,) = parse(f"<report>{body}</report>".encode(), name=name)
    assert isinstance(draft, AlertDraft)
    return draft


def sample() -> AlertDraft:
    """The full sample."""
    (draft,) = parse((SAMPLES / "100000001.xml").read_bytes(), name="lote/100000001.xml")
    assert isinstance(draft, AlertDraft)
    return draft


def values(draft: AlertDraft, kind: IdKind, party: Party) -> list[str]:
    """Identifiers of one kind and party."""
    return [one.value for one in draft.identifiers if one.kind is kind and one.party is party]


def test_the_report_id_is_the_stem_of_the_file_name():
    assert sample().report_id == "100000001"
    assert report("<victim/>", name="a\\b/77.report.xml").report_id == "77"


def test_a_report_without_a_file_name_says_what_to_do():
    with pytest.raises(Malformed, match="nombre") as refusal:
        parse(b"<report><victim/></report>", name="-")
    assert refusal.value.code == "no_report_id"


def test_the_incident_is_read_in_utc_with_its_marks_in_three_states():
    draft = sample()
    assert draft.sender == "NCMEC"
    assert draft.incident_at == datetime(2026, 3, 4, 11, 6, 7, tzinfo=UTC)
    assert draft.escalation == "Texto neutro de prioridad"
    assert draft.batched == "VIRAL_POTENTIAL_MEME"
    assert draft.flags == {"sextortion", "minorToMinorInteraction"}
    assert draft.flags_denied == {"spam"}
    assert "csamSolicitation" not in draft.flags | draft.flags_denied


def test_people_keep_their_party_age_and_school():
    reported, recipient, victim = sample().persons
    assert (reported.party, reported.age, reported.account) == (Party.REPORTED, 34, "200000000001")
    assert reported.compromised is False
    assert reported.prior_reports == ["100000000"]
    assert recipient.party is Party.RECIPIENT
    assert (victim.party, victim.age, victim.school) == (Party.VICTIM, 12, "Escuela EJEMPLO")
    assert victim.compromised is None


def test_identifiers_carry_what_the_fields_say():
    draft = sample()
    (login, bare) = [one for one in draft.identifiers if one.kind is IdKind.IP and one.party is Party.REPORTED]
    assert (login.value, login.port, login.proxy, login.event) == ("192.0.2.10", 50123, False, "Login")
    assert login.at == datetime(2026, 3, 4, 6, tzinfo=UTC)
    assert (bare.value, bare.port, bare.proxy, bare.at) == ("2001:db8::7", None, None, None)
    (phone,) = [one for one in draft.identifiers if one.kind is IdKind.PHONE and not one.mentioned]
    assert (phone.value, phone.verified, phone.person) == ("+525500000000", True, 0)
    accounts = {(one.value, one.service) for one in draft.identifiers if one.kind is IdKind.ACCOUNT and one.person == 0}
    assert {("200000000001", "CharlaEjemplo"), ("77", "OtraApp")} <= accounts
    assert values(draft, IdKind.CASE_NUMBER, Party.INCIDENT) == ["EX-77"]


def test_identifiers_in_prose_are_only_mentioned():
    mentioned = {(one.kind, one.value, one.service) for one in sample().identifiers if one.mentioned}
    assert {
        (IdKind.GROUP, "555001", "esp_file"),
        (IdKind.GROUP, "909", "messenger_thread"),
        (IdKind.ACCOUNT, "$ejemplo_1", "cashtag"),
        (IdKind.PHONE, "+52 55 0000 0001", ""),
        (IdKind.EMAIL, "otra@correo.example", ""),
    } <= mentioned


def test_the_reporter_is_never_taken_for_anybody_else():
    draft = sample()
    for one in draft.identifiers:
        if one.value in ("avisos@plataforma.example", "https://plataforma.example/legal", "Equipo Confianza"):
            assert one.party is Party.REPORTER
    assert "plantilla@plataforma.example" not in [one.value for one in draft.identifiers]


def test_unknown_elements_are_kept_with_their_path():
    draft = report("<victim><nuevo><a>1</a></nuevo></victim><otraCosa x='1'>texto</otraCosa>")
    assert ("victim[0].nuevo", '{"a": "1"}') in draft.unknown
    assert "otraCosa" in dict(draft.unknown)
    assert sample().unknown == [("personOrUserReported[0].ageAssertionDiscrepancy", "true")]


def test_namespaces_order_and_schema_hints_do_not_change_a_report():
    plain = report("<incidentSummary><incidentType>A</incidentType><platform>P</platform></incidentSummary><victim/>")
    raw = (
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- hola --><n:report xmlns:n="urn:x" '
        b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">\n <n:victim/>'
        b"<n:incidentSummary><n:platform>P</n:platform><n:incidentType>A</n:incidentType></n:incidentSummary></n:report>"
    )
    (other,) = parse(raw, name="100000009.xml")
    assert other.digest() == plain.digest()


def test_file_details_join_their_report_by_id():
    (draft,) = parse((SAMPLES / "file_details.xml").read_bytes(), name="cualquiera.xml")
    assert isinstance(draft, FileDetailsDraft)
    assert draft.report_id == "100000001"
    assert draft.file.hashes == {"MD5": "0" * 32, "SHA1": "0" * 40}
    assert (draft.file.viewed, draft.file.public, draft.file.classification) == (True, False, "B2")
    assert draft.file.flags == {"viral", "possibleSelfProduction"}
    assert draft.file.flags_denied == {"infant"}
    assert {one.party for one in draft.identifiers} == {Party.FILE}


def test_file_details_silent_about_viewing_leave_it_unknown():
    (draft,) = parse(b"<fileDetails><reportId>1</reportId></fileDetails>", name="f.xml")
    assert isinstance(draft, FileDetailsDraft)
    assert draft.file.viewed is None
    assert draft.file.public is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<escalateToHighPriority/>", ""),
        ("<escalateToHighPriority>porque</escalateToHighPriority>", "porque"),
        ("<escalateToHighPriority>false</escalateToHighPriority>", None),
        ("<escalateToHighPriority>true</escalateToHighPriority>", ""),
        ("<escalateToHighPriority>N/A</escalateToHighPriority>", None),
        ("<platform>P</platform>", None),
    ],
)
def test_the_high_priority_mark_counts_by_being_there(body, expected):
    assert report(f"<incidentSummary>{body}</incidentSummary>").escalation == expected


@pytest.mark.parametrize("when", ["2026-13-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "ayer"])
def test_an_impossible_date_is_left_out_and_noted(when):
    draft = report(f"<incidentSummary><incidentDateTime>{when}</incidentDateTime></incidentSummary>")
    assert draft.incident_at is None
    assert "fecha imposible en incidentSummary.incidentDateTime" in draft.notes


def test_a_date_without_zone_is_taken_as_utc_and_noted():
    draft = report("<incidentSummary><incidentDateTime>2026-01-02T03:04:05</incidentDateTime></incidentSummary>")
    assert draft.incident_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert any("sin zona" in note for note in draft.notes)


def test_two_summaries_do_not_hide_each_other():
    draft = report(
        "<incidentSummary><platform>A</platform></incidentSummary><incidentSummary><platform>B</platform></incidentSummary>"
    )
    assert draft.platform == "A"
    assert ("incidentSummary", '{"platform": "B"}') in draft.unknown


def test_the_format_is_told_from_the_bytes():
    assert detect(b"\xef\xbb\xbf <report/>", "x") == "cybertip_xml"


def test_an_unknown_root_is_refused_in_one_sentence():
    with pytest.raises(Malformed) as refusal:
        parse(b"<html><body/></html>", name="1.xml")
    assert refusal.value.code == "unknown_root"


ADDRESS = (
    '<address type="Billing"><address>Calle Ejemplo 0</address><city>Tepic</city><zipCode>63000</zipCode>'
    "<nonUsaState>NAY</nonUsaState><country>MX</country></address>"
)


def test_an_address_keeps_its_city_state_and_country_beside_its_street():
    for addresses in (ADDRESS, ADDRESS + ADDRESS):
        person = f"<personOrUserReportedPerson>{addresses}</personOrUserReportedPerson>"
        draft = report(f"<personOrUserReported>{person}</personOrUserReported>")
        assert {(place.country, place.region, place.city, place.source) for place in draft.locations} == {
            ("MX", "NAY", "Tepic", "address")
        }
        assert values(draft, IdKind.ADDRESS, Party.REPORTED)[0] == "Calle Ejemplo 0, 63000, Tepic, NAY, MX"
        assert draft.unknown == []

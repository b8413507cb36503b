"""Writes a report as the CyberTipline reporting XML: ``report``, and ``fileDetails`` per file.

Order of elements as in the schema of 2025-11; the planted drift is what senders add to it.
"""

from datetime import datetime

from lxml import etree

from bench.generate_people import Account, Capture, Media
from bench.generate_report import Report

Element = etree._Element
PLACEHOLDER_MAIL = "ts@esp.example"


def report_xml(report: Report, *, spaced: bool = False) -> bytes:
    """The ``report`` document; it carries no id of its own. ``spaced`` changes white space only."""
    root = etree.Element("report")
    if report.batched is not None:
        etree.SubElement(root, "batchedReport", reason=report.batched)
    _incident(root, report)
    _reporter(root, report)
    if report.account:
        _reported(root, report, report.account)
    if report.recipient:
        _leaf(etree.SubElement(root, "intendedRecipient"), "espIdentifier", report.recipient)
    _victim(root, report)
    for text in report.texts:
        _leaf(root, "additionalInfo", text)
    return _written(root, report, spaced=spaced)


def file_xml(report: Report, media: Media) -> bytes:
    """The ``fileDetails`` document of one file."""
    root = etree.Element("fileDetails")
    _leaf(root, "reportId", str(report.number))
    _leaf(root, "fileId", media.file_id)
    _leaf(root, "originalFileName", media.name)
    _leaf(root, "uploadedToEspTimestamp", moment(report.at))
    if media.viewed is not None:
        _leaf(root, "fileViewedByEsp", str(media.viewed).lower())
    _leaf(root, "fileRelevance", "Reported")
    _flags(root, "fileAnnotations", media.flags, report)
    if media.classification:
        _leaf(root, "industryClassification", media.classification)
    etree.SubElement(root, "originalFileHash", hashType="MD5").text = media.md5
    if report.account and report.account.captures:
        _capture(root, report.account.captures[0], report)
    return _written(root, report, spaced=False)


def moment(at: datetime) -> str:
    """A dateTime in UTC with ``Z``."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _leaf(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    child = etree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _flags(parent: Element, tag: str, names: tuple[str, ...], report: Report) -> None:
    if names:
        box = etree.SubElement(parent, tag)
        for name in names:
            etree.SubElement(box, name).text = "true" if "flag_with_true" in report.quirks else None


def _incident(root: Element, report: Report) -> None:
    box = etree.SubElement(root, "incidentSummary")
    _leaf(box, "incidentType", report.incident_type)
    if report.account:
        _leaf(box, "platform", report.platform)
    if report.escalation is not None:
        _leaf(box, "escalateToHighPriority", report.escalation)
    marks = (*report.flags, *(("informational",) if report.informational else ()))
    _flags(box, "reportAnnotations", marks, report)
    _leaf(box, "incidentDateTime", moment(report.at))
    if report.account and report.texts:
        chat = etree.SubElement(etree.SubElement(root, "internetDetails"), "chatImIncident")
        _leaf(chat, "chatClient", report.platform)
        _leaf(chat, "content", "PLACEHOLDER")


def _reporter(root: Element, report: Report) -> None:
    box = etree.SubElement(root, "reporter")
    person = etree.SubElement(box, "reportingPerson")
    _leaf(person, "firstName", "Trust")
    _leaf(person, "lastName", "Safety")
    _leaf(person, "email", PLACEHOLDER_MAIL, type="Work")
    _leaf(box, "companyTemplate", f"{report.company}: plantilla que se repite en cada reporte.")
    _leaf(box, "legalURL", "https://esp.example/legal")


def _reported(root: Element, report: Report, account: Account) -> None:
    box = etree.SubElement(root, "personOrUserReported")
    _person(box, account)
    _leaf(box, "espIdentifier", account.number)
    _leaf(box, "espService", account.platform)
    _leaf(box, "screenName", account.screen_name)
    for capture in account.captures:
        _capture(box, capture, report)
    if account.device:
        device = etree.SubElement(box, "deviceId")
        _leaf(device, "idType", "IMEI")
        _leaf(device, "idValue", account.device)
    for prior in report.priors:
        _leaf(box, "priorCTReports", str(prior))
    if account.place_style.startswith("region"):
        _estimated(box, account)
    if "unknown_elements" in report.quirks:
        _leaf(box, "ageAssertionDiscrepancy", "true")
    if "filled_with_na" in report.quirks:
        _leaf(box, "additionalInfo", "N/A")


def _person(box: Element, account: Account) -> None:
    person = etree.SubElement(box, "personOrUserReportedPerson")
    if account.phone:
        _leaf(person, "phone", account.phone, **_verified(account.phone_verified), type="Mobile")
    if account.email:
        _leaf(person, "email", account.email, **_verified(account.email_verified))
    if account.place and account.place_style == "address":
        address = etree.SubElement(person, "address", type="Billing")
        _leaf(address, "address", "Calle Ejemplo 0")
        _leaf(address, "city", account.place.city)
        _leaf(address, "nonUsaState", account.place.name)
        _leaf(address, "country", "MX")
    if account.age is not None:
        _leaf(person, "age", str(account.age))


def _estimated(box: Element, account: Account) -> None:
    place = etree.SubElement(box, "estimatedLocation", verified="false")
    if account.place:
        _leaf(place, "city", account.place.city)
        _leaf(place, "region", region(account))
    _leaf(place, "countryCode", "MX")


def region(account: Account) -> str:
    """The state as this account's place is told: NAY, MX-NAY or Nayarit."""
    assert account.place
    names = {"region_code": account.place.state, "region_iso": f"MX-{account.place.state}"}
    return names.get(account.place_style, account.place.name)


def _verified(value: bool | None) -> dict[str, str]:
    return {} if value is None else {"verified": str(value).lower()}


def _capture(box: Element, capture: Capture, report: Report) -> None:
    event = etree.SubElement(box, "ipCaptureEvent")
    _leaf(event, "ipAddress", capture.address)
    name = capture.event.upper() if "upper_case_events" in report.quirks else capture.event
    _leaf(event, "eventName", name)
    if capture.at:
        _leaf(event, "dateTime", moment(capture.at))
    if capture.proxy is not None:
        _leaf(event, "possibleProxy", str(capture.proxy).lower())
    if capture.port is not None:
        _leaf(event, "port", str(capture.port))


def _victim(root: Element, report: Report) -> None:
    if not report.victim:
        return
    box = etree.SubElement(root, "victim")
    person = etree.SubElement(box, "victimPerson")
    if report.victim.name:
        _leaf(person, "firstName", report.victim.name)
    if report.victim.age is not None:
        _leaf(person, "age", str(report.victim.age))
    if report.victim.account:
        _leaf(box, "espIdentifier", report.victim.account)
    if report.victim.screen_name:
        _leaf(box, "screenName", report.victim.screen_name)
    if report.victim.school:
        _leaf(box, "schoolName", report.victim.school)


def _written(root: Element, report: Report, *, spaced: bool) -> bytes:
    if spaced:
        etree.indent(root, space="\t")
    mark = b"\xef\xbb\xbf" if "bom" in report.quirks and not spaced else b""
    return mark + etree.tostring(root, encoding="UTF-8", xml_declaration=True)

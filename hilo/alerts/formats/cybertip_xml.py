"""NCMEC CyberTipline reporting XML, as a platform files it. Two roots: ``report`` and ``fileDetails``.

Names follow the public schema of the reporting service (report.cybertip.org/ispws/xsd, 2025-11). The
form carries no report id: the id is the stem of the file's name. Element order, namespaces and
unknown elements are tolerated; a flag is on as ``<x/>`` or ``<x>true</x>`` and off as ``<x>false</x>``.
"""

import re
from collections.abc import Iterator

from hilo.alerts.draft import AlertDraft, Draft, DraftPerson, IdKind, Location, Malformed, Party
from hilo.alerts.formats import cybertip_file, limits, xml_tree
from hilo.alerts.formats.cybertip_xml_parts import accounts, address, captures, contact, estimated, full_name
from hilo.alerts.formats.gather import Gather
from hilo.alerts.formats.values import Node, plain, texts, truth

FORMAT = "cybertip_xml"
SENDER = "NCMEC"

_REPORT = frozenset(
    [
        "batchedReport",
        "incidentSummary",
        "internetDetails",
        "lawEnforcement",
        "reporter",
        "personOrUserReported",
        "intendedRecipient",
        "victim",
        "additionalInfo",
        "#text",
    ]
)
_SUMMARY = frozenset(
    [
        "incidentType",
        "platform",
        "escalateToHighPriority",
        "reportAnnotations",
        "incidentDateTime",
        "incidentDateTimeDescription",
    ]
)
_INCIDENT = frozenset(
    [
        "@thirdPartyHostedContent",
        "url",
        "emailAddress",
        "phoneNumber",
        "ipCaptureEvent",
        "chatClient",
        "chatRoomName",
        "gameName",
        "console",
        "client",
        "newsgroupName",
        "name",
        "locationName",
        "incidentAddress",
        "latitude",
        "longitude",
        "content",
        "fileNames",
        "additionalInfo",
    ]
)
_VARIANTS = frozenset(
    [
        "webPageIncident",
        "emailIncident",
        "newsgroupIncident",
        "chatImIncident",
        "onlineGamingIncident",
        "cellPhoneIncident",
        "nonInternetIncident",
        "peer2peerIncident",
    ]
)
_LAW = frozenset(
    [
        "@fleaCountry",
        "agencyName",
        "caseNumber",
        "officerContact",
        "reportedToLe",
        "servedLegalProcessDomestic",
        "servedLegalProcessInternational",
    ]
)
_REPORTER = frozenset(["reportingPerson", "contactPerson", "companyTemplate", "termsOfService", "legalURL"])
_WRAPPERS = ("personOrUserReportedPerson", "victimPerson", "intendedRecipientPerson", "person")
_PERSON = frozenset(
    (
        *_WRAPPERS,
        *[
            "vehicleDescription",
            "espIdentifier",
            "espService",
            "compromisedAccount",
            "screenName",
            "displayName",
            "profileUrl",
            "profileBio",
            "ipCaptureEvent",
            "deviceId",
            "thirdPartyUserReported",
            "priorCTReports",
            "groupIdentifier",
            "accountTemporarilyDisabled",
            "accountPermanentlyDisabled",
            "estimatedLocation",
            "allEmailsReported",
            "associatedAccount",
            "additionalInfo",
            "schoolName",
        ],
    )
)
_ASSOCIATED = frozenset(
    [
        "@type",
        "@accountType",
        "@thirdPartyUser",
        "platform",
        "espIdentifier",
        "screenName",
        "displayName",
        "profileUrl",
        "additionalInfo",
    ]
)
_TEXTS_OF_INCIDENT = ("content", "fileNames", "additionalInfo")
_DIGITS = re.compile(r"\d{3,18}")


def parse(data: bytes, *, name: str, sender: str | None = None) -> Iterator[Draft]:
    """The one draft of the document. Raises Malformed."""
    root, tree, notes = xml_tree.load(data)
    if root == "fileDetails" and isinstance(tree, dict):
        yield cybertip_file.read(tree, notes, sender=sender or SENDER)
    elif root == "report" and isinstance(tree, dict):
        yield _report(tree, notes, report_id=stem(name), sender=sender or SENDER)
    else:
        raise Malformed(
            "unknown_root",
            f"El XML empieza con «{root[:60]}» y no es «report» ni «fileDetails»: revise el archivo.",
        )


def stem(name: str) -> str:
    """The report id in a file's name: without folders and without extensions."""
    return re.split(r"[\\/]", name)[-1].split(".")[0].strip()[: limits.ID_CHARS]


def _report(tree: Node, notes: list[str], *, report_id: str, sender: str) -> AlertDraft:
    if not _REPORT & tree.keys():
        raise Malformed("not_a_report", "El documento «report» no trae ningún bloque conocido: revise el archivo.")
    if report_id in ("", "-"):
        raise Malformed(
            "no_report_id",
            "Este formato no trae número de aviso: guarde el archivo con el número como nombre.",
        )
    gather = Gather(notes)
    draft = AlertDraft(FORMAT, sender, report_id, {"report": tree})
    gather.leftover(tree, _REPORT, "")
    draft.esp = _reporter(gather, tree)
    _summary(gather, draft, tree)
    for path, details in gather.objects(tree, "internetDetails", ""):
        _internet(gather, details, path)
    _law(gather, gather.child(tree, "lawEnforcement", ""))
    for key, party in (
        ("personOrUserReported", Party.REPORTED),
        ("intendedRecipient", Party.RECIPIENT),
        ("victim", Party.VICTIM),
    ):
        for path, person in gather.objects(tree, key, ""):
            _person(gather, person, party, path, draft.platform or draft.esp)
    for text in texts(tree, "additionalInfo"):
        gather.say("additionalInfo", text, Party.INCIDENT)
    return gather.into(draft)


def _summary(gather: Gather, draft: AlertDraft, tree: Node) -> None:
    summary = gather.child(tree, "incidentSummary", "")
    gather.leftover(summary, _SUMMARY, "incidentSummary")
    draft.incident_type = plain(summary.get("incidentType"))
    draft.platform = plain(summary.get("platform"))
    draft.incident_at = gather.moment(summary.get("incidentDateTime"), "incidentSummary.incidentDateTime")
    draft.escalation = gather.escalation(summary, "escalateToHighPriority", "incidentSummary", empty_counts=True)
    gather.say("incidentSummary.escalateToHighPriority", draft.escalation or "", Party.INCIDENT)
    draft.flags, draft.flags_denied = gather.flags(summary, "reportAnnotations", "incidentSummary")
    what = plain(summary.get("incidentDateTimeDescription"))
    gather.say("incidentSummary.incidentDateTimeDescription", what, Party.INCIDENT)
    if "batchedReport" in tree:
        batched = tree["batchedReport"]
        reason = plain(batched.get("@reason")) if isinstance(batched, dict) else ""
        draft.batched = reason or plain(batched)


def _internet(gather: Gather, details: Node, path: str) -> None:
    gather.leftover(details, _VARIANTS, path)
    for variant in sorted(_VARIANTS & details.keys()):
        for where, incident in gather.objects(details, variant, path):
            _incident(gather, incident, where)


def _incident(gather: Gather, incident: Node, path: str) -> None:
    gather.leftover(incident, _INCIDENT, path)
    client = plain(incident.get("chatClient"))
    for key, kind in (("url", IdKind.URL), ("emailAddress", IdKind.EMAIL), ("phoneNumber", IdKind.PHONE)):
        for value in texts(incident, key):
            gather.add(kind, value, Party.INCIDENT)
    gather.add(IdKind.GROUP, plain(incident.get("chatRoomName")), Party.INCIDENT, service=client)
    captures(gather, incident, Party.INCIDENT, None, path)
    for where, place in gather.objects(incident, "incidentAddress", path):
        address(gather, place, Party.INCIDENT, None, where)
    for key in _TEXTS_OF_INCIDENT:
        for text in texts(incident, key):
            gather.say(f"{path}.{key}", text, Party.INCIDENT)


def _law(gather: Gather, law: Node) -> None:
    if not law:
        return
    gather.leftover(law, _LAW, "lawEnforcement")
    agency = plain(law.get("agencyName"))
    for number in texts(law, "caseNumber"):
        gather.add(IdKind.CASE_NUMBER, number, Party.INCIDENT, service=agency)
    gather.say("lawEnforcement.agencyName", agency, Party.INCIDENT, mined=False)
    served = law.get("servedLegalProcessInternational")
    country = plain(served.get("@fleaCountry")) if isinstance(served, dict) else ""
    country = country or plain(law.get("@fleaCountry"))
    gather.place(Location(Party.INCIDENT, country=country, source="law_enforcement"))


def _reporter(gather: Gather, tree: Node) -> str:
    """Who filed it: never linked on. Returns the domain of the reporter's e-mail as the platform's name."""
    reporter = gather.child(tree, "reporter", "")
    gather.leftover(reporter, _REPORTER, "reporter")
    domain = ""
    for key in ("reportingPerson", "contactPerson"):
        who = gather.child(reporter, key, "reporter")
        contact(gather, who, Party.REPORTER, None, f"reporter.{key}")
        mail = plain(who.get("email"))
        domain = domain or mail.rpartition("@")[2].lower()
    gather.add(IdKind.URL, plain(reporter.get("legalURL")), Party.REPORTER)
    for key in ("companyTemplate", "termsOfService"):
        gather.say(f"reporter.{key}", plain(reporter.get(key)), Party.REPORTER, mined=False)
    return domain[: limits.LABEL_CHARS]


def _person(gather: Gather, node: Node, party: Party, path: str, platform: str) -> None:
    gather.leftover(node, _PERSON, path)
    wrapper = next((key for key in _WRAPPERS if key in node), "")
    who = gather.child(node, wrapper, path) if wrapper else {}
    person = DraftPerson(
        party,
        name=full_name(who),
        age=gather.age(who.get("age"), f"{path}.age"),
        born=gather.born(who.get("dateOfBirth"), f"{path}.dateOfBirth"),
        school=plain(node.get("schoolName")),
        service=plain(node.get("espService")) or platform,
        account=plain(node.get("espIdentifier")),
        compromised=truth(node.get("compromisedAccount")),
    )
    position = gather.person(person)
    contact(gather, who, party, position, f"{path}.{wrapper}")
    accounts(gather, node, party, position, person.service)
    gather.add(IdKind.SCHOOL, person.school, party, position)
    captures(gather, node, party, position, path)
    prior = [found for text in texts(node, "priorCTReports") for found in _DIGITS.findall(text)]
    gather.prior(prior, position)
    for where, place in gather.objects(node, "estimatedLocation", path):
        estimated(gather, place, party, where)
    for where, account in gather.objects(node, "associatedAccount", path):
        _associated(gather, account, party, position, where)
    for key in ("profileBio", "vehicleDescription", "additionalInfo"):
        for text in texts(node, key):
            gather.say(f"{path}.{key}", text, party, position)


def _associated(gather: Gather, node: Node, party: Party, position: int | None, path: str) -> None:
    gather.leftover(node, _ASSOCIATED, path)
    accounts(gather, node, party, position, plain(node.get("platform")))
    for text in texts(node, "additionalInfo"):
        gather.say(f"{path}.additionalInfo", text, party, position)

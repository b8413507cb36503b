"""CyberTipline report as law enforcement receives it in JSON: four blocks, as the PDF's sections.

There is no public specification. Names are the union of those that several independent programs
read from real downloads; every one may be absent or null. Survived: BOM, lists inside containers of
the same name, bare lists, ``screenName`` as object or text, the misspelt ``additonalInformations``,
"N/A", events without date. An item may hold one report, a list, or {"reports": […]}.
"""

from collections.abc import Iterator
from typing import Any

from hilo.alerts.draft import AlertDraft, Draft, DraftFile, IdKind, Location, Malformed, Party
from hilo.alerts.formats import cybertip_json_people as people
from hilo.alerts.formats import json_text, limits
from hilo.alerts.formats.cybertip_file import algorithm_of
from hilo.alerts.formats.gather import Gather
from hilo.alerts.formats.values import Node, many, plain, texts, truth

FORMAT = "cybertip_json"
SENDER = "NCMEC"

_BLOCKS = frozenset(
    [
        "reportedInformation",
        "automatedInformation",
        "additionalNcmecInformation",
        "lawEnforcementContactInformation",
    ]
)
_REPORT = _BLOCKS | frozenset(["reportId", "informational", "dateReceived", "dateMadeAvailable"])
_INFORMATION = frozenset(
    [
        "reportingEsp",
        "incidentSummary",
        "incidentDetails",
        "reportedPeople",
        "childVictims",
        "intendedRecipients",
        "uploadedFiles",
    ]
) | frozenset(people.INFORMATION)
_ESP = frozenset(["espName", "firstName", "middleName", "lastName", "emails", "phones", "addresses"])
_SUMMARY = frozenset(
    [
        "incidentType",
        "platform",
        "incidentDateTime",
        "incidentDateTimeDescription",
        "incidentDateRange",
        "espEscalation",
        "additionalIncidentTypes",
        "reportAnnotations",
    ]
)
_FILE = (
    frozenset(
        [
            "filename",
            "originalFilename",
            "submittalId",
            "verificationHash",
            "viewedByEsp",
            "industryClassification",
            "ncmecTags",
            "espMetadata",
            "publiclyAvailable",
            "fileRelevance",
            "fileAnnotations",
            "sourceInformation",
        ]
    )
    | people.INFORMATION
)
_LOOKUPS = {
    "reportedPersonGeoLookups": Party.REPORTED,
    "childVictimGeoLookups": Party.VICTIM,
    "intendedRecipientGeoLookups": Party.RECIPIENT,
    "imageGeoLookups": Party.FILE,
    "internetGeoLookups": Party.INCIDENT,
}
_LOOKUP = frozenset(
    [
        "ipAddress",
        "country",
        "region",
        "city",
        "postalCode",
        "latitude",
        "longitude",
        "esp",
        "organization",
        "types",
        "phoneNumber",
    ]
)
_ANALYST = frozenset(
    [
        "priority",
        "ncmecClassification",
        "internationalCountry",
        "sentToLawEnforcement",
        "dateTimeProcessed",
        "executiveSummary",
        "notes",
    ]
)


def claims(tree: Any) -> bool:
    """Whether this tree is of this format."""
    if isinstance(tree, dict) and isinstance(tree.get("reports"), list):
        tree = tree["reports"]
    if isinstance(tree, list):
        return bool(tree) and isinstance(tree[0], dict) and bool(_BLOCKS & tree[0].keys())
    return isinstance(tree, dict) and bool(_BLOCKS & tree.keys())


def parse(data: bytes, *, name: str, sender: str | None = None) -> Iterator[Draft]:
    """The drafts of the item. Raises Malformed."""
    tree, notes = json_text.load(data)
    yield from read(tree, notes, name=name, sender=sender)


def read(tree: Any, notes: list[str], *, name: str, sender: str | None = None) -> Iterator[Draft]:
    """The drafts of a tree that was loaded. Raises Malformed."""
    if isinstance(tree, dict) and isinstance(tree.get("reports"), list):
        tree = tree["reports"]
    reports = tree if isinstance(tree, list) else [tree]
    if len(reports) > limits.REPORTS:
        raise Malformed("too_many_reports", "El archivo trae más de 10,000 avisos: divídalo en partes.")
    for number, report in enumerate(reports, start=1):
        if not isinstance(report, dict) or not _BLOCKS & report.keys():
            raise Malformed("not_a_report", f"El elemento {number} no es un aviso CyberTipline: revise el archivo.")
        report_id = plain(report.get("reportId"))[: limits.ID_CHARS]
        if not report_id:
            raise Malformed("no_report_id", f"El aviso {number} no trae reportId: pida el número al remitente.")
        yield _report(report, list(notes), report_id, sender or SENDER)


def _report(report: Node, notes: list[str], report_id: str, sender: str) -> AlertDraft:
    gather = Gather(notes)
    gather.leftover(report, _REPORT, "")
    draft = AlertDraft(FORMAT, sender, report_id, report)
    draft.informational = truth(report.get("informational"))
    draft.received_at = gather.moment(report.get("dateReceived"), "dateReceived")
    draft.made_available_at = gather.moment(report.get("dateMadeAvailable"), "dateMadeAvailable")
    _information(gather, draft, gather.child(report, "reportedInformation", ""))
    _automated(gather, gather.child(report, "automatedInformation", ""))
    _analyst(gather, draft, gather.child(report, "additionalNcmecInformation", ""))
    _contacts(gather, draft, gather.child(report, "lawEnforcementContactInformation", ""))
    return gather.into(draft)


def _information(gather: Gather, draft: AlertDraft, info: Node) -> None:
    path = "reportedInformation"
    gather.leftover(info, _INFORMATION, path)
    esp = gather.child(info, "reportingEsp", path)
    gather.leftover(esp, _ESP, f"{path}.reportingEsp")
    draft.esp = plain(esp.get("espName"))[: limits.LABEL_CHARS]
    people.contact(gather, esp, Party.REPORTER, None, f"{path}.reportingEsp")
    _summary(gather, draft, gather.child(info, "incidentSummary", path), f"{path}.incidentSummary")
    details = f"{path}.incidentDetails"
    incidents = gather.child(info, "incidentDetails", path)
    for kind in incidents:
        for where, incident in gather.objects(incidents, kind, details):
            people.incident(gather, incident, where)
    platform = draft.platform or draft.esp
    for party, where, person in people.groups(gather, info, path):
        people.person(gather, person, party, where, platform)
    for where, file in gather.objects(info, "uploadedFiles", path):
        _file(gather, file, where)
    people.remarks(gather, info, path, Party.INCIDENT, None)


def _summary(gather: Gather, draft: AlertDraft, summary: Node, path: str) -> None:
    gather.leftover(summary, _SUMMARY, path)
    draft.incident_type = plain(summary.get("incidentType"))
    draft.platform = plain(summary.get("platform"))[: limits.LABEL_CHARS]
    draft.incident_at = gather.moment(summary.get("incidentDateTime"), f"{path}.incidentDateTime")
    draft.escalation = gather.escalation(summary, "espEscalation", path, empty_counts=False)
    draft.flags, draft.flags_denied = gather.flags(summary, "reportAnnotations", path)
    for key in (
        "espEscalation",
        "incidentDateTimeDescription",
        "incidentDateRange",
        "additionalIncidentTypes",
    ):
        for text in texts(summary, key):
            gather.say(f"{path}.{key}", text, Party.INCIDENT)


def _file(gather: Gather, node: Node, path: str) -> None:
    gather.leftover(node, _FILE, path)
    if not gather.room(gather.files, limits.FILES, "archivos"):
        return
    on, denied = gather.flags(node, "fileAnnotations", path)
    value = plain(node.get("verificationHash"))[: limits.VALUE_CHARS]
    file = DraftFile(
        file_id=(plain(node.get("submittalId")) or plain(node.get("filename")))[: limits.ID_CHARS],
        name=(plain(node.get("originalFilename")) or plain(node.get("filename")))[: limits.VALUE_CHARS],
        hashes={algorithm_of(value): value} if value else {},
        viewed=truth(node.get("viewedByEsp")),
        public=truth(node.get("publiclyAvailable")),
        relevance=plain(node.get("fileRelevance"))[: limits.LABEL_CHARS],
        classification=plain(node.get("industryClassification"))[: limits.LABEL_CHARS],
        flags=on,
        flags_denied=denied,
        tags=_tags(node),
    )
    for algorithm, hashed in file.hashes.items():
        gather.add(IdKind.HASH, hashed, Party.FILE, service=algorithm)
    for metadata in many(node, "espMetadata"):
        _metadata(gather, file, metadata, f"{path}.espMetadata")
    people.captures(gather, node, Party.FILE, None, path)
    people.remarks(gather, node, path, Party.FILE, None)
    gather.files.append(file)


def _tags(node: Node) -> list[str]:
    tags: list[str] = []
    for group in many(node, "ncmecTags"):
        if isinstance(group, dict) and "tags" in group:
            tags.extend(texts(group, "tags"))
        else:
            tags.append(plain(group))
    return [tag[: limits.LABEL_CHARS] for tag in tags if tag][: limits.FLAGS]


def _metadata(gather: Gather, file: DraftFile, metadata: Any, path: str) -> None:
    if not isinstance(metadata, dict):
        gather.say(path, plain(metadata), Party.FILE)
        return
    name, value = plain(metadata.get("name")), plain(metadata.get("value"))
    if "upload" in name.lower() and ("date" in name.lower() or "time" in name.lower()):
        file.uploaded_at = file.uploaded_at or gather.moment(value, f"{path}.{name}")
    else:
        gather.say(f"{path}.{name[: limits.LABEL_CHARS]}", value, Party.FILE)


def _automated(gather: Gather, automated: Node) -> None:
    path = "automatedInformation"
    gather.leftover(automated, frozenset(("autoGeneratedNotes",)), path)
    notes = gather.child(automated, "autoGeneratedNotes", path)
    path = f"{path}.autoGeneratedNotes"
    gather.leftover(notes, frozenset(["geoLookups", "phoneGeoLookups", "autoCloses", "autoRefers"]), path)
    lookups = gather.child(notes, "geoLookups", path)
    gather.leftover(lookups, frozenset(_LOOKUPS), f"{path}.geoLookups")
    for key, party in _LOOKUPS.items():
        _lookups(gather, many(lookups, key), party, "geo_lookup", f"{path}.geoLookups.{key}")
    _lookups(gather, many(notes, "phoneGeoLookups"), Party.REPORTED, "phone", f"{path}.phoneGeoLookups")


def _lookups(gather: Gather, items: list[Any], party: Party, source: str, path: str) -> None:
    for where, found in gather.listed(items, path):
        gather.leftover(found, _LOOKUP, where)
        country, region, city = (plain(found.get(key)) for key in ("country", "region", "city"))
        gather.place(Location(party, country=country, region=region, city=city, source=source))


def _analyst(gather: Gather, draft: AlertDraft, info: Node) -> None:
    path = "additionalNcmecInformation"
    gather.leftover(info, _ANALYST, path)
    priority = info.get("priority")
    if isinstance(priority, dict):
        gather.leftover(priority, frozenset(("priorityId", "value")), f"{path}.priority")
        draft.priority_words = plain(priority.get("value"))
        priority = priority.get("priorityId")
    draft.priority = (plain(priority) or draft.priority_words)[: limits.LABEL_CHARS] or None
    draft.classification = plain(info.get("ncmecClassification"))
    draft.country = plain(info.get("internationalCountry"))[: limits.LABEL_CHARS]
    gather.place(Location(Party.INCIDENT, country=draft.country, source="recipient_country"))
    for key in ("executiveSummary", "notes"):
        for text in texts(info, key):
            gather.say(f"{path}.{key}", text, Party.INCIDENT)


def _contacts(gather: Gather, draft: AlertDraft, block: Node) -> None:
    path = "lawEnforcementContactInformation"
    gather.leftover(block, frozenset(("lawEnforcementContacts",)), path)
    known = frozenset(["agency", "dateTimeMadeAvailable", "referralType", "officer", "caseNumber", "country"])
    for where, contact in gather.objects(block, "lawEnforcementContacts", path):
        gather.leftover(contact, known, where)
        agency = plain(contact.get("agency"))
        gather.say(f"{where}.agency", agency, Party.INCIDENT, mined=False)
        for number in texts(contact, "caseNumber"):
            gather.add(IdKind.CASE_NUMBER, number, Party.INCIDENT, service=agency)
        at = gather.moment(contact.get("dateTimeMadeAvailable"), f"{where}.dateTimeMadeAvailable")
        draft.made_available_at = draft.made_available_at or at

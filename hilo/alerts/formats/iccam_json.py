"""Hotline notification as JSON, in the shape of INHOPE's exchange platform (ICCAM, API version 3).

Names follow the report object that hotline software exchanges with it: ``reportId`` or
``hotlineReference``, ``hotlineReceivedDate``, ``urls`` with hosting, assessment and actions. Codes of
an assessment: 1 BA baseline, 2 NA national, 3 DO doubtful, 4 IG ignore; of an action: 1 police told,
2 provider told, 3 removed, 4 unavailable, 5 moved, 7 not illegal. A read-back holds one ``url``.
"""

from collections.abc import Iterator
from typing import Any

from hilo.alerts.draft import AlertDraft, Draft, IdKind, Location, Malformed, Party
from hilo.alerts.formats import json_text, limits
from hilo.alerts.formats.gather import Gather
from hilo.alerts.formats.values import Node, many, plain, truth

FORMAT = "iccam_json"
SENDER = "INHOPE"

CLASSIFICATIONS = {"1": "BA", "2": "NA", "3": "DO", "4": "IG"}
_GRAVEST = ("BA", "NA", "DO", "IG")

_REPORT = frozenset(
    [
        "reportId",
        "contentId",
        "reportingAnalystName",
        "hotlineReceivedDate",
        "hotlineReference",
        "hotlineName",
        "memo",
        "sourceUrlReferrer",
        "sourceUrlSiteType",
        "sourceUrlCommerciality",
        "sourceUrlPaymentMethods",
        "urls",
        "url",
        "countryAssignmentDate",
        "assignedCountry",
        "assignedCountryCode",
        "assessment",
        "assessments",
        "actions",
        "hosting",
    ]
)
_URL = frozenset(
    [
        "contentId",
        "urlString",
        "url",
        "hotlineReference",
        "hostingCountryCode",
        "hostingIpAddress",
        "hostingIsp",
        "hostingOrganization",
        "isSourceUrl",
        "memo",
        "contentType",
        "siteType",
        "assessment",
        "assessments",
        "actions",
        "countryAssignmentDate",
    ]
)
_ASSESSMENT = frozenset(
    [
        "classification",
        "ageCategorization",
        "genderCategorization",
        "virtual",
        "userGenerated",
        "childModeling",
        "siteType",
        "commerciality",
        "paymentMethods",
        "assessmentDate",
        "assessingAnalystName",
    ]
)
_ACTION = frozenset(["actionType", "actioningAnalystName", "actionDate", "reasonId", "reasonText"])
_MARKS = ("virtual", "userGenerated", "childModeling")
_KEYS = frozenset(
    [
        "hotlineReference",
        "hotlineReceivedDate",
        "sourceUrlReferrer",
        "sourceUrlSiteType",
        "reportingAnalystName",
    ]
)


def claims(tree: Any) -> bool:
    """Whether this tree is of this format."""
    first = tree[0] if isinstance(tree, list) and tree else tree
    if isinstance(first, dict) and isinstance(first.get("reports"), list) and first["reports"]:
        first = first["reports"][0]
    if not isinstance(first, dict) or "reportedInformation" in first:
        return False
    return bool(_KEYS & first.keys()) or (bool({"urls", "url"} & first.keys()) and "reportId" in first)


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
        if not isinstance(report, dict):
            raise Malformed("not_a_report", f"El elemento {number} no es una notificación: revise el archivo.")
        report_id = plain(report.get("reportId")) or plain(report.get("hotlineReference"))
        if not report_id:
            raise Malformed(
                "no_report_id",
                f"La notificación {number} no trae reportId ni hotlineReference: pida el número.",
            )
        yield _report(report, list(notes), report_id[: limits.ID_CHARS], sender or SENDER)


def _report(report: Node, notes: list[str], report_id: str, sender: str) -> AlertDraft:
    gather = Gather(notes)
    gather.leftover(report, _REPORT, "")
    draft = AlertDraft(FORMAT, sender, report_id, report)
    draft.esp = plain(report.get("hotlineName"))
    draft.platform = plain(report.get("sourceUrlSiteType"))
    draft.received_at = gather.moment(report.get("hotlineReceivedDate"), "hotlineReceivedDate")
    draft.made_available_at = gather.moment(report.get("countryAssignmentDate"), "countryAssignmentDate")
    gather.add(IdKind.PERSON_NAME, plain(report.get("reportingAnalystName")), Party.REPORTER)
    gather.add(IdKind.URL, plain(report.get("sourceUrlReferrer")), Party.INCIDENT, event="referrer")
    reference = plain(report.get("hotlineReference"))
    if reference != report_id:
        gather.add(IdKind.CASE_NUMBER, reference, Party.INCIDENT, service="hotline")
    gather.say("memo", plain(report.get("memo")), Party.INCIDENT)
    found = _judged(gather, report, "")
    hosts: set[str] = set()
    for key in ("urls", "url"):
        for where, url in _urls(report, key):
            hosts.add(_url(gather, url, where, found))
    _conclude(draft, found)
    draft.country = plain(report.get("assignedCountryCode")) or plain(report.get("assignedCountry"))
    if not draft.country and len(hosts) == 1:
        draft.country = hosts.pop()
    return gather.into(draft)


def _urls(report: Node, key: str) -> Iterator[tuple[str, Node]]:
    for index, item in enumerate(many(report, key)):
        yield f"{key}[{index}]", item if isinstance(item, dict) else {"urlString": item}


def _url(gather: Gather, node: Node, path: str, found: list[tuple[str, Node]]) -> str:
    """Read one URL; returns its hosting country."""
    gather.leftover(node, _URL, path)
    source = truth(node.get("isSourceUrl"))
    value = plain(node.get("urlString")) or plain(node.get("url"))
    gather.add(IdKind.URL, value, Party.INCIDENT, event="source" if source else "")
    gather.add(IdKind.IP, plain(node.get("hostingIpAddress")), Party.INCIDENT, event="hosting")
    reference = plain(node.get("hotlineReference"))
    gather.add(IdKind.CASE_NUMBER, reference, Party.INCIDENT, service="hotline")
    country = plain(node.get("hostingCountryCode"))
    gather.place(Location(Party.INCIDENT, country=country, source="hosting"))
    gather.say(f"{path}.memo", plain(node.get("memo")), Party.INCIDENT)
    found.extend(_judged(gather, node, path))
    return country


def _judged(gather: Gather, node: Node, path: str) -> list[tuple[str, Node]]:
    """Assessments of a report or URL with their code; actions become notes."""
    found = []
    for key in ("assessment", "assessments"):
        for where, said in gather.objects(node, key, path):
            gather.leftover(said, _ASSESSMENT, where)
            raw = plain(said.get("classification"))
            code = CLASSIFICATIONS.get(raw, raw)
            age, gender = plain(said.get("ageCategorization")), plain(said.get("genderCategorization"))
            gather.note(f"evaluación en {where}: {code or 'sin clasificar'}, edad {age or '?'}, sexo {gender or '?'}")
            found.append((code, said))
    for where, action in gather.objects(node, "actions", path):
        gather.leftover(action, _ACTION, where)
        at = gather.moment(action.get("actionDate"), f"{where}.actionDate")
        day = f" el {at.date().isoformat()}" if at else ""
        gather.note(f"acción en {where}: {plain(action.get('actionType')) or '?'}{day}")
        gather.say(f"{where}.reasonText", plain(action.get("reasonText")), Party.INCIDENT)
    return found


def _conclude(draft: AlertDraft, found: list[tuple[str, Node]]) -> None:
    """The gravest classification, and the marks said of any URL."""
    codes = [code for code, _ in found if code]
    draft.classification = min(codes, key=lambda code: _GRAVEST.index(code) if code in _GRAVEST else 9, default="")
    said = {mark: [truth(one.get(mark)) for _, one in found] for mark in _MARKS}
    draft.flags = frozenset(mark for mark, values in said.items() if True in values)
    draft.flags_denied = frozenset(mark for mark, values in said.items() if False in values and True not in values)

"""People, incidents and captures of the law-enforcement-side CyberTipline JSON."""

import re
from collections.abc import Iterator
from typing import Any

from hilo.alerts.draft import DraftPerson, IdKind, Location, Party
from hilo.alerts.formats.cybertip_xml_parts import full_name
from hilo.alerts.formats.gather import Gather
from hilo.alerts.formats.values import Node, many, plain, texts, truth, whole

LISTS = {
    "reportedPeople": Party.REPORTED,
    "intendedRecipients": Party.RECIPIENT,
    "childVictims": Party.VICTIM,
}
_INNER = LISTS | {"reportedPersons": Party.REPORTED, "victims": Party.VICTIM}
INFORMATION = frozenset(("additionalInformations", "additonalInformations", "additionalInformation"))
_PERSON = (
    frozenset(
        [
            "id",
            "firstName",
            "middleName",
            "lastName",
            "preferredName",
            "gender",
            "dateOfBirth",
            "approximateAge",
            "age",
            "espUserId",
            "espService",
            "screenName",
            "screenNames",
            "displayName",
            "displayNames",
            "profileBio",
            "profileUrl",
            "profileUrls",
            "emails",
            "phones",
            "addresses",
            "sourceInformation",
            "espEstimatedLocations",
            "priorCybertipReports",
            "priorCTReports",
            "accountPermanentlyDisabled",
            "accountTemporarilyDisabled",
            "compromisedAccount",
            "relationshipToChildVictim",
            "accessToChildVictim",
            "accessToChildren",
            "vehicleTagNumber",
            "vehicleDescription",
            "occupation",
            "schoolName",
            "school",
            "schools",
            "groupIdentifier",
        ]
    )
    | INFORMATION
)
_INCIDENT = (
    frozenset(
        [
            "id",
            "chatServiceOrClient",
            "chatRoomName",
            "screenName",
            "screenNames",
            "notes",
            "contents",
            "content",
            "sourceInformation",
            "gameName",
            "console",
            "phoneNumber",
            "emailAddress",
            "emails",
            "phones",
            "url",
            "urls",
            "client",
            "fileNames",
        ]
    )
    | INFORMATION
)
_CAPTURE = frozenset(["captureType", "valueType", "value", "eventName", "dateTime", "possibleProxy", "port"])
_LOCATION = frozenset(["city", "region", "countryCode", "country", "verified", "timestamp"])
_ADDRESS = frozenset(["street1", "street2", "city", "state", "postalCode", "country", "type", "value", "address"])
_DIGITS = re.compile(r"\d{3,18}")
_TEXTS = (
    "profileBio",
    "vehicleTagNumber",
    "vehicleDescription",
    "occupation",
    "accessToChildVictim",
    "accessToChildren",
)
_YES = ("yes", "sí", "si", "true")


def groups(gather: Gather, info: Node, path: str) -> Iterator[tuple[Party, str, Node]]:
    """Party, path and object of each person: a container may hold the lists of several parties."""
    for name, party in LISTS.items():
        held = info.get(name)
        box = held[0] if isinstance(held, list) and len(held) == 1 else held
        lists = _INNER.keys() & box.keys() if isinstance(box, dict) else set()
        if not lists:
            for where, node in gather.objects(info, name, path):
                yield party, where, node
            continue
        gather.leftover(box, frozenset(lists), f"{path}.{name}")
        for inner in sorted(lists):
            for where, node in gather.objects(box, inner, f"{path}.{name}"):
                yield _INNER[inner], where, node


def person(gather: Gather, node: Node, party: Party, path: str, platform: str) -> None:
    """One reported person, recipient or child victim with everything that hangs on it."""
    gather.leftover(node, _PERSON, path)
    access = [_access(node.get(key)) for key in ("accessToChildVictim", "accessToChildren")]
    schools = [name for key in ("schoolName", "school", "schools") for name in _named(node, key)]
    age_key = "approximateAge" if plain(node.get("approximateAge")) else "age"
    draft = DraftPerson(
        party,
        name=full_name(node),
        age=gather.age(node.get(age_key), f"{path}.{age_key}"),
        born=gather.born(node.get("dateOfBirth"), f"{path}.dateOfBirth"),
        school=next(iter(schools), ""),
        service=plain(node.get("espService")) or platform,
        account=plain(node.get("espUserId")),
        access_to_children=True if True in access else False if False in access else None,
        relationship=plain(node.get("relationshipToChildVictim")),
        compromised=truth(node.get("compromisedAccount")),
    )
    position = gather.person(draft)
    contact(gather, node, party, position, path)
    _accounts(gather, node, party, position, draft.service)
    for name in dict.fromkeys(schools):
        gather.add(IdKind.SCHOOL, name, party, position)
    captures(gather, node, party, position, path)
    gather.prior(_prior(node), position)
    for where, place in gather.objects(node, "espEstimatedLocations", path):
        _estimated(gather, place, party, where)
    for key in _TEXTS:
        for text in texts(node, key):
            if truth(text) is None:
                gather.say(f"{path}.{key}", text, party, position)
    remarks(gather, node, path, party, position)


def _access(value: Any) -> bool | None:
    said = truth(value)
    return True if said is None and plain(value).lower().startswith(_YES) else said


def _named(node: Node, key: str) -> list[str]:
    """The texts under ``key``, or the names of the objects there."""
    found = (plain(item) or plain(_name_in(item)) for item in many(node, key))
    return [text for text in found if text]


def _name_in(item: Any) -> Any:
    return item.get("schoolName", item.get("name")) if isinstance(item, dict) else None


def _prior(node: Node) -> list[str]:
    found = []
    for key in ("priorCybertipReports", "priorCTReports"):
        for item in many(node, key):
            text = plain(item.get("reportId", item.get("value"))) if isinstance(item, dict) else plain(item)
            found.extend(_DIGITS.findall(text))
    return found


def _accounts(gather: Gather, node: Node, party: Party, position: int | None, service: str) -> None:
    gather.add(IdKind.ACCOUNT, plain(node.get("espUserId")), party, position, service=service)
    for key, kind in (
        ("screenName", IdKind.SCREEN_NAME),
        ("screenNames", IdKind.SCREEN_NAME),
        ("displayName", IdKind.DISPLAY_NAME),
        ("displayNames", IdKind.DISPLAY_NAME),
        ("profileUrl", IdKind.PROFILE_URL),
        ("profileUrls", IdKind.PROFILE_URL),
        ("groupIdentifier", IdKind.GROUP),
    ):
        if node.get(key):
            for value in texts(node, key):
                gather.add(kind, value, party, position, service=service)


def contact(gather: Gather, node: Node, party: Party, position: int | None, path: str) -> None:
    """Names, e-mails, telephones and addresses of a person or of the reporting platform."""
    gather.add(IdKind.PERSON_NAME, full_name(node), party, position)
    gather.add(IdKind.PERSON_NAME, plain(node.get("preferredName")), party, position)
    for key, kind in (("emails", IdKind.EMAIL), ("phones", IdKind.PHONE)):
        for item in many(node, key):
            verified = truth(item.get("verified")) if isinstance(item, dict) else None
            gather.add(kind, plain(item), party, position, verified=verified)
    for where, place in gather.objects(node, "addresses", path):
        _address(gather, place, party, position, where)


def _address(gather: Gather, node: Node, party: Party, position: int | None, path: str) -> None:
    gather.leftover(node, _ADDRESS, path)
    street = " ".join(texts(node, "street1")) or plain(node.get("address"))
    city, region, country = (plain(node.get(key)) for key in ("city", "state", "country"))
    if street:
        parts = (street, plain(node.get("street2")), plain(node.get("postalCode")), city, region, country)
        gather.add(IdKind.ADDRESS, ", ".join(part for part in parts if part), party, position)
    if party is not Party.REPORTER:
        gather.place(Location(party, country=country, region=region, city=city, source="address"))


def _estimated(gather: Gather, node: Node, party: Party, path: str) -> None:
    gather.leftover(node, _LOCATION, path)
    gather.place(
        Location(
            party,
            country=plain(node.get("countryCode")) or plain(node.get("country")),
            region=plain(node.get("region")),
            city=plain(node.get("city")),
            source="estimated",
            verified=truth(node.get("verified")),
            at=gather.moment(node.get("timestamp"), f"{path}.timestamp"),
        )
    )


def incident(gather: Gather, node: Node, path: str) -> None:
    """One entry of incidentDetails, of whatever kind: its identifiers belong to the incident."""
    gather.leftover(node, _INCIDENT, path)
    client = plain(node.get("chatServiceOrClient"))
    for key, kind in (
        ("screenName", IdKind.SCREEN_NAME),
        ("screenNames", IdKind.SCREEN_NAME),
        ("chatRoomName", IdKind.GROUP),
        ("phoneNumber", IdKind.PHONE),
        ("phones", IdKind.PHONE),
        ("emailAddress", IdKind.EMAIL),
        ("emails", IdKind.EMAIL),
        ("url", IdKind.URL),
        ("urls", IdKind.URL),
    ):
        if node.get(key):
            for value in texts(node, key):
                gather.add(kind, value, Party.INCIDENT, service=client)
    captures(gather, node, Party.INCIDENT, None, path)
    for key in ("notes", "contents", "content", "fileNames"):
        for text in texts(node, key):
            gather.say(f"{path}.{key}", text, Party.INCIDENT)
    remarks(gather, node, path, Party.INCIDENT, None)


def remarks(gather: Gather, node: Node, path: str, party: Party, position: int | None) -> None:
    """Free text under additionalInformations, however it is spelt."""
    for key in sorted(INFORMATION & node.keys()):
        for text in texts(node, key):
            gather.say(f"{path}.{key}", text, party, position)


def captures(gather: Gather, node: Node, party: Party, position: int | None, path: str) -> None:
    """sourceInformation: IPs, devices, URLs, telephones and e-mails with their moment."""
    items = many(node, "sourceInformation")
    if len(items) == 1 and isinstance(items[0], dict) and "sourceCaptures" in items[0]:
        gather.leftover(items[0], frozenset(("sourceCaptures",)), f"{path}.sourceInformation")
        items = many(items[0], "sourceCaptures")
    for where, capture in gather.listed(items, f"{path}.sourceInformation"):
        gather.leftover(capture, _CAPTURE, where)
        kind = _kind(plain(capture.get("captureType")).lower())
        if kind is None:
            gather.keep_unknown(where, capture)
            continue
        gather.add(
            kind,
            plain(capture.get("value")),
            party,
            position,
            service=plain(capture.get("valueType")) if kind is IdKind.DEVICE else "",
            event=plain(capture.get("eventName")),
            at=gather.moment(capture.get("dateTime"), f"{where}.dateTime"),
            proxy=truth(capture.get("possibleProxy")),
            port=whole(capture.get("port"), 1, 65535),
        )


def _kind(capture_type: str) -> IdKind | None:
    for word, kind in (
        ("ip address", IdKind.IP),
        ("ipaddress", IdKind.IP),
        ("device", IdKind.DEVICE),
        ("profile", IdKind.PROFILE_URL),
        ("url", IdKind.URL),
        ("phone", IdKind.PHONE),
        ("mail", IdKind.EMAIL),
        ("screen", IdKind.SCREEN_NAME),
    ):
        if word in capture_type:
            return kind
    return IdKind.IP if capture_type == "ip" else None

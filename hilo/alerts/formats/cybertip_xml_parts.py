"""What a person, a file or an incident has in common in the reporting XML: contact, places, captures."""

from typing import Any

from hilo.alerts.draft import IdKind, Location, Party
from hilo.alerts.formats.gather import Gather
from hilo.alerts.formats.values import Node, many, plain, texts, truth, whole

_CONTACT = frozenset(
    [
        "firstName",
        "middleName",
        "lastName",
        "phone",
        "email",
        "address",
        "age",
        "dateOfBirth",
        "ageAssertionDiscrepancy",
        "#text",
    ]
)


def accounts(gather: Gather, node: Node, party: Party, position: int | None, service: str) -> None:
    """Account ids, names and groups on one platform."""
    for value in texts(node, "espIdentifier"):
        gather.add(IdKind.ACCOUNT, value, party, position, service=service)
    for value in texts(node, "screenName"):
        gather.add(IdKind.SCREEN_NAME, value, party, position, service=service)
    for value in texts(node, "displayName"):
        gather.add(IdKind.DISPLAY_NAME, value, party, position, service=service)
    for value in texts(node, "profileUrl"):
        gather.add(IdKind.PROFILE_URL, value, party, position, service=service)
    for value in texts(node, "groupIdentifier"):
        gather.add(IdKind.GROUP, value, party, position, service=service)


def full_name(node: Node) -> str:
    """First, middle and last name in one, without what is absent."""
    parts = (plain(node.get("firstName")), plain(node.get("middleName")), plain(node.get("lastName")))
    return " ".join(part for part in parts if part)


def contact(gather: Gather, node: Node, party: Party, position: int | None, path: str) -> None:
    """Name, telephones, e-mails and addresses of a person."""
    if not node:
        return
    gather.leftover(node, _CONTACT, path)
    gather.add(IdKind.PERSON_NAME, full_name(node), party, position)
    for phone in many(node, "phone"):
        gather.add(IdKind.PHONE, _phone(phone), party, position, verified=_attribute(phone, "@verified"))
    for email in many(node, "email"):
        gather.add(IdKind.EMAIL, plain(email), party, position, verified=_attribute(email, "@verified"))
    for place in many(node, "address"):
        if isinstance(place, dict):
            address(gather, place, party, position, f"{path}.address")
        else:
            gather.add(IdKind.ADDRESS, plain(place), party, position)


def _attribute(value: Any, name: str) -> bool | None:
    return truth(value.get(name)) if isinstance(value, dict) else None


def _phone(value: Any) -> str:
    number = plain(value)
    if not number or number.startswith("+") or not isinstance(value, dict):
        return number
    code = plain(value.get("@countryCallingCode")).lstrip("+")
    return f"+{code}{number}" if code else number


_ADDRESS = frozenset(["@type", "address", "city", "zipCode", "state", "nonUsaState", "country", "#text"])


def address(gather: Gather, node: Node, party: Party, position: int | None, path: str) -> None:
    """A postal address: an identifier when it has a street, and a place."""
    gather.leftover(node, _ADDRESS, path)
    street, city = plain(node.get("address")), plain(node.get("city"))
    region = plain(node.get("nonUsaState")) or plain(node.get("state"))
    country = plain(node.get("country"))
    if street:
        whole_address = ", ".join(part for part in (street, plain(node.get("zipCode")), city, region, country) if part)
        gather.add(IdKind.ADDRESS, whole_address, party, position)
    if party is not Party.REPORTER:
        gather.place(Location(party, country=country, region=region, city=city, source="address"))


_ESTIMATED = frozenset(["@verified", "@timestamp", "city", "region", "countryCode", "country"])


def estimated(gather: Gather, node: Node, party: Party, path: str) -> None:
    """Where the platform estimates a person to be."""
    gather.leftover(node, _ESTIMATED, path)
    gather.place(
        Location(
            party,
            country=plain(node.get("countryCode")) or plain(node.get("country")),
            region=plain(node.get("region")),
            city=plain(node.get("city")),
            source="estimated",
            verified=truth(node.get("@verified")),
            at=gather.moment(node.get("@timestamp"), f"{path}.@timestamp"),
        )
    )


_CAPTURE = frozenset(["ipAddress", "eventName", "dateTime", "possibleProxy", "port"])
_DEVICE = frozenset(["idType", "idValue", "eventName", "dateTime"])


def captures(gather: Gather, node: Node, party: Party, position: int | None, path: str) -> None:
    """IP capture events and device ids of a person, a file or an incident."""
    for where, capture in gather.objects(node, "ipCaptureEvent", path):
        gather.leftover(capture, _CAPTURE, where)
        gather.add(
            IdKind.IP,
            plain(capture.get("ipAddress")),
            party,
            position,
            event=plain(capture.get("eventName")),
            at=gather.moment(capture.get("dateTime"), f"{where}.dateTime"),
            proxy=truth(capture.get("possibleProxy")),
            port=whole(capture.get("port"), 1, 65535),
        )
    for where, device in gather.objects(node, "deviceId", path):
        gather.leftover(device, _DEVICE, where)
        gather.add(
            IdKind.DEVICE,
            plain(device.get("idValue")),
            party,
            position,
            service=plain(device.get("idType")),
            event=plain(device.get("eventName")),
            at=gather.moment(device.get("dateTime"), f"{where}.dateTime"),
        )

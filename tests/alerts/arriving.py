"""Drafts as formats make them, and deliveries of them in handfuls of any size."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from hilo.alerts import actions
from hilo.alerts.draft import (
    AlertDraft,
    Draft,
    DraftFile,
    DraftPerson,
    FileDetailsDraft,
    Identifier,
    IdKind,
    Location,
    Party,
)
from hilo.alerts.models import Alert, Delivery
from hilo.alerts.receive import Counts, Receiver
from hilo.cases.models import Case

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SENT = datetime(2026, 2, 20, 15, tzinfo=UTC)


def hash_of(number: int) -> str:
    """An invented MD5 that is no placeholder."""
    return f"{'0' * 16}{0xABCDEF12 + number:016x}"


def draft(report_id: str, **fields: Any) -> AlertDraft:
    """One alert. ``account`` of the reported person on ExampleChat, ``state`` it is placed in, ``md5`` of a
    file, ``seen`` more identifiers as (kind, value) or (kind, value, party); anything else as in AlertDraft."""
    account, state, md5 = fields.pop("account", ""), fields.pop("state", "Nayarit"), fields.pop("md5", "")
    seen, said = fields.pop("seen", ()), fields.pop("said", "")
    made = AlertDraft(
        format="letter_json", sender=fields.pop("sender", "NCMEC"), report_id=report_id, payload={},
        esp="ExampleChat", platform="ExampleChat", incident_type="Child Pornography (possession, manufacture)",
        incident_at=SENT, received_at=SENT, **fields,
    )  # fmt: skip
    if account:
        made.persons.append(DraftPerson(Party.REPORTED, account=account, service="ExampleChat"))
        made.identifiers.append(Identifier(IdKind.ACCOUNT, account, Party.REPORTED, 0, "ExampleChat"))
    if state:
        made.locations.append(Location(Party.REPORTED, "MX", state, source="geo_lookup"))
    if md5:
        made.files.append(DraftFile(file_id=f"{report_id}-0", hashes={"MD5": md5}))
    for kind, value, *party in seen:
        made.identifiers.append(Identifier(kind, value, party[0] if party else Party.REPORTED))
    made.payload = {
        "id": report_id, "account": account, "said": said, "md5": md5, "seen": [list(map(str, one)) for one in seen],
        "priors": made.prior_reports, "flags": sorted(made.flags), "escalation": made.escalation,
    }  # fmt: skip
    return made


def details(
    report_id: str, *, file_id: str = "f1", md5: str = "", sender: str = "NCMEC", **file: Any
) -> FileDetailsDraft:
    """Details of one file of a report."""
    hashes = {"MD5": md5} if md5 else {}
    payload = {"id": report_id, "file": file_id, "md5": md5, "more": {k: sorted(v) if isinstance(v, frozenset) else v
                                                                     for k, v in file.items()}}  # fmt: skip
    return FileDetailsDraft(
        format="cybertip_file", sender=sender, report_id=report_id, payload=payload,
        file=DraftFile(file_id=file_id, hashes=hashes, **file),
    )  # fmt: skip


def named(*drafts: Draft) -> list[tuple[str, Draft]]:
    """Drafts with the names under which they came."""
    return [(f"{number:04d}.json", one) for number, one in enumerate(drafts)]


def delivery(name: str = "/in/monday") -> Delivery:
    """The unfinished delivery of this name, or a new one."""
    return actions._take_up(name=name, now=NOW, by=None, sender="")


def deliver(*drafts: Draft, size: int = 500, name: str = "/in/monday", of: Delivery | None = None) -> Counts:
    """Receive drafts in handfuls of ``size``, as one delivery that is finished afterwards."""
    counts, taken = Counts(), of or delivery(name)
    items = named(*drafts)
    for start in range(0, len(items), size):
        with transaction.atomic():
            counts.add(Receiver(delivery=taken, now=NOW).take(items[start : start + size]))
    if of is None:
        Delivery.objects.filter(pk=taken.pk).update(finished_at=NOW)
    return counts


def alert(report_id: str) -> Alert:
    """The alert with this reference."""
    return Alert.objects.get(report_id=report_id)


def case_of(report_id: str) -> Case:
    """The case in which this alert is followed."""
    return Case.objects.get(alerts__report_id=report_id)

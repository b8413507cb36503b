"""What the database knows about a handful of drafts, read in a constant number of queries."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hilo.alerts.draft import AlertDraft, FileDetailsDraft
from hilo.alerts.models import Alert, AlertVersion, Campaign, Delivery, FileDetails, Replay
from hilo.alerts.sightings import account_keys, hash_keys, prior_keys, report_key, sightings
from hilo.linkage import index
from hilo.linkage.index import Seen

Ref = tuple[str, str]  # sender, report id
Place = tuple[uuid.UUID, str]  # delivery, member


@dataclass(slots=True)
class Prepared:
    """A draft with everything that can be computed before the database is asked."""

    member: str
    draft: AlertDraft
    digest: bytes
    seen: list[Seen]
    own_key: bytes
    accounts: list[bytes]
    priors: list[bytes]
    hashes: list[bytes]

    @property
    def ref(self) -> Ref:
        """Sender and report id."""
        return self.draft.sender, self.draft.report_id


def prepare(member: str, draft: AlertDraft) -> Prepared:
    """Compute keys and digest of a draft."""
    return Prepared(
        member,
        draft,
        draft.digest(),
        sightings(draft),
        report_key(draft.sender, draft.report_id),
        account_keys(draft),
        prior_keys(draft),
        hash_keys(draft),
    )


@dataclass
class Known:
    """Knowledge that the receiver keeps current while it goes through its drafts in order."""

    alerts: dict[Ref, Alert] = field(default_factory=dict)
    digests: dict[uuid.UUID, dict[bytes, Place]] = field(default_factory=dict)
    replays: set[tuple[uuid.UUID, str]] = field(default_factory=set)  # (alert, member) of this delivery
    waiting: dict[Ref, list[FileDetails]] = field(default_factory=dict)
    attached: dict[Ref, list[FileDetails]] = field(default_factory=dict)
    details: set[tuple[str, str, bytes]] = field(default_factory=set)
    counts: dict[bytes, int] = field(default_factory=dict)
    threads: dict[bytes, list[tuple[uuid.UUID, str, bool]]] = field(default_factory=dict)
    campaigns: dict[bytes, uuid.UUID] = field(default_factory=dict)


def read(
    drafts: Sequence[Prepared], details: Iterable[tuple[str, FileDetailsDraft]], delivery: Delivery
) -> Known:
    """Ask the database once for everything the drafts may meet."""
    known = Known()
    refs = {one.draft.report_id for one in drafts} | {one.report_id for _member, one in details}
    for alert in Alert.objects.filter(report_id__in=refs):
        known.alerts[alert.sender, alert.report_id] = alert
        known.digests[alert.pk] = {}
    _read_versions(known, delivery)
    _read_details(known, refs)
    _read_values(known, drafts)
    return known


def _read_versions(known: Known, delivery: Delivery) -> None:
    wanted = list(known.digests)
    rows = AlertVersion.objects.filter(alert__in=wanted).values_list("alert", "digest", "delivery", "member")
    for alert, digest, of_delivery, member in rows:
        known.digests[alert].setdefault(bytes(digest), (of_delivery, member))
    known.replays = set(
        Replay.objects.filter(alert__in=wanted, delivery=delivery).values_list("alert_id", "member")
    )


def _read_details(known: Known, refs: set[str]) -> None:
    for row in FileDetails.objects.filter(report_id__in=refs).order_by("entered_at", "id"):
        known.details.add((row.sender, row.report_id, bytes(row.digest)))
        shelf = known.attached if row.alert_id else known.waiting
        shelf.setdefault((row.sender, row.report_id), []).append(row)


def _read_values(known: Known, drafts: Sequence[Prepared]) -> None:
    certain = {key for one in drafts for key in (one.own_key, *one.accounts, *one.priors)}
    plain = {seen.blind for one in drafts for seen in one.seen}
    known.counts = index.counts(certain | plain)
    strong = {seen.blind for one in drafts for seen in one.seen if seen.strong}
    linkable = {key for key in strong if 0 < known.counts.get(key, 0) <= index.HOT}
    known.threads = index.threads(linkable | {key for key in certain if key in known.counts})
    hashes = {key for one in drafts for key in one.hashes}
    for blind, case in Campaign.objects.filter(blind__in=hashes).values_list("blind", "case"):
        known.campaigns[bytes(blind)] = case


def newest(moments: Iterable[datetime | None]) -> datetime | None:
    """The first moment that is known."""
    return next((moment for moment in moments if moment is not None), None)

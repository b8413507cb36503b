"""What the database knows about a handful of drafts, read in a constant number of queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from hilo.alerts.codec import alone, apart, open_alert, open_details, with_files
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


def prepare(member: str, draft: AlertDraft, *, digest: bytes | None = None) -> Prepared:
    """Compute keys and digest of a draft; ``digest`` when it is known, or not needed."""
    return Prepared(
        member,
        draft,
        draft.digest() if digest is None else digest,
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
    details: dict[tuple[str, str, bytes], Place] = field(default_factory=dict)
    drafts: dict[uuid.UUID, AlertDraft] = field(default_factory=dict)  # of alerts, with their files so far
    counts: dict[bytes, int] = field(default_factory=dict)
    threads: dict[bytes, list[tuple[uuid.UUID, str, bool]]] = field(default_factory=dict)
    campaigns: dict[tuple[bytes, str], uuid.UUID] = field(default_factory=dict)  # (file, institution) -> case


def read(drafts: Sequence[Prepared], details: Sequence[tuple[str, FileDetailsDraft]], delivery: Delivery) -> Known:
    """Ask the database once for everything the drafts may meet."""
    known = Known()
    refs = {one.draft.report_id for one in drafts} | {one.report_id for _member, one in details}
    for alert in Alert.objects.filter(report_id__in=refs):
        known.alerts[alert.sender, alert.report_id] = alert
        known.digests[alert.pk] = {}
    _read_versions(known, delivery)
    _read_details(known, refs)
    more = _open_drafts(known, details)
    kept = [open_details(row.sealed, row.pk) for shelf in (known.waiting, known.attached) for rows in shelf.values()
            for row in rows]  # fmt: skip
    files = [prepare("", alone(one), digest=b"") for one in (*kept, *(one for _member, one in details))]
    _read_values(known, [*drafts, *more, *files])
    return known


def _read_versions(known: Known, delivery: Delivery) -> None:
    wanted = list(known.digests)
    rows = AlertVersion.objects.filter(alert__in=wanted).values_list("alert", "digest", "delivery", "member")
    for alert, digest, of_delivery, member in rows:
        known.digests[alert].setdefault(bytes(digest), (of_delivery, member))
    known.replays = set(Replay.objects.filter(alert__in=wanted, delivery=delivery).values_list("alert_id", "member"))


def _open_drafts(known: Known, details: Sequence[tuple[str, FileDetailsDraft]]) -> list[Prepared]:
    """Open the alerts that get file details; give back how they will stand, so that their values are read too."""
    wanted: dict[uuid.UUID, list[FileDetailsDraft]] = {}
    for _member, one in details:
        if (one.sender, one.report_id) in known.alerts:
            wanted.setdefault(known.alerts[one.sender, one.report_id].pk, []).append(one)
    newest = {row.alert_id: row for row in AlertVersion.objects.filter(alert__in=list(wanted)).order_by("number")}
    refs = {alert.pk: ref for ref, alert in known.alerts.items()}
    after = []
    for pk, row in newest.items():
        earlier = known.attached.get(refs[pk], [])
        draft = with_files(open_alert(row.sealed, row.pk), [open_details(one.sealed, one.pk) for one in earlier])
        known.drafts[pk] = draft
        after.append(prepare("", with_files(apart(draft), wanted[pk]), digest=b""))
    return after


def _read_details(known: Known, refs: set[str]) -> None:
    for row in FileDetails.objects.filter(report_id__in=refs).order_by("entered_at", "id"):
        known.details[row.sender, row.report_id, bytes(row.digest)] = (row.delivery_id, row.member)
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
    for blind, institution, case in Campaign.objects.filter(blind__in=hashes).values_list(
        "blind", "institution", "case"
    ):
        known.campaigns[bytes(blind), institution] = case

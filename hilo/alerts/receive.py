"""A handful of drafts becomes followed cases: each is a replay, a version, joins a case or opens one.

Drafts are taken in their order, so that the end is the same however an import is cut into handfuls.
Everything is written by one :class:`~hilo.cases.thread.Weave` and a few bulk statements.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from hilo.accounts.actions import desk_account
from hilo.alerts.codec import open_details, seal_alert, seal_details, with_files
from hilo.alerts.draft import AlertDraft, Draft, FileDetailsDraft, IdKind, Party
from hilo.alerts.known import Known, Prepared, prepare, read
from hilo.alerts.models import (
    Alert,
    AlertTriage,
    AlertVersion,
    Campaign,
    Delivery,
    Disposition,
    FileDetails,
    Replay,
)
from hilo.alerts.place import place_of
from hilo.alerts.sightings import JOINS, hash_key
from hilo.alerts.triage import Assessment, assess
from hilo.cases.models import Case, Status
from hilo.cases.thread import Weave
from hilo.ledger import bulk
from hilo.lib.canonical import canonical_bytes
from hilo.lib.ids import uuid7
from hilo.linkage import index
from hilo.linkage.actions import Pair, pair, suggest
from hilo.linkage.index import Seen
from hilo.reference import pack
from hilo.reference.pack import Choice

if TYPE_CHECKING:
    from hilo.accounts.models import User

CAMPAIGN = frozenset({"viral", "batched", "misleading", "widespread"})  # factors of a file that goes round
SAME_PRIOR = "same_prior"  # two reports name one that has not come: suggested, not certain
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # no report is older: what says so is a mistake
ONE_DAY = timedelta(days=1)  # how far a sender's clock may be ahead of ours
MOST_SUGGESTIONS = 5  # per alert, the rarest values first
ALERT_COLUMNS = [
    "disposition",
    "tier",
    "rank",
    "versions",
    "esp",
    "incident_type",
    "state",
    "lapses_at",
    "sender_received_at",
]


@dataclass(slots=True)
class Counts:
    """What an import did. Numbers of items."""

    read: int = 0
    new: int = 0
    replays: int = 0
    versions: int = 0
    details: int = 0
    quarantined: int = 0
    cases_opened: int = 0
    joined: int = 0

    def add(self, other: "Counts") -> None:
        """Add another count to this one."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


@lru_cache(maxsize=512)
def choose_course(kind: str, state: str, tier: int) -> Choice:
    """The pack's course for a kind of case, a state ("" when unknown) and a tier."""
    return pack().course_for(kind, state or None, tier)


class Receiver:
    """Takes one handful of drafts of a delivery inside one transaction."""

    def __init__(self, *, delivery: Delivery, now: datetime, by: "User | None" = None) -> None:
        self.delivery = delivery
        self.now = now
        self.weave = Weave(now=now, by=by)
        self.counts = Counts()
        self.known = Known()
        self._alerts: list[Alert] = []
        self._new_alerts: set[uuid.UUID] = set()
        self._changed: dict[uuid.UUID, Alert] = {}
        self._versions: list[AlertVersion] = []
        self._triages: list[AlertTriage] = []
        self._details: list[FileDetails] = []
        self._found_home: list[FileDetails] = []
        self._replays: list[Replay] = []
        self._campaigns: list[Campaign] = []
        self._sightings: list[index.Sighting] = []
        self._kinds: dict[bytes, str] = {}
        self._written: dict[uuid.UUID, set[bytes]] = {}  # values by alert
        self._suggestions: dict[Pair, list[dict[str, object]]] = {}

    def take(self, drafts: Sequence[tuple[str, Draft]]) -> Counts:
        """Receive drafts, each with the name it came under. Call inside a transaction."""
        items = [
            (member, draft, prepare(member, draft) if isinstance(draft, AlertDraft) else None)
            for member, draft in drafts
        ]
        alerts = [one for _member, _draft, one in items if one is not None]
        details = [(member, draft) for member, draft in drafts if isinstance(draft, FileDetailsDraft)]
        self.known = read(alerts, details, self.delivery)
        self._written = index.values_of(self._changing(alerts, details))
        self._hold_cases(alerts)
        for member, draft, one in items:
            if one is not None:
                self._receive(one)
            elif isinstance(draft, FileDetailsDraft):
                self._files(member, draft)
        self._write()
        return self.counts

    def _changing(self, alerts: Sequence[Prepared], details: Sequence[tuple[str, FileDetailsDraft]]) -> set[uuid.UUID]:
        """Known alerts that will be looked at again."""
        found = {self.known.alerts.get((draft.sender, draft.report_id)) for _member, draft in details}
        for one in alerts:
            alert = self.known.alerts.get(one.ref)
            if alert is not None and one.digest not in self.known.digests[alert.id]:
                found.add(alert)
        return {alert.id for alert in found if alert is not None}

    def _hold_cases(self, alerts: Sequence[Prepared]) -> None:
        """Lock every case that may be touched, in one go."""
        touched = {alert.case_id for alert in self.known.alerts.values()}
        for one in alerts:
            for key in (one.own_key, *one.accounts, *one.priors):
                touched |= {thread for thread, _party, _mentioned in self.known.threads.get(key, ())[: index.HOT]}
        self.weave.hold(touched | set(self.known.campaigns.values()))

    # --- file details -------------------------------------------------------------------------------

    def _files(self, member: str, draft: FileDetailsDraft) -> None:
        """File details go to their alert, or wait for it; the same ones again are a replay."""
        ref, digest = (draft.sender, draft.report_id), draft.digest()
        if (*ref, digest) in self.known.details:
            self.counts.replays += self.known.details[*ref, digest] != (self.delivery.id, member)
            return
        self.known.details[*ref, digest] = (self.delivery.id, member)
        self.counts.details += 1
        pk = uuid7()
        row = bulk.made(
            FileDetails, id=pk, sender=ref[0], report_id=ref[1], digest=digest, sealed=seal_details(draft, pk),
            delivery_id=self.delivery.id, member=member, entered_at=self.now, due_at=self._details_due(),
        )  # fmt: skip
        self._details.append(row)
        alert = self.known.alerts.get(ref)
        if alert is None:
            self.known.waiting.setdefault(ref, []).append(row)
        else:
            row.alert = alert
            self._add_files(alert, draft)
            self.known.attached.setdefault(ref, []).append(row)

    def _details_due(self) -> datetime:
        return self.weave.calendars.of("").due(self.now, pack().clocks["quarantine"].span)

    def _take_waiting(self, alert: Alert) -> list[FileDetailsDraft]:
        rows = self.known.waiting.pop((alert.sender, alert.report_id), [])
        new = {row.pk for row in self._details} if rows else set()
        for row in rows:
            row.alert = alert
            if row.pk not in new:
                self._found_home.append(row)
        self.known.attached.setdefault((alert.sender, alert.report_id), []).extend(rows)
        return [open_details(row.sealed, row.pk) for row in rows]

    def _add_files(self, alert: Alert, more: FileDetailsDraft) -> None:
        """File details of an alert that is already followed: triage looks again."""
        one = prepare("", with_files(self.known.drafts[alert.id], [more]), digest=b"")
        case = self._case(alert.case_id)
        if not case.is_open:
            self._reopen(case, "new_files")
        self.weave.event(case, "alert.files_added", facts={"alert": str(alert.id)})
        judged = self._look_again(one, alert, case)
        if case.is_open and case.parent_id is None and case.id not in self.known.campaigns.values():
            self._fold(one, judged, case)
            if case.parent_id is not None:
                alert.disposition = Disposition.FOLDED

    # --- alerts -------------------------------------------------------------------------------------

    def _receive(self, one: Prepared) -> None:
        alert = self.known.alerts.get(one.ref)
        if alert is None:
            self._new(one)
        elif one.digest in self.known.digests[alert.id]:
            self._again(one, alert)
        else:
            self._version(one, alert)

    def _again(self, one: Prepared, alert: Alert) -> None:
        """Unchanged: a replay is noted, unless this very item was taken before the import was cut short."""
        if self.known.digests[alert.id][one.digest] == (self.delivery.id, one.member):
            return
        self.counts.replays += 1
        if (alert.id, one.member) not in self.known.replays:
            self.known.replays.add((alert.id, one.member))
            self._replays.append(Replay(alert=alert, delivery=self.delivery, member=one.member, at=self.now))

    def _version(self, one: Prepared, alert: Alert) -> None:
        self.counts.versions += 1
        alert.versions += 1
        self._describe(alert, one.draft)
        self._keep_version(one, alert)
        rows = self.known.attached.get(one.ref, [])
        self.known.drafts[alert.id] = with_files(one.draft, [open_details(row.sealed, row.pk) for row in rows])
        case = self.weave.cases[alert.case_id]
        if not case.is_open:
            self._reopen(case, "new_version")
        facts = {"alert": str(alert.id), "version": alert.versions}
        self.weave.event(case, "alert.version", facts=facts, subject=alert.id)
        self._look_again(one, alert, case)

    def _new(self, one: Prepared) -> None:
        alert = bulk.made(
            Alert,
            id=uuid7(),
            sender=one.draft.sender,
            report_id=one.draft.report_id,
            received_at=self.now,
            versions=1,
        )
        self._new_alerts.add(alert.id)
        self._describe(alert, one.draft)
        self._keep_version(one, alert)
        waiting = self._take_waiting(alert)
        if waiting:
            one = prepare(one.member, with_files(one.draft, waiting), digest=one.digest)
        self.known.drafts[alert.id] = one.draft
        place = place_of(one.draft)
        alert.state = place.state
        judged = self._assess(one)
        alert.tier, alert.rank = judged.tier, judged.rank
        case, reason, others = self._certain(one)
        if case is not None:
            self._join(alert, case, reason)
        else:
            case = self._open(one, alert, judged, place.reason)
        self._thread(one, alert, case, judged, others)
        self.known.alerts[one.ref] = alert
        self._alerts.append(alert)
        self.counts.new += 1

    def _thread(self, one: Prepared, alert: Alert, case: Case, judged: Assessment, others: list[uuid.UUID]) -> None:
        starts, basis = _sender_start(one.draft, self.now)
        facts = {"alert": str(alert.id), "sender": alert.sender, "lapse_basis": basis}
        self.weave.event(case, "alert.received", facts=facts, subject=alert.id, starts={"sender_data": starts})
        lapse = self.weave.live[case.id].get(("sender_data", alert.id))
        if lapse is not None:
            alert.lapses_at = lapse.due_at
            case.data_lapses_at = min(case.data_lapses_at or lapse.due_at, lapse.due_at)
        self._note_triage(alert, case, judged)
        self._suggest(one, case, judged, others)
        self._observe(one, alert, case)

    def _open(self, one: Prepared, alert: Alert, judged: Assessment, reason: str) -> Case:
        """A new case by its course; a viral report folds under the campaign of its file, still followed."""
        choice = choose_course("alert", alert.state, judged.tier)
        owner = desk_account(choice.institution)
        case = bulk.made(
            Case, kind="alert", tier=judged.tier, points=judged.points, institution=choice.institution,
            state=alert.state, course=choice.course, route_reason=reason, owner_id=owner.pk, opened_at=self.now,
        )  # fmt: skip
        alert.case, alert.disposition = case, Disposition.OPENED
        self.weave.open(case)
        facts = {
            "course": choice.course, "institution": choice.institution, "state": alert.state, "reason": reason,
            "owner": owner.pk,
        }  # fmt: skip
        self.weave.event(case, "case.opened", facts=facts)
        if not alert.state:
            self.weave.event(case, "case.unlocated", facts={"reason": reason})
        self._fold(one, judged, case)
        if case.parent_id is not None:
            alert.disposition = Disposition.FOLDED
        self.counts.cases_opened += 1
        return case

    def _fold(self, one: Prepared, judged: Assessment, case: Case) -> None:
        """Under the campaign of a file that goes round; the first report of such a file begins it."""
        if min(judged.tier, case.tier) <= 2 or not CAMPAIGN & set(judged.codes("applied")):
            return
        files = [(key, case.institution) for key in one.hashes]
        for file in files:
            if file in self.known.campaigns:
                parent = self._case(self.known.campaigns[file])
                if parent.institution != case.institution:  # the campaign moved on: this report is followed by itself
                    continue
                case.parent_id = parent.id
                if not parent.is_open:  # or what folds under it would be seen by nobody
                    self._reopen(parent, "campaign_goes_on")
                self.weave.event(case, "campaign.folded", facts={"parent": str(case.parent_id)})
                return
        for file in files:
            if file not in self.known.campaigns:
                self.known.campaigns[file] = case.id
                self._campaigns.append(Campaign(blind=file[0], institution=file[1], case=case))

    def _join(self, alert: Alert, case: Case, reason: str) -> None:
        alert.case, alert.disposition, alert.join_reason = case, Disposition.JOINED, reason
        self.counts.joined += 1
        if alert.tier < case.tier:
            self._raise_tier(case, alert.tier)

    def _raise_tier(self, case: Case, tier: int) -> None:
        facts = {"from": case.tier, "to": tier, "by": "triage"} | self.weave.retier(case, tier)
        self.weave.event(case, "tier.moved", facts=facts)

    def _reopen(self, case: Case, why: str) -> None:
        """What was closed is followed again by its institution's desk: something new arrived."""
        case.status, case.closed_at, case.closed_by, case.close_reason = Status.OPEN, None, None, ""
        case.owner = desk_account(case.institution)
        self.weave.event(case, "case.reopened", facts={"why": why})

    # --- joining ------------------------------------------------------------------------------------

    def _certain(self, one: Prepared) -> tuple[Case | None, str, list[uuid.UUID]]:
        """The open case to join with certainty, why, and the other cases that certain keys point to."""
        found = self._pointed_to(one)
        joined = next((pk for pk, reason in found.items() if reason != SAME_PRIOR and self._case(pk).is_open), None)
        others = [pk for pk in found if pk != joined]
        return (self._case(joined), found[joined], others) if joined else (None, "", others)

    def _pointed_to(self, one: Prepared) -> dict[uuid.UUID, str]:
        """The cases that certain keys point to, the strongest reason first."""
        found: dict[uuid.UUID, str] = {}
        for reason, keys, wants in (
            ("prior_report", one.priors, False), ("named_as_prior", [one.own_key], True),
            ("same_account", one.accounts, False), (SAME_PRIOR, one.priors, True),
        ):  # fmt: skip
            for key in keys:
                for thread, _party, mentioned in self.known.threads.get(key, ())[: index.HOT]:
                    if mentioned == wants:
                        found.setdefault(thread, reason)
        return found

    def _case(self, pk: uuid.UUID) -> Case:
        if pk not in self.weave.cases:
            self.weave.hold([pk])
        return self.weave.cases[pk]

    def _suggest(self, one: Prepared, case: Case, judged: Assessment, others: list[uuid.UUID]) -> None:
        """Cases that share a rare value: for a person to judge, never joined."""
        reasons: dict[uuid.UUID, list[dict[str, object]]] = {pk: [{"kind": "certain_elsewhere"}] for pk in others}
        viral = CAMPAIGN & set(judged.codes("applied"))  # its file says nothing about who sent it
        strong = [seen for seen in one.seen if seen.strong and not (viral and seen.kind == IdKind.HASH)]
        rare = sorted(strong, key=lambda s: self.known.counts.get(s.blind, 0))
        for seen in rare:
            if self.known.counts.get(seen.blind, 0) <= index.HOT:
                for thread, _party, _mentioned in self.known.threads.get(seen.blind, ()):
                    reasons.setdefault(thread, []).append(
                        {"kind": seen.kind, "seen": self.known.counts.get(seen.blind, 0)}
                    )
        reasons.pop(case.id, None)
        for thread, why in list(reasons.items())[:MOST_SUGGESTIONS]:
            if case.parent_id != thread:
                self._suggestions.setdefault(pair(case.id, thread), why)

    def _observe(self, one: Prepared, alert: Alert, case: Case) -> None:
        """Write down what was seen, and keep what is known current for the drafts that follow."""
        certain = [
            (one.own_key, False),
            *((key, False) for key in one.accounts),
            *((k, True) for k in one.priors),
        ]
        for key, named in certain:
            if (case.id, named) not in {(thread, m) for thread, _p, m in self.known.threads.get(key, ())}:
                self._sight(Seen(key, JOINS, "reported", named, False), alert, case)
        done = self._written.setdefault(alert.id, set())
        for seen in one.seen:
            if seen.blind not in done:
                self._sight(seen, alert, case)

    def _sight(self, seen: Seen, alert: Alert, case: Case) -> None:
        self._sightings.append(index.Sighting(seen.blind, alert.id, case.id, str(seen.party), seen.mentioned))
        self._written.setdefault(alert.id, set()).add(seen.blind)
        self._kinds[seen.blind] = seen.kind
        self.known.counts[seen.blind] = self.known.counts.get(seen.blind, 0) + 1
        if seen.strong or seen.kind == JOINS:
            threads = self.known.threads.setdefault(seen.blind, [])
            if len(threads) <= index.HOT:
                threads.append((case.id, seen.party, seen.mentioned))

    # --- triage -------------------------------------------------------------------------------------

    def _assess(self, one: Prepared, *, own: int = 0) -> Assessment:
        """``own``: how often the alert's own values are already in the counts."""
        prior = max(
            (
                self.known.counts.get(seen.blind, 0) - own
                for seen in one.seen
                if seen.kind == IdKind.ACCOUNT and seen.party == Party.REPORTED
            ),
            default=0,
        )
        return assess(
            one.draft,
            table=pack().triage,
            now=self.now,
            seen_hashes=self._hashes(one, own),
            prior_known=prior,
        )

    def _hashes(self, one: Prepared, own: int) -> dict[str, int]:
        return {
            written.strip().lower(): self.known.counts.get(key, 0) - own
            for file in one.draft.files
            for written in file.hashes.values()
            if (key := hash_key(written)) is not None
        }

    def _look_again(self, one: Prepared, alert: Alert, case: Case) -> Assessment:
        """Triage again; an alert that grew more urgent raises its case, a calmer one leaves that to a person.

        The alert stays in its case: what it now shares with another is suggested, however certain.
        """
        others = [pk for pk in self._pointed_to(one) if pk != case.id]
        self._observe(one, alert, case)
        judged = self._assess(one, own=1)
        self._suggest(one, case, judged, others)
        alert.tier, alert.rank = judged.tier, judged.rank
        self._changed[alert.id] = alert
        if judged.tier < case.tier:
            self._raise_tier(case, judged.tier)
        self._note_triage(alert, case, judged)
        return judged

    def _note_triage(self, alert: Alert, case: Case, judged: Assessment) -> None:
        self._triages.append(
            bulk.made(
                AlertTriage, alert_id=alert.id, version=alert.versions, tier=judged.tier, points=judged.points,
                result=canonical_bytes(judged.as_json()).decode(), entered_at=self.now,
            )
        )  # fmt: skip
        facts = {
            "alert": str(alert.id), "tier": judged.tier, "points": judged.points, "reason": judged.reason,
            "table": judged.table_version,
        }  # fmt: skip
        self.weave.event(case, "alert.triaged", facts=facts, subject=alert.id)

    # --- writing ------------------------------------------------------------------------------------

    def _describe(self, alert: Alert, draft: AlertDraft) -> None:
        alert.esp = draft.esp[:128]
        alert.incident_type = draft.incident_type[:160]
        alert.sender_received_at = draft.received_at

    def _keep_version(self, one: Prepared, alert: Alert) -> None:
        pk = uuid7()
        self._versions.append(
            bulk.made(
                AlertVersion, id=pk, alert_id=alert.id, number=alert.versions, format=one.draft.format,
                digest=one.digest, sealed=seal_alert(one.draft, pk), delivery_id=self.delivery.id,
                member=one.member, entered_at=self.now,
            )
        )  # fmt: skip
        self.known.digests.setdefault(alert.id, {})[one.digest] = (self.delivery.id, one.member)

    def _write(self) -> None:
        self.weave.write()
        for rows in (
            self._alerts, self._versions, self._triages, self._details, self._replays, self._campaigns,
        ):  # fmt: skip
            bulk.insert(rows)
        index.record(self._sightings, self._kinds)
        suggest(self._suggestions, at=self.now)
        bulk.update([alert for pk, alert in self._changed.items() if pk not in self._new_alerts], ALERT_COLUMNS)
        bulk.update(self._found_home, ["alert"])


def _sender_start(draft: AlertDraft, now: datetime) -> tuple[datetime, str]:
    """From when the sender's data lapses, and on what basis: the earliest certain date errs on the safe side."""
    for basis in ("received_at", "made_available_at", "incident_at"):
        moment: datetime | None = getattr(draft, basis)
        if moment is not None and EARLIEST <= moment <= now + ONE_DAY:
            return moment, basis
    return now, "our_receipt"

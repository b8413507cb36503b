"""An alert as its page shows it: everything that was said, and what is hidden until somebody asks.

Hidden values never leave this module unless their group stands in ``shown``; see :mod:`hilo.alerts.reveal`.
"""

from dataclasses import dataclass, field
from datetime import datetime

from hilo.alerts import wording
from hilo.alerts.codec import open_alert, open_details, with_files
from hilo.alerts.draft import AlertDraft, DraftFile, DraftPerson, Identifier, IdKind, Location, Party, Text
from hilo.alerts.masking import DOTS, masked, safe_path, short_hash
from hilo.alerts.models import Alert, AlertTriage, AlertVersion, FileDetails, Replay
from hilo.alerts.place import place_of
from hilo.alerts.sheet_triage import Triage, told_triage
from hilo.alerts.sheet_versions import MOST_MASKED, Listed, VersionRow, told_versions
from hilo.alerts.wording import said

REPLAYS = 20
FILE_DETAILS = 200  # documents opened for a page


@dataclass(frozen=True, slots=True)
class IdRow:
    """An identifier. ``value`` is masked unless its group was revealed."""

    kind: str
    value: str
    whose: str
    service: str
    verified: str
    at: datetime | None
    event: str
    mentioned: bool
    port: int | None
    proxy: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person or account of the alert; what would identify is masked unless revealed."""

    whose: str
    name: str
    age: int | None
    school: str
    relationship: str
    access: str
    compromised: str
    priors: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as its sender describes it: words about it, never it."""

    name: str
    hashes: list[tuple[str, str]]
    flags: list[str]
    denied: list[str]
    classification: str
    viewed: str
    public: str
    relevance: str
    uploaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class TextRow:
    """A free text: how long it is, and its words when revealed. ``name``: what its place is called, "" when unknown."""

    path: str
    name: str
    whose: str
    size: str
    text: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where the sender places something."""

    whose: str
    words: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of an alert shows."""

    alert: Alert
    draft: AlertDraft
    shown: frozenset[str]
    identifiers: Listed
    persons: Listed
    reporter: Listed
    files: Listed
    texts: Listed
    unknown: list[tuple[str, str]]
    unknown_count: int
    places: list[PlaceRow]
    place: str
    place_why: str
    triage: Triage | None
    versions: list[VersionRow]
    older: int
    replays: list[Replay]
    replayed: int
    details_more: int
    notes: list[str] = field(default_factory=list)

    @property
    def preferred(self) -> list[str]:
        """What to say instead of the sender's name for the incident."""
        return wording.preferred(self.draft.incident_type)

    @property
    def priority(self) -> str:
        """The sender's own mark of priority, in words."""
        return wording.priority(self.draft.priority or "")

    @property
    def sender(self) -> str:
        """Who sent it, by name."""
        return wording.institution(self.alert.sender)

    @property
    def holder(self) -> str:
        """The institution that holds its case."""
        return wording.institution(self.alert.case.institution)

    @property
    def case_state(self) -> str:
        """The state in which its case is followed; "" when not known."""
        return wording.state(self.alert.case.state)

    @property
    def join_words(self) -> str:
        """Why it joined a case, in words."""
        return str(wording.JOINS.get(self.alert.join_reason, self.alert.join_reason))


def sheet(
    alert: Alert,
    *,
    shown: frozenset[str] = frozenset(),
    before: int | None = None,
    since: datetime | None = None,
) -> Sheet:
    """Read an alert (with its case) for a page, in a constant number of queries.

    ``shown``: groups of :data:`hilo.alerts.reveal.GROUPS` to open; ``before``: versions older than this one;
    ``since``: only what came in from this moment on, because the rest did not travel with the case.
    """
    newest = AlertVersion.objects.filter(alert=alert).order_by("-number")[:1].get()
    draft = open_alert(newest.sealed, newest.pk)
    payload = draft.payload
    kept = FileDetails.objects.filter(alert=alert, **({"entered_at__gte": since} if since else {}))
    details = list(kept.order_by("entered_at", "id")[: FILE_DETAILS + 1])
    opened = [open_details(row.sealed, row.pk) for row in details[:FILE_DETAILS]]
    draft = with_files(draft, opened)
    unknown = draft.unknown + [pair for one in opened for pair in one.unknown]
    notes = list(dict.fromkeys(draft.notes + [note for one in opened for note in one.notes]))
    triages = list(AlertTriage.objects.filter(alert=alert).order_by("-id")[:50])
    versions, older = told_versions(alert, newest, payload, triages, before, since=since, shown="changes" in shown)
    where = place_of(draft)
    return Sheet(
        alert=alert,
        draft=draft,
        shown=shown,
        identifiers=_identifiers(draft, shown="identifiers" in shown),
        persons=_persons(draft, shown="identifiers" in shown),
        reporter=_reporter(draft, shown="reporter" in shown),
        files=Listed.of([_file(one, shown="files" in shown) for one in draft.files], shown="files" in shown),
        texts=_texts(draft, shown="texts" in shown),
        unknown=unknown if "unknown" in shown else [],
        unknown_count=len(unknown),
        places=[_place(one) for one in draft.locations if one.party != Party.REPORTER][:MOST_MASKED],
        place=wording.state(where.state),
        place_why=wording.place_reason(where.reason),
        triage=told_triage(triages[0]) if triages else None,
        versions=versions,
        older=older,
        replays=list(Replay.objects.filter(alert=alert).order_by("-id")[:REPLAYS]),
        replayed=Replay.objects.filter(alert=alert).count(),
        details_more=len(details) - len(opened),
        notes=notes,
    )


# --- who and what -----------------------------------------------------------------------------------


def _identifiers(draft: AlertDraft, *, shown: bool) -> Listed:
    """Everybody's but the reporter's; hashes stand with their files."""
    of_files = {value for file in draft.files for value in file.hashes.values()}
    rows = [
        _identifier(one, shown=shown)
        for one in draft.identifiers
        if one.party != Party.REPORTER and not (one.kind == IdKind.HASH and one.value in of_files)
    ]
    return Listed.of(rows, shown=shown)


def _reporter(draft: AlertDraft, *, shown: bool) -> Listed:
    rows = [_identifier(one, shown=shown) for one in draft.identifiers if one.party == Party.REPORTER]
    return Listed.of(rows, shown=shown)


def _identifier(one: Identifier, *, shown: bool) -> IdRow:
    return IdRow(
        kind=str(wording.KINDS.get(one.kind, one.kind)),
        value=one.value if shown else masked(one.kind, one.value),
        whose=str(wording.PARTIES.get(one.party, one.party)),
        service=one.service,
        verified=said(one.verified),
        at=one.at,
        event=str(wording.EVENTS.get(one.event.strip().lower(), one.event)),
        mentioned=one.mentioned,
        port=one.port if shown else None,
        proxy=said(one.proxy) if one.proxy is not None else "",
    )


def _persons(draft: AlertDraft, *, shown: bool) -> Listed:
    told = [one for one in draft.persons if one.party != Party.REPORTER and _says_anything(one)]
    return Listed.of([_person(one, shown=shown) for one in told], shown=shown)


def _says_anything(one: DraftPerson) -> bool:
    """A person of which something stands here; an account alone is among the identifiers."""
    yes_or_no = (one.age, one.access_to_children, one.compromised)
    return any((one.name, one.school, one.relationship, one.prior_reports)) or any(v is not None for v in yes_or_no)


def _person(one: DraftPerson, *, shown: bool) -> PersonRow:
    return PersonRow(
        whose=str(wording.PARTIES.get(one.party, one.party)),
        name=_hidden(one.name, shown=shown),
        age=one.age,
        school=_hidden(one.school, shown=shown),
        relationship=_hidden(one.relationship, shown=shown),
        access=said(one.access_to_children),
        compromised=said(one.compromised),
        priors=len(one.prior_reports),
    )


def _hidden(value: str, *, shown: bool) -> str:
    return value if shown or not value else DOTS


def _file(one: DraftFile, *, shown: bool) -> FileRow:
    known = wording.CLASSIFICATIONS.get(one.classification.upper(), "")
    return FileRow(
        name=_hidden(one.name, shown=shown),
        hashes=[(name, value if shown else short_hash(value)) for name, value in sorted(one.hashes.items())],
        flags=sorted(wording.flag(written) for written in one.flags),
        denied=sorted(wording.flag(written) for written in one.flags_denied),
        classification=f"{one.classification}: {known}" if known else one.classification,
        viewed=said(one.viewed),
        public=said(one.public),
        relevance=str(wording.RELEVANCE.get(one.relevance.strip().lower(), one.relevance)),
        uploaded_at=one.uploaded_at,
    )


def _texts(draft: AlertDraft, *, shown: bool) -> Listed:
    texts = list(draft.texts)
    for path, text in (("espEscalation", draft.escalation), ("batchedReport", draft.batched)):
        if text and all(text != known.text for known in texts):
            texts.append(Text(path, text))
    rows = [
        TextRow(
            path=safe_path(one.path),
            name=wording.named(one.path),
            whose=str(wording.PARTIES.get(one.party, one.party)),
            size=wording.size(len(one.text.split())),
            text=one.text if shown else "",
        )
        for one in texts
    ]
    return Listed.of(rows, shown=shown)


def _place(one: Location) -> PlaceRow:
    return PlaceRow(
        whose=str(wording.PARTIES.get(one.party, one.party)),
        words=wording.where(one.city, one.region, one.country),
        source=str(wording.PLACE_SOURCES.get(one.source, one.source)),
        verified=said(one.verified),
    )

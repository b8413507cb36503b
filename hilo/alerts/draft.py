"""What every format is read into: one alert, as the sender wrote it, in Hilo's words.

Plain data without judgement. Absent is ``None`` and never ``False``: a sender that is silent about
a thing has not denied it. Nothing here may hold an image or a preview.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from hilo.lib.canonical import digest


class Malformed(Exception):
    """This item cannot be read. ``code`` is a short stable word, the message one clear sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Party(StrEnum):
    """Whose identifier, place or text it is. REPORTER is who filed the alert: never linked on."""

    REPORTED = "reported"
    RECIPIENT = "recipient"
    VICTIM = "victim"
    FILE = "file"
    INCIDENT = "incident"
    REPORTER = "reporter"


class IdKind(StrEnum):
    """Kinds of identifier. Values are the sender's; normalising happens in linkage."""

    ACCOUNT = "account"  # the platform's own id of an account; `service` says which platform
    SCREEN_NAME = "screen_name"
    DISPLAY_NAME = "display_name"
    EMAIL = "email"
    PHONE = "phone"
    IP = "ip"
    DEVICE = "device"  # `service` carries the id type: IMEI, IDFA…
    URL = "url"
    PROFILE_URL = "profile_url"
    GROUP = "group"
    HASH = "hash"  # opaque equality key of a file; `service` carries the algorithm
    PERSON_NAME = "person_name"
    SCHOOL = "school"
    ADDRESS = "address"
    CASE_NUMBER = "case_number"  # another authority's number


@dataclass(slots=True)
class Identifier:
    """One identifier as written. ``mentioned`` is true when it was mined from prose, not a field."""

    kind: IdKind
    value: str
    party: Party
    person: int | None = None  # position in AlertDraft.persons
    service: str = ""
    at: datetime | None = None
    event: str = ""  # Login, Upload…
    port: int | None = None
    verified: bool | None = None
    proxy: bool | None = None
    mentioned: bool = False


@dataclass(slots=True)
class DraftPerson:
    """A person or account in the alert. ``age`` in years; dates as written when they are possible."""

    party: Party
    name: str = ""
    age: int | None = None
    born: date | None = None
    school: str = ""
    service: str = ""
    account: str = ""
    access_to_children: bool | None = None  # said by the sender: lives, works or meets with children
    relationship: str = ""  # to the child victim, in the sender's words
    compromised: bool | None = None
    prior_reports: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DraftFile:
    """A file as described by the sender: never its content. ``hashes``: algorithm -> value."""

    file_id: str = ""
    name: str = ""
    hashes: dict[str, str] = field(default_factory=dict)
    viewed: bool | None = None
    public: bool | None = None
    relevance: str = ""
    classification: str = ""  # A1, A2, B1, B2 or empty
    flags: frozenset[str] = frozenset()  # viral, potentialMeme, liveStreaming, generativeAi…
    flags_denied: frozenset[str] = frozenset()  # said to be off; what is in neither was not said
    uploaded_at: datetime | None = None
    tags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Location:
    """Where the sender places something. ``country`` ISO 3166-1 alpha-2 or alpha-3 as written."""

    party: Party
    country: str = ""
    region: str = ""
    city: str = ""
    source: str = ""  # estimated, geo_lookup, address, recipient_country, phone
    verified: bool | None = None
    at: datetime | None = None


@dataclass(slots=True)
class Text:
    """Free text with the path of the element it stood in."""

    path: str
    text: str
    party: Party = Party.INCIDENT


class Packed(NamedTuple):
    """Digest and compressed content of a draft whose payload was taken out to hand it to another process."""

    digest: bytes
    content: bytes


@dataclass(slots=True)
class AlertDraft:
    """One alert as read. ``payload`` is the whole message as nested dict/list, images left out.

    ``sender`` is the channel's institution code (NCMEC, INHOPE, INTERPOL or as given);
    ``report_id`` the sender's own reference; ``esp`` the platform that told the sender.
    """

    format: str
    sender: str
    report_id: str
    payload: dict[str, Any]
    esp: str = ""
    platform: str = ""
    incident_type: str = ""
    classification: str = ""  # the sender's own label
    incident_at: datetime | None = None
    received_at: datetime | None = None  # when the sender received it: its retention runs from here
    made_available_at: datetime | None = None
    escalation: str | None = None  # text of the platform's high-priority mark; "" when marked without text
    priority: str | None = None  # the clearing house's own code, kept raw
    priority_words: str = ""  # its words for that code, such as "Informational"
    informational: bool | None = None
    batched: str | None = None  # reason of a batched report
    flags: frozenset[str] = frozenset()  # sextortion, sadisticOnlineExploitation…
    flags_denied: frozenset[str] = frozenset()  # said to be off; what is in neither was not said
    country: str = ""  # country the sender addressed it to
    persons: list[DraftPerson] = field(default_factory=list)
    files: list[DraftFile] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    prior_reports: list[str] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    requested_action: str = ""
    answer_by: date | None = None
    unknown: list[tuple[str, str]] = field(default_factory=list)  # (path, value) kept verbatim
    notes: list[str] = field(default_factory=list)  # drift that was survived, images refused, dates impossible
    packed: Packed | None = field(default=None, compare=False)

    def digest(self) -> bytes:
        """SHA-256 of the canonical form: equal for a replay, different for a changed version."""
        return self.packed.digest if self.packed else digest(self.payload)


@dataclass(slots=True)
class FileDetailsDraft:
    """A ``fileDetails`` document: it belongs to the report ``report_id``, before or after it."""

    format: str
    sender: str
    report_id: str
    file: DraftFile
    payload: dict[str, Any]
    identifiers: list[Identifier] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    packed: Packed | None = field(default=None, compare=False)

    def digest(self) -> bytes:
        """SHA-256 of the canonical form."""
        return self.packed.digest if self.packed else digest(self.payload)


Draft = AlertDraft | FileDetailsDraft

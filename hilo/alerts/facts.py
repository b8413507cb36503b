"""What triage needs to know of one alert, gathered in one pass: plain values without judgement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from hilo.alerts.draft import AlertDraft, DraftFile, DraftPerson, Identifier, IdKind, Location, Party
from hilo.alerts.marks import NOTHING, marks_at, marks_of, says_something

LABELS_AS_TEXT = ("additionalIncidentTypes", "accessToChildVictim", "accessToChildren")
LOWERING_WORDS = frozenset({"informational"})  # the one mark that a priority's words may carry
OLDEST = 120  # years; an age beyond it is a slip of the pen
EMPTY_FILE = frozenset(  # MD5, SHA-1 and SHA-256 of no bytes at all
    {
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
)
REACH = frozenset(
    {
        IdKind.ACCOUNT,
        IdKind.SCREEN_NAME,
        IdKind.EMAIL,
        IdKind.PHONE,
        IdKind.IP,
        IdKind.DEVICE,
        IdKind.PROFILE_URL,
    }
)
CONTACT = frozenset({IdKind.EMAIL, IdKind.PHONE})
VERIFIED_SOURCES = frozenset({"gps", "coordinates", "cell_phone"})


@dataclass(slots=True)
class Facts:
    """The gathered facts of one alert.

    ``marks``: of the whole report. ``file_marks``: one set per described file; ``all_marks``: both.
    ``victim``: what is said of a child victim (named, school, located, reachable). ``reported``: what
    there is to work on. ``youngest``: lowest age by party, in years. ``seen_hashes``: hash in lower
    case -> number of earlier alerts that carried it; ``None`` when nobody has looked.
    """

    now: datetime
    parameters: Mapping[str, int]
    seen_hashes: Mapping[str, int] | None
    prior_known: int
    marks: frozenset[str]
    file_marks: list[frozenset[str]]
    all_marks: frozenset[str]
    victim: set[str]
    reported: set[str]
    hashes: list[str]
    youngest: dict[Party, int]
    priors: int

    def days_since(self, moment: datetime | None) -> int | None:
        """Whole days from ``moment`` to now, negative when it lies ahead; None when not said."""
        return None if moment is None else (self.now - aware(moment)).days


def gather(
    draft: AlertDraft,
    *,
    now: datetime,
    parameters: Mapping[str, int],
    seen_hashes: Mapping[str, int] | None,
    prior_known: int,
) -> Facts:
    """Read a draft once. Never fails for what a sender wrote."""
    marks = NOTHING.union(marks_of(draft.incident_type), marks_of(draft.classification), *map(marks_of, draft.flags))
    marks |= marks_of(draft.priority_words) & LOWERING_WORDS
    if draft.unknown or draft.texts:
        marks |= _stray_marks(draft)
    file_marks = [_file_marks(file) for file in draft.files]
    facts = Facts(
        now=now,
        parameters=parameters,
        seen_hashes=seen_hashes,
        prior_known=prior_known,
        marks=marks,
        file_marks=file_marks,
        all_marks=marks.union(*file_marks),
        victim=set(),
        reported=set(),
        hashes=[value for file in draft.files for value in _hashes(file)],
        youngest={},
        priors=len(draft.prior_reports),
    )
    for person in draft.persons:
        _add_person(facts, person)
    for identifier in draft.identifiers:
        _add_identifier(facts, identifier)
    for location in draft.locations:
        _add_location(facts, location)
    return facts


def aware(moment: datetime) -> datetime:
    """A moment without zone is taken as UTC, the zone of both CyberTipline formats."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def is_placeholder(value: str) -> bool:
    """A hash that names no file: one repeated sign, or the hash of nothing."""
    return len(set(value)) <= 1 or value in EMPTY_FILE


def _stray_marks(draft: AlertDraft) -> frozenset[str]:
    """Marks kept by a reader as something it did not know, or as one more incident type."""
    told = ((text.path, text.text) for text in draft.texts if text.path.endswith(LABELS_AS_TEXT))
    return NOTHING.union(*(marks_at(path, value) for path, value in (*draft.unknown, *told)))


def _file_marks(file: DraftFile) -> frozenset[str]:
    if not file.flags and not file.tags:
        return NOTHING
    return NOTHING.union(*map(marks_of, file.flags), *map(marks_of, file.tags))


def _hashes(file: DraftFile) -> list[str]:
    values = (value.strip().lower() for value in file.hashes.values())
    return [value for value in values if not is_placeholder(value)]


def _add_person(facts: Facts, person: DraftPerson) -> None:
    facts.priors += len(person.prior_reports)
    age = person.age if person.age is not None else _age(person.born, facts.now)
    if person.party is Party.VICTIM:
        if says_something(person.name):
            facts.victim.add("named")
        if says_something(person.account):
            facts.victim.add("reachable")
    if age is not None and 0 <= age <= OLDEST:
        facts.youngest[person.party] = min(age, facts.youngest.get(person.party, OLDEST))
    if person.party is not Party.REPORTER and says_something(person.school):
        facts.victim.add("school")
    if person.party is Party.REPORTED and says_something(person.account):
        facts.reported.add("account")


def _age(born: date | None, now: datetime) -> int | None:
    if born is None:
        return None
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def _add_identifier(facts: Facts, identifier: Identifier) -> None:
    kind, party = identifier.kind, identifier.party
    if party is Party.REPORTER or not says_something(identifier.value):
        return
    if kind is IdKind.SCHOOL:
        facts.victim.add("school")
    elif kind is IdKind.ADDRESS:
        facts.victim.add("located") if party is Party.VICTIM else facts.reported.add("address")
    elif party is Party.VICTIM:
        if kind is IdKind.PERSON_NAME:
            facts.victim.add("named")
        elif kind in REACH:
            facts.victim.add("reachable")
    elif party is not Party.RECIPIENT and not identifier.mentioned:
        _add_trace(facts, identifier)


def _add_trace(facts: Facts, identifier: Identifier) -> None:
    """What can be worked on: of the reported person, the file or the incident, from a field."""
    kind, found = identifier.kind, facts.reported
    if kind is IdKind.IP:
        found.add("ip")
        if identifier.at is not None and identifier.proxy is not True:
            found.add("ip_time")
            if identifier.port:
                found.add("ip_port")
    elif kind is IdKind.ACCOUNT:
        found.add("account")
    elif kind in CONTACT and identifier.party is Party.REPORTED:
        found.add("contact")
        if identifier.verified is not None:
            found.add("contact_verified" if identifier.verified else "contact_unverified")
    elif kind is IdKind.DEVICE:
        found.add("device")


def _add_location(facts: Facts, location: Location) -> None:
    if location.party is Party.REPORTER:
        return
    if says_something(location.region) or says_something(location.city):
        facts.reported.add("place")
        if location.party is Party.VICTIM:
            facts.victim.add("located")
    if location.verified or location.source in VERIFIED_SOURCES:
        facts.reported.add("exact_place")

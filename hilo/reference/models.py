"""The rows of a country pack. Every row says where it comes from, its text date and how sure it is."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from hilo.lib.calendar import Span
from hilo.lib.canonical import digest

Certainty = Literal["seed", "seen", "memory"]
Tier = Literal[1, 2, 3, 4]
Kind = Literal[
    "prosecutor", "child_protection", "victims", "police", "emergency_line", "human_rights", "court",
    "education", "health", "coordination", "telecom", "legislature", "defence", "hotline", "clearing_house",
    "law_enforcement_network", "embassy", "ngo",
]  # fmt: skip
Level = Literal["federal", "state", "national", "ngo", "international"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")]
# A year, a month or a day: laws are dated to the day, some sources only to the year.
TextDate = Annotated[str, BeforeValidator(str), StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Row(BaseModel):
    """Frozen; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Row):
    """A text for people in both languages."""

    es: Text
    en: Text

    def get(self, lang: str) -> str:
        """The text in ``lang``; Spanish for anything that is not English."""
        return self.en if lang.startswith("en") else self.es


class Sourced(Row):
    """``certainty``: seed (the founding texts), seen (read in a public source), memory (not verified)."""

    source: Text
    text_date: TextDate
    certainty: Certainty

    @property
    def to_confirm(self) -> bool:
        """Shown as «por confirmar» until counsel has read the source."""
        return self.certainty == "memory"


class Institution(Sourced):
    """A party with duties. Codes are never renamed or deleted: ``valid_until`` and ``replaced_by``."""

    code: Code
    name: Label
    acronym: str = ""
    kind: Kind
    level: Level
    state: str | None = None
    receives: tuple[Text, ...] = ()  # what it should be told or sent: codes, such as complaint or danger_now
    phones: tuple[Text, ...] = ()
    contact: Label | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    replaced_by: str | None = None


class State(Sourced):
    """``key`` is the ISO 3166-2:MX suffix; ``area_codes`` are the ladas numbered there."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    name: Label
    aliases: tuple[Text, ...] = ()
    area_codes: tuple[Annotated[str, StringConstraints(pattern=r"^\d{2,3}$")], ...] = ()
    time_zone: Text


class EventKind(Row):
    """A kind of event of a thread. ``substantive``: it moves the case, so silence starts anew."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z0-9_]+$")]
    label: Label
    group: Literal[
        "alert", "report", "case", "people", "link", "handoff", "sender", "clock", "reading",
        "protection", "victim", "investigation", "plan", "evidence", "testimony", "proceeding",
    ]  # fmt: skip
    substantive: bool = False
    by_person: bool = False  # a person may record it by hand


class ClockRule(Sourced):
    """A deadline as data. It starts and stops on event kinds, by name.

    ``version`` identifies the row's content: a running clock keeps the version it was born with.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    ref: str = ""  # row of the legal catalogue, such as C48
    label: Label
    duty: Label
    responsible: Label
    family: Literal["legal", "policy"]
    law: str = ""
    basis: Label
    starts_on: tuple[str, ...] = ()
    stops_on: tuple[str, ...] = ()
    standalone: bool = False  # runs outside any case (quarantine)
    span: Span
    by_tier: dict[Tier, Span] = Field(default_factory=dict)
    span_is_policy: bool = False  # the law says «at once» or nothing: the measure is ours
    tiers: tuple[Tier, ...] = ()  # only for these tiers; empty means all
    counts_from: Literal["event", "sender_received", "given"] = "event"  # given: named by who writes the event
    # one clock a case, or one for each of these in it; an act's or a letter's is met by that one alone
    per: Literal["case", "alert", "report", "handoff", "act", "request"] = "case"
    restart: bool = False  # a new start event begins it again
    once: bool = False  # after it was met, a new start event does not begin it again
    blocks_closing: bool = True
    informational: bool = False  # shown and alarmed, nobody's duty
    alarms_days: tuple[int, ...] = ()  # days before the due date
    extension: Span | None = None
    max_extensions: int = 0
    pausable: bool = False
    max_pause: Span | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None

    def span_for(self, tier: int | None) -> Span:
        """The length for a case of this tier."""
        return self.by_tier.get(tier, self.span)  # type: ignore[call-overload, no-any-return]

    def applies_to(self, tier: int | None) -> bool:
        """Whether a case of this tier has this clock."""
        return not self.tiers or tier in self.tiers

    @property
    def to_confirm(self) -> bool:
        """A policy is ours to set; only law waits for counsel."""
        return self.family == "legal" and self.certainty == "memory"

    @cached_property
    def version(self) -> str:
        """12 hex signs of the SHA-256 of the row."""
        return digest(self.model_dump(mode="json")).hex()[:12]


class Ladder(Sourced):
    """How long a duty that ran out waits before it rises, for one tier.

    The owner of the case is told at once; each span counts from the rung before.
    """

    tier: Tier
    family: Literal["policy"]
    basis: Label
    supervision: Span
    head: Span
    letter: Span  # the letter to the outside body is then ready to sign


class Step(Row):
    """One institution of a course. ``institution`` may hold ``{state}``; ``within`` is a clock."""

    institution: Text
    duty: Label
    within: str | None = None


class Course(Sourced):
    """Which institutions a case of a kind should pass, by what is known of its place."""

    code: Code
    label: Label
    kind: Text  # case kind, or "any"
    tiers: tuple[Tier, ...] = ()
    place: Literal["known", "unknown", "any"]
    reason: Label  # may hold {state}
    steps: tuple[Step, ...] = Field(min_length=1)


class Substitute(Sourced):
    """Who takes a case that an institution may not hold, by what that institution is. Empty means any."""

    code: Code
    kinds: tuple[Text, ...] = ()  # kinds of institution that are kept out
    levels: tuple[Text, ...] = ()
    case_kind: Text = "any"
    instead: tuple[Text, ...] = Field(min_length=1)  # in this order; may hold {state}
    reason: Label

    def fits(self, institution: Institution | None, case_kind: str) -> bool:
        """Whether the row speaks of this institution; None: one that left the pack."""
        if self.case_kind not in (case_kind, "any"):
            return False
        if institution is None:
            return not self.kinds and not self.levels
        return (not self.kinds or institution.kind in self.kinds) and (
            not self.levels or institution.level in self.levels
        )


class Outcome(Sourced):
    """One word of the closed vocabulary that can be told back to the sender."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    label: Label
    group: Literal["receipt", "routing", "child", "investigation", "content", "closed"]
    closes: bool = False  # a case may be closed with it
    needs: tuple[Literal["reference", "institution", "fields", "deadline", "date"], ...] = ()
    iccam_action: int | None = None  # ICCAM's actionType, where it has one


class TriageFactor(Sourced):
    """One factor of the triage table."""

    code: Code
    label: Label
    dimension: Literal["child", "workability", "lowering"]
    effect: Literal["tier1", "tier2", "lower", "points"]
    points: int = 0


class TriageTable(Row):
    """Factors and parameters of triage, versioned together."""

    version: Text
    tiers: dict[Tier, Label]
    parameters: dict[str, int] = Field(default_factory=dict)
    factors: tuple[TriageFactor, ...]


class Term(Sourced):
    """A word to avoid and the one to prefer."""

    avoid: Label
    prefer: Label
    use: Literal["avoid", "caution"]
    note: Label | None = None


class PublishedCase(Row):
    """A row of the published table of organised violence in schools; a range of years stays a range."""

    row: int
    year_from: int
    year_to: int
    state: str
    sector: Literal["private", "public"]
    edition: Annotated[int, Field(ge=1, le=4)]
    source: Text

"""What comes in and goes out, as types: the OpenAPI document is written from them.

An unknown member is refused, not dropped: whoever sent it believes that we have it.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, model_validator

from hilo.alerts.formats import FORMATS
from hilo.cases.models import PersonInCase
from hilo.exchange.models import HandOff
from hilo.reference import pack

Reference = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True, pattern=r"\S")]
ReportId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f]+$")]
Stem = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f./\\]*[^\x00-\x20./\\]$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S")]
Name = Annotated[str, StringConstraints(max_length=200)]
CodeWord = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_.\-]+$")]

Format = Literal["auto", *FORMATS]  # type: ignore[valid-type]
Role = Literal[*PersonInCase.Role.values]  # type: ignore[valid-type]
State = Literal[*HandOff.State.values]  # type: ignore[valid-type]
Direction = Literal["in", "out"]
Kind = Literal[*HandOff.Kind.values]  # type: ignore[valid-type]
_RESULTS = tuple(code for code, one in pack().outcomes.items() if one.group != "receipt")
Outcome = Literal[*_RESULTS]  # type: ignore[valid-type]
What = Literal["new", "joined", "replay", "version", "file_details", "quarantined"]
After = Annotated[str, StringConstraints(max_length=64)]


class In(Schema):
    """What a partner sends."""

    model_config = ConfigDict(extra="forbid")


class ProblemOut(Schema):
    """RFC 9457. ``detail`` is one sentence that says what is wrong and what to do."""

    type: str
    title: str
    status: int
    detail: str
    fields: list[str] | None = Field(None, description="Members that cannot be used, as paths.")


class Health(Schema):
    """The service answers and reaches its database."""

    status: Literal["ok"]


# --- alerts ---------------------------------------------------------------------------------------------


class AlertIn(In):
    """One report, in a format of the reference, as the text of the file it would be."""

    report: Annotated[str, StringConstraints(min_length=1)] = Field(description="The whole document, XML or JSON.")
    format: Format = Field("auto", description="By default it is recognised.")
    report_id: Stem | None = Field(None, description="Its number, for an XML `report`, which holds none.")


class AlertReceived(Schema):
    """What became of it. ``quarantined``: kept, and a person will read it."""

    result: What
    reference: UUID = Field(description="Ours: of the alert, of the file details, or of the quarantined item.")
    reason: str | None = Field(None, description="Why it could not be read: a code.")


class AlertState(Schema):
    """How a report stands. Nothing of what it holds, and nothing of what others reported."""

    report_id: str
    reference: UUID
    received_at: datetime
    versions: int
    case: Literal["open", "closed"]
    told: list[str] = Field(description="Outcomes that were told back to you, oldest first.")


# --- hand-offs ------------------------------------------------------------------------------------------


class PersonIn(In):
    """Somebody in the case. The name is sealed on arrival."""

    role: Role
    name: Name = ""
    age: int | None = Field(None, ge=0, le=120)


class HandOffIn(In):
    """A case that your institution hands over to one of ours."""

    reference: Reference = Field(description="Your own file number. One open hand-off for each.")
    tier: Literal[1, 2, 3, 4] = Field(description="Urgency: 1, a child may be at risk now, to 4.")
    request: Words = Field(description="What is asked of the institution.")
    receiver: CodeWord | None = Field(None, description="Code of the institution; without it the course decides.")
    state: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(
        None, description="Where it belongs: ISO 3166-2:MX without the prefix."
    )
    people: list[PersonIn] = Field(default=[], max_length=20)


class Receipt(In):
    """That somebody on your side has it in hands."""

    reference: Reference | None = Field(None, description="Your own file number.")
    signer: Name | None = Field(None, description="Name and post of who answers; sealed on arrival.")


class Acceptance(Receipt):
    """That your institution takes it."""


class Refusal(Receipt):
    """That your institution does not take it, and why."""

    reason: Words


class Result(Receipt):
    """What came of it."""

    outcome: Outcome
    note: Annotated[str, StringConstraints(max_length=4000)] = ""


class HandOffRow(Schema):
    """How a hand-off stands; nothing of what it is about."""

    id: UUID
    state: State
    kind: Kind
    tier: int
    sender: str
    receiver: str
    origin: str = Field(description="The institution that began the chain.")
    offered_at: datetime
    due_at: datetime | None = Field(None, description="When the step that is awaited is due.")
    received_at: datetime | None = None
    answered_at: datetime | None = None
    result_at: datetime | None = None
    outcome: str | None = Field(None, description="Code of the outcome, once there is one.")


class HandOffDetail(HandOffRow):
    """The same with its words: what is asked, after receipt; why not; what came of it."""

    reference: str | None = Field(None, description="Your own file number, as you told it.")
    request: str | None = None
    reason: str | None = None
    note: str | None = None


class HandOffPage(Schema):
    """Hand-offs, newest first. ``after``: ask for the next page with it."""

    handoffs: list[HandOffRow]
    after: str | None = None


class Step(Schema):
    """Where a hand-off stands after a step."""

    id: UUID
    state: State


# --- outcomes -------------------------------------------------------------------------------------------


class OutcomeIn(In):
    """A code of your own dialect, about a report that you sent or a hand-off that you were offered."""

    dialect: CodeWord
    code: Annotated[int, Field(ge=0, le=10_000)] | CodeWord
    alert: ReportId | None = Field(None, description="Your report's number: this or a hand-off.")
    handoff: UUID | None = None
    reason: Words | None = Field(None, description="Needed by a code that refuses a hand-off.")
    reference: Reference | None = None

    @model_validator(mode="after")
    def about_one_thing(self) -> "OutcomeIn":
        """An alert or a hand-off."""
        if (self.alert is None) == (self.handoff is None):
            raise ValueError("alert or handoff, one of the two")
        return self


class OutcomeTaken(Schema):
    """``unknown``: the code is in no table; it is kept and a person will decide what it means."""

    result: Literal["recorded", "unknown"]
    means: str | None = Field(None, description="Our outcome, or the state of the hand-off.")
    reference: UUID | None = None

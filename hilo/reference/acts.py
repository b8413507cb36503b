"""Rows of the pack about investigation: acts of due diligence, and the official letters that ask for them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from hilo.lib.calendar import Span
from hilo.reference.models import Code, Kind, Label, Row, Sourced, Text, Tier

Urgency = Literal["u1", "u2", "u3", "u4"]  # hours to days, up to 90 days, up to 24 months, years
Family = Literal[
    "preserve", "data", "device", "place", "person", "file", "care", "money", "international", "expert", "cover",
]  # fmt: skip
State = Literal["planned", "asked", "ordered", "under_way", "done", "negative", "refused", "impossible", "lapsed"]
Sign = Literal[
    "account", "address_ip", "phone", "email", "device", "url", "file_hash", "images_circulate",
    "person_of_interest", "person_works_at_institution", "child_known", "child_harmful_behaviour", "school",
    "place_known", "recent", "danger", "sexual_violence", "foreign_sender", "linked_cases", "online",
    "several_children", "person_convicted", "money", "arrest",
]  # fmt: skip


class Window(Row):
    """How long something can still be had, counted from ``Act.data_from`` or, without it, from adoption."""

    span: Span
    label: Label  # what holds until then


class ActType(Sourced):
    """An act of due diligence as a template. ``basis``: how the law reads, and what of it is our judgement."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    oa: tuple[Annotated[str, StringConstraints(pattern=r"^OA\d{1,2}$")], ...] = ()  # omissions it answers
    label: Label
    family: Family
    purpose: Label
    shows: Label  # what its result can show
    cannot_show: Label
    orders: Label  # who may order it
    carries_out: Label
    law: Text
    basis: Label
    prerequisites: tuple[Label, ...] = ()
    after: tuple[Text, ...] = ()  # codes of acts that come first (preserve before takedown)
    needs_target: bool = False  # says exactly what: address, provider, number
    urgency: Urgency
    urgency_why: Label  # perishability in words; the tier of urgency is our judgement unless the law says
    windows: tuple[Window, ...] = ()  # the last one is the last day
    no_window: Label | None = None  # why there is no last day
    essential: bool = False
    kinds: tuple[Text, ...] = ()  # case kinds it is proposed for; empty: any
    tiers: tuple[Tier, ...] = ()  # empty: any
    signs: tuple[Sign, ...] = ()  # proposed when one of them is in the case; empty: whenever kinds and tiers fit
    unless: tuple[Sign, ...] = ()  # not proposed once one of these is in the case: it was found out
    events: dict[State, tuple[Text, ...]] = Field(default_factory=dict)  # legal events it puts on the thread as well
    requests: tuple[Text, ...] = ()  # templates of letters that ask for it

    @model_validator(mode="after")
    def _says_until_when(self) -> "ActType":
        if bool(self.windows) == (self.no_window is not None):
            raise ValueError(
                "diga hasta cuándo se puede ('windows') o por qué no hay último día ('no_window'), uno de los dos"
            )
        return self


class RequestTemplate(Sourced):
    """An official letter («oficio») as a template. ``to``: whom it is sent to, in words for the choice.

    ``order``: it rests on a judge's authorisation, whose number the letter gives. ``period``: it may say of which
    days the data are.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    label: Label
    to: Label
    to_kinds: tuple[Kind, ...] = ()  # institutions of the pack that are offered; any other is typed
    way: Literal["national", "provider_process", "mutual_legal_assistance", "police_channel"] = "national"
    gets: Label  # what this way can get
    gets_not: Label  # and what it cannot
    law: Text
    basis: Label
    fields: tuple["DataField", ...] = Field(min_length=1)  # what is asked for
    annex: bool = False  # with a list of identifiers
    annex_with: tuple[Text, ...] = ()  # kinds of identifier of which it holds at least one
    order: bool = False
    period: bool = False
    within: Text  # the clock that starts when it is sent
    escalate_to: Label | None = None
    events: tuple[Text, ...] = ()  # legal events put on the thread when it is sent


class DataField(Row):
    """One thing that is asked for. ``always``: the letter never goes without it."""

    code: Code
    label: Label
    always: bool = False

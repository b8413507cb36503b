"""How each sender is told an outcome, and how what they say is understood. Never by default."""

from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import StringConstraints, model_validator

from hilo.reference.lines import Document, Where
from hilo.reference.models import Label, Outcome, Row, Sourced, Text

Channel = Literal["manual", "letter", "http"]
Lang = Literal["es", "en"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
SAID_APART = {"date"}  # a need that no text holds: every outcome travels with its date


class Said(Row):
    """One outcome in one dialect: a text (and the sender's own code), or why it cannot be said there."""

    code: Text | None = None
    text: Label | None = None  # may hold what the outcome needs: {reference}, {institution}, {fields}, {deadline}
    reason: Label | None = None  # the reason that the sender asks with this code
    none: Label | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> "Said":
        if (self.text is None) == (self.none is None):
            raise ValueError("diga 'text', o 'none' con la razón")
        if self.none is not None and (self.code or self.reason):
            raise ValueError("lo que no se puede decir no lleva 'code' ni 'reason'")
        return self

    @property
    def marks(self) -> list[set[str]]:
        """What its text leaves open to be filled in, in each language."""
        texts = (self.text.es, self.text.en) if self.text else ()
        return [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]


class Dialect(Sourced):
    """A way of speaking with senders of a kind. ``inbound``: a code that they send -> an outcome."""

    code: Key
    label: Label
    channels: tuple[Channel, ...]
    reads: Lang
    how: Label  # what a person does who answers by hand
    says: dict[str, Said]
    inbound: dict[str, str]


class Sender(Row):
    """A sender as alerts name it, the dialect it is answered in, and others it also understands."""

    sender: Text
    dialect: Key
    also: tuple[Key, ...] = ()
    lang: Lang

    @property
    def dialects(self) -> tuple[str, ...]:
        """Its own first."""
        return (self.dialect, *self.also)


class Speech(Row):
    """All of it: dialects and senders by code, what may be asked for, and with which events each outcome goes."""

    dialects: dict[str, Dialect]
    senders: dict[str, Sender]
    fields: dict[str, Label]
    suggested_by: dict[str, tuple[str, ...]]


def speech_of(found: list[tuple[Document, int, Dialect]], outcomes: dict[str, Outcome], kinds: set[str]) -> Speech:
    """Check the rows of a pack's ``dialects.yaml`` against its outcomes and event kinds, and put all together.

    Raises PackError: an outcome without a row in a dialect is an error, there is no default.
    """
    document = found[0][0]
    data: dict[str, Any] = document.data or {}
    for _, n, dialect in found:
        _check_dialect(document, ("rows", n), dialect, outcomes)
    dialects = {dialect.code: dialect for _, _, dialect in found}
    listed = data.get("senders", [])
    senders = [document.row(Sender, value, ("senders", n)) for n, value in enumerate(listed)]
    for n, sender in enumerate(senders):
        for code in sender.dialects:
            if code not in dialects:
                raise document.error(("senders", n), f"el dialecto '{code}' no existe; use uno de las filas.")
    fields = {code: document.row(Label, value, ("fields", code)) for code, value in data.get("fields", {}).items()}
    return Speech(
        dialects=dialects, senders={one.sender: one for one in senders}, fields=fields,
        suggested_by=_suggested(document, data.get("suggested_by", {}), outcomes, kinds),
    )  # fmt: skip


def _check_dialect(document: Document, where: Where, dialect: Dialect, outcomes: dict[str, Outcome]) -> None:
    missing = sorted(set(outcomes) - set(dialect.says))
    if missing:
        raise document.error((*where, "says"), f"falta cómo se dice '{missing[0]}'; ponga 'text' o 'none'.")
    for code, said in dialect.says.items():
        if code not in outcomes:
            raise document.error((*where, "says", code), f"'{code}' no existe en outcomes.yaml.")
        needs = set(outcomes[code].needs) - SAID_APART
        if any(marks != needs for marks in said.marks):
            raise document.error((*where, "says", code), f"'{code}' debe decir lo que necesita: {sorted(needs)}.")
    for code, outcome in dialect.inbound.items():
        if outcome not in outcomes:
            raise document.error((*where, "inbound", code), f"'{outcome}' no existe en outcomes.yaml.")


def _suggested(
    document: Document, rows: dict[str, list[str]], outcomes: dict[str, Outcome], kinds: set[str]
) -> dict[str, tuple[str, ...]]:
    found = {code: tuple(events) for code, events in rows.items()}
    for code, events in found.items():
        wrong = [code] if code not in outcomes else [event for event in events if event not in kinds]
        if wrong:
            raise document.error(("suggested_by", code), f"'{wrong[0]}' no existe en outcomes.yaml o event_kinds.yaml.")
    return found

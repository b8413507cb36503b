"""Who else helps: the services of the country pack, with what their source says of them and nothing more."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from hilo.door.words import TEEN, say
from hilo.reference import pack
from hilo.reference.reports import Help


@dataclass(frozen=True)
class Phone:
    """``shown``: "800 5533 000"; ``dial``: its digits, for a ``tel:`` link."""

    shown: str
    dial: str


@dataclass(frozen=True)
class Fact:
    """One thing that its source says of a service: "¿Puedes no decir tu nombre?", "sí"; or all that it does not say."""

    label: str
    text: str


@dataclass(frozen=True)
class Service:
    """A service as the page shows it, in the language in use now. ``address``: a web address, "" if it has none;
    ``everywhere``: it is of no single state; ``danger``: for danger now."""

    code: str
    name: str
    does: str
    phones: tuple[Phone, ...]
    address: str
    facts: tuple[Fact, ...]
    everywhere: bool
    danger: bool


def services(state: str = "", audience: str = TEEN) -> list[Service]:
    """Who helps in this state ("" for none): for danger first, then those of the state, then those of everywhere.

    Entries that nobody has verified in a source are left out.
    """
    rows = [row for row in pack().help.values() if not row.to_confirm and (not row.states or state in row.states)]
    rows.sort(key=lambda row: (not row.danger, not row.states))
    return [_service(row, audience) for row in rows]


def has_own(state: str) -> bool:
    """Whether there is any verified service of this state."""
    return any(not one.everywhere for one in services(state))


def _service(row: Help, audience: str) -> Service:
    lang = get_language() or "es"
    phones = tuple(Phone(phone, phone.replace(" ", "")) for phone in row.phones)
    facts = tuple(_facts(row, audience, lang))
    return Service(
        row.code, row.name.get(lang), row.does.get(lang), phones, row.address, facts, not row.states, row.danger
    )


def _facts(row: Help, audience: str, lang: str) -> Iterator[Fact]:
    """What is known, and last, together, what is not."""
    unknown = []
    for code in ("hours", "confidential", "anonymous", "alone"):
        said, label = getattr(row, code), say(f"help.{code}", audience)
        if not said:
            unknown.append(label)
        else:
            yield Fact(label, said.get(lang) if code == "hours" else say(f"help.said.{said}", audience))
    if unknown:
        yield Fact(say("help.unknown", audience), " ".join(unknown))

"""What a letter says, as it is kept: canonical JSON, sealed. It prints again the same, whatever the pack says later."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hilo.accounts.sealing import open_text, seal_text
from hilo.alerts.draft import IdKind
from hilo.alerts.masking import DOTS, masked
from hilo.investigation.models import Request
from hilo.lib.canonical import canonical_bytes

ESCALATION = "escalation"  # the template of a letter to the body above

KINDS: Mapping[str, Any] = {
    IdKind.ACCOUNT: _("Cuenta"),
    IdKind.SCREEN_NAME: _("Nombre de usuario"),
    IdKind.EMAIL: _("Correo"),
    IdKind.PHONE: _("Teléfono"),
    IdKind.IP: _("Dirección IP, con fecha y hora"),
    IdKind.DEVICE: _("Dispositivo"),
    IdKind.URL: _("Dirección web exacta"),
    IdKind.PROFILE_URL: _("Dirección del perfil"),
    IdKind.GROUP: _("Grupo"),
    IdKind.HASH: _("Hash"),
    "person": _("Persona adulta"),
    "place": _("Lugar"),
    "bank_account": _("Cuenta bancaria"),
    "file_number": _("Número de expediente"),
    "item": _("Indicio, por su número"),
    "point": _("Punto que se consulta"),
}
SPOKEN = frozenset({"item", "point", "file_number"})  # they identify nobody


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the annex. ``service``: the platform of an account."""

    kind: str
    value: str
    service: str = ""

    @property
    def kind_words(self) -> str:
        """What it is, in the reader's language."""
        return str(KINDS.get(self.kind, self.kind))

    @property
    def hint(self) -> str:
        """What a page shows of it before somebody opens the annex."""
        if self.kind in SPOKEN:
            return self.value
        return DOTS if self.kind in ("person", "place") else masked(self.kind, self.value)


@dataclass(frozen=True, slots=True)
class Cited:
    """An earlier letter that got no answer, or only part of one. Days as ISO dates."""

    number: str
    day: str
    due: str
    to: str
    asked: str  # what it was about
    missing: tuple[str, ...] = ()  # what did not come, in words, when part of it came


@dataclass(frozen=True, slots=True)
class Ground:
    """An article of the letter and what it says."""

    law: str
    says: str
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class RequestContent:
    """The values of a letter that a person gave. ``fields``: codes of the template that are asked for.

    ``to``: whom it goes to when the pack does not know them, or the office within; ``order``: number and date of the
    judge's authorisation. ``asked`` and ``grounds``: instead of the template's, for a letter to the body above.
    """

    fields: tuple[str, ...] = ()
    to: str = ""
    to_person: str = ""
    annex: tuple[Entry, ...] = ()
    period_from: date | None = None
    period_until: date | None = None
    order: str = ""
    signer: str = ""
    post: str = ""
    place: str = ""
    cites: tuple[Cited, ...] = ()
    asked: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is sealed of a letter. ``letter``: as it was sent. ``withdrawn``: who ended a draft, when, why."""

    given: RequestContent
    letter: dict[str, Any] | None = None
    withdrawn: dict[str, Any] | None = None

    def sent_as(self, letter: dict[str, Any]) -> "Kept":
        """The same, with the letter as it was sent."""
        return replace(self, letter=letter)


def keep(request: Request, kept: Kept) -> None:
    """Seal the values into the row; the caller saves it."""
    text = canonical_bytes({"v": 1} | _plain(asdict(kept))).decode()
    request.content = seal_text(text, place=request.content_place)


def opened(request: Request) -> Kept:
    """The values of a letter."""
    data = json.loads(open_text(request.content, place=request.content_place))
    return Kept(given=_content(data["given"]), letter=data["letter"], withdrawn=data["withdrawn"])


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _content(data: dict[str, Any]) -> RequestContent:
    days = {name: date.fromisoformat(data[name]) if data[name] else None for name in ("period_from", "period_until")}
    rows = {
        "annex": tuple(Entry(**one) for one in data["annex"]),
        "cites": tuple(Cited(**one | {"missing": tuple(one["missing"])}) for one in data["cites"]),
        "grounds": tuple(Ground(**one) for one in data["grounds"]),
        "fields": tuple(data["fields"]),
        "asked": tuple(data["asked"]),
    }
    return RequestContent(**data | days | rows)

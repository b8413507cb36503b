"""Opening what was told: a person, a reason, a line in the log before anything is shown, and the clock of reading."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hilo.accounts.actions import log_read
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight
from hilo.cases.queries import institution_name
from hilo.cases.thread import Weave
from hilo.door.models import Addressee, Passage, Report, Wrapping
from hilo.door.passages import opened_words
from hilo.door.sealing import unwrap
from hilo.door.telling import Named
from hilo.intake.inert import inert
from hilo.intake.models import Taken
from hilo.lib.errors import BadInput, Denied
from hilo.lib.sealed_to import open_with

if TYPE_CHECKING:
    from hilo.accounts.models import User

Units = Mapping[UUID, bytes]  # id of a unit's key -> its private half
WITHHELD_BY = ("notes", "people")  # parts of a case without which the account does not travel either


@dataclass(frozen=True)
class Account:
    """What was told at first. ``answers``: code of the question -> words, made inert."""

    answers: dict[str, str] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    language: str = "es"


@dataclass(frozen=True)
class Said:
    """A message or addition of who told, or an answer of the unit (kinds of :class:`Passage`)."""

    kind: str
    at: datetime
    words: str

    @property
    def ours(self) -> bool:
        """Whether the unit wrote it."""
        return self.kind == Passage.Kind.ANSWER


@dataclass(frozen=True)
class Opened:
    """``account``: None when it did not travel. ``said``: what came after it, oldest first."""

    account: Account | None
    said: tuple[Said, ...] = ()
    at: datetime | None = None  # when the account was written


def open_report(report: Report, units: Units, sight: Sight | None = None) -> Opened:
    """Everything that was told, in order, with the private keys of some units. Raises Denied when none opens it.

    ``sight``: how the reader sees the case; what did not travel to them stays out.
    """
    private = key_of(report, units)
    account, at, said = None, None, []
    for passage in report.passages.order_by("at", "id"):
        if passage.kind == Passage.Kind.ACCOUNT:
            at = passage.at
            account = None if sight and hides(sight, passage.at) else _account(passage, private)
        elif not (sight and hides(sight, passage.at)):
            said.append(Said(passage.kind, passage.at, _words(passage, private)))
    return Opened(account, tuple(said), at)


def hides(sight: Sight, at: datetime) -> bool:
    """Whether what was told at that moment did not travel to who looks."""
    return any(sight.hides(part, at) for part in WITHHELD_BY)


def key_of(report: Report, units: Units) -> bytes:
    """The report's private key, found through the wrapping for one of the units. Raises Denied, saying whom to ask."""
    if report.destroyed_at is not None:
        raise Denied(_("El contenido de este aviso se destruyó. Nadie puede abrirlo, tampoco desde una copia."))
    for wrapping in report.wrappings.filter(reader=Wrapping.Reader.UNIT, addressee__in=list(units)):
        try:
            return unwrap(wrapping, units[wrapping.addressee])
        except BadInput:
            continue
    raise Denied(_whom_to_ask(report, units))


def holders(report: Report) -> list[str]:
    """Institutions whose unit can open the report, by code."""
    rows = report.wrappings.filter(reader=Wrapping.Reader.UNIT).values("addressee")
    return sorted(set(Addressee.objects.filter(pk__in=rows).values_list("institution", flat=True)))


def _whom_to_ask(report: Report, units: Units) -> str:
    if not units:
        return _(
            "Usted todavía no tiene la llave de su unidad. La recibe cuando entra con su contraseña una persona "
            "de su unidad que ya la tiene."
        )
    found = holders(report)
    if not found:
        return _(
            "Ninguna unidad tiene la llave de este aviso. Solo se abre con la llave de recuperación: pida a quien "
            "administra el sistema que reúna dos de sus tres partes."
        )
    names = "; ".join(institution_name(code, get_language() or "es") for code in found)
    return _("Su llave no abre este aviso. La tiene %(names)s: pida que se la comparta a su unidad.") % {"names": names}


def _account(passage: Passage, private: bytes) -> Account:
    try:
        return _told(json.loads(open_with(private, bytes(passage.sealed), place=passage.place)))
    except BadInput as no:
        raise Denied(str(no)) from None
    except (ValueError, KeyError, TypeError, AttributeError):  # written by something else than our door
        raise Denied(
            _("Lo que se contó se abre, pero no tiene la forma esperada. Avise a la administración.")
        ) from None


def _told(found: Any) -> Account:
    language = found.get("language")
    return Account(
        {inert(str(code)): inert(str(words)) for code, words in found["answers"].items()},
        tuple(_named(one) for one in found["named"]),
        language if language in dict(settings.LANGUAGES) else "es",
    )


def _named(one: Mapping[str, Any]) -> Named:
    return Named(inert(str(one["kind"])), inert(str(one["value"])), inert(str(one.get("service", ""))))


def _words(passage: Passage, private: bytes) -> str:
    try:
        return inert(opened_words(passage, private))
    except BadInput as no:
        return str(no)


@transaction.atomic
def read(*, taken: Taken, units: Units, reason: str, by: "User", sight: Sight, now: datetime) -> Opened:
    """Open a report for a person: the look is logged first, the first one stops the clock of reading.

    Raises Denied without a permission, a reason, or a key that opens it.
    """
    check_can_read(taken, by=by, reason=reason, sight=sight)
    opened = open_report(taken.report, units, sight)
    if opened.account is None and not opened.said:
        raise Denied(_("Lo que se contó no viajó con la canalización: pídalo a la institución que envió el caso."))
    for part in (["account"] if opened.account else []) + (["messages"] if opened.said else []):
        log_read(user=by, subject_kind="report", subject_id=taken.report_id, field=part, reason=sight.reason(reason))
    if opened.account is not None and sight.mine:
        _note_first(taken, by, now)
    return opened


def check_can_read(taken: Taken, *, by: "User", reason: str, sight: Sight) -> None:
    """The role opens reports, the institution holds the case or looks in an emergency, and there is a reason."""
    look = sight.emergency
    reads = look is not None and look.user_id == by.pk and look.case_id == taken.case_id
    if not by.has(Permission.REPORT_READ) or not (reads or taken.case.institution == by.institution):
        raise Denied(_("Su papel no permite leer lo que se contó. Pídalo a quien supervisa."))
    if not reason.strip():
        raise Denied(_("Escriba para qué necesita leerlo."))


def _note_first(taken: Taken, by: "User", now: datetime) -> None:
    """The first to read it stops the clock, once, whoever else reads at the same moment."""
    if taken.read_at is not None:
        return
    weave = Weave(now=now, by=by)
    weave.hold([taken.case_id])
    if not Taken.objects.filter(pk=taken.pk, read_at__isnull=True).update(read_at=now, read_by=by):
        return
    taken.read_at, taken.read_by = now, by
    weave.event(
        weave.cases[taken.case_id], "report.read", facts={"report": str(taken.report_id)}, subject=taken.report_id
    )
    weave.write()

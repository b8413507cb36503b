"""Whether a document may be kept, opened or erased now. Each check raises Denied with what to do."""

from datetime import datetime

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.cases.policies import check_holds, check_open, check_reason
from hilo.door.images import holds_picture
from hilo.evidence.document_refusals import words
from hilo.evidence.models import Document
from hilo.investigation.models import Act, Request
from hilo.lib.errors import Denied

KINDS = ("letter", "answer", "order", "opinion", "record", "other")
NAME = 160  # signs of a title


def check_can_keep(
    case: Case, *, by: User, kind: str, name: str, act: Act | None = None, request: Request | None = None
) -> None:
    """An open case of one's institution; a kind of the list, a title, and what it belongs to is of the same case."""
    check_holds(case, by, Permission.EVIDENCE_HANDLE)
    check_open(case)
    if kind not in KINDS:
        raise Denied(_("Elija de la lista qué documento es."))
    if not name.strip() or len(name) > NAME:
        raise Denied(_("Escriba un título de hasta 160 signos con el que se reconozca el documento."))
    if any(one is not None and one.case_id != case.pk for one in (act, request)):
        raise Denied(_("El acto o el oficio es de otro caso. Elija uno de la lista."))


def check_can_open(document: Document, *, by: User, sight: Sight) -> None:
    """Who may see names may open it, unless it did not travel to their institution or was erased."""
    if not by.has(Permission.IDENTIFIER_REVEAL):
        raise Denied(_("Su papel no abre documentos, porque pueden llevar nombres. Pídalo a quien lleva el caso."))
    if not sight.mine or hidden(document.kept_at, sight):
        raise Denied(_("Este documento no viajó con el caso. Pídalo a la institución que lo guardó."))
    check_there(document)


def hidden(kept_at: datetime, sight: Sight) -> bool:
    """Documents travel as notes do: they are words about the case."""
    return sight.hides("notes", kept_at)


def check_there(document: Document) -> None:
    """Its content has not been erased."""
    if document.erased_at is not None:
        raise Denied(_("El contenido de este documento ya se borró. Quedan su registro y la razón."))


def check_can_erase(document: Document, *, by: User, reason: str) -> None:
    """Whoever handles the evidence of the case erases, with a reason; also when the case is closed."""
    check_holds(document.case, by, Permission.EVIDENCE_HANDLE)
    check_there(document)
    check_reason(reason)
    check_words(reason)


def check_words(text: str) -> None:
    """What a person writes is words, not a file written out in signs."""
    if holds_picture(text):
        raise Denied(words("written"))

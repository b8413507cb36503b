"""Whether a thing may be done with an item. Each check raises Denied with a sentence that says what to do."""

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.cases.policies import check_can_hold, check_holds, check_open
from hilo.evidence.models import CustodyEvent, CustodyKind, Item, ItemOrigin, Transfer
from hilo.investigation.models import Act
from hilo.lib.errors import Denied
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User

FORMS = ("object", "device", "file", "account", "document", "sample")
HASHED = ("", "typed", "browser", "command")
BY_HAND = (
    CustodyKind.COLLECTED,
    CustodyKind.PACKAGED,
    CustodyKind.EXAMINED,
    CustodyKind.COPIED,
    CustodyKind.RECEIVED,
    CustodyKind.RETURNED,
)
IN_HAND = (CustodyKind.EXAMINED, CustodyKind.COPIED, CustodyKind.PACKAGED)  # of who holds it for another institution
_SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_BYTES = 2**63 - 1


def check_can_handle(case: Case, *, by: "User") -> None:
    """Whoever handles evidence, of the institution that holds the open case."""
    check_holds(case, by, Permission.EVIDENCE_HANDLE)
    check_open(case)


def check_hash(sha256: str) -> None:
    """A SHA-256, or none."""
    if sha256 and not _SHA256.fullmatch(sha256):
        raise Denied(_("El hash SHA-256 tiene 64 signos, de 0 a 9 y de a a f. Cópielo entero o déjelo vacío."))


def check_can_register(
    case: Case, *, form: str, origin: str, description: str, hashed: str, size: int | None, by: "User"
) -> None:
    """Something is described, and it is known from where it came."""
    check_can_handle(case, by=by)
    if form not in FORMS or origin not in ItemOrigin.values or hashed not in HASHED:
        raise Denied(_("Elija de la lista qué es el indicio y de dónde viene."))
    if not description.strip():
        raise Denied(_("Describa el indicio en una o dos frases, sin nombres de niñas, niños o adolescentes."))
    if size is not None and not 0 <= size <= MOST_BYTES:
        raise Denied(_("Escriba el tamaño del archivo en bytes, o déjelo vacío."))


def check_can_touch(case: Case, where: str, *, by: "User") -> None:
    """Whoever handles evidence where the case is held, or where the item is (``where``: an institution, or "")."""
    if by.institution == case.institution:
        check_can_handle(case, by=by)
        return
    if not by.has(Permission.EVIDENCE_HANDLE) or by.institution != where:
        raise Denied(_("Este indicio no está en su institución. Pida a quien lleva el caso que lo anote."))
    check_can_hold(case, by.institution)


def check_can_record(kind: str, *, waiting: bool) -> None:
    """A step of its own; a delivery and its reception have their pages.

    What happened while an item was on its way is written down all the same, and shows as such.
    """
    if kind not in BY_HAND:
        raise Denied(_("Elija el paso de la lista. Una entrega se anota con «Entregar»."))
    if kind == CustodyKind.RECEIVED and waiting:
        raise Denied(_("Hay una entrega sin confirmar: diga en ella que el indicio llegó."))


def check_not_waiting(*, waiting: bool) -> None:
    """Nothing is given twice."""
    if waiting:
        raise Denied(_("Hay una entrega sin confirmar: primero debe constar que el indicio se recibió."))


def check_can_give(case: Case, to_institution: str, to_person: str) -> None:
    """It is said to whom, and no institution that is kept out of the case gets it."""
    if to_institution and to_institution not in pack().institutions:
        raise Denied(_("Elija una institución de la lista."))
    if to_institution:
        check_can_hold(case, to_institution)
    if not to_person.strip():
        raise Denied(_("Escriba a quién se entrega, con su cargo."))


def check_can_receive(transfer: Transfer, given: CustodyEvent, *, by: "User", reference: str) -> None:
    """The other side speaks: somebody of the institution it was sent to; for who is outside, a second colleague."""
    check_can_answer(transfer, given, by=by)
    if not transfer.to_institution and not reference.strip():
        raise Denied(_("Escriba el folio o la fecha del acuse en papel con que se recibió."))


def check_can_answer(transfer: Transfer, given: CustodyEvent, *, by: "User") -> None:
    """This person may say whether the delivery came."""
    if transfer.received_id is not None:
        raise Denied(_("Esta entrega ya consta como recibida."))
    if not by.has(Permission.EVIDENCE_RECEIVE):
        raise Denied(_("Su papel no permite recibir indicios. Pídalo a quien supervisa."))
    check_can_hold(transfer.item.case, by.institution)
    if given.by_id == by.pk:
        raise Denied(_("Quien entrega no confirma su propia entrega: la confirma quien recibe, u otra persona."))
    if transfer.to_institution and transfer.to_institution != by.institution:
        raise Denied(_("Confirma la entrega alguien de la institución que recibe."))
    if not transfer.to_institution and given.institution != by.institution:
        raise Denied(_("Confirma esta entrega alguien de la institución que la hizo."))


def check_same_case(case: Case, *others: Act | Item | None) -> None:
    """The act that brought an item, and the item it is a copy of, are of its own case."""
    if any(one is not None and one.case_id != case.pk for one in others):
        raise Denied(_("El acto o el indicio de origen es de otro caso. Elija uno de este caso."))

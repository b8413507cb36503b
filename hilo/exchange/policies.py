"""Whether a step of a hand-off may be taken now. Each check raises Denied with a sentence that says what to do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.models import Case, Conflict, Withheld
from hilo.cases.policies import Changed, check_holds, check_open, check_reason
from hilo.exchange.models import HandOff
from hilo.lib.errors import Denied
from hilo.reference import pack

# What may travel: with the whole case all of it; with a part the names it needs, and the words of the request.
PARTS: dict[str, frozenset[str]] = {
    HandOff.Kind.TRANSFER: frozenset(Withheld.Part.values),
    HandOff.Kind.PART: frozenset({Withheld.Part.PEOPLE, Withheld.Part.PLACES}),
}


@dataclass(frozen=True)
class Known:
    """How a step is known: ``how`` of HandOff.How; the other side's ``reference`` and date; ``digest``: SHA-256 of
    a scanned sheet in hexadecimal; ``signer``: name and post of who answered there.
    """

    how: str = HandOff.How.ACCOUNT
    reference: str = ""
    dated: date | None = None
    digest: str = ""
    signer: str = ""


BY_ACCOUNT = Known()
SHA256 = re.compile(r"[0-9a-f]{64}")


def check_can_offer(
    case: Case, receiver: str, *, kind: str, scope: Iterable[str], request: str, by: User, now: datetime
) -> None:
    """The holder offers an open case to another institution that may see it, once at a time."""
    check_holds(case, by, Permission.HANDOFF_MAKE)
    check_open(case)
    check_receiver(case, receiver, now.date())
    if kind not in PARTS or not set(scope) <= PARTS[kind]:
        raise Denied(_("Elija qué se canaliza y qué viaja, de la lista."))
    if not request.strip():
        raise Denied(_("Escriba qué se pide a la institución."))
    _check_one_at_a_time(case, receiver, kind)


def check_receiver(case: Case, receiver: str, today: date) -> None:
    """An institution of the pack, still there, that is not the holder and has no conflict of interest."""
    known = pack().institutions.get(receiver)
    if known is None or receiver == case.institution or (known.valid_until and known.valid_until < today):
        raise Denied(_("Elija otra institución de la lista."))
    if Conflict.objects.filter(case=case, institution=receiver).exists():
        raise Denied(_("Esa institución tiene un conflicto de interés en este caso: elija una autoridad externa."))


def _check_one_at_a_time(case: Case, receiver: str, kind: str) -> None:
    rows = HandOff.objects.filter(case=case, kind=kind)
    if kind == HandOff.Kind.TRANSFER and rows.unanswered().exists():
        raise Denied(
            _("El caso ya está enviado a otra institución que no ha respondido. Retire antes esa canalización.")
        )
    if kind == HandOff.Kind.PART and rows.open().filter(receiver=receiver).exists():
        raise Denied(_("Esa institución ya tiene una canalización abierta de este caso."))


def check_same(handoff: HandOff, revision: int | None) -> None:
    """Nobody took a step since the page was shown. Raises Changed."""
    if revision is not None and handoff.revision != revision:
        raise Changed(_("Esta canalización cambió mientras usted escribía. Nada se guardó: revise lo nuevo."))


def check_may_answer(handoff: HandOff, *, by: User | None, how: str) -> None:
    """Who speaks for the receiver: its own people; the sender's, with a paper; a link or its system, by themselves."""
    if how == HandOff.How.ACCOUNT:
        allowed = by is not None and by.has(Permission.HANDOFF_ANSWER) and by.institution == handoff.receiver
    elif how == HandOff.How.PAPER:
        allowed = by is not None and by.has(Permission.HANDOFF_MAKE) and by.institution == handoff.sender
    else:
        allowed = by is None
    if not allowed:
        raise Denied(_("Solo responde la institución que recibe la canalización."))


def check_paper(known: Known, *, today: date) -> None:
    """A paper has a reference and a date that has come; its hash is 64 hexadecimal signs."""
    if known.digest and not SHA256.fullmatch(known.digest):
        raise Denied(_("La huella SHA-256 son 64 signos del 0 al 9 y de la a a la f."))
    if known.dated is not None and known.dated > today:
        raise Denied(_("La fecha del acuse está en el futuro."))
    if known.how == HandOff.How.PAPER and (not known.reference.strip() or known.dated is None):
        raise Denied(_("Escriba la referencia y la fecha del acuse en papel."))


def check_awaits(handoff: HandOff, *states: str) -> None:
    """The hand-off stands where this step is possible."""
    if handoff.state not in states:
        raise Denied(
            _("Esta canalización ya está %(state)s: ese paso ya no procede.") % {"state": handoff.get_state_display()}
        )


def check_can_withdraw(handoff: HandOff, *, by: User, reason: str) -> None:
    """The sender takes back what nobody has answered, with a reason."""
    if not by.has(Permission.HANDOFF_MAKE) or by.institution != handoff.sender:
        raise Denied(_("Solo retira la canalización quien la envió."))
    check_awaits(handoff, *HandOff.UNANSWERED)
    check_reason(reason)


def check_can_share(handoff: HandOff, *, by: User) -> None:
    """The sender of a whole case lets the receiver's unit open its reports, while the hand-off lives."""
    if not by.has(Permission.HANDOFF_MAKE) or by.institution != handoff.sender:
        raise Denied(_("Solo da la llave de los avisos quien envió la canalización."))
    if handoff.kind != HandOff.Kind.TRANSFER:
        raise Denied(_("Con una parte del caso no viajan sus avisos."))
    check_awaits(handoff, *HandOff.OPEN)


def check_can_give_result(handoff: HandOff, outcome: str) -> None:
    """Accepted and not handed on; the result is a word of the vocabulary that says more than that it arrived."""
    check_awaits(handoff, HandOff.State.ACCEPTED)
    if handoff.next.filter(state=HandOff.State.ACCEPTED, kind=HandOff.Kind.TRANSFER).exists():
        raise Denied(_("El caso ya pasó a otra institución: el resultado vendrá de ella y llegará también aquí."))
    known = pack().outcomes.get(outcome)
    if known is None or known.group == "receipt":
        raise Denied(_("Elija el resultado de la lista."))


def check_can_make_link(handoff: HandOff, *, by: User) -> None:
    """The sender lets an institution answer that has nobody with an account here."""
    if not by.has(Permission.HANDOFF_MAKE) or by.institution != handoff.sender:
        raise Denied(_("Solo hace el enlace quien envió la canalización."))
    check_awaits(handoff, *HandOff.OPEN)
    if has_people(handoff.receiver):
        raise Denied(_("Esa institución tiene cuentas en Hilo: responde con ellas."))


def has_people(institution: str) -> bool:
    """Whether somebody of the institution can sign in here."""
    return User.objects.people().filter(institution=institution).exists()


def check_can_release(handoff: HandOff, parts: Iterable[str], *, by: User) -> None:
    """The sender opens parts that it may open itself, of a case that the receiver took whole."""
    if not by.has(Permission.HANDOFF_MAKE) or by.institution != handoff.sender:
        raise Denied(_("Solo abre lo que no viajó quien envió la canalización."))
    check_awaits(handoff, HandOff.State.ACCEPTED, HandOff.State.RESULTED)
    wanted = set(parts)
    if not wanted or not wanted <= releasable(handoff):
        raise Denied(_("Elija de la lista qué más puede ver quien recibió."))


def releasable(handoff: HandOff) -> frozenset[str]:
    """Parts that did not travel with a transfer, without those that its sender may not open either."""
    if handoff.kind != HandOff.Kind.TRANSFER or handoff.state not in (HandOff.State.ACCEPTED, HandOff.State.RESULTED):
        return frozenset()
    rows = Withheld.objects.filter(case=handoff.case_id, released_at__isnull=True)
    of_sender = rows.filter(institution=handoff.sender).values("part")
    return frozenset(
        rows.filter(institution=handoff.receiver).exclude(part__in=of_sender).values_list("part", flat=True)
    )

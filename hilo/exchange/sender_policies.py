"""Whether a sender may be told something now. Each check raises Denied with a sentence that says what to do."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.cases.policies import Changed, check_holds
from hilo.exchange.models import Feedback, UnknownCode
from hilo.exchange.sender_channels import connected
from hilo.exchange.sender_content import Content
from hilo.exchange.sender_words import Told
from hilo.lib.errors import Denied
from hilo.reference import pack
from hilo.reference.dialects import Sender

if TYPE_CHECKING:
    from hilo.accounts.models import User

SHA256 = re.compile(r"[0-9a-f]{64}")
State = Feedback.State


def check_can_answer(case: Case, *, by: "User") -> None:
    """The person's institution holds the case, open or closed, and their role answers senders."""
    check_holds(case, by, Permission.SENDER_ANSWER)


def check_same(row: Feedback, revision: int | None) -> None:
    """Nobody changed the answer since the page was shown. Raises Changed."""
    if revision is not None and row.revision != revision:
        raise Changed(_("Alguien más cambió esta respuesta mientras usted la veía. Nada se guardó: revise lo nuevo."))


def check_state(row: Feedback, *states: str) -> None:
    """The answer stands where this step is possible."""
    if row.state not in states:
        words = {"state": row.get_state_display()}
        raise Denied(_("Esta respuesta ya está así: %(state)s. Ese paso ya no procede.") % words)


def check_way(sender: Sender | None, dialect: str, channel: str) -> None:
    """The sender is known, understands this dialect, and the channel is one of the dialect's and set up."""
    if sender is None:
        raise Denied(_("Nadie ha decidido cómo se responde a este remitente. Decídalo en «Códigos desconocidos»."))
    known = pack().speech.dialects.get(dialect)
    if known is None or dialect not in sender.dialects or channel not in known.channels:
        raise Denied(_("A este remitente no se le responde por ahí: elija una de las vías de la lista."))
    if channel == "http" and not connected(sender.sender, dialect):
        raise Denied(_("No hay conexión configurada con este remitente. Elija otra vía o pídala a quien administra."))


def check_content(told: Sequence[Told], dialect: str, *, references: Collection[str], today: date) -> None:
    """At least one outcome of the vocabulary, each sayable in the dialect and with the data it needs."""
    if not told:
        raise Denied(_("Elija al menos un resultado."))
    for one in told:
        known = pack().outcomes.get(one.outcome)
        if known is None:
            raise Denied(_("Elija resultados de la lista."))
        label = known.label.get(get_language() or "es")
        said = pack().speech.dialects[dialect].says[one.outcome]
        if said.none is not None:
            why = said.none.get(get_language() or "es")
            raise Denied(_("«%(outcome)s» no se puede decir ahí. %(why)s") % {"outcome": label, "why": why})
        _check_needs(one, known.needs, label, references=references, today=today)


def _check_needs(one: Told, needs: Collection[str], label: str, *, references: Collection[str], today: date) -> None:
    wrong = {
        "reference": one.reference not in references,
        "institution": one.institution not in pack().institutions,
        "fields": not one.fields or not set(one.fields) <= set(pack().speech.fields),
        "deadline": one.deadline is None or one.deadline <= today,
    }
    says = {
        "reference": _("«%(outcome)s» necesita una referencia de la lista."),
        "institution": _("«%(outcome)s» necesita la institución a la que se remitió."),
        "fields": _("«%(outcome)s» necesita qué datos faltan."),
        "deadline": _("«%(outcome)s» necesita una fecha límite que esté por venir."),
    }
    for need in needs:
        if wrong.get(need):
            raise Denied(says[need] % {"outcome": label})
    if one.day > today:
        raise Denied(_("La fecha de «%(outcome)s» está en el futuro.") % {"outcome": label})


def check_ground(content: Content, ground: str) -> None:
    """How consent stands is said when something happened to the child; and something is left to say."""
    if content.for_child() and ground not in Feedback.Ground.values:
        raise Denied(_("Diga cómo está el acuerdo de la niña, el niño o adolescente antes de mandar."))
    if not content.leaving(ground).told:
        raise Denied(_("Sin ese acuerdo no queda nada que decir. Añada otro resultado, como «Aceptada», y mande ese."))


def check_receipt(reference: str, dated: date | None, digest: str, *, today: date) -> None:
    """A receipt has a reference or says why it is known by a hash, and a date that has come."""
    if not reference.strip() and not digest:
        raise Denied(_("Escriba la referencia del acuse, o la huella de la hoja o la captura."))
    if dated is None or dated > today:
        raise Denied(_("Escriba la fecha del acuse; no puede estar en el futuro."))
    if digest and not SHA256.fullmatch(digest):
        raise Denied(_("La huella SHA-256 son 64 signos del 0 al 9 y de la a a la f."))


def check_can_decide(row: UnknownCode, *, by: "User") -> None:
    """The code is this person's institution's to decide, their role answers senders, and it waits."""
    if not UnknownCode.objects.visible_to(by).filter(pk=row.pk).exists():
        raise Denied(_("Su papel no permite decidir sobre este código."))
    if row.state != UnknownCode.State.WAITING:
        raise Denied(_("Sobre este código ya se decidió."))

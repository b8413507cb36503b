"""Whether a telling may be written down or corrected now. Each check raises Denied with what to do."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from hilo.cases.models import Case
from hilo.lib.errors import BadInput, Denied
from hilo.reference import pack
from hilo.testimony import policies
from hilo.testimony.disclosure.tellings import Telling as Told
from hilo.testimony.disclosure.when import DAY, When
from hilo.testimony.models import Hearer, Telling

NAME = 120  # signs of how an adult is called
NOTE = 2_000  # signs of a note


def check_told(told: Told, today: date) -> None:
    """It is not still to come: an interview to be held is planned, not recorded."""
    if When(today, DAY).surely_before(told.when):
        raise Denied(_("Esa fecha todavía no llega. Anote lo que ya pasó; lo que viene se prevé como entrevista."))


def check_institution(code: str) -> None:
    """One of the pack, or none."""
    if code and code not in pack().institutions:
        raise Denied(_("Elija una institución de la lista."))


def check_here(case: Case, hearers: Iterable[Hearer]) -> None:
    """The adults are of this case."""
    if any(one.case_id != case.pk for one in hearers):
        raise Denied(_("Esa persona es de otro caso. Elija de la lista."))


def check_legal(legal_need: str, legal_note: str) -> None:
    """A law that asks for it is named."""
    if legal_need == "law" and not legal_note.strip():
        raise Denied(_("Si una ley lo pide, anote cuál y su artículo. Si no lo sabe, elija «No se sabe»."))


def check_text(*texts: str) -> None:
    """Words, and not too many."""
    for text in texts:
        policies.check_text(text)
        if len(text) > NOTE:
            raise Denied(_("La nota es muy larga. Aquí basta lo necesario; lo que contó va en su transcripción."))


def check_name(name: str) -> None:
    """Short words for an adult."""
    policies.check_text(name)
    if len(name) > NAME:
        raise Denied(_("Escriba solo cómo se le dice a esa persona."))


def check_can_correct(telling: Telling) -> None:
    """It is the version that stands."""
    if telling.void or Telling.objects.filter(corrects=telling).exists():
        raise Denied(_("Ese registro ya se corrigió. Abra la lista y corrija el que vale ahora."))


def check_reason_to_void(note: str) -> None:
    """Why it does not count."""
    if not note.strip():
        raise Denied(_("Escriba por qué se retira: queda junto al registro."))


def told_of(**columns: object) -> Told:
    """The plain telling, whose codes and dates agree. Raises Denied."""
    try:
        return Told(**columns)  # type: ignore[arg-type]
    except BadInput as wrong:
        raise Denied(str(wrong)) from None

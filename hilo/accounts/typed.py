"""What a person had typed in a form that was stopped on its way: to be copied, or to be sent again."""

import re
from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

# Name of a field in which people write -> what the page called it. What is not here was chosen, not written.
WRITTEN = {
    "age": _("Edad"),
    "answer_by": _("Para cuándo pide respuesta"),
    "child_age": _("Edad de la niña, niño o adolescente"),
    "child_place": _("Municipio, localidad o domicilio"),
    "child_school": _("Escuela"),
    "date": _("Fecha de la carta"),
    "happened_at": _("Cuándo ocurrió"),
    "name": _("Nombre"),
    "narrative": _("Qué cuenta"),
    "note": _("Nota"),
    "reason": _("Razón"),
    "reference": _("Referencia"),
    "requested_action": _("Qué pide"),
    "service": _("Plataforma"),
    "source": _("Quién lo dice"),
    "text": _("Lo que buscaba"),
    "until": _("Hasta cuándo"),
    "value": _("Identificador"),
    "why": _("Razón"),
}
NEVER_AGAIN = ("csrfmiddlewaretoken",)  # the new page has its own
_ROW = re.compile(r"^[a-z]+-\d+-")  # the row of a form with several
_CODE = re.compile(r"[a-z]+(_[a-z]+)+")


def typed_in(sent: Mapping[str, object]) -> list[tuple[str, str]]:
    """(label, words) of every field of a sent form in which somebody wrote; never a password or a code."""
    named = [(WRITTEN.get(_ROW.sub("", name)), str(text)) for name, text in sent.items()]
    return [(str(label), text) for label, text in named if label and text.strip() and not _CODE.fullmatch(text)]


def sent_again(sent: QueryDict) -> list[tuple[str, str]]:
    """(name, value) of every field of a sent form, to be sent a second time; never a password."""
    kept = [name for name in sent if "password" not in name and name not in NEVER_AGAIN]
    return [(name, value) for name in kept for value in sent.getlist(name)]

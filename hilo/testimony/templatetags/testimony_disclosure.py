"""Words of the disclosure history in the reader's language."""

from django import template
from django.utils.translation import gettext_lazy as _

from hilo.reference.models import Label
from hilo.testimony.disclosure.fields import fields
from hilo.testimony.disclosure.risks import Risk
from hilo.testimony.disclosure_queries import lang

register = template.Library()

MARKS = {
    "S": _("leído en una fuente pública"),
    "R": _("medido aquí, con una simulación"),
    "M": _("de memoria: falta confirmarlo en la fuente"),
}


@register.filter
def in_language(label: Label) -> str:
    """A text of the data, in the language of the page."""
    return label.get(lang())


@register.filter
def mark_words(mark: str) -> str:
    """How sure the finding is known to be."""
    return str(MARKS[mark])


@register.filter
def field_number(risk: Risk) -> int:
    """Which of the sixteen fields shows it."""
    return fields().get(risk.rule.field).number

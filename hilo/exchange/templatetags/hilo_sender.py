"""Words of answers to senders."""

from django import template
from django.utils.translation import get_language, gettext, gettext_lazy

from hilo.exchange.models import OutboxItem, UnknownCode
from hilo.reference import pack

register = template.Library()

STATES = {
    "never": gettext_lazy("no se ha dicho nada al remitente"),
    "ending": gettext_lazy("no se ha dicho al remitente cómo terminó"),
    "told": gettext_lazy("el remitente ya lo sabe"),
}
KINDS = {"feedback": gettext_lazy("respuesta a un remitente"), "mail": gettext_lazy("aviso por correo")}
ERRORS = {
    "unreachable": gettext_lazy("no se pudo conectar con el remitente"),
    "certificate": gettext_lazy("el certificado del remitente no es de fiar"),
    "no_connection": gettext_lazy("no hay conexión configurada con este remitente"),
    "no_credential": gettext_lazy("falta la credencial de la conexión"),
    "channels_file": gettext_lazy("el archivo channels.yaml no se puede usar"),
    "cut": gettext_lazy("se cortó antes de saber si llegó"),
}
REFUSED = gettext_lazy("el remitente no lo aceptó (código %(n)s)")
TROUBLE = gettext_lazy("falla del remitente (código %(n)s)")


@register.filter
def stands_words(state: str) -> str:
    """What the sender of an alert knows."""
    return str(STATES[state])


@register.filter
def kind_words(kind: str) -> str:
    """What an item of the outbox is."""
    return str(KINDS.get(kind, kind))


@register.filter
def error_words(item: OutboxItem) -> str:
    """Why it has not left, in words; the code itself for one nobody foresaw."""
    code = item.last_error
    if code.startswith("http_"):
        return str(TROUBLE if code >= "http_500" else REFUSED) % {"n": code[5:]}
    return str(ERRORS.get(code, code))


@register.filter
def dialect_words(code: str) -> str:
    """The name of a dialect."""
    known = pack().speech.dialects.get(code)
    return known.label.get(get_language() or "es") if known else gettext("por decidir")


@register.filter
def meaning_words(row: UnknownCode) -> str:
    """What a person decided that a code means."""
    if row.kind == UnknownCode.Kind.SENDER:
        return dialect_words(row.meaning)
    known = pack().outcomes.get(row.meaning)
    return known.label.get(get_language() or "es") if known else row.meaning

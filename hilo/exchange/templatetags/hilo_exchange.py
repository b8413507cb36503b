"""Words and shapes of hand-offs and courses."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy

from hilo.cases.models import Withheld
from hilo.reference import pack

register = template.Library()

STEPS = {
    "offered": gettext_lazy("Enviada"),
    "received": gettext_lazy("Acuse de recibo"),
    "answered": gettext_lazy("Respuesta"),
    "resulted": gettext_lazy("Resultado"),
}
STATES = {
    "here": gettext_lazy("lo tiene ahora"),
    "done": gettext_lazy("hecho"),
    "working": gettext_lazy("aceptó y trabaja en ello"),
    "waiting": gettext_lazy("falta su respuesta"),
    "silent": gettext_lazy("no responde"),
    "refused": gettext_lazy("no aceptó"),
    "missing": gettext_lazy("falta avisarle"),
}
# Shape carries the state as well as the word: filled, ticked, half, ring, triangle, crossed, dotted.
SHAPES = {
    "here": '<circle cx="8" cy="8" r="6.4"/>',
    "done": '<path class="open" d="m2 8.5 4 4 8-9"/>',
    "working": '<circle class="open" cx="8" cy="8" r="6"/><path d="M8 2v12A6 6 0 0 0 8 2z"/>',
    "waiting": '<circle class="open" cx="8" cy="8" r="6"/><path class="open" d="M8 4.4V8l2.4 1.6"/>',
    "silent": '<path d="M8 1 15.5 15H.5z"/>',
    "refused": '<path class="open" d="m3 3 10 10M13 3 3 13"/>',
    "missing": '<circle class="open dotted" cx="8" cy="8" r="6"/>',
}


@register.filter
def step_words(name: str) -> str:
    """One of the four moments of a hand-off."""
    return str(STEPS[name])


@register.filter
def stop_words(state: str) -> str:
    """How a case stands with an institution of its course."""
    return str(STATES[state])


@register.filter
def stop_shape(state: str) -> SafeString:
    """The same as a sign."""
    return mark_safe(f'<svg class="sign" viewBox="0 0 16 16" aria-hidden="true">{SHAPES[state]}</svg>')  # noqa: S308


@register.filter
def part_words(part: str) -> str:
    """What may travel."""
    return str(Withheld.Part(part).label)


@register.filter
def outcome_words(code: str) -> str:
    """A word of the vocabulary; its code when it left the pack."""
    known = pack().outcomes.get(code)
    return known.label.get(get_language() or "es") if known else code


@register.filter
def in_fours(code: str) -> str:
    """A code in groups of four, to be read from paper."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))

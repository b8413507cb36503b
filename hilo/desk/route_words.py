"""Why a case was placed where it is, in words: what the alert said, whose place it was, who chose."""

from django.utils.translation import get_language, gettext, gettext_lazy

from hilo.reference import pack

_WHOSE = {
    "victim": gettext_lazy("de la niña, el niño o adolescente"),
    "reported": gettext_lazy("de la cuenta señalada"),
    "recipient": gettext_lazy("de quien recibió el material"),
    "incident": gettext_lazy("de los hechos"),
    "file": gettext_lazy("de un archivo descrito"),
}
_HOW = {
    "address": gettext_lazy("por el domicilio %(whose)s"),
    "estimated": gettext_lazy("por la ubicación estimada %(whose)s"),
    "geo_lookup": gettext_lazy("por la dirección IP %(whose)s"),
    "phone": gettext_lazy("por el teléfono %(whose)s"),
}
_LOCATION = gettext_lazy("por la ubicación %(whose)s")
_ALONE = {
    "person": gettext_lazy("lo decidió una persona"),
    "report": gettext_lazy("según lo que dijo quien avisó"),
    "partner": gettext_lazy("lo canalizó el sistema de otra institución"),
    "conflict": gettext_lazy("la institución que lo tenía quedó fuera por conflicto de interés"),
    "phone_area": gettext_lazy("por la lada de un teléfono"),
    "several_states": gettext_lazy("los datos apuntan a varios estados"),
    "abroad": gettext_lazy("los datos apuntan fuera del país"),
    "no_location": gettext_lazy("la alerta no dice dónde"),
}


def route_words(reason: str) -> str:
    """A route reason such as ``victim_address`` in words; "" for none."""
    if reason in _ALONE:
        return str(_ALONE[reason])
    whose, _, how = reason.partition("_")
    if whose not in _WHOSE:
        return gettext("según los datos recibidos") if reason else ""
    return str(_HOW.get(how, _LOCATION) % {"whose": _WHOSE[whose]})


def state_words(key: str) -> str:
    """The state's name; «sin ubicación» when it is unknown."""
    state = pack().states.get(key)
    return state.name.get(get_language() or "es") if state else gettext("sin ubicación")

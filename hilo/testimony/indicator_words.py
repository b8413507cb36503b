"""Words of the indicator pages: how something came to be said, how sure a source is, and what a table shows."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hilo.testimony.indicators.states import STATE_WORDS

PROVENANCE = {
    "spontaneous": _("Lo dijo sin que se le preguntara"),
    "after_invitation": _("Lo dijo después de una invitación a contar"),
    "after_directive": _("Lo dijo después de una pregunta directa"),
    "after_option": _("Lo dijo después de una pregunta con opciones"),
    "after_suggestive": _("Lo dijo después de una pregunta sugestiva"),
    "adult_first_adopted": _("Lo nombró primero una persona adulta y después lo afirmó"),
    "adult_first_denied": _("Lo nombró primero una persona adulta y dijo que no"),
    "adult_first_unanswered": _("Lo nombró primero una persona adulta y no contestó"),
}
CERTAINTY = {
    "seed": _("de los textos fundadores"),
    "seen": _("leído en la fuente pública"),
    "memory": _("de memoria, por confirmar"),
}


def lang() -> str:
    """Of the page."""
    return get_language() or "es"


def state_words(state: str) -> str:
    """A state of an indicator in the language of the page."""
    return STATE_WORDS[state]["en" if lang().startswith("en") else "es"]

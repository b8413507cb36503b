"""What events about hearing a child are about, in words: which interview, which transcript, which indicator.

Only codes and numbers are in the facts; nothing that a child or an adult said is ever among them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from hilo.testimony.disclosure.codes import lists
from hilo.testimony.disclosure.fields import fields
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.indicators.states import STATE_WORDS
from hilo.testimony.models import Layer

Facts = Mapping[str, Any]


def _lang() -> str:
    return get_language() or "es"


def _interview(facts: Facts) -> str:
    if facts.get("session", 1) > 1:
        return gettext("entrevista %(n)s, sesión %(session)s") % {"n": facts["number"], "session": facts["session"]}
    return gettext("entrevista %(n)s") % {"n": facts["number"]}


def _telling(facts: Facts) -> str:
    return lists().get("purposes", facts["purpose"]).label.get(_lang())


def _transcript(facts: Facts) -> str:
    return gettext("transcripción %(n)s") % {"n": facts["number"]}


def _layer(facts: Facts) -> str:
    words = ngettext("%(what)s: %(n)d anotación", "%(what)s: %(n)d anotaciones", facts["n"])
    return words % {"what": Layer(facts["layer"]).label, "n": facts["n"]}


def _indicator(facts: Facts) -> str:
    words = codebook().indicator(facts["indicator"]).label.get(_lang())
    state = STATE_WORDS.get(facts.get("state", ""), {}).get(_lang(), "")
    return f"{words}. {state}" if state else words


def _disclosure(facts: Facts) -> str:
    return fields().get(facts["field"]).label.get(_lang())


SAYS: dict[str, Callable[[Facts], str]] = {
    "interview.begun": _interview,
    "interview.cancelled": _interview,
    "interview.ended": _interview,
    "interview.planned": _interview,
    "narrative.closed": _interview,
    "telling.recorded": _telling,
    "telling.corrected": _telling,
    "transcript.kept": _transcript,
    "layer.saved": _layer,
    "indicator.confirmed": _indicator,
    "indicator.withdrawn": _indicator,
    "disclosure.noted": _disclosure,
    "disclosure.corrected": _disclosure,
}


def about(kind: str, facts: Facts) -> str:
    """What an event of hearing a child is about; "" where its label says all."""
    say = SAYS.get(kind)
    return say(facts) if say else ""

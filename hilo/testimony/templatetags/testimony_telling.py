"""Codes of tellings and interviews in words, in the reader's language."""

from django import template

from hilo.testimony.disclosure.codes import Choice, lists
from hilo.testimony.disclosure.tellings import Telling
from hilo.testimony.interview_words import PROTOCOLS
from hilo.testimony.telling_words import lang, words

register = template.Library()


@register.filter
def told_words(code: str, which: str) -> str:
    """The label of a code of the list ``which`` of tellings.yaml."""
    return words(which, code)


@register.filter
def told_when(told: Telling) -> str:
    """When it was, as far as it is known."""
    return told.when.words(lang())


@register.filter
def protocol_words(code: str) -> str:
    """The name of a protocol."""
    return str(PROTOCOLS.get(code, code))


@register.simple_tag
def told_modes() -> tuple[Choice, ...]:
    """The ways to keep what a child tells, with what each loses."""
    return lists().modes

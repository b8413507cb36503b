"""Codes of a case in words, in the reader's language."""

from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from hilo.cases import queries

register = template.Library()


def lang() -> str:
    """Language of the page, ``es`` before any other."""
    return get_language() or "es"


@register.filter
def event_words(kind: str) -> str:
    """The label of an event kind."""
    return queries.event_label(kind).get(lang())


@register.filter
def duty_words(rule: str) -> str:
    """What a clock rule asks for."""
    return queries.duty(rule, lang())[0]


@register.filter
def law_words(rule: str) -> str:
    """The law behind a clock rule, or what it rests on."""
    return queries.duty(rule, lang())[1]


@register.filter
def institution_words(code: str) -> str:
    """The name of an institution."""
    return queries.institution_name(code, lang())


@register.filter
def by_whom(user: Any) -> str:
    """Who did it: a person's name, or the system."""
    return user.get_full_name() if user else gettext("el sistema")

"""``{% say "home.title" %}``: the words of a code for whoever the page speaks to."""

from typing import Any

from django import template
from django.template import Context

from hilo.door.words import say as said

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, code: str, **values: Any) -> str:
    """The text of a code for the audience of the page, escaped as any other text."""
    return said(code, context["audience"], **values)


@register.simple_tag(takes_context=True)
def say_of(context: Context, code: str, part: str, **values: Any) -> str:
    """The text of one part of a question: ``{% say_of asked.code "ask" %}``."""
    return said(f"{code}.{part}", context["audience"], **values)


@register.simple_tag(takes_context=True)
def say_refusal(context: Context, refusal: dict[str, Any]) -> str:
    """Why a field was not taken."""
    return said(refusal["code"], context["audience"], **refusal["values"])

"""Codes of indicators in words."""

from django import template

from hilo.testimony.indicator_words import PROVENANCE, lang
from hilo.testimony.indicators.codebook import codebook

register = template.Library()


@register.filter
def indicator_label(code: str) -> str:
    """An indicator in the language of the page."""
    return codebook().indicator(code).label.get(lang())


@register.filter
def provenance_words(provenance: str) -> str:
    """How something came to be said."""
    return str(PROVENANCE.get(provenance, provenance))


@register.filter
def unlocalized(number: int) -> str:
    """A number for the machine: no mark between thousands."""
    return str(number)

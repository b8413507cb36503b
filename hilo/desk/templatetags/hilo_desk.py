"""How the desk writes its bounded counts and the words of a tier."""

from django import template
from django.utils.translation import get_language

from hilo.desk.queries import MOST
from hilo.reference import pack

register = template.Library()


@register.filter
def upto(count: int) -> str:
    """«34», or «999+» when counting stopped there."""
    return f"{MOST}+" if count > MOST else str(count)


@register.filter
def tier_word(tier: int) -> str:
    """What a tier means, from the country pack, without its explanation."""
    return pack().triage.tiers[tier].get(get_language() or "es").partition(":")[0]  # type: ignore[index]

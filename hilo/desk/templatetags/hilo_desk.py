"""How the desk writes its bounded counts."""

from django import template

from hilo.desk.queries import MOST

register = template.Library()


@register.filter
def upto(count: int) -> str:
    """«34», or «999+» when counting stopped there."""
    return f"{MOST}+" if count > MOST else str(count)

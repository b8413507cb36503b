"""Acts of a plan in words, in the reader's language."""

from collections.abc import Iterable

from django import template

from hilo.investigation import act_rows
from hilo.investigation.models import Act, ActState, ActStep
from hilo.investigation.models.acts import OPEN

register = template.Library()


@register.filter
def act_label(act: Act) -> str:
    """What the act is called."""
    return act_rows.label_of(act)


@register.filter
def act_groups(acts: Iterable[Act]) -> list[act_rows.Group]:
    """A plan under headings."""
    return act_rows.groups(acts)


@register.filter
def last_step(act: Act) -> ActStep | None:
    """Its newest step, of those read beforehand."""
    return list(act.steps.all())[-1] if act.steps.all() else None


@register.filter
def is_open(act: Act) -> bool:
    """Whether something is still to be done."""
    return act.state in OPEN


@register.filter
def is_result(act: Act) -> bool:
    """Whether it was carried out, with a result or a negative one."""
    return act.state in (ActState.DONE, ActState.NEGATIVE)

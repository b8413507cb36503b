"""What the tests about tellings and interviews share: the same girl in a case of another institution."""

from datetime import date

from django.utils import timezone

from hilo.cases import actions as cases
from hilo.cases.models import Case, PersonInCase
from hilo.testimony import child_actions, telling_actions
from hilo.testimony.models import ChildKey, Telling

CURP = "SABC560626MDFLRN01"  # the example of the official leaflet about this key
NAME, BORN = "Luz Ejemplo Peña", date(2016, 4, 2)


def fresh(case: Case) -> Case:
    """The case as it is now."""
    return Case.objects.get(pk=case.pk)


def a_child(case: Case, by) -> PersonInCase:
    """Another child row in this case."""
    return cases.add_person(case=case, role="child", age=9, by=by, now=timezone.now())


def key(child: PersonInCase, by, **given) -> list[ChildKey]:
    """Give the child a key."""
    given = given or {"curp": CURP}
    return child_actions.key(child=child, by=by, now=timezone.now(), **given)


def tell(child: PersonInCase, by, **given) -> Telling:
    """Write down that the child told."""
    known = {"purpose": "care", "formal": False, "role": "teacher", **given}
    return telling_actions.record(case=fresh(child.case), child=child, by=by, now=timezone.now(), **known)

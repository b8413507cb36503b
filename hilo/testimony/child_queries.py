"""One child in several cases: known again by a key, or because the case was copied for another institution."""

import json
from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef

from hilo.cases.models import Conflict, Event, PersonInCase
from hilo.testimony.models import ChildKey

ROUNDS = 4  # steps from key to key that are followed; each takes four queries, however many children there are
CURP = ChildKey.Kind.CURP


def same_child(child: PersonInCase, *, institution: str = "") -> frozenset[UUID]:
    """Ids of this child in all cases of the deployment, the one given among them.

    ``institution``: whose reader asks; cases that it is kept out of by a conflict are left out. "": nobody is shown
    anything, as when the machine asks whether an interview is ahead.
    """
    found, new = {child.pk}, {child.pk}
    for _round in range(ROUNDS):
        new = (_by_key(found, new) | _by_copy(new)) - found
        found |= new
        if not new:
            break
    return frozenset({child.pk} | _seen(found - {child.pk}, institution)) if len(found) > 1 else frozenset(found)


def _seen(found: Collection[UUID], institution: str) -> set[UUID]:
    """Those that are children, of cases from which this institution is not kept out."""
    children = PersonInCase.objects.filter(pk__in=found, role=PersonInCase.Role.CHILD)
    if institution:
        kept_out = Conflict.objects.filter(case=OuterRef("case"), institution=institution)
        children = children.exclude(Exists(kept_out))
    return set(children.values_list("pk", flat=True))


def _by_key(found: Collection[UUID], new: Collection[UUID]) -> set[UUID]:
    """Children who share a key with the new ones.

    A name with its birthday is shared by different children too: where both sides have a CURP, the CURP decides.
    """
    keys = ChildKey.objects.standing()
    mine = set(keys.filter(child__in=found).values_list("kind", "blind"))
    blinds = {bytes(blind) for _kind, blind in mine}
    sharing = keys.filter(blind__in=blinds).exclude(child__in=found).values("child")
    theirs: dict[UUID, set[tuple[str, bytes]]] = {}
    for pk, kind, blind in keys.filter(child__in=sharing).values_list("child", "kind", "blind"):
        theirs.setdefault(pk, set()).add((kind, bytes(blind)))
    ours = {bytes(blind) for kind, blind in mine if kind == CURP}
    return {pk for pk, held in theirs.items() if not _another({blind for kind, blind in held if kind == CURP}, ours)}


def _another(theirs: set[bytes], ours: set[bytes]) -> bool:
    """Both have a CURP, and not the same."""
    return bool(theirs) and bool(ours) and not theirs & ours


def _by_copy(new: Collection[UUID]) -> set[UUID]:
    """Whom the new ones are copies of, and their copies: a part of a case opens a case of its own elsewhere."""
    cases = PersonInCase.objects.filter(pk__in=new).values("case")
    copied = Event.objects.filter(kind="person.added", facts__contains='"copy_of"')
    rows = [
        *copied.filter(case__in=cases).values_list("facts", flat=True),
        *copied.filter(case__made_by__case__in=cases).values_list("facts", flat=True),
    ]
    pairs = [(UUID(told["person"]), UUID(told["copy_of"])) for told in map(json.loads, rows)]
    return {other for pair in pairs for one, other in (pair, pair[::-1]) if one in new}

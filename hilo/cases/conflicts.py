"""Conflict of interest: an institution named as the place of harm, or as where a person of interest works.

It neither holds nor sees the case. When it holds it, the case first moves to the outside authority that
the pack names, in the same transaction.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text, seal_text
from hilo.cases import policies, routing
from hilo.cases.access import kept_out_of
from hilo.cases.models import Case, Conflict, PersonInCase, PlaceInCase
from hilo.cases.thread import Weave
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User

After = Callable[[Weave, Case, str, str], Iterable[Conflict]]

# What other parts must undo when an institution is kept out of a case, such as hand-offs to or from it. A part above
# this one appends a function in its AppConfig.ready. It is called for the case, and for each report folded under it
# that moves along, inside the transaction, with the weave that holds the case (which has moved by then), before
# anything is written: it adds its events to the weave and must not write it. It is given the reason too, and gives
# back what :func:`keep_out` gave for cases of its own that must be kept from the institution as well.
AFTER: list[After] = []

HARM = frozenset({PlaceInCase.Role.PLACE_OF_HARM, PlaceInCase.Role.SCHOOL})


@transaction.atomic
def record_conflict(
    *, case: Case, institution: str, reason: str, by: "User", now: datetime, revision: int | None = None
) -> Conflict:
    """A person of the institution that holds the case, open or closed, says that an institution is kept out of it."""
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    policies.check_unchanged(fresh, revision)
    check_can_record(fresh, institution, by=by, reason=reason)
    rows = keep_out(weave, fresh, institution, reason=reason)
    weave.write()
    return write(rows)[0]


def check_can_record(case: Case, institution: str, *, by: "User", reason: str) -> None:
    """Another institution of the pack, or one's own, that is not kept out yet; and a reason."""
    policies.check_holds(case, by, Permission.CONFLICT_RECORD)
    if institution not in pack().institutions:
        raise Denied(_("Elija una institución de la lista."))
    if institution in kept_out_of(case):
        raise Denied(_("Esa institución ya está fuera de este caso."))
    policies.check_reason(reason)


def keep_out(weave: Weave, case: Case, institution: str, *, reason: str) -> list[Conflict]:
    """Keep an institution out of a held case, and move the case first when it holds it.

    Gives the rows to :func:`write` after ``weave.write()``, none when it is out already: the database takes
    no conflict of an institution that still holds the case.
    """
    kept_out = kept_out_of(case)
    if institution in kept_out:
        return []
    cases = [case]
    if case.institution == institution:
        cases += _folded(weave, case)
        _hand_to(weave, cases, routing.outside(case, institution, kept_out))
    rows = []
    for one in cases:
        weave.event(one, "conflict.recorded", facts={"institution": institution}, note=reason)
        rows.append(_row(one, institution, reason, weave))
        for after in AFTER:
            rows += after(weave, one, institution, reason)
    return rows


def write(rows: Iterable[Conflict]) -> list[Conflict]:
    """Write what :func:`keep_out` gave."""
    return Conflict.objects.bulk_create(list(rows))


def inherit(weave: Weave, source: Case, made: Case) -> None:
    """Who is kept out of a case is kept out of one that is made of it."""
    rows = []
    for row in Conflict.objects.filter(case=source).order_by("at", "id"):
        reason = open_text(row.reason, place=f"conflict.reason:{row.pk}")
        weave.event(made, "conflict.recorded", facts={"institution": row.institution}, note=reason)
        rows.append(_row(made, row.institution, reason, weave))
    write(rows)


def of_place(role: str, institution: str) -> str:
    """The institution that a place keeps out of its case; "" for none."""
    return institution if role in HARM else ""


def of_person(role: str, institution: str) -> str:
    """The institution that a person keeps out of the case; "" for none."""
    return institution if role == PersonInCase.Role.PERSON_OF_INTEREST else ""


def _folded(weave: Weave, case: Case) -> list[Case]:
    """The reports of the campaign, open and closed: they tell of the same file, so they go along."""
    reports = Case.objects.filter(parent=case, institution=case.institution)
    weave.hold(reports.values_list("pk", flat=True))
    return [one for one in weave.cases.values() if one.parent_id == case.pk]


def _hand_to(weave: Weave, cases: list[Case], authority: str) -> None:
    """Move the cases to an outside authority, which from now on stands among those that take part."""
    cases[0].route_reason = "conflict"
    routing.move(weave, cases, authority, why="conflict")
    role = PlaceInCase.Role.AUTHORITY
    place = PlaceInCase.objects.create(
        case=cases[0], role=role, institution=authority, added_at=weave.now, added_by=weave.by
    )
    facts = {"place": str(place.pk), "role": role, "institution": authority}
    weave.event(cases[0], "institution.involved", facts=facts)


def _row(case: Case, institution: str, reason: str, weave: Weave) -> Conflict:
    pk = uuid7()
    sealed = seal_text(reason, place=f"conflict.reason:{pk}")
    return Conflict(id=pk, case=case, institution=institution, reason=sealed, at=weave.now, by=weave.by)

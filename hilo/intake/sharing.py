"""Whose unit can open a report: the one that holds its case, and one to which the case is offered. To grant is to add a
wrapping of the report's key, to revoke is to delete it.

Only who can open a report can share it, so it is done with the keys that the person at work has open
(:func:`in_hand`); where there are none, it waits for somebody who has.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from hilo.accounts import unit_keys
from hilo.accounts.vouchers import vouched
from hilo.cases.models import Case, Conflict
from hilo.door.models import Addressee, Report, Wrapping
from hilo.door.sealing import key_store, wrap_for
from hilo.intake.models import Taken
from hilo.intake.reading import Units, key_of
from hilo.lib.errors import Denied

if TYPE_CHECKING:
    from hilo.cases.thread import Weave

NOTHING: Units = {}
_keys: ContextVar[Callable[[], Units]] = ContextVar("unit keys in hand", default=lambda: NOTHING)

# how a unit stands towards the reports of a case
OPENS, LACKS, NO_KEY = "opens", "lacks", "no_key"


@contextmanager
def in_hand(units: Callable[[], Units]) -> Iterator[None]:
    """What is done inside may share reports that these keys open. ``units`` is asked only when it is needed."""
    token = _keys.set(units)
    try:
        yield
    finally:
        _keys.reset(token)


def settle(weave: "Weave", case: Case, offered: Iterable[str] = ()) -> None:
    """Let those open the reports of a held case, and of what is folded under it, who hold it or to whom it is offered.

    Call before ``weave.write()``. Others lose what they had as soon as the holder can open.
    """
    rows = list(_taken(case).select_related("report", "case"))
    if not rows:
        return
    weave.hold({row.case_id for row in rows})
    for row in rows:
        own = weave.cases[row.case_id]
        _settle(weave, row.report, own, {own.institution, *(offered if own.institution == case.institution else ())})


def after_conflict(weave: "Weave", case: Case, institution: str, reason: str) -> list[Conflict]:
    """An institution is kept out of a case: its unit loses the reports, and who holds the case now gets them."""
    for row in Taken.objects.filter(case=case).select_related("report"):
        _grant(weave, row.report, case, {case.institution})
        _of_units(row.report).filter(addressee__in=_units_of({institution})).delete()
    return []


def state_of(case: Case, institution: str) -> str:
    """Whether the unit of an institution can open all reports of a case: opens, lacks, no_key; "" without reports."""
    reports = Report.objects.filter(taken__in=_taken(case), destroyed_at__isnull=True)
    if not reports:
        return ""
    opened = _units_of({institution})
    if all(_of_units(report).filter(addressee__in=opened).exists() for report in reports):
        return OPENS
    return LACKS if unit_keys.current(institution) else NO_KEY


def share(report: Report, private: bytes, institution: str, now: datetime) -> bool:
    """Add a wrapping for the key in use of an institution's unit; False when it has none, or can open already."""
    unit = unit_keys.current(institution)
    if unit is None or _of_units(report).filter(addressee__in=_units_of({institution})).exists():
        return False
    reader = Wrapping.Reader.UNIT
    sealed = wrap_for(private, report, reader, unit.pk, vouched(unit), key_store().get(report.pk))
    Wrapping.objects.create(report=report, reader=reader, addressee=unit.pk, sealed=sealed, at=now)
    return True


def _settle(weave: "Weave", report: Report, case: Case, wanted: set[str]) -> None:
    _grant(weave, report, case, wanted)
    mine = _of_units(report)
    if mine.filter(addressee__in=_units_of({case.institution})).exists():
        mine.exclude(addressee__in=_units_of(wanted)).delete()


def _grant(weave: "Weave", report: Report, case: Case, wanted: Iterable[str]) -> None:
    """Share with those who lack it, if somebody at work can; the thread says with whom."""
    if report.destroyed_at is not None:
        return
    held = set(_of_units(report).values_list("addressee", flat=True))
    lacking = [one for one in sorted(wanted) if not held & _units_of({one}) and unit_keys.current(one)]
    if not lacking:
        return
    try:
        private = key_of(report, _keys.get()())
    except Denied:
        return
    given = [one for one in lacking if share(report, private, one, weave.now)]
    weave.event(case, "report.shared", facts={"report": str(report.pk), "to": given}, subject=report.pk)


def _taken(case: Case) -> QuerySet[Taken]:
    return Taken.objects.filter(Q(case=case) | Q(case__parent=case))


def _of_units(report: Report) -> QuerySet[Wrapping]:
    return report.wrappings.filter(reader=Wrapping.Reader.UNIT)


def _units_of(institutions: Iterable[str]) -> set[UUID]:
    """Ids of all keys that the units of these institutions have or had."""
    return set(Addressee.objects.filter(kind="unit", institution__in=list(institutions)).values_list("pk", flat=True))

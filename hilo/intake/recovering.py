"""When nobody is left who can open a unit's reports: two parts of the recovery key let a person in again.

Where the unit's own key was sealed to the recovery key, the person gets a share of it and so every report. Where it
was not, each report is opened with its own recovery wrapping and wrapped for the unit's key in use.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from hilo.accounts import recovery_keys, unit_keys
from hilo.accounts.models import RecoveryKey, UnitKey, User
from hilo.accounts.vouchers import vouched
from hilo.cases.models import Conflict
from hilo.cases.thread import Weave
from hilo.door.models import Report, Wrapping
from hilo.door.sealing import key_store, unwrap, wrap_for
from hilo.lib.errors import BadInput


class Recovered(NamedTuple):
    """``units``: keys of the unit that the person was given; ``reports``: opened one by one."""

    units: int
    reports: int


def recover(*, private: bytes, to: User, now: datetime) -> Recovered:
    """Let a person read again what their unit was told. ``private``: of the recovery key, in use or of before.

    Doing it again goes on where it was cut short. Raises Denied for who may not read reports or has no key of
    their own yet; BadInput for the key of another system.
    """
    key = recovery_keys.of_private(private)
    given = recovery_keys.give(key=key, private=private, to=to, now=now)
    unit = _unit_of(to, now)
    closed = _closed_to(to, key).values_list("pk", flat=True)
    return Recovered(given, sum(_open_again(pk, unit, key, private, now) for pk in list(closed)))


@transaction.atomic
def _unit_of(person: User, now: datetime) -> UnitKey:
    """The unit's key in use, of which the person has a share: another one where nobody can give it to them."""
    unit = unit_keys.current(person.institution)
    if unit is not None and not unit.shares.filter(user=person).exists():
        unit = unit_keys.rotate(institution=person.institution, by=None, now=now, also=person)
    return unit or unit_keys.open_unit(institution=person.institution, by=person, now=now)


def _closed_to(person: User, key: RecoveryKey) -> QuerySet[Report]:
    """Reports of the person's unit that the recovery key opens and they cannot; none from which it is kept out."""
    mine = unit_keys.keys_of(person).values_list("pk", flat=True)
    wrappings = Wrapping.objects.filter(report=OuterRef("pk"))
    out = Conflict.objects.filter(case__reports__report=OuterRef("pk"), institution=person.institution)
    return Report.objects.filter(
        ~Exists(wrappings.filter(reader=Wrapping.Reader.UNIT, addressee__in=mine)),
        ~Exists(out),
        Exists(wrappings.filter(reader=Wrapping.Reader.RECOVERY, addressee=key.pk)),
        institution=person.institution,
        destroyed_at__isnull=True,
    ).order_by("pk")


@transaction.atomic
def _open_again(pk: UUID, unit: UnitKey, key: RecoveryKey, private: bytes, now: datetime) -> bool:
    """Wrap one report for the unit; the thread of its case says so. False when its own key is gone."""
    report = Report.objects.select_related("taken__case").get(pk=pk)
    wrapping = report.wrappings.get(reader=Wrapping.Reader.RECOVERY, addressee=key.pk)
    try:
        outer = key_store().get(report.pk)
        opened = unwrap(wrapping, private)
    except BadInput:
        return False
    reader = Wrapping.Reader.UNIT
    sealed = wrap_for(opened, report, reader, unit.pk, vouched(unit), outer)
    Wrapping.objects.create(report=report, reader=reader, addressee=unit.pk, sealed=sealed, at=now)
    _tell(report, unit, now)
    return True


def _tell(report: Report, unit: UnitKey, now: datetime) -> None:
    taken = getattr(report, "taken", None)
    if taken is None:  # not a case yet
        return
    weave = Weave(now=now, by=None)
    weave.hold([taken.case_id])
    facts = {"report": str(report.pk), "to": [unit.institution], "why": "recovery"}
    weave.event(weave.cases[taken.case_id], "report.shared", facts=facts, subject=report.pk)
    weave.write()

"""Writing to who told: sealed to the report, so that only their code and the unit open it."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases import policies
from hilo.cases.thread import Weave
from hilo.door.models import Passage, Report
from hilo.door.passages import sealed_words
from hilo.intake.models import Taken
from hilo.lib.errors import Denied

if TYPE_CHECKING:
    from hilo.accounts.models import User

MOST_SIGNS = 4000


@transaction.atomic
def answer(
    *, taken: Taken, words: str, by: "User", now: datetime, promised: date | None = None, danger: bool = False
) -> Passage:
    """Write to who told. ``promised``: the day by which they hear again; ``danger``: write although they asked not to.

    Stops the clocks of the first answer and of messages without one. Raises Denied.
    """
    weave = Weave(now=now, by=by)
    weave.hold([taken.case_id])
    case = weave.cases[taken.case_id]
    policies.check_holds(case, by, Permission.REPORT_ANSWER)
    report = Report.objects.select_for_update(of=("self",)).get(pk=taken.report_id)
    check_can_write(report, danger=danger)
    check_words(words, promised, now)
    passage = sealed_words(report, Passage.Kind.ANSWER, words.strip(), now)
    passage.save(force_insert=True)
    facts = {"report": str(report.pk)} | ({"promised": promised.isoformat()} if promised else {})
    facts |= {"despite": "danger"} if report.withdrawn_at else {}
    weave.event(case, "report.answered", facts=facts, subject=report.pk)
    weave.write()
    Taken.objects.filter(pk=taken.pk, answered_at__isnull=True).update(answered_at=now, answered_by=by)
    if promised:
        Report.objects.filter(pk=report.pk).update(promised_at=end_of(promised))
    return passage


def check_can_write(report: Report, *, danger: bool = False) -> None:
    """There is somebody who could still read it, and who wants to be written to or is in danger."""
    if report.destroyed_at is not None:
        raise Denied(_("El contenido de este aviso se destruyó: ya no hay a quién escribir."))
    if report.locked_at is not None:
        raise Denied(_("Quien avisó cerró su clave: ya no puede leer lo que se le escriba."))
    if report.withdrawn_at is not None and not danger:
        raise Denied(_("Quien avisó pidió que ya no se le escriba. Hágalo solo si hay peligro, y márquelo."))


def check_words(words: str, promised: date | None, now: datetime) -> None:
    """Something is said, not too much of it, and what is promised is still to come."""
    if not words.strip():
        raise Denied(_("Escriba el mensaje."))
    if len(words) > MOST_SIGNS:
        raise Denied(_("El mensaje es muy largo. Escriba hasta %(most)s signos.") % {"most": MOST_SIGNS})
    if promised is not None and promised < localdate(now):
        raise Denied(_("El día que se promete ya pasó. Elija uno de hoy en adelante."))


def end_of(day: date) -> datetime:
    """The last minute of a day, local."""
    return make_aware(datetime.combine(day, time(23, 59)))

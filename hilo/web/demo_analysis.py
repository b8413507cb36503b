"""The demonstration's analysis: what is known and from what, questions, and more than one explanation. All invented."""

from datetime import datetime, timedelta

from hilo.accounts.models import User
from hilo.cases.models import Case
from hilo.investigation.analysis_actions import note, settle
from hilo.investigation.models import Act, ActState

AFTER = timedelta(hours=72)  # from the opening of a case, once its plan stands
STEP = timedelta(minutes=10)
KNOWN = "La cuenta se abrió el mismo día que se perdió la mochila."
ASKED = "Quién usaba el equipo de la biblioteca a esa hora."
UNASKED = "Si la escuela guarda todavía la bitácora de ese día."
PERHAPS = "Alguien tomó la mochila a la salida y abrió la cuenta con los datos de la libreta."
OTHERWISE = "La mochila se quedó en la biblioteca y la cuenta es de otra persona con el mismo nombre."
SETTLED = "La escuela dijo que la borra cada mes."


def note_points(people: dict[str, User], now: datetime) -> None:
    """Points for the cases that have a plan, written by Dora; every second one lacks another explanation."""
    planned = (
        Case.objects.open().filter(institution="FGE-NAY", acts__isnull=False).distinct().order_by("opened_at", "pk")
    )
    for number, case in enumerate(planned[:8]):
        at = case.opened_at + AFTER
        if at + 6 * STEP < now:
            _points(case, people["dora"], at, innocent=number % 2 == 0)


def _points(case: Case, by: User, at: datetime, *, innocent: bool) -> None:
    alert = case.alerts.order_by("received_at", "pk").first()
    open_act = Act.objects.filter(case=case, state=ActState.PLANNED).order_by("number").first()
    if alert is not None:
        note(case=case, kind="known", text=KNOWN, by=by, now=at, source=f"alert:{alert.pk}")
    answer = f"act:{open_act.pk}" if open_act is not None else ""
    note(case=case, kind="unknown", text=ASKED, by=by, now=at + STEP, answer=answer)
    point = note(case=case, kind="unknown", text=UNASKED, by=by, now=at + 2 * STEP)
    note(case=case, kind="hypothesis", text=PERHAPS, by=by, now=at + 3 * STEP)
    if innocent:
        note(case=case, kind="innocent", text=OTHERWISE, by=by, now=at + 4 * STEP)
        settle(point=point, state="settled", reason=SETTLED, by=by, now=at + 5 * STEP)

"""What the pages of hearing a child show: hearing."""

from datetime import date, timedelta
from types import SimpleNamespace

from hilo.cases import actions as cases
from hilo.cases.models import Case
from hilo.testimony import child_actions, interview_actions, telling_actions

LONG = "La maestra que da la clase de la tarde en el salón de música de la escuela primaria, junto al patio grande"
WHY = "El tribunal pidió que se aclare la fecha del paseo."


def write(load: SimpleNamespace) -> None:
    """Into the case of ``load.alert``: a girl who told a teacher, at home, and to Iris; interviews at each step."""
    case, at = load.alert.case, load.now - timedelta(days=2)
    ana = {"by": load.ana, "now": at}
    child = load.telling_child = cases.add_person(case=_fresh(case), role="child", age=11, **ana)
    load.telling_other = cases.add_person(case=_fresh(case), role="child", age=7, **ana)
    about = {"case": _fresh(case), "child": child, **ana}
    teacher = telling_actions.hearer(case=_fresh(case), role="teacher", name=LONG, **ana)
    load.telling_first = telling_actions.record(
        purpose="child_began", formal=False, asked_by=teacher, on=at.date(), precision="month", note=WHY, **about
    )
    right = {"purpose": "school", "asked_by": teacher, "on": at.date(), "precision": "day", "formal": False}
    load.telling_now = telling_actions.record(corrects=load.telling_first, legal_need="urgent", **right, **about)
    twice = telling_actions.record(purpose="care", formal=False, role="family", **about)
    telling_actions.void(telling=twice, note="Estaba anotada dos veces.", **ana)
    [load.telling_key] = child_actions.key(child=child, curp="ROLA150612MNTBPNA7", **ana)
    [wrong] = child_actions.key(child=child, name="Rosa Ejemplo Peña", birth=date(2016, 4, 2), **ana)
    child_actions.withdraw(key=wrong, because="other_child", **ana)
    _hear(load, case, child, at)


def _hear(load: SimpleNamespace, case: Case, child: object, at: object) -> None:
    iris = {"by": load.iris, "now": at}
    given = {"case": _fresh(case), "child": child, "purpose": "investigation", "reason": WHY, **iris}
    protocol = {"interviewer": load.iris, "protocol": "nichd_revised"}
    load.hearing_ended = interview_actions.enter(begun_at=at, mode="two_scribes", **protocol, **given)
    load.hearing_planned = interview_actions.plan(follows=load.hearing_ended, **protocol, **given)
    row = interview_actions.plan(**protocol, **given)
    load.hearing_begun = interview_actions.begin(interview=row, mode="notes", **iris)
    row = interview_actions.begin(interview=interview_actions.plan(**protocol, **given), **iris)
    load.hearing_closed = interview_actions.close_narrative(interview=row, **iris)
    psychologist = telling_actions.hearer(case=_fresh(case), role="expert", institution="FGE-MOR", name=LONG, **iris)
    row = interview_actions.plan(hearer=psychologist, **given)
    load.hearing_left = interview_actions.cancel(interview=row, reason="La niña pidió esperar.", **iris)


def _fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)

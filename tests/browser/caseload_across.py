"""What the pages of hearing a child show: several accounts."""

from types import SimpleNamespace

from hilo.cases.actions import add_person
from hilo.testimony import across_actions, indicator_actions
from hilo.testimony import interview_actions as interviews
from hilo.testimony.indicator_actions import Passage
from hilo.testimony.transcript_actions import keep
from tests.testimony.spoken import WORDS


def write(load: SimpleNamespace) -> None:
    """A second child of nine who spoke of a camera as well, and both beside each other."""
    given = {"by": load.iris, "now": load.now}
    other = add_person(case=load.alert.case, role="child", age=9, by=load.ana, now=load.now)
    row = interviews.plan(case=load.alert.case, child=other, interviewer=load.iris, purpose="investigation", **given)
    for step in (interviews.begin, interviews.close_narrative, interviews.end):
        row = step(interview=row, **given)
    words = WORDS + "E: Hasta luego.\n"
    kept, start = keep(interview=row, data=words.encode(), typed=True, **given), words.index("una cámara")
    about = {"code": "recording_device", "provenance": "after_invitation", "by": load.ana, "now": load.now}
    indicator_actions.mark(transcript=kept, passage=Passage(4, start, start + len("una cámara")), **about)
    children = [str(load.child.pk), str(other.pk)]
    load.across_row = across_actions.compare(
        band="12", setting="escuela primaria", children=children, seed=2, by=load.ana, now=load.now
    )

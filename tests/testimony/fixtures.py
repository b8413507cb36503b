"""What the tests of hearing a child share: a child in Ana's case, an interview by Iris, a transcript of it.

Iris interviews; Ana holds the case; Nico investigates; Beto supervises; Caro only receives; Eva is of elsewhere.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.testimony.spoken import WORDS


@pytest.fixture
def child(case, ana):
    """A girl of nine years in the case of FGE-NAY."""
    from hilo.cases import actions

    return actions.add_person(case=case, role="child", age=9, name="Niña de prueba", by=ana, now=timezone.now())


@pytest.fixture
def hear(child, person):
    """``hear()`` plans an interview by Iris and takes it as far as ``until``: planned, begun, closed or ended.

    ``by``: another interviewer; ``days``: how long ago; ``child``: another child; more goes to ``plan``.
    """
    from hilo.testimony import interview_actions as actions

    def make(until="planned", *, by=None, days=0.0, child=child, **more):
        who, at = by or person("iris"), timezone.now() - timedelta(days=days, minutes=50)
        case = type(child.case).objects.get(pk=child.case_id)
        more.setdefault("purpose", "investigation")
        more.setdefault("reason", "Lo pidió el tribunal.")  # asked for where the child told before
        row = actions.plan(case=case, child=child, interviewer=who, by=who, now=at, **more)
        steps = {"begun": actions.begin, "closed": actions.close_narrative, "ended": actions.end}
        for minutes, (name, step) in enumerate(steps.items(), start=1):
            if until == "planned":
                break
            row = step(interview=row, by=who, now=at + timedelta(minutes=10 * minutes))
            if name == until:
                break
        return row

    return make


@pytest.fixture
def keep(person):
    """``keep(interview)`` keeps a transcript of it, typed by Iris; ``words``: what was said."""
    from hilo.testimony import transcript_actions

    def make(interview, words=WORDS, *, by=None, now=None, name=""):
        data = words if isinstance(words, bytes) else words.encode()
        return transcript_actions.keep(
            interview=interview, data=data, name=name, by=by or person("iris"), now=now or timezone.now()
        )

    return make


@pytest.fixture
def transcript(hear, keep):
    """The transcript of an interview that Iris has ended."""
    return keep(hear("ended"))

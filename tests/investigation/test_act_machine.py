"""Whatever people do to acts, in whatever order, the plan, its steps, the thread and the clocks say the same."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilo.cases.models import Clock, Event
from hilo.investigation import actions, lapse
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act, ActState, ActStep
from hilo.investigation.models.acts import OPEN
from hilo.investigation.moves import RESUMED, TELLS
from hilo.lib.errors import Denied

TYPES = ("preserve_data", "cctv_logs", "call_records", "extraction_device", "public_page")

MOVE = st.tuples(
    st.just("move"), st.integers(0, 3), st.sampled_from([*ActState.values]), st.sampled_from(["victim", "authority"])
)
DOING = st.one_of(
    MOVE,
    MOVE,
    st.tuples(st.just("adopt"), st.sampled_from(TYPES), st.booleans()),
    st.tuples(st.just("challenge"), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("wait"), st.integers(1, 40)),
    st.tuples(st.just("aside"), st.sampled_from(TYPES)),
)


class Plan:
    """A plan and the same hands that people have."""

    def __init__(self, case, by):
        self.case, self.by, self.now, self.steps = case, by, case.opened_at, {}

    def act(self, number):
        acts = list(Act.objects.filter(case=self.case).order_by("number"))
        return acts[number % len(acts)] if acts else None

    def move(self, number, to, asked_by):
        if act := self.act(number):
            actions.move(act=act, to=to, by=self.by, now=self.now, note="Así fue.", asked_by=asked_by)

    def adopt(self, code, follow):
        first = self.act(0) if follow else None
        adoption = Adoption(code, target="Lo dicho.", follows=first)
        actions.adopt(case=self.case, adoptions=[adoption], by=self.by, now=self.now)

    def challenge(self, number, challenged):
        if act := self.act(number):
            actions.challenge(act=act, challenged=challenged, by=self.by, now=self.now, note="Así fue.")

    def wait(self, days):
        self.now += timedelta(days=days)
        lapse.sweep(now=self.now)

    def aside(self, code):
        actions.set_aside(case=self.case, type=code, by=self.by, now=self.now, reason="No corresponde.")

    def check(self):
        """Steps are only ever added; the last one is the state; each is an event; open acts have one clock."""
        told = {event.pk: event for event in Event.objects.filter(case=self.case, kind__startswith="act.")}
        steps = {}
        for step in ActStep.objects.filter(act__case=self.case):
            steps.setdefault(step.act_id, []).append(step)
        live = Clock.objects.live().filter(case=self.case)
        due = sorted(str(c.subject) for c in live if c.rule.startswith("act_due_"))
        acts = {act.pk: act for act in Act.objects.filter(case=self.case)}
        assert due == sorted(str(act.pk) for act in acts.values() if act.state in OPEN)
        assert {pk: [s.pk for s in rows] for pk, rows in self.steps.items()} == {
            pk: [s.pk for s in steps[pk]][: len(rows)] for pk, rows in self.steps.items()
        }
        for pk, rows in steps.items():
            assert rows[-1].state == acts[pk].state
            for step in rows:
                event = told.pop(step.event)
                assert event.kind in ({TELLS["planned"], RESUMED} if step.state == "planned" else {TELLS[step.state]})
                assert (event.by_id, event.happened_at) == (step.by_id, step.happened_at)
        assert not told, "an event of an act without its step"
        self.steps = steps


@pytest.fixture
def fresh(open_cases, ana):
    """``fresh()`` is a plan of a case of its own."""
    return lambda: Plan(open_cases()[0], ana)


@given(doings=st.lists(DOING, min_size=1, max_size=14))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_plan_steps_thread_and_clocks_agree_after_whatever_people_do(doings, fresh):
    plan = fresh()
    for name, *given_ in [("adopt", "preserve_data", False), *doings]:
        with suppress(Denied):  # as most of what is tried here is refused
            getattr(plan, name)(*given_)
        plan.check()

"""Two invented years of hand-offs at random: at every step somebody holds each case, by a clock, and must act next."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hilo.accounts.actions import forget_desk_accounts
from hilo.accounts.models import User
from hilo.alerts.formats.letter_json import draft_from_letter, letter_payload
from hilo.alerts.models import Alert, Delivery
from hilo.alerts.receive import Receiver
from hilo.cases.clocks import SILENCE
from hilo.cases.models import Case, Clock, Withheld
from hilo.cases.sweep import sweep
from hilo.exchange import actions, links
from hilo.exchange.models import HandOff
from hilo.exchange.policies import Known
from hilo.lib.errors import Denied
from hilo.reference import pack

WITH_PEOPLE = ("FGE-NAY", "FGE-MOR", "PPNNA-NAY", "FGR")
ON_PAPER = "CEEAV-NAY"
EVERYBODY = (*WITH_PEOPLE, ON_PAPER)
OUTCOMES = sorted(code for code, one in pack().outcomes.items() if one.group != "receipt")
ALL = tuple(Withheld.Part.values)
institutions, cases = st.sampled_from(EVERYBODY), st.integers(0, 2)
hours = st.sampled_from([1, 5, 30, 200, 1500])


class Machine(RuleBasedStateMachine):
    """What people of five institutions do with three cases, and time passing. Refusals are part of the game."""

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()  # of this run alone: undone at its end
        self.world.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    @initialize()
    def begin(self):
        forget_desk_accounts()
        self.start = self.now = timezone.now() - timedelta(days=1000)
        self.people = {
            code: User.objects.create_user(f"p-{code.lower()}", institution=code, role="supervisor")
            for code in WITH_PEOPLE
        }
        self.cases = [self.arrive(n) for n in range(3)]
        self.senders = {case.pk: "INTERPOL" for case in self.cases}
        self.begun_by = {}
        self.ways = []

    def arrive(self, n):
        letter = letter_payload(
            sender="INTERPOL", reference=f"OCN-{n}", persons=[{"party": "incident", "country": "MX", "region": "NAY"}]
        )
        with transaction.atomic():
            delivery = Delivery.objects.create(source="prueba", started_at=self.now, finished_at=self.now)
            Receiver(delivery=delivery, now=self.now).take([("carta", draft_from_letter(letter))])
        return Alert.objects.get(report_id=f"OCN-{n}").case

    @property
    def in_two_years(self):
        return self.now - self.start < timedelta(days=730)

    def try_to(self, act, **given):
        self.now += timedelta(minutes=1)
        try:
            return act(now=self.now, **given)
        except Denied:
            return None

    def speaker(self, handoff):
        """Who answers for the receiver, and how it is known."""
        if handoff.receiver in self.people:
            return {"by": self.people[handoff.receiver]}
        paper = Known(how="paper", reference="OF-1", dated=self.now.date() - timedelta(days=1))
        return {"by": self.people[handoff.sender], "known": paper}

    def some(self, number, *states):
        """A hand-off that stands where the step is possible; every fifth time any, for the step to be refused."""
        rows = list(HandOff.objects.order_by("-id"))
        fitting = rows if number % 5 == 0 else [row for row in rows if row.state in states]
        return fitting[number % len(fitting)] if fitting else None

    @rule(n=cases, receiver=institutions, kind=st.sampled_from(HandOff.Kind.values))
    def offer(self, n, receiver, kind):
        case = Case.objects.get(pk=self.cases[n].pk)
        scope = ALL if kind == "transfer" else ("people",)
        row = self.try_to(
            actions.offer, case=case, receiver=receiver, kind=kind, request="Seguir.", scope=scope,
            by=self.people[case.institution],
        )  # fmt: skip
        if row is not None:
            self.begun_by[row.pk] = self.begun_by[row.previous_id] if row.previous_id else case.institution

    @rule(number=st.integers(0, 50))
    def acknowledge(self, number):
        row = self.some(number, "offered")
        if row:
            self.try_to(actions.acknowledge, handoff=row, **self.speaker(row))

    @rule(number=st.integers(0, 50))
    def accept(self, number):
        row = self.some(number, *HandOff.UNANSWERED)
        if row:
            self.try_to(actions.accept, handoff=row, **self.speaker(row))

    @rule(number=st.integers(0, 50))
    def refuse(self, number):
        row = self.some(number, *HandOff.UNANSWERED)
        if row:
            self.try_to(actions.refuse, handoff=row, reason="No es de aquí.", **self.speaker(row))

    @rule(number=st.integers(0, 50))
    def withdraw(self, number):
        row = self.some(number, *HandOff.UNANSWERED)
        if row:
            self.try_to(actions.withdraw, handoff=row, reason="Era otra.", by=self.people[row.sender])

    @rule(number=st.integers(0, 50), outcome=st.sampled_from(OUTCOMES))
    def give_result(self, number, outcome):
        row = self.some(number, "accepted")
        if row:
            self.try_to(actions.give_result, handoff=row, outcome=outcome, **self.speaker(row))

    @rule(number=st.integers(0, 50))
    def make_a_link(self, number):
        row = self.some(number, *HandOff.OPEN)
        way = row and self.try_to(links.make, handoff=row, by=self.people[row.sender])
        self.ways += [way] if way else []

    @rule(number=st.integers(0, 50), step=st.sampled_from(["acknowledge", "accept", "refuse", "give_result"]))
    def answer_by_a_link_that_may_have_expired_or_been_used(self, number, step):
        if not self.ways:
            return
        way, before = self.ways[number % len(self.ways)], dict(HandOff.objects.values_list("pk", "state"))
        said = {"refuse": {"reason": "No es de aquí."}, "give_result": {"outcome": OUTCOMES[number % len(OUTCOMES)]}}
        dead = links.find(way.key, way.code, now=self.now + timedelta(minutes=1)) is None
        done = self.try_to(links.answer, key=way.key, code=way.code, step=step, signer="Titular", **said.get(step, {}))
        if done is None or dead:
            assert done is None
            assert dict(HandOff.objects.values_list("pk", "state")) == before
        elif done[1]:
            self.ways.append(done[1])

    @precondition(lambda self: self.in_two_years)
    @rule(much=hours)
    def time_passes_and_the_sweep_runs(self, much):
        self.now += timedelta(hours=much)
        sweep(now=self.now)

    @invariant()
    def every_open_case_has_one_holder_one_duty_and_one_running_clock(self):
        for case in Case.objects.open().select_related("owner", "next_clock"):
            assert case.institution in EVERYBODY
            assert case.owner.is_active
            assert case.owner.institution == case.institution
            assert case.next_duty == case.next_clock.rule
            assert case.next_clock.case_id == case.pk
            assert case.next_clock.stopped_at is None
            assert Clock.objects.live().filter(case=case, rule=SILENCE).count() == 1
            seen = [code for code, who in self.people.items() if Case.objects.visible_to(who).filter(pk=case.pk)]
            assert seen == [case.institution]

    @invariant()
    def whatever_waits_for_an_answer_stands_on_both_lists_with_its_own_clock(self):
        wanted = {"offered": "handoff_receipt", "received": "handoff_acceptance", "accepted": "handoff_result"}
        for row in HandOff.objects.all():
            live = set(Clock.objects.live().filter(case=row.case_id, subject=row.pk).values_list("rule", flat=True))
            assert live == ({wanted[row.state]} if row.state in wanted else set())
            for code in {row.sender, row.receiver, row.origin} & set(self.people):
                mine = HandOff.objects.visible_to(self.people[code])
                assert mine.filter(pk=row.pk).exists()
                assert mine.open().filter(pk=row.pk).exists() == (row.state in HandOff.OPEN)

    @invariant()
    def no_case_is_offered_whole_to_two(self):
        for case in self.cases:
            assert HandOff.objects.filter(case=case, kind="transfer").unanswered().count() <= 1

    @invariant()
    def who_sent_the_alert_and_who_began_the_chain_are_never_lost(self):
        for case in self.cases:
            assert list(case.alerts.values_list("sender", flat=True)) == [self.senders[case.pk]]
        assert dict(HandOff.objects.values_list("pk", "origin")) == self.begun_by


@pytest.mark.django_db
def test_two_years_of_hand_offs_lose_nothing():
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=16, stateful_step_count=80, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

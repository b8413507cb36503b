"""A year and more of invented institutions at work: real actions at random, and raw rows as nobody would write them."""

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from hilo.accounts.actions import desk_account
from hilo.accounts.models import User
from hilo.alerts.formats.letter_json import draft_from_letter, letter_payload
from hilo.alerts.models import Alert, Delivery
from hilo.alerts.receive import Receiver
from hilo.cases import actions, clocks, conflicts
from hilo.cases.models import Case, Clock, Event, Withheld
from hilo.cases.sweep import sweep
from hilo.cases.thread import Weave
from hilo.door.models import Addressee, Report
from hilo.door.submit import Came, send
from hilo.door.telling import Coarse, Telling
from hilo.exchange import actions as exchange
from hilo.exchange.models import HandOff
from hilo.exchange.policies import Known
from hilo.intake import answering
from hilo.intake.models import Taken
from hilo.intake.receive import take
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.lib.sealed_to import KeyPair
from hilo.reference import pack

WITH_PEOPLE = ("FGE-NAY", "FGE-MOR", "PPNNA-NAY", "GN-CERT")
ON_PAPER = "CEEAV-NAY"
EVERYBODY = (*WITH_PEOPLE, ON_PAPER)
ACTS = ("prosecutor.informed", "child.identified", "preservation.ordered", "note.added")
DAYS = 460


class World:
    """``now``: when its time has come; ``after``: what may happen, by how often."""

    def __init__(self, seed: int, *, steps: int = 130) -> None:
        self.rng = Random(seed)
        self.now = timezone.now() - timedelta(days=DAYS)
        self.people = {
            code: User.objects.create_user(f"w-{code.lower()}", institution=code, role="supervisor")
            for code in WITH_PEOPLE
        }
        self.steps = [self.arrive] * 3 + [self.another] * 3 + [self.act] * 5 + [self.offer] * 5 + [self.answer] * 8
        self.steps += [self.tell, self.tell, self.tell, self.again, self.close, self.locate, self.conflict, self.fold]
        for number in range(steps):
            days = self.rng.choice((0.1, 1.9)) * DAYS / steps  # some steps follow one another, some come after weeks
            self.now += timedelta(days=days * self.rng.random() * 2)
            self.number = number
            try:
                self.rng.choice(self.steps)()
            except Denied:
                continue
        end = timezone.now()
        sweep(now=end - timedelta(days=3))  # what became silent since is silent without being recorded
        for days in (430, 340, 200, 100, 60, 20, 5):
            self.now = end - timedelta(days=days)
            self.bare()
        for number in range(24):
            self.now = end - timedelta(days=(24 - number) ** 2 * 0.8 - 0.3)
            self.report(number)
        self.now = end

    def report(self, number: int) -> None:
        """Somebody told: of a school or not; read, answered and notified soon, late or never; some ask for silence."""
        taken = self.told(number)
        by, later = self.people[taken.institution], self.now
        if number % 3:
            later += timedelta(hours=(1, 30)[number % 2])
            Taken.objects.filter(pk=taken.pk).update(read_at=later, read_by=by)
        if number % 5 == 1:
            Report.objects.filter(pk=taken.report_id).update(withdrawn_at=later)
        elif number % 4 and number % 6 != 5:
            later += timedelta(hours=(2, 60, 5)[number % 3])
            answering.answer(taken=taken, words="Ya lo leímos.", by=by, now=later)
        if number % 3 == 1:
            kind = ("prosecutor.informed", "investigation.act_done")[number % 2]
            actions.record(case=taken.case, kind=kind, by=by, now=later)
        if number == 11:
            conflicts.record_conflict(case=taken.case, institution="FGE-MOR", reason="Señalada.", by=by, now=later)

    def told(self, number: int) -> Taken:
        """A report, taken in; every seventh is one more of a burst."""
        coarse = Coarse(
            path=("me", "service")[number % 4 == 0], age=("teen", "under_12")[number % 2], ongoing=number % 5 == 0,
            state=("NAY", "MOR")[number % 3 == 2], place=("home", "school")[number % 4 == 2],
        )  # fmt: skip
        for code in WITH_PEOPLE:
            if not Addressee.objects.filter(institution=code).exists():
                Addressee.objects.create(
                    kind="unit", institution=code, public_key=KeyPair.make().public, since=self.now
                )
        like = Came(slow=number % 7 >= 5, signature="ab" * 8 if number % 7 >= 5 else "")
        report = send(digits=f"{number:020d}", telling=Telling(coarse, {}), now=self.now, came=like)
        return take(report, now=self.now)

    def case(self) -> Case:
        """An open case, the latest more often."""
        rows = list(Case.objects.open().order_by("-opened_at")[:7])
        if not rows:
            raise Denied("")
        return self.rng.choice(rows)

    def arrive(self) -> None:
        """A letter about Nayarit, Morelos or nowhere; every third about a case that is known."""
        state = self.rng.choice(("NAY", "NAY", "MOR", ""))
        place = [{"party": "incident", "country": "MX", "region": state}] if state else []
        email = {"kind": "email", "value": f"azul{self.rng.randrange(12)}@correo.example", "party": "reported"}
        letter = letter_payload(sender="INTERPOL", reference=f"W-{self.number}", persons=place, entities=[email])
        with transaction.atomic():
            delivery = Delivery.objects.create(source="prueba", started_at=self.now, finished_at=self.now)
            Receiver(delivery=delivery, now=self.now).take([("carta", draft_from_letter(letter))])

    def another(self) -> None:
        """One more alert about a case."""
        case = self.case()
        Alert.objects.create(
            sender="INTERPOL", report_id=f"W-{self.number}", case=case, disposition="joined", tier=case.tier, rank=1,
            received_at=self.now,
        )  # fmt: skip

    def again(self) -> None:
        """Routed to where it is already: nobody else has it, and it did not arrive again."""
        with transaction.atomic():
            weave = Weave(now=self.now)
            weave.hold([self.case().pk])
            (case,) = weave.cases.values()
            weave.event(case, "case.routed", facts={"institution": case.institution})
            weave.write()

    def act(self) -> None:
        """An act or a note, now or dated back, sometimes before the case came."""
        case = self.case()
        at = self.now - timedelta(hours=self.rng.choice((0, 0, 5, 900)))
        kind = self.rng.choice(ACTS)
        actions.record(case=case, kind=kind, by=self.by(case), now=self.now, happened_at=at, note="Nota")

    def by(self, case: Case) -> User:
        """Who acts for the holder. Nobody does where there are no accounts."""
        if case.institution not in self.people:
            raise Denied("")
        return self.people[case.institution]

    def offer(self) -> None:
        """The case, or a part of it, to anybody."""
        case, kind = self.case(), self.rng.choice(("transfer", "transfer", "part"))
        scope = tuple(Withheld.Part.values) if kind == "transfer" else ("people",)
        receiver = self.rng.choice(EVERYBODY)
        exchange.offer(
            case=case, receiver=receiver, kind=kind, request="Seguir.", scope=scope, by=self.by(case), now=self.now
        )

    def answer(self) -> None:
        """Any step of a hand-off, after any time."""
        rows = list(HandOff.objects.open().order_by("-offered_at")[:4])
        if not rows:
            raise Denied("")
        row = self.rng.choice(rows)
        speaker = {"by": self.people.get(row.receiver)}
        if row.receiver == ON_PAPER:
            dated = self.now.date() - timedelta(days=1)
            speaker = {"by": self.people[row.sender], "known": Known(how="paper", reference="OF-1", dated=dated)}
        step = self.rng.choice(("acknowledge", "acknowledge", "accept", "accept", "refuse", "withdraw", "give_result"))
        if step == "withdraw":
            exchange.withdraw(handoff=row, reason="Era otra.", by=self.people[row.sender], now=self.now)
        elif step == "refuse":
            exchange.refuse(handoff=row, reason="No es de aquí.", now=self.now, **speaker)
        elif step == "give_result":
            exchange.give_result(handoff=row, outcome="child_safeguarded", now=self.now, **speaker)
        else:
            getattr(exchange, step)(handoff=row, now=self.now, **speaker)

    def tell(self) -> None:
        """The sender is answered: about the whole case, or about one of its alerts."""
        alert = self.rng.choice(list(Alert.objects.order_by("-received_at")[:8]) or [None])
        if alert is None or not alert.case.is_open:
            raise Denied("")
        if self.rng.random() < 0.5:
            actions.record(case=alert.case, kind="sender.answered", by=self.by(alert.case), now=self.now)
            return
        with transaction.atomic():
            weave = Weave(now=self.now, by=self.by(alert.case))
            weave.hold([alert.case_id])
            case = weave.cases[alert.case_id]
            weave.event(case, "sender.answered", facts={"alert": str(alert.pk)}, subject=alert.pk)
            weave.write()

    def close(self) -> None:
        """Every duty set aside, then closed; at times opened again."""
        case = self.case()
        by = self.by(case)
        for clock in case.clocks.live().filter(informational=False).exclude(rule="silence"):
            actions.discharge(clock=clock, reason="No corresponde", by=by, now=self.now)
        case.refresh_from_db()
        closed = actions.close(case=case, reason="child_safeguarded", note="Nota", by=by, now=self.now)
        if self.rng.random() < 0.4:
            actions.reopen(case=closed, reason="Llegó más.", by=by, now=self.now + timedelta(minutes=1))

    def locate(self) -> None:
        """Where it belongs became known."""
        case = self.case()
        state = self.rng.choice(("NAY", "MOR"))
        actions.change_state(case=case, state=state, reason="Se supo.", by=self.by(case), now=self.now)

    def conflict(self) -> None:
        """An institution is kept out."""
        case = self.case()
        institution = self.rng.choice(WITH_PEOPLE)
        conflicts.record_conflict(
            case=case, institution=institution, reason="Señalada.", by=self.by(case), now=self.now
        )

    def fold(self) -> None:
        """A report under a campaign."""
        with transaction.atomic():
            parent = self.case()
            weave = Weave(now=self.now)
            case = Case(
                tier=4, institution=parent.institution, state=parent.state, opened_at=self.now, parent=parent,
                owner=desk_account(parent.institution),
            )  # fmt: skip
            weave.open(case)
            weave.event(case, "case.opened", facts={"institution": case.institution})
            weave.write()

    def bare(self) -> None:
        """A case with one clock, and no event, no alert and no silence clock: nothing at all ever happened."""
        case = Case(
            id=uuid7(), tier=2, institution=self.rng.choice(WITH_PEOPLE), opened_at=self.now, next_duty="triage"
        )
        case.owner = desk_account(case.institution)
        due, rule = self.now + timedelta(days=3), pack().clocks["triage"]
        clocks.keep_texts([rule])
        clock = Clock(
            id=uuid7(), case=case, rule=rule.code, rule_version=rule.version, subject=case.pk, tier=2,
            started_at=self.now, due_at=due,
        )  # fmt: skip
        case.next_clock, case.next_due_at = clock, due
        with transaction.atomic():
            Case.objects.bulk_create([case])
            Clock.objects.bulk_create([clock])
        assert not Event.objects.filter(case=case).exists()

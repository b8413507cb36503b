"""Every write about an answer to a sender. A machine proposes; a person chooses, releases, and keeps the receipt."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hilo.accounts.models import User
from hilo.alerts.models import Alert
from hilo.cases.models import Case
from hilo.cases.thread import Weave
from hilo.exchange import outbox, sender_policies, sender_queries
from hilo.exchange.models import Feedback, OutboxItem, Receipt
from hilo.exchange.models.outbox import FEEDBACK, key_of
from hilo.exchange.sender_content import Content, content_of, seal
from hilo.exchange.sender_words import Told, codes, compose
from hilo.lib.ids import uuid7
from hilo.reference import pack

KIND = FEEDBACK  # of outbox items
OURS = "ours"  # stands for the answer's own reference, before there is one
State, Channel = Feedback.State, Feedback.Channel


class Step:
    """One step of answers of some cases: the cases are held, and everything is written at the end."""

    def __init__(self, cases: Sequence[uuid.UUID], *, by: User | None, now: datetime) -> None:
        self.by, self.now = by, now
        self.weave = Weave(now=now, by=by)
        self.weave.hold(cases)

    def case(self, alert: Alert) -> Case:
        """The held case of an alert; whoever acts may answer for it."""
        case = self.weave.cases[alert.case_id]
        if self.by is not None:
            sender_policies.check_can_answer(case, by=self.by)
        return case

    def tell(self, row: Feedback, kind: str, **facts: Any) -> None:
        """An event on the thread, about the alert."""
        about = {"alert": str(row.alert_id), "answer": str(row.pk), "dialect": row.dialect, "channel": row.channel}
        case = self.weave.cases[row.alert.case_id]
        self.weave.event(case, kind, facts=about | facts, subject=row.alert_id, machine=self.by is None)

    def write(self) -> None:
        """The thread."""
        self.weave.write()


def _row(pk: uuid.UUID) -> Feedback:
    return Feedback.objects.select_for_update(of=("self",)).select_related("alert").get(pk=pk)


@transaction.atomic
def draft(
    *,
    alert: Alert,
    dialect: str,
    channel: str,
    told: Sequence[Told],
    ground: str = "",
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Feedback:
    """Prepare what will be said about an alert, or change what is prepared. Nothing leaves.

    ``told``: what it says; a reference :data:`OURS` becomes the answer's own.
    """
    step = Step([alert.case_id], by=by, now=now)
    step.case(alert)
    sender = sender_queries.senders().get(alert.sender)
    sender_policies.check_way(sender, dialect, channel)
    row = Feedback.objects.filter(alert=alert, state__in=Feedback.UNDER_WAY).first()
    if row is not None:
        sender_policies.check_same(row, revision)
        sender_policies.check_state(row, State.DRAFT)
    row = row or Feedback(id=uuid7(), alert=alert)
    row.alert = alert
    told = [replace(one, reference=row.reference) if one.reference == OURS else one for one in told]
    _check(row, told, dialect, now)
    _fill(row, told, dialect=dialect, channel=channel, lang=sender.lang if sender else "es", ground=ground)
    row.drafted_at, row.drafted_by = now, by
    row.save()
    step.tell(row, "sender.answer_drafted", outcomes=codes(told))
    step.write()
    return row


def _check(row: Feedback, told: Sequence[Told], dialect: str, now: datetime) -> None:
    known = [*sender_queries.references(row.alert), row.reference]
    sender_policies.check_content(told, dialect, references=known, today=sender_queries.today(now))


def _fill(row: Feedback, told: Sequence[Told], *, dialect: str, channel: str, lang: str, ground: str) -> None:
    """Put the chosen outcomes into the row; what the machine proposes stays noted beside them."""
    offered = codes(sender_queries.proposed([row.alert])[row.alert_id])
    row.dialect, row.channel, row.lang, row.ground = dialect, channel, lang, ground
    row.content = seal(Content(tuple(told), proposed=tuple(offered)), row.place)
    row.revision += not row._state.adding


@transaction.atomic
def approve(*, row: Feedback, by: User, now: datetime, ground: str = "", revision: int | None = None) -> Feedback:
    """A person releases an answer: from here on it says exactly what was shown. ``ground``: how consent stands."""
    step = Step([row.alert.case_id], by=by, now=now)
    row = _row(row.pk)
    step.case(row.alert)
    sender_policies.check_same(row, revision)
    sender_policies.check_state(row, State.DRAFT)
    row.ground = ground or row.ground
    content = content_of(row)
    _check(row, content.told, row.dialect, now)  # a deadline may have passed since it was drafted
    release(step, row, content)
    row.save()
    if row.channel == Channel.HTTP:
        outbox.enqueue(
            kind=KIND, subject=row.pk, key=key_of(KIND, row.pk), now=now, by=by,
            institution=step.weave.cases[row.alert.case_id].institution,
        )  # fmt: skip
    step.write()
    return row


def release(step: Step, row: Feedback, content: Content) -> None:
    """Fix the message of an answer, withholding what has no ground, and note who released it."""
    case = step.weave.cases[row.alert.case_id]
    sender_policies.check_ground(content, row.ground)
    chosen = codes(content.told)
    content = content.leaving(row.ground)
    day = sender_queries.today(step.now)
    speaks = pack().speech.dialects[row.dialect]
    message = compose(
        content.told, dialect=speaks, lang=row.lang, theirs=row.alert.report_id, ours=row.reference, day=day
    )
    row.content = seal(replace(content, message=message), row.place)
    row.ending = case.close_reason if case.close_reason in chosen else ""
    row.state, row.approved_at, row.approved_by = State.APPROVED, step.now, step.by
    row.revision += 1
    step.tell(
        row, "sender.answer_approved", outcomes=codes(content.told), withheld=list(content.withheld), ground=row.ground
    )


@transaction.atomic
def keep_receipt(
    *,
    row: Feedback,
    reference: str,
    dated: date | None,
    digest: str = "",
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Feedback:
    """A person carried the answer to the sender, or got word from them: the receipt says how that is known."""
    step = Step([row.alert.case_id], by=by, now=now)
    row = _row(row.pk)
    step.case(row.alert)
    sender_policies.check_same(row, revision)
    by_hand = row.channel != Channel.HTTP
    sender_policies.check_state(row, *((State.APPROVED, State.SENT) if by_hand else (State.SENT,)))
    sender_policies.check_receipt(reference, dated, digest, today=sender_queries.today(now))
    if row.state != State.SENT:
        sent(step, row)
    receive(step, row, reference=reference, dated=dated, digest=digest)
    row.revision += 1
    row.save()
    step.write()
    return row


def sent(step: Step, row: Feedback) -> None:
    """The sender has been told: the clock of the first answer ends."""
    row.state, row.sent_at, row.sent_by = State.SENT, step.now, step.by
    step.tell(row, "sender.answered", outcomes=codes(content_of(row).told))


def receive(step: Step, row: Feedback, *, reference: str, dated: date | None, digest: str = "") -> None:
    """Keep a receipt."""
    kept = Receipt.objects.create(
        feedback=row, reference=reference.strip()[:80], dated=dated, digest=digest, at=step.now, by=step.by
    )
    step.tell(row, "sender.receipt_kept", receipt=str(kept.pk))


@transaction.atomic
def withdraw(*, row: Feedback, by: User, now: datetime, revision: int | None = None) -> Feedback:
    """Take back what has certainly not left: a draft, one still to be carried by hand, one that failed."""
    step = Step([row.alert.case_id], by=by, now=now)
    item = OutboxItem.objects.filter(key=key_of(KIND, row.pk)).first()
    if item is not None:
        outbox.drop(item=item, by=by, now=now)
    row = _row(row.pk)
    step.case(row.alert)
    sender_policies.check_same(row, revision)
    by_hand = row.channel != Channel.HTTP
    sender_policies.check_state(row, State.DRAFT, State.FAILED, *((State.APPROVED,) if by_hand else ()))
    row.state, row.revision = State.DROPPED, row.revision + 1
    row.save()
    step.tell(row, "sender.answer_withdrawn")
    step.write()
    return row

"""Answers that go from one system to another, through the outbox."""

from datetime import datetime
from typing import Any

from hilo.exchange.models import Feedback, OutboxItem
from hilo.exchange.outbox import Cut, Handler, NotSent
from hilo.exchange.sender_actions import Step, receive, sent
from hilo.exchange.sender_channels import Connection, ask, configured, post
from hilo.exchange.sender_content import content_of
from hilo.exchange.sender_queries import today
from hilo.exchange.sender_words import as_body
from hilo.lib.errors import BadInput

State = Feedback.State


def _connection(row: Feedback) -> Connection:
    """The sender's. Raises NotSent when nobody set it up, or the file is broken: it is tried again later."""
    try:
        found = configured(row.alert.sender, row.dialect)
    except BadInput:
        raise NotSent("channels_file") from None
    if found is None:
        raise NotSent("no_connection")
    return found


def _row(item: OutboxItem) -> Feedback:
    return Feedback.objects.select_related("alert").get(pk=item.subject)


class Answers(Handler):
    """One answer to one sender, under its key."""

    def send(self, item: OutboxItem) -> str:
        """Post the message as it was released. Gives the sender's own reference, or ""."""
        row = _row(item)
        message = content_of(row).message
        if message is None:
            raise NotSent("not_released", final=True)
        return post(_connection(row), item.key, as_body(message))

    def after_cut(self, item: OutboxItem) -> tuple[Cut, Any]:
        """Ask the sender by the key, if it can be asked; say it again only to one that knows repetitions."""
        to = _connection(_row(item))
        if to.can_ask:
            reference = ask(to, item.key)
            return (Cut.MISSING, None) if reference is None else (Cut.ARRIVED, reference)
        return (Cut.REPEATABLE if to.idempotent else Cut.UNKNOWN), None

    def done(self, item: OutboxItem, receipt: str | None, *, now: datetime) -> None:
        """The sender was told; what it answered is the receipt."""
        step, row = self._step(item, now)
        if row.state == State.SENT:
            return
        sent(step, row)
        if receipt:
            receive(step, row, reference=receipt, dated=today(now))
        self._write(step, row)

    def stuck(self, item: OutboxItem, *, now: datetime) -> None:
        """It waits for a person; that nobody knows whether it arrived stands on the thread."""
        step, row = self._step(item, now)
        row.state = State.DOUBTFUL if item.state == OutboxItem.State.DOUBTFUL else State.FAILED
        if row.state == State.DOUBTFUL:
            step.tell(row, "sender.answer_doubtful", error=item.last_error)
        self._write(step, row)

    def again(self, item: OutboxItem, *, now: datetime) -> None:
        """It waits for its turn."""
        step, row = self._step(item, now)
        row.state = State.APPROVED
        self._write(step, row)

    def _step(self, item: OutboxItem, now: datetime) -> tuple[Step, Feedback]:
        case = _row(item).alert.case_id
        step = Step([case], by=item.resolved_by, now=now)
        return step, Feedback.objects.select_for_update(of=("self",)).select_related("alert").get(pk=item.subject)

    @staticmethod
    def _write(step: Step, row: Feedback) -> None:
        row.revision += 1
        row.save()
        step.write()

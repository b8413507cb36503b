"""The demonstration's answers to senders: some told, some to be carried, one waiting for a person's word."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from hilo.accounts.models import User
from hilo.exchange import sender_actions, sender_bulk, sender_queries
from hilo.exchange.models import Feedback
from hilo.exchange.sender_words import Told

RELEASED, CARRIED = 9, 6  # answers of each institution


def answer(people: dict[str, User], now: datetime) -> None:
    """Each supervisor answers the oldest alerts of the institution; not all answers have been carried yet."""
    for name in ("beto", "fito", "hugo", "juan"):
        by, at = people[name], now - timedelta(hours=2)
        waiting = list(sender_queries.not_told_of(by).select_related("case")[: RELEASED + 1])
        if len(waiting) < RELEASED + 1:
            continue
        sender_bulk.tell_many(alerts=waiting[:RELEASED], outcome="received", by=by, now=at)
        rows = Feedback.objects.filter(approved_by=by).select_related("alert").order_by("id")[:CARRIED]
        for number, row in enumerate(rows, 1):
            sender_actions.keep_receipt(row=row, reference=f"ACUSE-{number:04}", dated=localdate(at), by=by, now=at)
        told = [Told("accepted", localdate(at)), Told("child_identified", localdate(at))]
        dialect, channel = sender_queries.ways(sender_queries.senders().get(waiting[-1].sender))[0]
        sender_actions.draft(alert=waiting[-1], dialect=dialect, channel=channel, told=told, by=by, now=at)

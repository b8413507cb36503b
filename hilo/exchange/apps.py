"""The part's registration with Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Hand-offs, the outbox, answers to senders."""

    name = "hilo.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell the parts below what a late hand-off and a conflict of interest mean here; say how answers are sent."""
        from hilo.cases import conflicts, ladder, notices
        from hilo.exchange import mail, outbox, sender_actions, sender_outbox, watch

        conflicts.AFTER.append(watch.end_with_conflict)
        ladder.ALSO_TOLD.append(watch.both_sides)
        notices.ALSO_SHOWN.append(notices.Elsewhere(watch.seen_by, watch.where))
        outbox.register(sender_actions.KIND, sender_outbox.Answers())
        outbox.register(mail.KIND, mail.Mail())

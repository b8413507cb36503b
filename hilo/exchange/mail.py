"""Mail without content: that there is something to see in Hilo, and where. No code, no tier, no name, no number.

Nothing is sent unless somebody set HILO_MAIL_URL. At most one mail for a person in an hour.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from hilo.accounts.models import User
from hilo.cases import notices
from hilo.cases.models import Notice
from hilo.exchange import outbox
from hilo.exchange.models.outbox import OutboxItem, key_of

KIND = "mail"
APART = timedelta(hours=1)
AT_ONCE = 500  # people in one pass
WAIT = 20  # seconds for the mail server; less than a lease of the outbox


@dataclass(frozen=True, slots=True)
class Server:
    """How mail leaves: ``smtp://user@host:587?tls=1`` or ``smtps://user@host``; the password stands elsewhere."""

    host: str
    port: int
    user: str
    tls: bool  # STARTTLS
    whole: bool  # TLS from the first byte

    @classmethod
    def configured(cls) -> "Server | None":
        """What HILO_MAIL_URL says; None when nobody set it."""
        if not settings.HILO_MAIL_URL:
            return None
        parts = urlsplit(settings.HILO_MAIL_URL)
        whole = parts.scheme == "smtps"
        tls = parse_qs(parts.query).get("tls", ["0"])[-1] not in ("0", "")
        return cls(
            parts.hostname or "", parts.port or (465 if whole else 25), unquote(parts.username or ""), tls, whole
        )

    @contextmanager
    def open(self) -> Iterator[smtplib.SMTP]:
        """A session with the server; certificates are verified."""
        safe = ssl.create_default_context()
        made: smtplib.SMTP = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=WAIT, context=safe)
            if self.whole
            else smtplib.SMTP(self.host, self.port, timeout=WAIT)
        )
        with made as session:
            if self.tls:
                session.starttls(context=safe)
            if self.user:
                session.login(self.user, settings.HILO_MAIL_PASSWORD)
            yield session


def enqueue_due(*, now: datetime) -> int:
    """Promise a mail to each person with something new to see. Returns to how many."""
    if Server.configured() is None:
        return 0
    waiting = Notice.objects.unseen().filter(mailed=False)
    free = Q(notified_at__isnull=True) | Q(notified_at__lte=now - APART)
    people = User.objects.people().filter(free, pk__in=waiting.values("user")).exclude(notify_to="")
    return sum(_enqueue(person, now) for person in people.order_by("pk")[:AT_ONCE])


@transaction.atomic
def _enqueue(person: User, now: datetime) -> bool:
    """One mail for all that waits; False when another worker was first, or nothing may be seen any more."""
    free = Q(notified_at__isnull=True) | Q(notified_at__lte=now - APART)
    if not User.objects.select_for_update().filter(free, pk=person.pk).exists():
        return False
    first = Notice.objects.filter(notices.shown_to(person), mailed=False).order_by("id").first()
    Notice.objects.unseen().filter(user=person, mailed=False).update(mailed=True)
    if first is None:
        return False
    User.objects.filter(pk=person.pk).update(notified_at=now)
    outbox.enqueue(kind=KIND, subject=first.pk, key=key_of(KIND, first.pk, f"{now:%y%m%d%H%M%S}"), now=now)
    return True


class Mail(outbox.Handler):
    """Sends one mail. A sending that was cut is not repeated: two mails that say the same help nobody."""

    def send(self, item: OutboxItem) -> Any:
        """Raises NotSent when it certainly did not leave, Unsure when the answer was cut."""
        server = Server.configured()
        person = User.objects.people().filter(notices__pk=item.subject).exclude(notify_to="").first()
        if server is None or person is None:
            raise outbox.NotSent("nowhere", final=True)
        stage = ""
        try:
            with server.open() as session:
                stage = "handing"
                session.send_message(letter_to(person))
                stage = "taken"  # what goes wrong while saying goodbye does not matter
        except (OSError, smtplib.SMTPException) as wrong:
            if stage != "taken":
                _say(wrong, cut=stage == "handing")

    def after_cut(self, item: OutboxItem) -> tuple[outbox.Cut, Any]:
        """It counts as arrived: the next one goes in an hour at most, if something is still unseen."""
        return outbox.Cut.ARRIVED, None


def _say(wrong: Exception, *, cut: bool) -> NoReturn:
    """What is known of a mail that the server did not take: it said no, or it said nothing (``cut``)."""
    code = getattr(wrong, "smtp_code", 0)
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        code = max(number for number, _text in wrong.recipients.values())
    if code:  # 4xx: not now, as when a server makes strangers wait; 5xx: never
        raise outbox.NotSent(f"smtp-{code}", final=code >= 500) from None
    if cut:
        raise outbox.Unsure("smtp-cut") from None
    raise outbox.NotSent("smtp-unreachable") from None


def letter_to(person: User) -> EmailMessage:
    """All that it says, in the person's language: the sentence and the address of the site."""
    message = EmailMessage()
    with override(person.language):
        sentence = _("Tiene algo que ver en Hilo")
    message["Subject"] = sentence
    message["From"] = settings.HILO_MAIL_FROM
    message["To"] = person.notify_to
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{sentence}\n{settings.HILO_SITE_URL}\n")
    return message

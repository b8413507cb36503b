"""Answering without an account: an address and a code on paper, good for one answer, until they expire.

The address alone opens nothing and tells nothing; the code is typed, so that no address book, log or
history holds it. Of both together only a keyed hash is kept.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from hilo.accounts.models import User
from hilo.accounts.sealing import vault
from hilo.cases.thread import Weave
from hilo.exchange import actions, policies
from hilo.exchange.models import HandOff, OneTimeLink
from hilo.exchange.policies import Known
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7

LASTS = timedelta(days=15)  # the longest time for a receipt or an answer of the policy clocks, with days to spare
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # those that nobody confuses when reading them from paper
CODE_LENGTH = 12  # 59 bits, beside the 96 of the address
DEAD = gettext_lazy(
    "Esta clave no sirve aquí: ya se usó, venció o tiene un error. Revísela o llame a quien envió el oficio."
)
STEPS = {
    HandOff.State.OFFERED: ("acknowledge", "accept", "refuse"),
    HandOff.State.RECEIVED: ("accept", "refuse"),
    HandOff.State.ACCEPTED: ("give_result",),
}


@dataclass(frozen=True)
class Way:
    """What is shown once: ``key`` is part of the address, ``code`` is typed there."""

    link: OneTimeLink
    key: str
    code: str

    @property
    def address(self) -> str:
        """Where it is answered, on the public site."""
        return f"{settings.HILO_ANSWERS_URL}/acuse/{self.key}/"


@transaction.atomic
def make(*, handoff: HandOff, by: User, now: datetime) -> Way:
    """A new way to answer; the ones made before stop working."""
    row = HandOff.objects.select_for_update().get(pk=handoff.pk)
    policies.check_can_make_link(row, by=by)
    weave = Weave(now=now, by=by)
    weave.hold([row.case_id])
    weave.event(weave.cases[row.case_id], "handoff.link_made", facts={"handoff": str(row.pk)})
    weave.write()
    return _new(row, by=by, now=now)


def _new(row: HandOff, *, by: User | None, now: datetime) -> Way:
    row.links.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now, revoked_by=by)
    key, code = secrets.token_urlsafe(12), "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
    link = OneTimeLink.objects.create(
        id=uuid7(), handoff=row, token=_token(key, code), made_at=now, made_by=by, expires_at=now + LASTS
    )
    return Way(link, key, code)


def _token(key: str, code: str) -> bytes:
    typed = "".join(sign for sign in code.upper() if sign in SIGNS)
    return vault().blind("handoff.link", f"{key}:{typed}")


def find(key: str, code: str, *, now: datetime) -> OneTimeLink | None:
    """The link that still works; None for one used, revoked, expired, altered, invented, or of what has ended."""
    found = OneTimeLink.objects.select_related("handoff").filter(token=_token(key, code))
    link = found.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now).first()
    return link if link and link.handoff.state in STEPS else None


@transaction.atomic
def answer(
    *, key: str, code: str, step: str, now: datetime, reference: str = "", signer: str = "", **said: str
) -> tuple[HandOff, Way | None]:
    """Use the link for one step; gives the hand-off and the way to answer the next step, if one is left.

    Raises Denied when the link does not work any more or the step does not fit.
    """
    link = find(key, code, now=now)
    if link is None or step not in STEPS[HandOff.State(link.handoff.state)]:
        raise Denied(str(DEAD))
    if not OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now):
        raise Denied(str(DEAD))  # somebody else used it a moment ago
    known = Known(how=HandOff.How.LINK, reference=reference, signer=signer)
    row: HandOff = getattr(actions, step)(handoff=link.handoff, by=None, now=now, known=known, **said)
    return row, _new(row, by=None, now=now) if row.state in STEPS else None

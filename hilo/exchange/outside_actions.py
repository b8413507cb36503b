"""What is done with the letter to the outside body: it is made, and a person says that it was delivered.

The machine prepares; a person signs and delivers. Nothing is ever sent from here.
"""

import hashlib
from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.cases import clocks
from hilo.cases.ladder import LETTER_SENT
from hilo.cases.models import Case, Clock
from hilo.cases.policies import check_unchanged
from hilo.cases.thread import Weave
from hilo.exchange import outside_policies
from hilo.exchange.letters import pdf
from hilo.exchange.outside_letter import Prepared, prepare
from hilo.lib.errors import Denied

LETTER_MADE = "escalation.letter_made"


@transaction.atomic
def make_letter(*, case: Case, clock: Clock, by: User, now: datetime) -> tuple[Prepared, bytes]:
    """The letter as PDF. The thread keeps the fingerprint printed on it and the SHA-256 of exactly these bytes."""
    weave, fresh, running = _held(case, clock, by=by, now=now)
    outside_policies.check_can_prepare(fresh, running, clocks.rule_of(running), by=by)
    made = prepare(fresh, running, now=now)
    letter = made.letter(fresh, by=by, now=now)
    data = pdf(letter)
    facts = _facts(made) | {"fingerprint": letter.fingerprint, "sha256": hashlib.sha256(data).hexdigest()}
    weave.event(fresh, LETTER_MADE, facts=facts)
    weave.write()
    return made, data


@transaction.atomic
def say_sent(
    *, case: Case, clock: Clock, reference: str, day: date, by: User, now: datetime, revision: int | None = None
) -> None:
    """A person delivered the signed letter: ``reference`` is the number on its receipt, sealed; ``day`` its date."""
    weave, fresh, running = _held(case, clock, by=by, now=now, revision=revision)
    outside_policies.check_can_say_sent(fresh, by=by)
    outside_policies.check_can_prepare(fresh, running, clocks.rule_of(running), by=by)
    if not reference.strip():
        raise Denied(_("Escriba el número del acuse o del oficio con que se recibió."))
    facts = _facts(prepare(fresh, running, now=now)) | {"day": day.isoformat()}
    weave.event(fresh, LETTER_SENT, happened_at=_moment(day, running, now), facts=facts, note=reference.strip())
    weave.write()


def _moment(day: date, clock: Clock, now: datetime) -> datetime:
    """Noon of a day gone by, this moment for today. Raises Denied outside the time the delay lasts."""
    today, ran_out = localtime(now).date(), localtime(clock.overdue_at or clock.due_at).date()
    if day > today:
        raise Denied(_("La fecha de entrega está en el futuro. Anótelo cuando ya se haya entregado."))
    if day < ran_out:
        raise Denied(_("La fecha de entrega es anterior al vencimiento del deber. Revísela."))
    return min(datetime.combine(day, time(12), get_current_timezone()), now) if day < today else now


def _held(
    case: Case, clock: Clock, *, by: User, now: datetime, revision: int | None = None
) -> tuple[Weave, Case, Clock]:
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    check_unchanged(fresh, revision)
    return weave, fresh, Clock.objects.prefetch_related("changes").get(pk=clock.pk, case=fresh)


def _facts(made: Prepared) -> dict[str, str]:
    return {"clock": str(made.clock.pk), "rule": made.clock.rule, "body": made.body, "letter": made.reference}

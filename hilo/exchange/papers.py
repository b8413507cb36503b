"""Letters about hand-offs: what the covering letter says, gathered from the case."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import override

from hilo.accounts.models import User
from hilo.cases.clocks import Calendars
from hilo.cases.models import Clock, Withheld
from hilo.cases.queries import institution_name
from hilo.cases.thread import Weave
from hilo.exchange import letters, links, policies
from hilo.exchange.models import HandOff
from hilo.reference import pack

DUTIES = ("handoff_receipt", "handoff_acceptance", "handoff_result")


@transaction.atomic
def covering(row: HandOff, *, by: User, now: datetime, place: str, signer: str, post: str, addressee: str) -> bytes:
    """The covering letter as PDF, with a fresh one-time way to answer where the receiver has no accounts.

    The thread keeps the fingerprint that is printed on it and the file's SHA-256. Raises Denied once
    nobody is awaited any more.
    """
    policies.check_awaits(row, *HandOff.UNANSWERED)
    way = None if policies.has_people(row.receiver) else links.make(handoff=row, by=by, now=now)
    letter = _letter(row, way, now=now, place=place, signer=signer, post=post, addressee=addressee)
    data = letters.pdf(letter)
    weave = Weave(now=now, by=by)
    weave.hold([row.case_id])
    facts = {"handoff": str(row.pk), "fingerprint": letter.fingerprint, "sha256": hashlib.sha256(data).hexdigest()}
    weave.event(weave.cases[row.case_id], "handoff.letter_made", facts=facts)
    weave.write()
    return data


def _letter(
    row: HandOff, way: links.Way | None, *, now: datetime, place: str, signer: str, post: str, addressee: str
) -> letters.Letter:
    link = letters.OneTimeLink(way.address, way.code, localtime(way.link.expires_at).date()) if way else None
    return letters.covering_letter(
        reference=row.folio,
        case_code=row.case.code,
        folio=row.folio,
        sender=letters.Party(institution_name(row.sender), signer, post),
        addressee=letters.Party(institution_name(row.receiver), "", addressee),
        place=place,
        day=localtime(now).date(),
        travels=_travels(row),
        duties=_duties(row, now),
        return_to=institution_name(row.sender),
        link=link,
    )


def receipt_form(row: HandOff, *, now: datetime, place: str, signer: str, post: str) -> bytes:
    """One page that the receiver signs, scans and sends back; it goes with the covering letter."""
    policies.check_awaits(row, HandOff.State.OFFERED)
    form = letters.acknowledgement_form(
        reference=row.folio,
        case_code=row.case.code,
        folio=row.folio,
        sender=letters.Party(institution_name(row.sender), signer, post),
        receiver=letters.Party(institution_name(row.receiver)),
        place=place,
        day=localtime(now).date(),
        due=_duties(row, now)[0],
        return_to=institution_name(row.sender),
    )
    return letters.pdf(form)


def _travels(row: HandOff) -> list[str]:
    with override("es"):  # the letter goes to a Mexican authority, whoever prints it
        parts = [str(Withheld.Part(part).label) for part in sorted(row.scope_set)]
        return [str(HandOff.Kind(row.kind).label), *parts]


def _duties(row: HandOff, now: datetime) -> list[letters.DutyDue]:
    """Until when each step is awaited: the running clock as it stands, those after it counted from its date, or
    from now when it has run out.
    """
    calendar = Calendars().of(row.case.institution)
    running = Clock.objects.live().filter(case=row.case_id, subject=row.pk).first()
    rules = [pack().clocks[code] for code in DUTIES]
    found, at = [], row.offered_at
    for rule in rules[DUTIES.index(running.rule) if running else 0 :]:
        mine = running is not None and running.rule == rule.code
        at = running.due_at if mine else calendar.due(max(at, now), rule.span_for(row.case.tier))  # type: ignore[union-attr]
        label = f"{rule.label.es} (plazo vencido)" if at < now else rule.label.es
        found.append(letters.DutyDue(label, localtime(at).date(), rule.law, rule.to_confirm))
    return found

"""The same word to many senders' alerts at once, and what the machine proposes when a case ends."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.alerts.models import Alert
from hilo.cases.models import Status
from hilo.exchange import outbox, sender_policies, sender_queries
from hilo.exchange.models import Feedback, Receipt
from hilo.exchange.models.outbox import key_of
from hilo.exchange.sender_actions import KIND, Step, release, sent
from hilo.exchange.sender_content import Content, seal
from hilo.exchange.sender_words import Told, codes
from hilo.ledger import bulk
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.reference import pack
from hilo.reference.dialects import Sender
from hilo.reference.models import Outcome

AT_ONCE = 500  # alerts that the machine drafts for in one transaction
BY_ITSELF = {"reference", "date"}  # needs that can be filled in without asking
State = Feedback.State


def in_bulk(outcome: Outcome) -> bool:
    """Whether an outcome can be said of many alerts at once: nothing about the child, nothing to be typed."""
    return outcome.group != "child" and set(outcome.needs) <= BY_ITSELF


@transaction.atomic
def tell_many(*, alerts: Sequence[Alert], outcome: str, by: User, now: datetime) -> int:
    """One person says one word about many alerts: each gets its own answer, released. All or none.

    A constant number of statements. Raises Denied, which names the first alert that stands in the way.
    """
    meaning = pack().outcomes.get(outcome)
    if meaning is None or not in_bulk(meaning):
        raise Denied(_("Elija un resultado que pueda decirse a varios a la vez."))
    rows = _rows(alerts)
    fresh = [row for row in rows if row._state.adding]
    drafts = [row for row in rows if not row._state.adding]
    step = Step([one.case_id for one in alerts], by=by, now=now)
    known, others = sender_queries.senders(), _others(alerts)
    for row in rows:
        told = [_told(outcome, row, others, sender_queries.today(now))]
        _prepare(step, row, told, known.get(row.alert.sender))
    Feedback.objects.bulk_create(fresh)
    bulk.update(drafts, _CHANGED)
    outbox.enqueue_many(kind=KIND, wanted=_wanted(step, rows), now=now, by=by)
    step.write()
    return len(rows)


_CHANGED = [
    "state", "dialect", "channel", "lang", "ground", "ending", "content", "drafted_at", "drafted_by",
    "approved_at", "approved_by", "revision",
]  # fmt: skip


def _rows(alerts: Sequence[Alert]) -> list[Feedback]:
    """The draft of each alert, or a new row. Raises Denied for one whose answer is already on its way."""
    under_way = Feedback.objects.filter(alert__in=[one.pk for one in alerts], state__in=Feedback.UNDER_WAY)
    known = {row.alert_id: row for row in under_way}
    rows = []
    for alert in alerts:
        row = known.get(alert.pk) or Feedback(id=uuid7(), alert=alert)
        row.alert = alert
        if row.state != State.DRAFT:
            raise Denied(_("La respuesta a %(alert)s ya va en camino: quítela de los marcados.") % {"alert": alert})
        rows.append(row)
    return rows


def _prepare(step: Step, row: Feedback, told: list[Told], sender: Sender | None) -> None:
    ways = sender_queries.ways(sender)
    sayable = [way for way in ways if pack().speech.dialects[way[0]].says[told[0].outcome].text]
    try:
        step.case(row.alert)
        dialect, channel = (sayable or ways or [("", "")])[0]
        sender_policies.check_way(sender, dialect, channel)
        today = sender_queries.today(step.now)
        sender_policies.check_content(told, dialect, references=[one.reference for one in told], today=today)
    except Denied as no:
        raise Denied(_("%(alert)s: %(why)s") % {"alert": row.alert, "why": no}) from None
    row.dialect, row.channel, row.lang, row.ground = dialect, channel, sender.lang if sender else "es", ""
    row.drafted_at, row.drafted_by = step.now, step.by
    row.revision += not row._state.adding
    release(step, row, Content(tuple(told)))


def _told(outcome: str, row: Feedback, others: dict[Any, list[Alert]], day: Any) -> Told:
    """With the reference it needs: the oldest other report of that sender in the case, else our own."""
    if "reference" not in pack().outcomes[outcome].needs:
        return Told(outcome, day)
    alert = row.alert
    same = [one for one in others.get(alert.case_id, []) if one.sender == alert.sender and one.pk != alert.pk]
    return Told(outcome, day, reference=same[0].report_id if same else row.reference)


def _others(alerts: Iterable[Alert]) -> dict[Any, list[Alert]]:
    """The alerts of each case, the oldest first. One query."""
    found: dict[Any, list[Alert]] = {}
    for one in Alert.objects.filter(case__in={alert.case_id for alert in alerts}).order_by("id"):
        found.setdefault(one.case_id, []).append(one)
    return found


def _wanted(step: Step, rows: Iterable[Feedback]) -> list[outbox.Wanted]:
    return [
        outbox.Wanted(row.pk, key_of(KIND, row.pk), step.weave.cases[row.alert.case_id].institution)
        for row in rows
        if row.channel == Feedback.Channel.HTTP
    ]


@transaction.atomic
def keep_many(*, rows: Sequence[Feedback], reference: str, dated: date | None, by: User, now: datetime) -> int:
    """One receipt for many answers that a person carried together. All or none; a constant number of statements."""
    sender_policies.check_receipt(reference, dated, "", today=sender_queries.today(now))
    step = Step([row.alert.case_id for row in rows], by=by, now=now)
    fresh = list(Feedback.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows]))
    alerts = {row.alert_id: row.alert for row in rows}
    for row in fresh:
        row.alert = alerts[row.alert_id]
        step.case(row.alert)
        sender_policies.check_state(row, *(() if row.channel == Feedback.Channel.HTTP else (State.APPROVED,)))
        sent(step, row)
        row.revision += 1
    bulk.update(fresh, ["state", "sent_at", "sent_by", "revision"])
    kept = [
        Receipt(id=uuid7(), feedback=row, reference=reference.strip()[:80], dated=dated, at=now, by=by) for row in fresh
    ]
    Receipt.objects.bulk_create(kept)
    for one in kept:
        step.tell(one.feedback, "sender.receipt_kept", receipt=str(one.pk))
    step.write()
    return len(fresh)


def propose(now: datetime) -> int:
    """Draft an answer for every alert of a closed case whose sender does not know how it ended. Returns how many.

    A draft is only a proposal: it leaves when a person releases it. One that a person took back is not made again.
    """
    drafted = 0
    while done := _propose_some(now):
        drafted += done
    return drafted


@transaction.atomic
def _propose_some(now: datetime) -> int:
    answers = Feedback.objects.filter(alert=OuterRef("pk"))
    ended = sender_queries.not_told().filter(case__status=Status.CLOSED)
    lacking = ended.exclude(Exists(answers.filter(state__in=Feedback.UNDER_WAY))).exclude(
        Exists(answers.filter(drafted_at__gte=OuterRef("case__closed_at")))
    )
    alerts = list(lacking.select_related("case").order_by("id")[:AT_ONCE])
    if not alerts:
        return 0
    step, senders, others = (
        Step([one.case_id for one in alerts], by=None, now=now),
        sender_queries.senders(),
        _others(alerts),
    )
    said = sender_queries.proposed(alerts)
    rows = [_proposal(alert, said[alert.pk], senders.get(alert.sender), others, now) for alert in alerts]
    Feedback.objects.bulk_create(rows)
    for row in rows:
        step.tell(row, "sender.answer_drafted")
    step.write()
    return len(rows)


def _proposal(
    alert: Alert, said: list[Told], sender: Sender | None, others: dict[Any, list[Alert]], now: datetime
) -> Feedback:
    """A draft with what can be said without asking; a person adds the rest. Of an unknown sender it is empty."""
    dialect, channel = (sender_queries.ways(sender) or [("", "")])[0]
    row = Feedback(
        id=uuid7(), alert=alert, dialect=dialect, channel=channel, lang=sender.lang if sender else "es", drafted_at=now
    )
    sayable = [one for one in said if dialect and pack().speech.dialects[dialect].says[one.outcome].text]
    ready = [one for one in sayable if set(pack().outcomes[one.outcome].needs) <= BY_ITSELF]
    told = tuple(_told(one.outcome, row, others, one.day) for one in ready)
    row.content = seal(Content(told, proposed=tuple(codes(said))), row.place)
    return row

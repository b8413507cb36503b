"""Reads about what senders were told, and what is still to be said."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime

from hilo.accounts.models import User
from hilo.alerts.models import Alert
from hilo.cases.models import Case, Event, Status
from hilo.exchange.models import Feedback, OutboxItem, UnknownCode
from hilo.exchange.sender_channels import connected
from hilo.exchange.sender_content import content_of
from hilo.exchange.sender_words import Told
from hilo.reference import pack
from hilo.reference.dialects import Sender

MOST = 999  # counts go no further
PAGE = 50
State = Feedback.State


def senders() -> dict[str, Sender]:
    """Senders that the pack knows, and those about which a person decided."""
    known = dict(pack().speech.senders)
    rows = UnknownCode.objects.filter(kind=UnknownCode.Kind.SENDER, state=UnknownCode.State.DECIDED)
    for code, dialect in rows.order_by("decided_at").values_list("code", "meaning"):
        speaks = pack().speech.dialects.get(dialect)
        if code not in known and speaks is not None:
            known[code] = Sender(sender=code, dialect=dialect, lang=speaks.reads)
    return known


def ways(sender: Sender | None) -> list[tuple[str, str]]:
    """(dialect, channel) by which a sender can be answered, the best first."""
    found: list[tuple[str, str]] = []
    for code in sender.dialects if sender else ():
        for channel in pack().speech.dialects[code].channels:
            if sender is not None and (channel != "http" or connected(sender.sender, code)):
                found.append((code, channel))
    return found


def not_told() -> QuerySet[Alert]:
    """Alerts whose sender was never told anything, or not how the case ended."""
    sent = Feedback.objects.filter(alert=OuterRef("pk"), state=State.SENT)
    ended = sent.filter(ending=OuterRef("case__close_reason"))
    return Alert.objects.filter(
        Q(case__status=Status.OPEN) & ~Exists(sent) | Q(case__status=Status.CLOSED) & ~Exists(ended)
    )


def not_told_of(user: User) -> QuerySet[Alert]:
    """Those of cases that this person may see, the oldest first (ids follow arrival)."""
    return not_told().filter(case__in=Case.objects.visible_to(user)).order_by("id")


def not_told_count(institution: str) -> int:
    """How many senders' alerts of an institution's cases still wait to be told."""
    return not_told().filter(case__institution=institution).count()


@dataclass(frozen=True, slots=True)
class ToldBack:
    """One alert of a case: what its sender knows.

    ``state``: told, never (nothing was said), ending (not how it ended); ``answer``: the one under way, or the
    last sent; ``unknown``: nobody has decided how this sender is answered.
    """

    alert: Alert
    state: str
    answer: Feedback | None
    last: Feedback | None
    unknown: bool


def told_back(case: Case, limit: int = PAGE) -> list[ToldBack]:
    """What the sender of each alert of a case was told. Three queries."""
    alerts = list(case.alerts.order_by("rank", "received_at", "id")[:limit])
    return stand(alerts, {case.pk: case})


def stand(alerts: Sequence[Alert], cases: dict[Any, Case]) -> list[ToldBack]:
    """How each of these alerts stands. Two queries."""
    known = senders()
    answers: dict[Any, list[Feedback]] = {}
    rows = Feedback.objects.filter(alert__in=[alert.pk for alert in alerts]).exclude(state=State.DROPPED)
    for row in rows.order_by("drafted_at", "id"):
        answers.setdefault(row.alert_id, []).append(row)
    return [_stand(alert, cases[alert.case_id], answers.get(alert.pk, []), known) for alert in alerts]


def _stand(alert: Alert, case: Case, rows: list[Feedback], known: dict[str, Sender]) -> ToldBack:
    sent = [row for row in rows if row.state == State.SENT]
    under_way = next((row for row in rows if row.state in Feedback.UNDER_WAY), None)
    if not sent:
        state = "never"
    elif case.is_open or any(row.ending == case.close_reason for row in sent):
        state = "told"
    else:
        state = "ending"
    last = sent[-1] if sent else None
    return ToldBack(alert, state, under_way or last, last, alert.sender not in known)


def references(alert: Alert) -> list[str]:
    """What an answer may refer to: other reports of the same sender in the same case, oldest first."""
    others = Alert.objects.filter(case=alert.case_id, sender=alert.sender).exclude(pk=alert.pk)
    return list(others.order_by("id").values_list("report_id", flat=True)[:PAGE])


def proposed(alerts: Sequence[Alert]) -> dict[Any, list[Told]]:
    """What the machine would say for each alert, from its case's thread and closing. Two queries for any number.

    What the sender already knows from an answer that was sent is left out.
    """
    by_kind: dict[str, list[str]] = {}
    for outcome, kinds in pack().speech.suggested_by.items():
        for kind in kinds:
            by_kind.setdefault(kind, []).append(outcome)
    events = Event.objects.filter(case__in={alert.case_id for alert in alerts}, kind__in=by_kind)
    happened: dict[tuple[Any, str], date] = {}
    for case, kind, at in events.order_by("happened_at").values_list("case", "kind", "happened_at"):
        for outcome in by_kind[kind]:
            happened.setdefault((case, outcome), localtime(at).date())
    said = _said(alerts)
    return {alert.pk: _proposed(alert, happened, said.get(alert.pk, set())) for alert in alerts}


def _proposed(alert: Alert, happened: dict[tuple[Any, str], date], said: Collection[str]) -> list[Told]:
    days = {outcome: day for (case, outcome), day in happened.items() if case == alert.case_id}
    case = alert.case
    if case.close_reason and case.closed_at:
        days[case.close_reason] = localtime(case.closed_at).date()
    if "received" in days:
        days["received"] = localtime(alert.received_at).date()
    kept = set(said) - {case.close_reason}  # that it ended so is news, whatever was said before
    return [Told(outcome, days[outcome]) for outcome in pack().outcomes if outcome in days and outcome not in kept]


def _said(alerts: Iterable[Alert]) -> dict[Any, set[str]]:
    """Outcomes that each sender was already told."""
    found: dict[Any, set[str]] = {}
    for row in Feedback.objects.filter(alert__in=[one.pk for one in alerts], state=State.SENT):
        found.setdefault(row.alert_id, set()).update(one.outcome for one in content_of(row).told)
    return found


def today(now: datetime) -> date:
    """The local day."""
    return localdate(now)


def to_carry(user: User) -> QuerySet[Feedback]:
    """Answers released and to be carried by hand, of cases this person may see; the oldest first."""
    by_hand = Feedback.objects.filter(state=State.APPROVED).exclude(channel=Feedback.Channel.HTTP)
    mine = by_hand.filter(alert__case__in=Case.objects.visible_to(user))
    return mine.select_related("alert__case", "approved_by").order_by("approved_at", "id")


@dataclass(frozen=True, slots=True)
class Leaving:
    """Something of the outbox, and the answer it carries, if it is one of a case this person may see."""

    item: OutboxItem
    answer: Feedback | None


def leaving(user: User) -> tuple[list[Leaving], list[Leaving]]:
    """What waits for a person, and what moves by itself; the oldest first. Two queries."""
    rows = OutboxItem.objects.visible_to(user).exclude(state__in=(OutboxItem.State.DONE, OutboxItem.State.DROPPED))
    shown = list(rows.order_by("enqueued_at", "id")[: 4 * PAGE])
    cases = Case.objects.visible_to(user)
    answers = Feedback.objects.filter(pk__in=[one.subject for one in shown], alert__case__in=cases)
    mine = {one.pk: one for one in answers.select_related("alert__case")}
    told = [Leaving(one, mine.get(one.subject)) for one in shown]
    stuck = [one for one in told if one.item.state in OutboxItem.STUCK]
    return stuck, [one for one in told if one.item.state in OutboxItem.MOVING]


def stuck_count(user: User) -> int:
    """How many wait for a person."""
    return OutboxItem.objects.visible_to(user).stuck().count()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of alerts that wait to be told. ``more``: where the next one begins, "" for none."""

    rows: list[ToldBack]
    more: str


def page(user: User, after: str) -> Page:
    """The oldest first, from the one after ``after`` (the id of an alert)."""
    rows = not_told_of(user).select_related("case")
    begin = _uuid(after)
    found = list((rows.filter(pk__gt=begin) if begin else rows)[: PAGE + 1])
    shown = found[:PAGE]
    more = str(shown[-1].pk) if len(found) > PAGE else ""
    return Page(stand(shown, {one.case_id: one.case for one in shown}), more)


def marked(user: User, ids: Iterable[str]) -> list[Alert]:
    """Those of these alerts that wait to be told and are this person's to see."""
    wanted = [pk for one in ids if (pk := _uuid(one))]
    return list(not_told_of(user).filter(pk__in=wanted).select_related("case"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

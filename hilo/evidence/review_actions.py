"""A person reviews evidence from outside, rule by rule; what the record knew then is kept beside it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.alerts.models import Alert
from hilo.cases.models import Case
from hilo.cases.policies import check_unchanged
from hilo.cases.thread import Weave
from hilo.evidence import review_policies as policies
from hilo.evidence.models import Item, Review
from hilo.evidence.reviews import lines_of
from hilo.lib.canonical import canonical_bytes
from hilo.lib.ids import uuid7


@transaction.atomic
def review(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    origin: str,
    answers: Mapping[str, str],
    by: User,
    now: datetime,
    item: Item | None = None,
    alert: Alert | None = None,
    note: str = "",
    revision: int | None = None,
) -> Review:
    """Keep what a person found of each rule. Raises Denied. A later review of the same leaves this one as it is."""
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    check_unchanged(fresh, revision)
    policies.check_can_review(fresh, by=by, origin=origin, answers=answers, item=item, alert=alert, note=note)
    pk = uuid7()
    row = Review.objects.create(
        id=pk, case=fresh, item=item, alert=alert.pk if alert else None, origin=origin,
        answers=canonical_bytes(dict(answers)).decode(), at=now, by=by,
        note=seal_text(note, place=f"review.note:{pk}") if note.strip() else None,
    )  # fmt: skip
    subject = item or alert
    known = [line.rule.code for line in lines_of(fresh, origin, subject, "es") if line.seen] if subject else []
    facts = {
        "review": str(pk),
        "item" if item else "alert": str(subject.pk if subject else ""),
        "origin": origin,
        "known": known,
        "missing": sorted(code for code, found in answers.items() if found == "missing"),
    }
    weave.event(fresh, "admissibility.reviewed", facts=facts, subject=subject.pk if subject else None)
    weave.write()
    return row

"""Classifying facts and recording what was charged. Nothing is overwritten: the newest counts, earlier ones stay."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from hilo.accounts.sealing import seal_text
from hilo.cases.models import Case
from hilo.cases.policies import check_unchanged
from hilo.cases.thread import Weave
from hilo.investigation import offence_policies as policies
from hilo.investigation.models import Charge, Classification
from hilo.lib.canonical import canonical_bytes
from hilo.lib.ids import uuid7
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User


def _held(case: Case, *, by: "User", now: datetime, revision: int | None) -> tuple[Weave, Case]:
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    check_unchanged(fresh, revision)
    policies.check_can_classify(fresh, by=by)
    return weave, fresh


@transaction.atomic
def classify(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    answers: Mapping[str, str],
    by: "User",
    now: datetime,
    state: str = "",
    conduct_from: date | None = None,
    conduct_until: date | None = None,
    victim_born: date | None = None,
    accused_age: str = "unknown",
    revision: int | None = None,
) -> Classification:
    """Keep what a person answered about the facts. Candidates are computed from it, never kept."""
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_answers(answers, state, accused_age)
    policies.check_days(conduct_from, conduct_until, victim_born, localdate(now))
    told = {code: answer for code, answer in answers.items() if answer != "unknown"}
    row = Classification.objects.create(
        case=fresh, state=state, conduct_from=conduct_from, conduct_until=conduct_until, victim_born=victim_born,
        accused_age=accused_age, answers=canonical_bytes(told).decode(), pack=pack().version, at=now, by=by,
    )  # fmt: skip
    weave.event(fresh, "offence.classified", facts={"classification": str(row.pk), "known": len(told)}, subject=row.pk)
    weave.write()
    return row


@transaction.atomic
def charge(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    offence: str,
    text_date: str,
    technology: bool,
    by: "User",
    now: datetime,
    iccs: Sequence[str] = (),
    icvac: str = "",
    replaces: Charge | None = None,
    reason: str = "",
    revision: int | None = None,
) -> Charge:
    """Record what the authority charged, or that it charged something else instead.

    ``technology`` and the codes for statistics are of the facts: a reclassification never takes them away.
    """
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_charge(fresh, offence, text_date, replaces, reason)
    codes = [*(replaces.iccs.split(",") if replaces and replaces.iccs else ()), *iccs]
    pk = uuid7()
    row = Charge.objects.create(
        id=pk, case=fresh, classification=fresh.classifications.order_by("-at", "-id").first(), offence=offence,
        text_date=text_date, replaces=replaces, technology=technology or bool(replaces and replaces.technology),
        iccs=",".join(dict.fromkeys(codes)), icvac=icvac or (replaces.icvac if replaces else ""),
        reason=seal_text(reason, place=f"charge.reason:{pk}") if reason.strip() else None, at=now, by=by,
    )  # fmt: skip
    facts = {"offence": offence, "charge": str(pk), "technology": row.technology}
    weave.event(
        fresh, "offence.charged", facts=facts | ({"instead_of": replaces.offence} if replaces else {}), subject=pk
    )
    weave.write()
    return row

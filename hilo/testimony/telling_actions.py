"""Every time a child was made to tell, written down and corrected. A correction never takes away what was written."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.cases.models import Case, PersonInCase
from hilo.lib.ids import uuid7
from hilo.testimony import policies
from hilo.testimony import telling_policies as rules
from hilo.testimony.held import held
from hilo.testimony.models import Hearer, Telling


@transaction.atomic
def record(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    child: PersonInCase,
    purpose: str,
    formal: bool,
    by: User,
    now: datetime,
    on: date | None = None,
    precision: str = "unknown",
    asked_by: Hearer | None = None,
    role: str = "unknown",
    institution: str = "",
    session_of: str = "",
    planned: bool = False,
    recorded: str = "unknown",
    mode_chosen_by_child: str = "not_asked",
    legal_need: str = "none_stated",
    legal_note: str = "",
    earlier_usable: str = "unknown",
    present: Sequence[Hearer] = (),
    note: str = "",
    corrects: Telling | None = None,
    revision: int | None = None,
) -> Telling:
    """Write down one telling. ``asked_by`` gives role and institution; without them ``role`` and ``institution`` do.

    ``session_of``: id of the first session of its protocol, "new" when this is the first. ``corrects``: the row that
    this one replaces, which stays.
    """
    weave, fresh = held(case, by=by, now=now, revision=revision)
    policies.check_can_record(fresh, by=by)
    policies.check_child(fresh, child)
    rules.check_here(fresh, [*present, *([asked_by] if asked_by else [])])
    rules.check_institution(institution)
    rules.check_legal(legal_need, legal_note)
    rules.check_text(legal_note, note)
    if corrects is not None:
        rules.check_can_correct(corrects)
    pk = uuid7()
    told = rules.told_of(
        id=str(pk), at=on, precision=precision, asked_by=str(asked_by.pk) if asked_by else "",
        role=asked_by.role if asked_by else role, institution=asked_by.institution if asked_by else institution,
        purpose=purpose, formal=formal, session_of=str(pk) if session_of == "new" else session_of, planned=planned,
        recorded=recorded, mode_chosen_by_child=mode_chosen_by_child, legal_need=legal_need,
        earlier_usable=earlier_usable,
    )  # fmt: skip
    rules.check_told(told, localdate(now))
    row = Telling.objects.create(
        id=pk, case=fresh, child=child, on=told.at, precision=told.precision, asked_by=asked_by, role=told.role,
        institution=told.institution, purpose=told.purpose, formal=told.formal, session_of=told.session_of,
        planned=told.planned, recorded=told.recorded, mode_chosen_by_child=told.mode_chosen_by_child,
        legal_need=told.legal_need, legal_note=_sealed("legal", pk, legal_note), earlier_usable=told.earlier_usable,
        present=json.dumps([str(one.pk) for one in present]), note=_sealed("note", pk, note), corrects=corrects,
        at=now, by=by,
    )  # fmt: skip
    facts = {"telling": str(row.pk), "purpose": row.purpose, "formal": row.formal}
    if corrects is not None:
        facts["corrects"] = str(corrects.pk)
    weave.event(fresh, "telling.corrected" if corrects else "telling.recorded", facts=facts, subject=row.pk)
    weave.write()
    return row


@transaction.atomic
def void(*, telling: Telling, note: str, by: User, now: datetime, revision: int | None = None) -> Telling:
    """Say that it did not take place, and why: the row stays, and its like with ``void`` replaces it."""
    weave, fresh = held(telling.case, by=by, now=now, revision=revision)
    policies.check_can_record(fresh, by=by)
    rules.check_can_correct(telling)
    rules.check_reason_to_void(note)
    rules.check_text(note)
    pk = uuid7()
    same = {name: getattr(telling, name) for name in _SAME}
    row = Telling.objects.create(
        **same, id=pk, case=fresh, corrects=telling, void=True, note=_sealed("note", pk, note), at=now, by=by
    )
    facts = {"telling": str(row.pk), "corrects": str(telling.pk), "void": True}
    weave.event(fresh, "telling.corrected", facts=facts, subject=row.pk)
    weave.write()
    return row


_SAME = (
    "child_id", "on", "precision", "asked_by_id", "role", "institution", "purpose", "formal", "session_of", "planned",
    "recorded", "mode_chosen_by_child", "legal_need", "earlier_usable", "present",
)  # fmt: skip


def hearer(*, case: Case, role: str, by: User, now: datetime, institution: str = "", name: str = "") -> Hearer:
    """Write down an adult whom a child told, or who was there; ``name``: how they are called, sealed.

    Call it inside the transaction of what they heard: no event of its own.
    """
    policies.check_can_record(case, by=by)
    rules.check_institution(institution)
    rules.check_name(name)
    rules.told_of(
        id="", at=None, precision="unknown", asked_by="", role=role, institution="", purpose="other", formal=False
    )
    pk = uuid7()
    sealed = seal_text(name.strip(), place=f"hearer.name:{pk}") if name.strip() else None
    return Hearer.objects.create(
        id=pk, case=case, role=role, institution=institution, name=sealed, added_at=now, added_by=by
    )


def _sealed(which: str, pk: UUID, text: str) -> bytes | None:
    return seal_text(text.strip(), place=f"telling.{which}:{pk}") if text.strip() else None

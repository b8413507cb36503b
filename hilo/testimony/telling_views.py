"""Every time one child was made to tell: the list, writing one down, correcting one, and the child's key."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight, sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case, PersonInCase
from hilo.testimony import child_actions, policies, telling_actions, telling_queries
from hilo.testimony.disclosure.codes import lists
from hilo.testimony.disclosure.when import When
from hilo.testimony.interview_actions import hearer_of
from hilo.testimony.models import Hearer, Telling
from hilo.testimony.telling_forms import (
    NEW,
    UNTOLD,
    CorrectForm,
    KeyForm,
    PurposeForm,
    TellingForm,
    UnkeyForm,
    known_of,
)
from hilo.testimony.telling_words import lang

asked = require_http_methods(["GET", "HEAD", "POST"])


def child_of(case: Case, child: UUID) -> PersonInCase:
    """A child of the case; 404 for anybody else."""
    found = get_object_or_404(case.people, pk=child, role=PersonInCase.Role.CHILD)
    found.case = case
    return found


def look(user: User, child: PersonInCase, sight: Sight, field: str = "tellings") -> None:
    """Log that sealed words about this child's tellings are opened."""
    log_read(user=user, subject_kind="person", subject_id=child.pk, field=field, reason=sight.reason())


@require_safe
@requires(Permission.TELLING_RECORD)
def telling_list(request: HttpRequest, code: str, child: UUID) -> HttpResponse:
    """All tellings of one child in the deployment, oldest first, and how many of each kind."""
    case, user = load(request, code), signed_in(request)
    who, sight = child_of(case, child), sight_of(case, user, timezone.now())
    look(user, who, sight)
    found = telling_queries.tellings_of(case, who, sight, user)
    context = {"case": case, "child": who, "told": found, "keys": who.child_keys.standing()}
    return render(request, "testimony/tellings.html", context)


@asked
@requires(Permission.TELLING_RECORD)
def telling_new(request: HttpRequest, code: str, child: UUID) -> HttpResponse:
    """First what for, in the address; then what was told already; then the form."""
    case, user = load(request, code), signed_in(request)
    who, sight = child_of(case, child), sight_of(case, user, timezone.now())
    purpose = request.GET.get("para", "")
    if purpose not in {one.code for one in lists().purposes}:
        return render(request, "testimony/telling_purpose.html", {"case": case, "child": who, "form": PurposeForm()})
    look(user, who, sight)
    more = _choices(case, who, user, sight)
    form = filled(request, case, TellingForm, dict(UNTOLD), **more)
    act = partial(_record, case=case, child=who, purpose=purpose)
    warning = telling_queries.before_one_more(who, user.institution, purpose, timezone.now())
    context, done = {"child": who, "purpose": purpose, "warning": warning}, _("Quedó anotado que contó.")
    return _back(answer(request, case, form, act, "testimony/telling_new.html", done=done, **context), case, who)


@asked
@requires(Permission.TELLING_RECORD)
def telling_correct(request: HttpRequest, code: str, child: UUID, pk: UUID) -> HttpResponse:
    """Correct one, or say that it did not take place; what was written stays."""
    case, user = load(request, code), signed_in(request)
    who, sight = child_of(case, child), sight_of(case, user, timezone.now())
    row = get_object_or_404(case.tellings.select_related("asked_by"), pk=pk, child=who)
    if policies.hidden(row.at, sight):
        return redirect("testimony:tellings", code=case.code, child=who.pk)
    row.case = case
    look(user, who, sight)
    form = filled(request, case, CorrectForm, _known(row), **_choices(case, who, user, sight))
    act = partial(_correct, case=case, child=who, telling=row)
    context = {"child": who, "row": row, "when": When(row.on, row.precision).words(lang())}
    done = _("La corrección quedó guardada. Lo anterior se ve tachado.")
    return _back(answer(request, case, form, act, "testimony/telling_correct.html", done=done, **context), case, who)


def _known(row: Telling) -> dict[str, Any]:
    """What stands, with its sealed words."""
    return known_of(row) | {
        "present": telling_queries.present_of(row),
        "note": open_text(row.note, place=f"telling.note:{row.pk}"),
        "legal_note": open_text(row.legal_note, place=f"telling.legal:{row.pk}"),
    }


def _choices(case: Case, child: PersonInCase, user: User, sight: Sight) -> dict[str, Any]:
    """Adults of the case, and the protocols whose sessions began."""
    told = telling_queries.told_of(telling_queries.standing(child, user.institution))
    began = {one.session_of: one.when.words(lang()) for one in reversed(told) if one.session_of}
    lines = [(line, _("Sí, otra sesión de la de: %(when)s") % {"when": when}) for line, when in began.items()]
    adults = [(pk, text) for pk, text, _user in telling_queries.adults_of(case, sight)]
    return {"adults": adults, "lines": lines}


@transaction.atomic
def _record(*, case: Case, when: When, present: Sequence[str] = (), **given: Any) -> Telling:
    adult = {name: given.pop(name) for name in ("who", "role", "institution", "name")}
    hearer = adult_of(case, adult, by=given["by"], now=given["now"])
    there = [one for one in present if hearer is None or one != str(hearer.pk)]
    return telling_actions.record(
        case=case, asked_by=hearer, role=adult["role"] or "unknown", institution=adult["institution"], on=when.at,
        precision=when.precision, planned=bool(given["session_of"]),
        present=list(case.hearers.filter(pk__in=there)), **given,
    )  # fmt: skip


def adult_of(case: Case, adult: dict[str, str], *, by: User, now: datetime) -> Hearer | None:
    """The adult that a form names: a new one, oneself, one of the case, or nobody known."""
    who, role = adult["who"], adult["role"] or "other"
    if who == NEW:
        new = {name: adult[name] for name in ("institution", "name")}
        return telling_actions.hearer(case=case, role=role, by=by, now=now, **new)
    if who == "me":
        role = "interviewer" if by.role == "interviewer" else role
        return hearer_of(case, by, by=by, now=now, role=role)
    found: Hearer | None = case.hearers.filter(pk=who).first() if who else None
    return found


def _correct(*, telling: Telling, void: bool, note: str, **given: Any) -> Telling:
    if void:
        known = {name: given[name] for name in ("by", "now", "revision")}
        return telling_actions.void(telling=telling, note=note, **known)
    return _record(corrects=telling, note=note, **given)


@asked
@requires(Permission.TELLING_RECORD)
def child_key(request: HttpRequest, code: str, child: UUID) -> HttpResponse:
    """Give the child a key by which they are known again in another case."""
    case = load(request, code)
    who = child_of(case, child)
    form = filled(request, case, KeyForm)
    act, done = partial(child_actions.key, child=who), _("La clave quedó puesta. Lo que usted escribió no se guardó.")
    context = {"child": who, "keys": who.child_keys.select_related("added_by", "withdrawn_by")}
    return _back(answer(request, case, form, act, "testimony/telling_key.html", done=done, **context), case, who)


@asked
@requires(Permission.TELLING_RECORD)
def child_unkey(request: HttpRequest, code: str, child: UUID, pk: UUID) -> HttpResponse:
    """Withdraw a key that is not this child's: from then on it joins nothing."""
    case = load(request, code)
    who = child_of(case, child)
    row = get_object_or_404(who.child_keys.select_related("added_by"), pk=pk)
    row.child = who
    form = filled(request, case, UnkeyForm)
    act, done = (
        partial(child_actions.withdraw, key=row),
        _("La clave quedó retirada. Las veces que contó ya no se juntan por ella."),
    )
    context = {"child": who, "row": row}
    return _back(answer(request, case, form, act, "testimony/telling_unkey.html", done=done, **context), case, who)


def _back(response: HttpResponse, case: Case, child: PersonInCase) -> HttpResponse:
    """To the list after saving."""
    return redirect("testimony:tellings", code=case.code, child=child.pk) if response.status_code == 302 else response

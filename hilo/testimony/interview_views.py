"""Interviews: planned after what was told already is known, held step by step, cancelled, or entered afterwards."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.access import sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.testimony import interview_actions, policies
from hilo.testimony.interview_asked import Asked, asked_of, counted_of, people_of
from hilo.testimony.interview_forms import BeginForm, CancelForm, HeldForm, PlanForm, StepForm
from hilo.testimony.models import Interview, InterviewState
from hilo.testimony.telling_forms import UNTOLD
from hilo.testimony.telling_queries import before_one_more, name_of
from hilo.testimony.telling_views import adult_of, look

asked = require_http_methods(["GET", "HEAD", "POST"])
ASKED = {"mode": "unknown", "mode_chosen_by_child": "not_asked"}


@asked
@requires(Permission.INTERVIEW_HOLD)
def interview_new(request: HttpRequest, code: str) -> HttpResponse:
    """First which child and what for, in the address; then what was told already; then the form."""
    case, user = load(request, code), signed_in(request)
    about = asked_of(request, case)
    if isinstance(about, Form):
        return render(request, "testimony/interview_ask.html", {"case": case, "form": about})
    look(user, about.child, sight_of(case, user, timezone.now()))
    form = filled(request, case, PlanForm, UNTOLD | {"who": f"user:{user.pk}"}, **_people(request, case, about))
    warning = before_one_more(about.child, case.institution, about.purpose, timezone.now(), session_of=about.line)
    ahead = case.interviews.ahead().filter(child=about.child).count()
    act, done = partial(_plan, case=case, about=about), _("La entrevista quedó prevista.")
    more = {"about": about, "warning": warning, "ahead": ahead}
    return _back(answer(request, case, form, act, "testimony/interview_new.html", done=done, **more), case)


@asked
@requires(Permission.INTERVIEW_HOLD)
def interview_held(request: HttpRequest, code: str) -> HttpResponse:
    """Enter an interview that was held before, here or elsewhere, so that its transcript can be kept."""
    case, user = load(request, code), signed_in(request)
    about = asked_of(request, case)
    if isinstance(about, Form):
        return render(request, "testimony/interview_ask.html", {"case": case, "form": about, "held": True})
    look(user, about.child, sight_of(case, user, timezone.now()))
    counted = counted_of(case, about.child)
    form = filled(request, case, HeldForm, UNTOLD | ASKED, counted=counted, **_people(request, case, about))
    act, done = partial(_enter, case=case, about=about), _("La entrevista quedó anotada.")
    return _back(answer(request, case, form, act, "testimony/interview_held.html", done=done, about=about), case)


def _people(request: HttpRequest, case: Case, about: Asked) -> dict[str, Any]:
    sight = sight_of(case, signed_in(request), timezone.now())
    return {"people": people_of(case, sight), "protocol": about.follows.protocol if about.follows else ""}


@transaction.atomic
def _plan(*, case: Case, about: Asked, **given: Any) -> Interview:
    return interview_actions.plan(case=case, **about.given(), **_adult(case, about, given))


@transaction.atomic
def _enter(*, case: Case, about: Asked, telling: str = "", **given: Any) -> Interview:
    row = case.tellings.filter(pk=telling).first() if telling else None
    return interview_actions.enter(case=case, telling=row, **about.given(), **_adult(case, about, given))


def _adult(case: Case, about: Asked, given: dict[str, Any]) -> dict[str, Any]:
    """What was filled in, with the adult as a colleague or as somebody of elsewhere."""
    adult = {name: given.pop(name) for name in ("who", "role", "institution", "name")}
    protocol = about.follows.protocol if about.follows else given.pop("protocol")
    kind, _sign, pk = adult["who"].partition(":")
    if kind == "user":
        return given | {"protocol": protocol, "interviewer": about.colleague(pk)}
    hearer = adult_of(case, adult, by=given["by"], now=given["now"])
    return given | {"protocol": protocol, "hearer": hearer}


def _back(response: HttpResponse, case: Case) -> HttpResponse:
    """To the hearing of the case after saving."""
    return redirect("testimony:case", code=case.code) if response.status_code == 302 else response


STEPS = {InterviewState.PLANNED: "begin", InterviewState.NARRATIVE: "close", InterviewState.QUESTIONS: "end"}


@require_safe
@requires(Permission.TESTIMONY_READ)
def interview(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One interview: where it stands, and what comes next."""
    case, user = load(request, code), signed_in(request)
    row = _row(case, pk)
    sight = sight_of(case, user, timezone.now())
    shown = not policies.hidden(row.made_at, sight)
    if shown and (row.reason or row.cancel_reason or row.hearer):
        look(user, row.child, sight, "interview")
    step = STEPS.get(row.state, "") if case.is_open and user.has(Permission.INTERVIEW_HOLD) else ""
    context = {
        "case": case, "row": row, "step": step, "form": _step_form(request, case, step) if step else None,
        "reason": open_text(row.reason, place=f"interview.reason:{row.pk}") if shown else "",
        "cancelled": open_text(row.cancel_reason, place=f"interview.cancel:{row.pk}") if shown else "",
        "hearer": name_of(row.hearer) if shown and row.hearer else "",
        "transcripts": case.transcripts.filter(interview=row).only("pk", "number", "kept_at").order_by("number"),
        "sessions": case.interviews.filter(line=row.line).exclude(pk=row.pk),
        "protocol_goes_on": interview_actions.of_protocol(row) and row.state == InterviewState.ENDED,
    }  # fmt: skip
    return render(request, "testimony/interview.html", context)


def _row(case: Case, pk: UUID) -> Interview:
    row: Interview = get_object_or_404(case.interviews.select_related("interviewer", "hearer", "child"), pk=pk)
    row.case = row.child.case = case
    return row


def _step_form(request: HttpRequest, case: Case, step: str) -> Form:
    form: Form = filled(request, case, BeginForm if step == "begin" else StepForm, ASKED, now=timezone.now())
    return form


@asked
@requires(Permission.INTERVIEW_HOLD)
def interview_begin(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The child begins to tell."""
    return _step(request, code, pk, "begin", _("Quedó anotado que empezó. Deje que cuente sin interrumpir."))


@asked
@requires(Permission.INTERVIEW_HOLD)
def interview_close(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The child has told freely."""
    return _step(request, code, pk, "close", _("Quedó anotado que terminó el relato libre. Ya se puede preguntar."))


@asked
@requires(Permission.INTERVIEW_HOLD)
def interview_end(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The interview is over."""
    return _step(request, code, pk, "end", _("La entrevista terminó y cuenta como una vez que contó."))


ACTS: dict[str, Callable[..., Interview]] = {
    "begin": interview_actions.begin,
    "close": interview_actions.close_narrative,
    "end": interview_actions.end,
    "cancel": interview_actions.cancel,
}


def _step(request: HttpRequest, code: str, pk: UUID, step: str, done: str) -> HttpResponse:
    case = load(request, code)
    row = _row(case, pk)
    form = filled(request, case, CancelForm) if step == "cancel" else _step_form(request, case, step)
    context = {"row": row, "step": step}
    act = partial(ACTS[step], interview=row)
    response = answer(request, case, form, act, "testimony/interview_step.html", done=done, **context)
    saved = response.status_code == 302
    return redirect("testimony:interview", code=case.code, pk=row.pk) if saved else response


@asked
@requires(Permission.INTERVIEW_HOLD)
def interview_cancel(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """It will not be held."""
    return _step(request, code, pk, "cancel", _("La entrevista quedó cancelada. La razón queda en el expediente."))

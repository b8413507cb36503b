"""Formal reviews of a case: the list, a new one rule by rule, and its note to sign."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.alerts.models import Alert
from hilo.cases.access import sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.evidence import admissibility, document_policies, review_actions, review_policies, reviews
from hilo.evidence.models import Item, Review
from hilo.evidence.review_forms import ReviewForm, SignForm, StartForm
from hilo.exchange.letter_views import pdf_response
from hilo.exchange.letters import pdf
from hilo.lib.errors import Denied

asked = require_http_methods(["GET", "HEAD", "POST"])
MOST = 200


@require_safe
@requires(Permission.CASE_SEE)
def review_list(request: HttpRequest, code: str) -> HttpResponse:
    """What was reviewed, newest first, and what came from outside and was not."""
    case = load(request, code)
    subjects = _subjects(case)
    by_id = {one.pk: one for one in subjects}
    rows = case.reviews.select_related("by", "item").order_by("-at", "-id")[:MOST]
    told = [_summary(row, by_id) for row in rows]
    done = {row.item_id or row.alert for row in rows}
    waiting = [
        {"name": reviews.name_of(one), "key": _key(one), "origin": reviews.ORIGINS[origin]}
        for one in subjects
        if one.pk not in done and (origin := reviews.origin_of(one))
    ]
    context = {"case": case, "reviews": told, "waiting": waiting[:MOST]}
    return render(request, "evidence/reviews.html", context)


def _subjects(case: Case) -> list[Item | Alert]:
    items = Item.objects.filter(case=case).order_by("number")[:MOST]
    return [*items, *Alert.objects.filter(case=case).order_by("rank", "received_at", "id")[:MOST]]


def _key(subject: Item | Alert) -> str:
    return f"{'item' if isinstance(subject, Item) else 'alert'}:{subject.pk}"


def _summary(row: Review, subjects: dict[UUID, Item | Alert]) -> dict[str, Any]:
    lang, answers = get_language() or "es", reviews.answers_of(row)
    rules = reviews.rules_of(row.origin)
    return {
        "row": row,
        "name": reviews.name_of(subjects.get(row.item_id or row.alert) or row.item),  # type: ignore[arg-type]
        "origin": reviews.ORIGINS.get(row.origin, row.origin),
        "missing": [rule.label.get(lang) for rule in rules if answers.get(rule.code) == "missing"],
    }


@asked
@requires(Permission.EVIDENCE_HANDLE)
def review_new(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what is reviewed; GET ``de`` (``item:<id>`` or ``alert:<id>``) and ``origen`` lead on to its rules."""
    case = load(request, code)
    subjects = {_key(one): one for one in _subjects(case)}
    subject = subjects.get(request.GET.get("de", ""))
    origin = request.GET.get("origen", "") or (reviews.origin_of(subject) if subject else "")
    if subject is None or origin not in reviews.ORIGINS:
        return _start(request, case, subjects)
    lang = get_language() or "es"
    lines = reviews.lines_of(case, origin, subject, lang)
    form = filled(request, case, ReviewForm, lines=lines, lang=lang)
    about = {"item": subject} if isinstance(subject, Item) else {"alert": subject}
    act = partial(review_actions.review, case=case, origin=origin, **about)
    more = {"name": reviews.name_of(subject), "origin": reviews.ORIGINS[origin]}
    done = _("La revisión quedó guardada. La nota está lista para firma.")
    response = answer(request, case, form, act, "evidence/review_new.html", done=done, **more)
    return redirect("evidence:reviews", code=case.code) if response.status_code == 302 else response


def _start(request: HttpRequest, case: Case, subjects: dict[str, Item | Alert]) -> HttpResponse:
    asked = request.method == "POST" or "de" in request.GET
    form = StartForm(
        request.GET if asked else None, subjects=[(key, reviews.name_of(one)) for key, one in subjects.items()]
    )
    if asked and form.is_valid():  # an item of ours, of which nobody said where it comes from
        form.add_error("origen", _("Elija de dónde viene: su registro no lo dice."))
    context = {"case": case, "form": form, "any": bool(subjects)}
    return render(request, "evidence/review_start.html", context, status=422 if asked else 200)


@asked
@requires(Permission.CASE_SEE)
def review_pdf(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One review as it was found; POST makes its note as PDF, for whoever handles the evidence."""
    case, user = load(request, code), signed_in(request)
    row = get_object_or_404(case.reviews.select_related("by", "item__registered_by"), pk=pk)
    row.case = case
    subject = reviews.subject_of(row)
    if subject is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = SignForm(posted, initial={"signer": user.display_name, "post": user.role_card().label})
    if form.is_bound and form.is_valid():
        try:
            return _printed(row, user, form.cleaned_data)
        except Denied as no:
            form.add_error(None, str(no))
    context = _sheet(row, subject, user) | {"case": case, "form": form}
    return render(request, "evidence/review.html", context, status=422 if form.is_bound else 200)


def _printed(row: Review, user: User, given: dict[str, str]) -> HttpResponse:
    review_policies.check_can_print(row.case, by=user)
    if row.note:
        log_read(user=user, subject_kind="review", subject_id=row.pk, field="note")
    letter = admissibility.note_letter(row, day=timezone.localdate(), **given)
    return pdf_response(pdf(letter), f"nota-{letter.reference.replace('/', '-')}.pdf")


def _sheet(row: Review, subject: Item | Alert, user: User) -> dict[str, Any]:
    lang, answers = get_language() or "es", reviews.answers_of(row)
    lines = reviews.lines_of(row.case, row.origin, subject, lang)
    sight = sight_of(row.case, user, timezone.now())
    shown = row.note is not None and not document_policies.hidden(row.at, sight)
    if shown:
        log_read(user=user, subject_kind="review", subject_id=row.pk, field="note", reason=sight.reason())
    return {
        "row": row,
        "name": reviews.name_of(subject),
        "origin": reviews.ORIGINS.get(row.origin, row.origin),
        "groups": {kind: _group(lines, answers, kind, lang) for kind in reviews.ANSWERS},
        "note": open_text(row.note, place=f"review.note:{row.pk}") if shown else "",
        "reference": admissibility.reference_of(row),
    }


def _group(lines: list[reviews.Line], answers: dict[str, str], kind: str, lang: str) -> list[dict[str, Any]]:
    return [
        {"label": one.rule.label.get(lang), "rule": one.rule, "seen": one.seen, "todo": one.rule.todo.get(lang)}
        for one in lines
        if answers.get(one.rule.code) == kind
    ]

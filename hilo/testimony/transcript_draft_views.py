"""Typing what was said, while it is said or after: a draft that only its typist opens, then a transcript for good."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.answering import answer, filled, load
from hilo.cases.policies import Changed
from hilo.lib.errors import Denied
from hilo.testimony import transcript_actions as actions
from hilo.testimony.models import Interview, Transcript
from hilo.testimony.transcript_forms import DraftForm

asked = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "testimony/transcript_draft.html"


@asked
@requires(Permission.TESTIMONY_CODE)
def transcript_draft(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The draft of one interview, one's own. ``do``: save it, see how it is read, or keep it for good."""
    case = load(request, code)
    begun = case.interviews.filter(begun_at__isnull=False, cancelled_at__isnull=True)
    interview = get_object_or_404(begun, pk=pk)
    interview.case = case
    known = {} if request.method == "POST" else _known(request, interview)
    form = filled(request, case, DraftForm, known)
    if request.method != "POST":
        return _page(request, interview, form)
    do = DO.get(request.POST.get("do", ""), _check)
    if form.is_valid() or do is _auto:
        return do(request, interview, form)
    return _page(request, interview, form, status=422)


def _known(request: HttpRequest, interview: Interview) -> dict[str, str]:
    typed = actions.draft_of(interview, signed_in(request))
    return {"text": typed.text, "version": typed.version}


def _page(request: HttpRequest, interview: Interview, form: DraftForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {"case": interview.case, "form": form, "interview": interview, **more}
    return render(request, PAGE, context, status=status)


def _store(request: HttpRequest, interview: Interview, form: DraftForm) -> str:
    """Save the draft; gives its version. Raises Denied, and Changed when another window saved meanwhile."""
    given = {name: form.cleaned_data[name] for name in ("text", "version")}
    version = actions.save_draft(interview=interview, by=signed_in(request), now=timezone.now(), **given)
    form.tell(version=version)
    return version


def _refused(request: HttpRequest, interview: Interview, form: DraftForm, no: Denied) -> HttpResponse:
    """What was typed stays; where another window saved, what it saved stands beside it, and the next saving counts."""
    form.add_error(None, str(no))
    if not isinstance(no, Changed):
        return _page(request, interview, form, status=422)
    there = _known(request, interview)
    form.tell(version=there["version"])
    return _page(request, interview, form, status=409, other=there["text"])


def _save(request: HttpRequest, interview: Interview, form: DraftForm) -> HttpResponse:
    try:
        _store(request, interview, form)
    except Denied as no:
        return _refused(request, interview, form, no)
    messages.success(request, _("El borrador quedó guardado."))
    return redirect("testimony:transcript_draft", code=interview.case.code, pk=interview.pk)


def _auto(request: HttpRequest, interview: Interview, form: DraftForm) -> HttpResponse:
    """The same for the browser itself, which goes on typing: only the new version, or a sentence."""
    if not form.is_valid():
        return JsonResponse({"say": next(iter(form.errors.values()))[0]}, status=422)
    try:
        return JsonResponse({"version": _store(request, interview, form)})
    except Denied as no:
        return JsonResponse({"say": str(no)}, status=409 if isinstance(no, Changed) else 422)


def _check(request: HttpRequest, interview: Interview, form: DraftForm) -> HttpResponse:
    """Save it, and show how it is read, before it is for good."""
    try:
        _store(request, interview, form)
        words = actions.read_typed(form.cleaned_data["text"])
    except Denied as no:
        return _refused(request, interview, form, no)
    form.tell(looked=actions.digest_of(form.cleaned_data["text"]))
    return _page(request, interview, form, words=words)


def _keep(request: HttpRequest, interview: Interview, form: DraftForm) -> HttpResponse:
    """For good, when this very text was looked at; else it is shown how it is read first."""
    text = form.cleaned_data["text"]
    if form.cleaned_data["looked"] != actions.digest_of(text):
        return _check(request, interview, form)
    made: list[Transcript] = []
    act, done = partial(_kept, interview=interview, made=made), _("Quedó guardado tal como se dijo.")
    response = answer(request, interview.case, form, act, PAGE, done=done, interview=interview)
    if made:
        return redirect("testimony:transcript", code=interview.case.code, pk=made[0].pk)
    return response


def _kept(*, made: list[Transcript], version: str, **given: Any) -> None:  # the draft goes whichever window saved it
    made.append(actions.keep_typed(**given))


DO: dict[str, Callable[[HttpRequest, Interview, DraftForm], HttpResponse]] = {
    "save": _save,
    "auto": _auto,
    "check": _check,
    "keep": _keep,
}

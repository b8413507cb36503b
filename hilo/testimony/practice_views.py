"""The practice room: a trainee's own rehearsals, one conversation, and what came out. Nobody else's exist here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.lib.errors import Denied
from hilo.testimony import practice_actions as actions
from hilo.testimony.models import Rehearsal
from hilo.testimony.practice import Talk, stories
from hilo.testimony.practice_figures import progress, review
from hilo.testimony.practice_forms import BeginForm, SayForm
from hilo.testimony.practice_picture import progress_picture
from hilo.testimony.practice_policies import MOST_TURNS
from hilo.testimony.practice_words import PUBLISHED

asked = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 25
DRAWN = 20  # the newest sessions that the picture shows
NEARLY = 20  # turns left from which the page says how many


@require_safe
@requires(Permission.PRACTICE)
def room(request: HttpRequest) -> HttpResponse:
    """One's own rehearsals, newest first, and how the newest went."""
    mine = Rehearsal.objects.filter(user=signed_in(request))
    page = Paginator(mine.defer("said"), A_PAGE).get_page(request.GET.get("pagina"))
    names = {one.id: one.name for one in stories()}
    rows = [{"row": row, "name": names.get(row.story, row.story)} for row in page]
    ended = list(mine.filter(ended_at__isnull=False, turns__gt=0)[:DRAWN])
    steps = progress([(row, actions.talk_of(row)) for row in reversed(ended)])
    context = {"page": page, "rows": rows, "steps": steps, "drawn": DRAWN, "picture": progress_picture(steps)}
    return render(request, "testimony/practice.html", context)


@asked
@requires(Permission.PRACTICE)
def new(request: HttpRequest) -> HttpResponse:
    """Choose a story and an age; ``?de=<id>`` of one's own rehearsal repeats it."""
    form = BeginForm(request.POST if request.method == "POST" else None, initial=_again(request))
    if form.is_bound and form.is_valid():
        try:
            row = actions.begin(by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Denied as no:
            form.add_error(None, str(no))
        else:
            return redirect("testimony:practice_session", pk=row.pk)
    return render(request, "testimony/practice_new.html", {"form": form}, status=422 if form.is_bound else 200)


def _again(request: HttpRequest) -> dict[str, Any]:
    try:
        which = UUID(request.GET.get("de", ""))
    except ValueError:
        return {}
    mine = Rehearsal.objects.filter(user=signed_in(request), pk=which)
    return {**(mine.values("story", "age", "seed").first() or {})}


@asked
@requires(Permission.PRACTICE)
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The conversation, and saying one thing more."""
    row = _mine(request, pk)
    if row.ended_at is not None:
        return redirect("testimony:practice_end", pk=pk)
    form = SayForm(request.POST if request.method == "POST" else None, initial={"seen": row.turns})
    if form.is_bound and form.is_valid():
        try:
            actions.say(rehearsal=row, by=signed_in(request), **form.cleaned_data)
        except Denied as no:
            form.add_error(None, str(no))
            row.refresh_from_db()
            form.data = request.POST.dict() | {"seen": str(row.turns)}
        else:
            return redirect("testimony:practice_session", pk=pk)
    return _conversation(request, row, form)


def _conversation(request: HttpRequest, row: Rehearsal, form: SayForm) -> HttpResponse:
    talk, left = actions.talk_of(row), MOST_TURNS - row.turns
    context = {
        "row": row, "talk": talk, "turns": talk.turns(), "form": form, "left": left, "nearly": left <= NEARLY,
        "changed": actions.session_of(row, talk) is None,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    if row.turns:
        form.here()
    return _private(render(request, "testimony/practice_session.html", context, status=status))


@asked
@requires(Permission.PRACTICE)
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it (POST), and read what came out."""
    row = _mine(request, pk)
    if request.method == "POST" and row.ended_at is None:
        actions.end(rehearsal=row, by=signed_in(request), now=timezone.now())
        return redirect("testimony:practice_end", pk=pk)
    talk: Talk = actions.talk_of(row)
    found = review(row, talk) if row.ended_at is not None else None
    context = {"row": row, "talk": talk, "found": found, "published": PUBLISHED}
    return _private(render(request, "testimony/practice_end.html", context))


@asked
@requires(Permission.PRACTICE)
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete it for good."""
    row = _mine(request, pk)
    if request.method == "POST":
        actions.delete(rehearsal=row, by=signed_in(request))
        messages.success(request, _("La práctica se borró. No queda nada de ella."))
        return redirect("testimony:practice")
    return _private(render(request, "testimony/practice_delete.html", {"row": row, "talk": actions.talk_of(row)}))


def _mine(request: HttpRequest, pk: UUID) -> Rehearsal:
    """One's own; anybody else's does not exist."""
    return get_object_or_404(Rehearsal, pk=pk, user=signed_in(request))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""What pages that act on a case have in common: load it, fill the form, do the act, and back to the case file.

A refusal brings the form back with what was typed: 422 when a rule says no, 409 when somebody changed
the case meanwhile, and then with what happened since.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hilo.accounts.gate import signed_in
from hilo.cases import policies, queries
from hilo.cases.models import Case, Clock
from hilo.lib.errors import Denied


def load(request: HttpRequest, code: str) -> Case:
    """A case that this person may act on; 404 for any other."""
    mine = Case.objects.visible_to(signed_in(request)).select_related("owner")
    return get_object_or_404(mine, code=code.upper())


def load_clock(request: HttpRequest, code: str, pk: UUID) -> tuple[Case, Clock]:
    """A clock of such a case."""
    case = load(request, code)
    clock = get_object_or_404(case.clocks, pk=pk)
    clock.case = case
    return case, clock


def filled(request: HttpRequest, case: Case, kind: type[Form], known: dict[str, Any] | None = None, **more: Any) -> Any:
    """The form, filled from the request or with what is known, carrying what the page has seen."""
    initial = {"revision": case.revision, "seen": queries.seen_of(case), **(known or {})}
    return kind(request.POST if request.method == "POST" else None, initial=initial, **more)


def answer(
    request: HttpRequest,
    case: Case,
    form: Any,
    act: Callable[..., Any],
    template: str,
    *,
    done: str | Callable[[Any], str],
    **context: Any,
) -> HttpResponse:
    """Do the act and go back to the case file, or show the form with what was typed."""
    status, since = (422 if form.is_bound else 200), []
    if form.is_bound and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            found = act(by=signed_in(request), now=timezone.now(), **given)
        except policies.Changed as no:
            status, since = 409, list(queries.events_after(case, form.cleaned_data["seen"])[:50])
            _renew(form, case, str(no))
        except Denied as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, done(found) if callable(done) else done)
            return _back(request, case)
    return render(request, template, {"case": case, "form": form, "since": since, **context}, status=status)


def _renew(form: Any, case: Case, sentence: str) -> None:
    """The next sending of the form counts with what the person is now shown."""
    form.add_error(None, sentence)
    case.refresh_from_db()
    form.data = form.data.copy()
    form.data["revision"], form.data["seen"] = case.revision, queries.seen_of(case)


def _back(request: HttpRequest, case: Case) -> HttpResponse:
    """To the case file; home when the case is no longer this person's to see."""
    if Case.objects.visible_to(signed_in(request)).filter(pk=case.pk).exists():
        return redirect("cases:file", code=case.code)
    return redirect(settings.LOGIN_REDIRECT_URL)

"""What an institution without account sees: a page that asks for a code, then a folio and the answers it may give."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts import limits
from hilo.accounts.addresses import address_of
from hilo.accounts.gate import public
from hilo.exchange import links
from hilo.exchange.public_forms import AnswerForm, CodeForm
from hilo.lib.errors import Denied

TRIES, WINDOW = 20, 600  # wrong codes from one address in ten minutes


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """What this site is for."""
    return render(request, "exchange/public_home.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the code; with it, show the folio and take one answer. Every wrong code gets the same page."""
    if request.method != "POST":
        return _ask(request, CodeForm())
    now, counter = timezone.now(), f"link:{address_of(request)}"
    if not limits.take(counter, limit=TRIES, seconds=WINDOW, now=now):
        return render(request, "exchange/public_wait.html", status=429)
    asked = CodeForm(request.POST)
    link = links.find(key, asked.cleaned_data["code"], now=now) if asked.is_valid() else None
    if link is None:
        if asked.is_valid():
            asked.add_error(None, str(links.DEAD))
        return _ask(request, asked, status=404 if asked.is_valid() or asked.non_field_errors() else 422)
    limits.give_back(counter)
    return _answered(request, key, asked.cleaned_data["code"], link)


def _ask(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "exchange/public_code.html", {"form": form}, status=status)


def _answered(request: HttpRequest, key: str, code: str, link: Any) -> HttpResponse:
    """The form of the answer; once it is filled in, what was done and how to answer the next step."""
    steps = links.STEPS[link.handoff.state]
    sent = "step" in request.POST
    form = AnswerForm(request.POST if sent else None, steps=steps, initial={"code": code})
    status = 422 if sent else 200
    if sent and form.is_valid():
        try:
            row, way = links.answer(key=key, code=code, now=timezone.now(), **form.said())
        except Denied as no:
            form.add_error(None, str(no))
        else:
            return render(request, "exchange/public_done.html", {"row": row, "way": way})
    return render(request, "exchange/public_answer.html", {"row": link.handoff, "form": form}, status=status)

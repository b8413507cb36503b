"""The page of the letter to the outside body: whom it goes to, what it says, its PDF, and that it was delivered."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases import clocks
from hilo.cases.answering import answer, filled, load_clock
from hilo.cases.ladder import LETTER_SENT
from hilo.cases.models import Case, Clock
from hilo.exchange import outside_actions, outside_letter, outside_policies
from hilo.exchange.letter_views import pdf_response
from hilo.exchange.outside_forms import SentForm
from hilo.lib.errors import Denied


@require_safe
@requires(Permission.CASE_SEE)
def outside_letter_page(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """What the letter would say today, and to whom it goes; 422 and why while the delay calls for none."""
    case, clock = load_clock(request, code, pk)
    return _page(request, case, clock)


def _page(request: HttpRequest, case: Case, clock: Clock) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    context: dict[str, Any] = {"case": case, "clock": clock, "now": now, "may_say_sent": user.has(Permission.SUPERVISE)}
    try:
        outside_policies.check_can_prepare(case, clock, clocks.rule_of(clock), by=user)
        made = outside_letter.prepare(case, clock, now=now)
    except Denied as no:
        return render(request, "exchange/outside_letter.html", context | {"refused": str(no)}, status=422)
    sent = case.events.filter(kind=LETTER_SENT, happened_at__gte=clock.due_at).select_related("by")
    context |= {"made": made, "asked": made.asked_words, "sent": list(sent.order_by("happened_at")[:20])}
    return render(request, "exchange/outside_letter.html", context)


@require_POST
@requires(Permission.CASE_SEE)
def outside_pdf(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The PDF, whose SHA-256 stays in the thread. Kept nowhere: it is made again when it is asked for again."""
    case, clock = load_clock(request, code, pk)
    try:
        made, data = outside_actions.make_letter(case=case, clock=clock, by=signed_in(request), now=timezone.now())
    except Denied:
        return _page(request, case, clock)
    return pdf_response(data, f"{made.reference}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SUPERVISE)
def outside_sent(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that the signed letter was delivered, with the number and date of its receipt."""
    case, clock = load_clock(request, code, pk)
    form = filled(request, case, SentForm, {"day": timezone.localdate()})
    act = partial(outside_actions.say_sent, case=case, clock=clock)
    done = _("Queda anotado que el escrito se entregó. El deber sigue vencido hasta que se cumpla.")
    return answer(request, case, form, act, "exchange/outside_sent.html", done=done, clock=clock)

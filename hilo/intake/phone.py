"""Somebody tells by telephone or in person, and a person takes it down: the same questions, the same code."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.door.models import Report, Wrapping
from hilo.door.sealing import from_code, unwrap_with_code
from hilo.door.submit import Came, send
from hilo.intake.models import Taken
from hilo.intake.phone_forms import TakeForm
from hilo.intake.receive import take
from hilo.intake.sharing import share
from hilo.lib.codes import as_words, grouped, new_digits
from hilo.lib.errors import BadInput

SALT = "hilo.intake.phone"
HOURS = 12 * 3600  # how long a page may stay open before it is sent


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REPORT_ANSWER)
def new(request: HttpRequest) -> HttpResponse:
    """Take a report down; what comes back shows its code, once."""
    user = signed_in(request)
    if request.method != "POST":
        form = TakeForm(by=user, initial={"case": request.GET.get("caso", ""), "ticket": _ticket(user)})
        return _page(request, "intake/take.html", {"form": form})
    form = TakeForm(request.POST, by=user)
    digits = _digits(request.POST.get("ticket", ""), user)
    if form.is_valid() and not digits:
        form.add_error(None, _("Esta página estuvo abierta mucho tiempo. Lo que escribió sigue aquí: envíelo ya."))
        again = request.POST.copy()
        again["ticket"] = _ticket(user)
        form.data = again
    elif form.is_valid():
        try:
            return _page(request, "intake/taken.html", _taken_down(form, digits, user))
        except BadInput as no:
            form.add_error(None, str(no))
    return _page(request, "intake/take.html", {"form": form}, status=422)


def _taken_down(form: TakeForm, digits: str, user: User) -> dict[str, Any]:
    """Send it under its code, make it part of a case at once, and say what was made of it."""
    now, case = timezone.now(), form.cleaned_data["case"]
    came = Came(channel=form.cleaned_data["channel"], by=user.pk, case=str(case.pk) if case else "")
    report = send(digits=digits, telling=form.telling(), now=now, came=came)
    taken = Taken.objects.select_related("case").filter(report=report).first() or take(report, now=now)
    _let_holder_open(report, taken, digits)
    mine = Case.objects.visible_to(user).filter(pk=taken.case_id).exists()
    return {"digits": grouped(digits), "words": as_words(digits), "taken": taken, "case": taken.case, "mine": mine}


def _let_holder_open(report: Report, taken: Taken, digits: str) -> None:
    """It is sealed to where its course leads; the case that was named may be held by another institution."""
    if taken.case.institution == report.institution:
        return
    wrapping = report.wrappings.get(reader=Wrapping.Reader.CODE)
    share(report, unwrap_with_code(wrapping, from_code(digits).key), taken.case.institution, timezone.now())


def _ticket(user: User) -> str:
    """The code that this page will use, so that sending twice makes one report: only for this person."""
    return signing.dumps([user.pk, new_digits()], salt=SALT)


def _digits(ticket: str, user: User) -> str:
    try:
        pk, digits = signing.loads(ticket, salt=SALT, max_age=HOURS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(digits) if pk == user.pk else ""


def _page(request: HttpRequest, template: str, found: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, found, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response

"""Pages about accounts. Signing in and out and changing the password are allauth's."""

import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hilo.accounts import actions, open_keys, queries
from hilo.accounts.gate import public, requires, signed_in
from hilo.accounts.home import home_of
from hilo.accounts.permissions import Permission
from hilo.lib.errors import Denied

ID = re.compile(r"[0-9]{1,18}")
A_YEAR = 365 * 24 * 60 * 60


@require_POST
@public
def language(request: HttpRequest) -> HttpResponse:
    """Change the language: kept with the person, and in a cookie for before signing in."""
    chosen = request.POST.get("language", "")
    response = redirect(_safe_next(request))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    if request.user.is_authenticated:
        try:
            actions.set_language(user=signed_in(request), language=chosen)
        except Denied as no:
            messages.error(request, str(no))
    return response


@require_safe
@requires(Permission.PREFERENCES)
def preferences(request: HttpRequest) -> HttpResponse:
    """One's own name, role, language, password and second factors."""
    return render(request, "accounts/preferences.html", queries.factors_of(signed_in(request)))


@require_POST
@requires(Permission.PREFERENCES)
def notify_to(request: HttpRequest) -> HttpResponse:
    """Where one is told by mail that there is something to see (POST ``address``; empty: nowhere)."""
    user = signed_in(request)
    try:
        actions.set_notify_to(user=user, address=request.POST.get("address", ""))
    except Denied as no:
        messages.error(request, str(no))
    else:
        kept = _("Se le avisará en esa dirección, sin decir de qué se trata.")
        messages.success(request, kept if user.notify_to else _("Ya no se le avisará por correo."))
    return redirect("accounts:preferences")


@require_safe
@requires(Permission.USER_SEE)
def people(request: HttpRequest) -> HttpResponse:
    """Who has an account and which role, of one's own institution."""
    return render(request, "accounts/people.html", {"people": queries.people_seen_by(signed_in(request))})


@require_safe
@public
def demo_people(request: HttpRequest) -> HttpResponse:
    """The demonstration's front door: choose a person. 404 outside a demonstration."""
    _only_in_demo()
    found = {"people": queries.demo_people(), "door": settings.HILO_PUBLIC_URL}
    return render(request, "accounts/demo_people.html", found)


@require_POST
@public
def demo_enter(request: HttpRequest) -> HttpResponse:
    """Enter as the person chosen (POST ``user``: id), in the language of the page. 404 outside a demonstration."""
    _only_in_demo()
    chosen = request.POST.get("user", "")
    person = get_object_or_404(queries.demo_people(), pk=int(chosen) if ID.fullmatch(chosen) else 0)
    actions.set_language(user=person, language=get_language() or settings.LANGUAGE_CODE)
    login(request, person)
    now = timezone.now()
    open_keys.open_for(request, user=person, password=open_keys.DEMO_PASSWORD, now=now)
    open_keys.care(request, user=person, now=now)
    messages.success(request, _("Está usando Hilo como %(name)s.") % {"name": person.display_name})
    return redirect(_safe_next(request, home_of(person)))


def _only_in_demo() -> None:
    if not settings.HILO_DEMO:
        raise Http404


def _safe_next(request: HttpRequest, otherwise: str = settings.LOGIN_REDIRECT_URL) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise

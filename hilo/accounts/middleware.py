"""What every request passes: the idle session ends, the language is chosen, the gate decides, proof is asked for."""

import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from hilo.accounts import open_keys, proof
from hilo.accounts.forms import PasswordAgain
from hilo.accounts.gate import CLOSED, PUBLIC, gate_of_match, is_fresh, is_with_key, signed_in
from hilo.accounts.typed import sent_again, typed_in

log = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
SEEN_AT = "seen_at"  # session key: Unix seconds of the last request
SEEN_STEP = 30  # seconds between two writes of it; a session may end that much early, never late


class IdleMiddleware:
    """Ends a session that made no request for ``settings.HILO_IDLE_SECONDS``."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        seen = request.session.get(SEEN_AT, now)
        if now - seen >= settings.HILO_IDLE_SECONDS:
            language = request.user.language
            logout(request)
            with translation.override(language):
                return _session_ended(request)
        if SEEN_AT not in request.session or now - seen >= SEEN_STEP:
            request.session[SEEN_AT] = now
        return self.get_response(request)


class KeyCookieMiddleware:
    """Keeps in step the cookie that opens the person's key: set when it was opened, dropped with the session."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        open_keys.tell_browser(request, response)
        return response


class LanguageMiddleware:
    """The language the person chose; before signing in, the one in the cookie; else Spanish."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class GateMiddleware:
    """Enforces the marks of ``gate.py``: default deny. Pages of signed-in people are not stored."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the request pass. Raises PermissionDenied, Http404, ImproperlyConfigured."""
        mark = gate_of_match(view, request.resolver_match)
        if mark is None:
            raise _unmarked(view)
        if mark == CLOSED:
            raise Http404
        if mark == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if mark not in request.user.permissions:
            raise PermissionDenied
        return None


# What is open to who has signed in with a password alone; everything else leads to the first of each.
_ALWAYS = ("account_logout", "accounts:language")
SETTING_UP = ("accounts:factors", "accounts:factor_app", "accounts:factor_passkey", "account_reauthenticate", *_ALWAYS)
SECOND_STEP = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn", *_ALWAYS)


class ProofMiddleware:
    """Behind the gate: nobody works without a second factor, and what is dangerous asks again who it is.

    Default deny, also for public pages. A demonstration asks nobody.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the request pass."""
        if not request.user.is_authenticated:
            return None
        if settings.HILO_DEMO:
            return ask_for_key(request) if is_with_key(view) and open_keys.needs_password(request) else None
        if not proof.passed_second_factor(request):
            match = request.resolver_match
            request.must_prove = True  # type: ignore[attr-defined]  # the menu would lead nowhere
            allowed = SECOND_STEP if proof.has_factor(request.user) else SETTING_UP
            if match is None or match.view_name not in allowed:
                return _lead(request, reverse(allowed[0]))
        if is_fresh(view) and not proof.proved_recently(request):
            return _ask_again(request)
        if is_with_key(view) and open_keys.needs_password(request):
            return ask_for_key(request)
        return None


def language_of(request: HttpRequest) -> str:
    """``es`` or ``en``: the person's own, then the cookie's, then the default."""
    if request.user.is_authenticated:
        return str(request.user.language)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def sign_in_address() -> str:
    """Where people sign in; in a demonstration, where they choose a person."""
    return reverse("accounts:demo_people" if settings.HILO_DEMO else settings.LOGIN_URL)


def _unmarked(view: Callable[..., Any]) -> Exception:
    name = f"{view.__module__}.{getattr(view, '__qualname__', view)}"
    sentence = f"{name} carries neither @requires nor @public: closed."
    log.error(sentence)
    return ImproperlyConfigured(sentence) if settings.DEBUG else PermissionDenied(sentence)


def _to_sign_in(request: HttpRequest, **more: str) -> HttpResponse:
    return _lead(request, sign_in_address(), **more)


def _lead(request: HttpRequest, target: str, **more: str) -> HttpResponse:
    """To another page and back. What answers only POST cannot be returned to."""
    wanted = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
    target = f"{target}?{urlencode({**wanted, **more})}".rstrip("?")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _session_ended(request: HttpRequest) -> HttpResponse:
    """Back to sign in; but a person who was sending a form gets back, to copy, what was typed."""
    if request.method in ("GET", "HEAD"):
        return _to_sign_in(request, ended="1")
    context = {"typed": typed_in(request.POST), "sign_in": sign_in_address()}
    return _whole_page(request, "accounts/session_ended.html", context)


def _ask_again(request: HttpRequest) -> HttpResponse | None:
    """Ask who it is. What was being sent waits in the page that asks, and goes on with the password."""
    if request.method in ("GET", "HEAD"):
        return _lead(request, reverse("account_reauthenticate"))
    asked = PasswordAgain.field in request.POST
    form = PasswordAgain(request.POST if asked else None, user=signed_in(request))
    if asked and form.is_valid():
        proof.note_password(request, form.user)
        return None
    return _prove_again(request, form)


THEN = "proof_then"  # beside the password: the page was being opened, so open it once the key is


def ask_for_key(request: HttpRequest) -> HttpResponse | None:
    """Ask for the password, the only thing that opens the person's key: checking it does (``adapter.authenticate``).
    None once it is open; at once in a demonstration.

    A page that was being opened is opened afterwards, and what was being sent goes on.
    """
    if settings.HILO_DEMO:
        _open_in_demo(request)
        return None
    asked = PasswordAgain.field in request.POST
    form = PasswordAgain(request.POST if asked else None, user=signed_in(request))
    if asked and form.is_valid():
        proof.note_password(request, form.user)
        return HttpResponseRedirect(request.get_full_path()) if THEN in request.POST else None
    opening = request.method in ("GET", "HEAD") or THEN in request.POST
    return _prove_again(request, form, for_key=True, then=THEN if opening else "")


def _open_in_demo(request: HttpRequest) -> None:
    """In a demonstration nobody has a password to be asked for."""
    user = signed_in(request)
    open_keys.open_for(request, user=user, password=open_keys.DEMO_PASSWORD, now=timezone.now())
    open_keys.care(request, user=user, now=timezone.now())


def _prove_again(request: HttpRequest, form: PasswordAgain, **more: Any) -> HttpResponse:
    sent = [(name, value) for name, value in sent_again(request.POST) if name != THEN]
    context = {"form": form, "typed": typed_in(request.POST), "sent": sent, **more}
    return _whole_page(request, "accounts/prove_again.html", context)


def _whole_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that stands in the way of what was sent (403), also when only a part of a page was asked for."""
    response = render(request, template, context, status=403)
    if request.headers.get("HX-Request"):
        response.status_code = 200  # htmx shows nothing of an error unless told where
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    patch_cache_control(response, private=True, no_store=True)
    return response

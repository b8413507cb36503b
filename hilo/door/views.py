"""The address of the door: draws the page where the visitor is, takes what they post; and the address to leave."""

import hmac

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation

from hilo.accounts.gate import public
from hilo.door import asking_pages, drafts, sending_pages, standing_pages, visit_acts, visit_pages
from hilo.door.failures import refuse
from hilo.door.journey import HOME, SENT, Journey, known_language
from hilo.door.models import Addressee
from hilo.door.pages import PAGES
from hilo.door.telling import Path
from hilo.lib.errors import BadInput

MODULES = (asking_pages, sending_pages, standing_pages, visit_acts, visit_pages)  # they put their pages in PAGES
LOOKED_AT = ("help", "safety")  # from every page, and back


@public
def door(request: HttpRequest) -> HttpResponse:
    """GET draws, POST takes; every other method is refused."""
    if request.method in ("GET", "HEAD"):
        return _draw(request)
    return _take(request) if request.method == "POST" else refuse(request, 405)


def _draw(request: HttpRequest) -> HttpResponse:
    token = request.COOKIES.get(cookie_name(), "")
    journey = Journey.load(token or drafts.new_token(), now=drafts.moment())
    _speak(request, journey)
    response = PAGES[journey.state.page].show(request, journey)
    if not token:
        set_cookie(response, journey.token)
    return response


def _take(request: HttpRequest) -> HttpResponse:
    """Read one form and answer with the tiny page that leads on."""
    token = request.COOKIES.get(cookie_name(), "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return refuse(request, 403)
    if not token:
        return render(request, "door/no_cookie.html", {"audience": "teen"}, status=400)
    journey = Journey.load(token, now=drafts.moment())
    if not hmac.compare_digest(request.POST.get("f", "").encode(), journey.keys.form.encode()):
        return refuse(request, 403)
    _speak(request, journey)
    try:
        _move(request, journey)
    except BadInput:  # nobody could ever read it: nothing is lost, and nothing was sent
        return refuse(request, 503)
    return render(request, "door/done.html", journey.shared())


def _move(request: HttpRequest, journey: Journey) -> None:
    page = request.POST.get("p", HOME)
    if journey.is_new and page != HOME:
        _begin_again(request, journey, page)
    if page in PAGES and journey.may_come_from(page):
        journey.stand_on(page)
        journey.forgive()
        _step(request, journey)
    if journey.state.page in ("check", "code"):
        sending_pages.make_code(journey)
    journey.save(now=drafts.moment())


def _begin_again(request: HttpRequest, journey: Journey, page: str) -> None:
    """The draft died while somebody was writing: what they post now begins a new one, so no words are lost."""
    if visit_acts.came_late(request, journey, page):
        return
    path = request.POST.get("w", "")
    journey.state.data["died"] = True
    if path in list(Path):
        journey.start(path)
        if page in journey.steps() and page not in ("check", "code", SENT):
            journey.state.trail, journey.state.page = [HOME], page


def _step(request: HttpRequest, journey: Journey) -> None:
    """What every page shares, then what the page itself takes."""
    go, _, what = request.POST.get("go", "").partition(":")
    page = PAGES[journey.state.page]
    if go in ("back", "language", *LOOKED_AT) and page.name != HOME:
        asking_pages.keep_typed(request, journey, page.name)
        visit_acts.keep_unsent(request, journey, page.name)
    if go == "back":
        journey.go_back()
    elif go in LOOKED_AT:
        journey.go_to(go)
    elif go == "language":
        journey.state.language = known_language(what) or journey.state.language
    else:
        journey.state.data.pop("died", None)
        journey.go_to(page.take(request, journey))


@public
def leave(request: HttpRequest) -> HttpResponse:
    """Forget everything, here and in the browser, and go to a page about the weather."""
    if request.method not in ("GET", "HEAD"):
        return refuse(request, 405)
    if token := request.COOKIES.get(cookie_name()):
        drafts.forget(drafts.keys_of(token))
    response = HttpResponseRedirect(getattr(settings, "HILO_EXIT_URL", "/"), status=303)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.delete_cookie(cookie_name(), samesite="Strict")
    return response


@public
def health(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is asked."""
    return JsonResponse({"ok": True})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Whether somebody can tell: 200, or 503 with codes (``keys``, ``database``, ``addressee``)."""
    missing = [] if settings.HILO_DOOR_KEY else ["keys"]
    try:
        missing += [] if Addressee.objects.filter(retired_at__isnull=True).exists() else ["addressee"]
    except Error:
        missing += ["database"]
    return JsonResponse({"ok": not missing, "missing": missing}, status=503 if missing else 200)


def cookie_name() -> str:
    """Bound to this host and to HTTPS where there is HTTPS; it says nothing."""
    return "__Host-s" if _https() else "s"


def set_cookie(response: HttpResponse, token: str) -> None:
    """A cookie of this browser window: gone when it is closed, never seen by scripts or other sites."""
    response.set_cookie(cookie_name(), token, httponly=True, samesite="Strict", secure=_https())


def _https() -> bool:
    return bool(getattr(settings, "HILO_HTTPS", False))


def _speak(request: HttpRequest, journey: Journey) -> None:
    if journey.state.language:
        translation.activate(journey.state.language)
        request.LANGUAGE_CODE = journey.state.language

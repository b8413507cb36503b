"""What the door answers when it takes nothing: a page of its own that names nobody, kind, with a way on."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

KNOWN = (400, 403, 404, 405, 413, 415, 500, 503)


def refuse(request: HttpRequest, status: int) -> HttpResponse:
    """The page of one status. Asks no database and no draft: they may be what failed."""
    shown = status if status in KNOWN else 400
    said = {"title": f"refused.{shown}.title", "text": f"refused.{shown}.text", "status": shown, "audience": "teen"}
    return HttpResponse(render_to_string("door/refused.html", said, request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return refuse(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return refuse(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return refuse(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The failure itself is in the log, by kind and place."""
    return refuse(request, 500)

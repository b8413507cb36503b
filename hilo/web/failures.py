"""What a person is told when something of ours fails: a number, which the log has too."""

import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from hilo.web import logs

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # those that nobody confuses when reading them out by telephone


class NumberMiddleware:
    """Gives every request its number, ``request.number``, before anything can fail, and its line in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        request.number = "".join(secrets.choice(SIGNS) for _ in range(8))  # type: ignore[attr-defined]
        response = self.get_response(request)
        logs.tell(request, response, time.monotonic() - began)
        return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a failure. Nothing that may have failed is asked again: no person, no database."""
    page = render_to_string("500.html", {"number": getattr(request, "number", "")})
    return HttpResponseServerError(page)

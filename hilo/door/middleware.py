"""What every request to the door passes: no uploads, headers of silence, a language, pages of few sizes."""

import base64
import math
import os
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from hilo.door.failures import refuse
from hilo.door.settings import MOST_BYTES

FORM = "application/x-www-form-urlencoded"
STEP = 8 * 1024  # bytes: whoever listens to the line sees pages of one size, seldom of two or three
MARK = b"<!--%s-->"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
        "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class DoorMiddleware:
    """Stands before everything that reads a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.LANGUAGE_CODE = translation.get_language_from_request(request)
        with translation.override(request.LANGUAGE_CODE):
            status = _not_taken(request)
            response = refuse(request, status) if status else self.get_response(request)
            return dressed(request, response)


def _not_taken(request: HttpRequest) -> int:
    """413 or 415 for a body that is not read at all; 0 when it may be."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return 413
    has_body = int(length) > 0 or "HTTP_TRANSFER_ENCODING" in request.META
    encoded = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity")
    return 415 if has_body and (request.content_type != FORM or encoded) else 0


def dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A response as the door sends it: with its headers, kept nowhere, of one of few sizes."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if response.streaming:  # the style sheet, the script and the icon: the same for everybody
        return response
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers["Content-Language"] = translation.get_language() or "es"
        response.content = padded(response.content)
        response.headers["Content-Length"] = str(len(response.content))
    return response


def padded(page: bytes) -> bytes:
    """A page with a comment of random signs at its end, up to the next whole step; no packing makes it shorter."""
    empty = len(MARK % b"")
    missing = STEP * math.ceil((len(page) + empty) / STEP) - len(page) - empty
    return page + MARK % base64.b64encode(os.urandom(missing))[:missing]

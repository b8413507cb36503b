"""What every request of a partner passes, before and after its operation. No sessions, no cookies, no forms."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from django.utils.translation import gettext as _

from hilo.accounts.gate import PUBLIC, gate_of_match
from hilo.exchange.api.problems import MEDIA_TYPE, Problem

Answer = Callable[[HttpRequest], HttpResponse]


class DoorMiddleware:
    """Refuses what is too large or no JSON, closes views without a mark, and answers only in JSON."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        english = request.headers.get("Accept-Language", "").lower().startswith("en")
        with translation.override("en" if english else "es"):
            try:
                check_body(request)
                response = self.get_response(request)
            except Problem as no:
                response = no.response()
            return _as_json(response)

    def process_view(self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object) -> None:
        """What is no operation carries ``@public`` or is closed; an operation that names no scope refuses by itself."""
        if view.__module__ != "ninja.operation" and gate_of_match(view, request.resolver_match) != PUBLIC:
            raise PermissionDenied


def check_body(request: HttpRequest) -> None:
    """Read the body, at most ``settings.API_BODY_BYTES``, and only as JSON. Raises Problem."""
    if request.method in ("GET", "HEAD") and not request.META.get("CONTENT_LENGTH"):
        return
    try:
        size = len(request.body)
    except RequestDataTooBig:
        size = settings.API_BODY_BYTES + 1
    except UnreadablePostError:
        raise Problem(400, _("La petición se cortó antes de terminar: envíela otra vez.")) from None
    if size > settings.API_BODY_BYTES:
        sentence = _("La petición pasa de %(n)s KiB: envíe un solo aviso, sin archivos.")
        raise Problem(413, sentence % {"n": settings.API_BODY_BYTES // 1024})
    if size and request.content_type != "application/json":
        raise Problem(415, _("Aquí solo se recibe application/json."))


def _as_json(response: HttpResponse) -> HttpResponse:
    """What Django or the framework refused by itself is told like every other problem. Nothing is stored on the way."""
    if response.status_code == 405:
        allowed = {"Allow": response.headers.get("Allow", "")}
        response = Problem(405, _("Esta dirección no admite ese método."), headers=allowed).response()
    elif response.status_code == 403 and response.headers.get("Content-Type") != MEDIA_TYPE:
        response = Problem(403, _("Esta dirección está cerrada.")).response()
    response.headers.setdefault("Cache-Control", "no-store")
    return response

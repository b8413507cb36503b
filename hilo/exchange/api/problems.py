"""What a partner is told when something cannot be done: RFC 9457, one sentence that says what to do."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"
LATER = 2  # seconds after which a request that met another one may come again


class Problem(Exception):
    """An answer that is a refusal. ``status``: of HTTP; the sentence: for the person who reads the partner's log."""

    def __init__(self, status: int, sentence: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers, self.more = status, sentence, dict(headers or {}), more

    def text(self) -> str:
        """The document."""
        told = {"type": "about:blank", "title": HTTPStatus(self.status).phrase, "status": self.status}
        return json.dumps(told | {"detail": self.sentence} | self.more, ensure_ascii=False)

    def response(self) -> HttpResponse:
        """The document as an answer."""
        return HttpResponse(self.text(), status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def later() -> Problem:
    """503: something else is in the way for a moment; nothing was done."""
    sentence = _("Hay otra petición en curso. Nada se guardó: envíela otra vez en unos segundos, con la misma clave.")
    return Problem(503, sentence, headers={"Retry-After": str(LATER)})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 of an address or of a thing: the same for what does not exist and for what is not the partner's."""
    return nothing_there().response()


def nothing_there() -> Problem:
    """What does not exist, or is not for this partner to see."""
    return Problem(404, _("No existe, o no es de su institución: revise la dirección y la referencia."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 of what Django cannot even read."""
    return Problem(400, _("La petición no se puede leer: revise sus encabezados y su dirección.")).response()


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a failure of ours, with the number that the log has too."""
    sentence = _("Falló algo de nuestra parte. Nada se guardó a medias: envíela otra vez con la misma clave.")
    return Problem(500, sentence, number=getattr(request, "number", "")).response()

"""The body of a request: JSON, not too deep, and nothing in it that a database cannot keep."""

import json
import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from hilo.exchange.api.problems import Problem

DEPTH = 8
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class JsonOnly(Parser):
    """Reads one JSON object. Raises Problem (400)."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            found = json.loads(request.body, parse_constant=_no_number, object_pairs_hook=_members)
        except (ValueError, RecursionError):
            raise Problem(400, _("El cuerpo no es JSON: revise que esté completo y en UTF-8.")) from None
        if not isinstance(found, dict):
            raise Problem(400, _("El cuerpo debe ser un objeto JSON."))
        _check(found, DEPTH)
        return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name said twice is read in two ways by two readers: refused."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same member twice")
    return found


def _check(value: Any, depth: int) -> None:
    if depth == 0:
        raise Problem(400, _("El JSON tiene demasiados niveles, uno dentro de otro."))
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise Problem(400, _("Un texto trae signos que no se pueden guardar."))
    for one in [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check(one, depth - 1)

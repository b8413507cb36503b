"""What an operation may answer, declared the same for all of them."""

from typing import Any

from hilo.exchange.api.schemas import ProblemOut

READ = (400, 401, 403, 404, 415, 422, 429, 503)
WRITE = (*READ, 409, 413)


def read(schema: Any) -> dict[int, Any]:
    """Of an operation that changes nothing."""
    return {200: schema} | dict.fromkeys(READ, ProblemOut)


def write(**schemas: Any) -> dict[int, Any]:
    """Of one that does: ``write(_200=…, _202=…)``."""
    return {int(status[1:]): schema for status, schema in schemas.items()} | dict.fromkeys(WRITE, ProblemOut)

"""The log: what happened, in lines that hold nothing about anybody.

A request is told by its number, its method, the name of its route, its status and its time: no address of a page
(it has the code of a case), no query, no account, no IP. Of a failure the log has its kind and where in the code it
was raised, never its message, which may quote what was being handled. What other packages say is told by the place
in their code that said it; only our own sentences are written out.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

requests = logging.getLogger("hilo.web.requests")
FRAMES = 12  # of a failure, the last ones


def tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """The line of one request, at INFO."""
    if requests.isEnabledFor(logging.INFO):
        found = {"status_code": response.status_code, "ms": round(seconds * 1000, 1)}
        requests.info("", extra={"request": request, **found})


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What a line may say, whoever wrote it. Keys that are unknown are left out."""
    found: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        **_request(record),
    }
    if not record.name.startswith("hilo."):
        found["where"] = f"{record.module}.{record.funcName}:{record.lineno}"
    elif record.msg:
        found["message"] = record.getMessage()
    if record.exc_info and record.exc_info[0]:
        found["error"] = record.exc_info[0].__name__
        found["raised"] = _frames(record.exc_info[2])
    return found


class JsonLine(logging.Formatter):
    """One JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        """As ``logging`` asks."""
        return json.dumps(facts(record), ensure_ascii=False)


class PlainLine(logging.Formatter):
    """The same for a person who reads the journal: moment, level, logger and number first."""

    def format(self, record: logging.LogRecord) -> str:
        """As ``logging`` asks."""
        found = facts(record)
        first = [str(found.pop(name, "-")) for name in ("time", "level", "logger", "number")]
        message = [found.pop("message")] if "message" in found else []
        rest = [f"{name}={value}" for name, value in found.items() if name != "raised"]
        return "\n    ".join([" ".join([*first, *message, *rest]), *found.get("raised", [])])


def _request(record: logging.LogRecord) -> dict[str, Any]:
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    found = {
        "number": getattr(request, "number", None),
        "method": getattr(request, "method", None),
        "route": match.view_name if match else None,
        "status": getattr(record, "status_code", None),
        "ms": getattr(record, "ms", None),
    }
    return {name: value for name, value in found.items() if value is not None}


def _frames(trace: Any) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames]

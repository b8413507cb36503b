"""Two addresses for whoever watches the machine: ``/salud/`` and ``/listo/``.

They ask for nobody, read and set no cookie, and tell codes only.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hilo.accounts.gate import public
from hilo.web.ready import UNFINISHED

app_name = "web"
ADDRESSES = ("/salud/", "/listo/")


class ProbeMiddleware:
    """Forgets the cookies that come with these addresses: no session is looked for, so no database is needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in ADDRESSES:
            request.COOKIES = {}
        return self.get_response(request)


@public
@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is asked."""
    return JsonResponse({"ok": True})


@public
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the site can be used: 200, or 503 with codes (``keys``, ``restore``, ``database``, ``migrations``)."""
    missing = _missing()
    return JsonResponse({"ok": not missing, "missing": missing}, status=503 if missing else 200)


def _missing() -> list[str]:
    found = ["keys"] if settings.HILO_KEYS is None else []
    if (settings.HILO_HOME / UNFINISHED).exists():
        found.append("restore")
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return [*found, "database"]
    return [*found, "migrations"] if waiting else found


urlpatterns = [path("salud/", health, name="health"), path("listo/", ready, name="ready")]

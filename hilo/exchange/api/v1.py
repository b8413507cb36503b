"""The partner API, version 1: its operations, its refusals and its OpenAPI document."""

from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Status
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from hilo import __version__
from hilo.accounts.gate import public
from hilo.exchange.api import alerts, handoffs, outcomes
from hilo.exchange.api.gate import Closed
from hilo.exchange.api.problems import MEDIA_TYPE, Problem, later, nothing_there
from hilo.exchange.api.reading import JsonOnly
from hilo.exchange.api.schemas import Health, ProblemOut
from hilo.lib.errors import BadInput, Denied

PREFIX = "/v1/"
DESCRIPTION = (
    "Receives alerts, hand-offs and outcomes from the systems of other institutions, and tells each how its own stand. "
    "Every request is signed (RFC 9421); every POST carries an Idempotency-Key. A refusal is a problem document "
    "(RFC 9457) whose `detail` says what to do. Metadata only: no image, video or file is ever taken."
)


class PartnerApi(NinjaAPI):
    """Refusals are declared with the media type they have; operations go by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Such as ``send_alert``."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The document, under :data:`PREFIX`."""
        found = super().get_openapi_schema(path_prefix=PREFIX)
        for operations in found["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
        return found


api = PartnerApi(
    title="Hilo, partner API",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=Closed(),
    parser=JsonOnly(),
)
api.add_router("alerts", alerts.router)
api.add_router("handoffs", handoffs.router)
api.add_router("outcomes", outcomes.router)


@api.get("health", auth=None, response={200: Health, 503: ProblemOut}, tags=["health"])
def health(request: HttpRequest) -> Status[Any]:
    """Whether the service answers and reaches its database. Not signed; tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Status(200, Health(status="ok"))


@public
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """What the API offers, as OpenAPI 3.1. It holds no secret and names no partner."""
    return JsonResponse(api.get_openapi_schema())


@api.exception_handler(Problem)
def told(request: HttpRequest, no: Problem) -> HttpResponse:
    """A refusal of ours."""
    return no.response()


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, no: HttpError) -> HttpResponse:
    """The framework wraps what the reading of the body refused."""
    problem = no.__cause__ if isinstance(no.__cause__, Problem) else Problem(no.status_code, _("No se pudo leer."))
    return problem.response()


@api.exception_handler(Http404)
def missing(request: HttpRequest, no: Http404) -> HttpResponse:
    """What does not exist."""
    return nothing_there().response()


@api.exception_handler(Denied)
@api.exception_handler(BadInput)
def denied(request: HttpRequest, no: Exception) -> HttpResponse:
    """A rule says no, with its sentence."""
    return Problem(409, str(no)).response()


@api.exception_handler(ValidationError)
def unusable(request: HttpRequest, no: ValidationError) -> HttpResponse:
    """Members that are missing, unknown or of another shape: named, and never repeated."""
    fields = sorted({".".join(str(part) for part in one["loc"]) for one in no.errors})
    return Problem(422, _("Hay datos que faltan o no sirven: revise los que se señalan."), fields=fields).response()


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def busy(request: HttpRequest, no: Exception) -> HttpResponse:
    """The database was busy or out of reach: nothing was done, and the same request may come again."""
    return later().response()

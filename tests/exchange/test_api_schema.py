"""The API keeps its own word: whatever is sent, no failure of ours and no answer that the document does not name."""

from io import BytesIO
from itertools import count

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from signing import GET, POST, signed

from hilo.exchange import actions
from hilo.exchange.api.v1 import api

DOCUMENT = api.get_openapi_schema()
OPERATIONS = [(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods]
MODES = {"valid": GenerationMode.POSITIVE, "invalid": GenerationMode.NEGATIVE}
TRIES = [(*one, mode) for one in OPERATIONS for mode in MODES if (one[1], mode) != ("/v1/health", "invalid")]
KEPT = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
EXAMPLES = 20
numbers = count()


class Signing:
    """Signs what comes by, as the partner's own system does, and hands it on to the API."""

    def __init__(self, app, system):
        self.app, self.system = app, system

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        key = environ.get("HTTP_IDEMPOTENCY_KEY", "")
        covered = POST if environ["REQUEST_METHOD"] == "POST" and body and key else GET
        url = f"https://{environ['HTTP_HOST']}{environ['REQUEST_URI']}"
        try:
            headers = signed(
                self.system.private, self.system.key_id, environ["REQUEST_METHOD"], url, body=body, key=key,
                covered=covered,
            )  # fmt: skip
        except Exception:
            headers = {}  # what cannot be signed is sent without: 401
        headers.pop("Content-Type", None)
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        environ["wsgi.input"] = BytesIO(body)
        return self.app(environ, start_response)


@pytest.fixture
def one_connection():
    """The transaction of the test outlives the requests in it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def known(system, case, cast, settings, one_connection):
    """A partner with every scope, a hand-off that it was offered, and the API's own schema of operations."""
    settings.ALLOWED_HOSTS = ["*"]
    partner = system("PPNNA-NAY", per_minute=32_000)
    offered = actions.offer(
        case=case, receiver="PPNNA-NAY", kind="part", request="Texto inventado.", scope=[], by=cast.ana,
        now=timezone.now(),
    )  # fmt: skip
    schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", Signing(WSGIHandler(), partner))
    return schema, str(offered.pk)


def about_what_is_there(case, pk):
    """Put the hand-off, and the alert, that exist in the place of invented ones."""
    for name, value in (("pk", pk), ("report_id", "OCN-0001")):
        if name in (case.path_parameters or {}):
            case.path_parameters[name] = value
    if isinstance(case.body, dict) and "dialect" in case.body:
        case.body = {**case.body, "handoff": pk}
        case.body.pop("alert", None)


@pytest.mark.parametrize(("method", "path", "mode"), TRIES, ids=[" ".join(one) for one in TRIES])
def test_no_operation_fails_or_answers_what_it_does_not_declare(known, method, path, mode):
    schema, pk = known
    seen = set()
    operation = schema[path][method.upper()]
    strategy = operation.as_strategy(generation_mode=MODES[mode])

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy, real=st.booleans())
    def holds(case, real):
        if real:
            about_what_is_there(case, pk)
        if real and method == "post":
            case.headers["Idempotency-Key"] = f"clave-{next(numbers):06}"
        seen.add(case.call_and_validate(checks=KEPT).status_code)

    holds()
    assert mode == "invalid" or seen - {401, 403}, "the signature holds, so that there is something to try"


def test_every_operation_declares_how_it_refuses():
    for methods in DOCUMENT["paths"].values():
        for method, operation in methods.items():
            wanted = {"401", "403", "422", "429", "503"} | ({"409", "413"} if method == "post" else set())
            if operation["operationId"].endswith("health"):
                continue
            responses = {str(status): one for status, one in operation["responses"].items()}
            assert wanted <= set(responses), operation["operationId"]
            refusals = [one for status, one in responses.items() if status >= "4"]
            assert all(set(one["content"]) == {"application/problem+json"} for one in refusals)
            assert operation["security"] == [{"Signed": []}]

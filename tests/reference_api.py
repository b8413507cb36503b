"""The reference of the partner API, read from its OpenAPI document and from the pack."""

import json
from collections.abc import Iterator
from typing import Any

from tests.markdown import codes, first, pages, prose, table

LEAD = (
    "What the systems of other institutions may send and ask, over signed requests, and what they are answered.\n\n"
    "The same as [OpenAPI](partner-api.json), which the service also gives at `/v1/openapi.json`. How requests are "
    "signed and why: [the partner API](../explanation/partner-api.md); step by step, with an example that runs: "
    "[conectar un sistema](../howto/connect-a-partner.md). Every refusal is a [ProblemOut](#problemout)."
)


def document() -> dict[str, Any]:
    """The OpenAPI document, as JSON has it."""
    from hilo.exchange.api.v1 import api

    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    return found


def openapi() -> str:
    """docs/reference/partner-api.json."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def partner_api() -> str:
    """docs/reference/partner-api.md."""
    told = document()
    operations = [_operation(*one) for one in _operations(told)]
    schemas = [_schema(name, schema) for name, schema in sorted(told["components"]["schemas"].items())]
    parts = ["## Operations", *operations, "## Types", *schemas, _iccam(), _primero()]
    return pages("Partner API", LEAD, *parts)


def _operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    done = [one for one in sorted(operation["responses"].items()) if one[0] < "4"]
    rows = [(status, answer["description"], _type(_content(answer))) for status, answer in done]
    refusals = codes(status for status in sorted(operation["responses"]) if status >= "4")
    body = operation.get("requestBody")
    takes = f"Takes {_type(_content(body))}.\n" if body else ""
    asked = [
        (f"`{one['name']}`", one["in"], "yes" if one.get("required") else "no", first(one.get("description", "")))
        for one in operation.get("parameters", [])
    ]
    parameters = table(("parameter", "in", "required", "meaning"), asked)
    text = prose(operation.get("description"))
    answers = table(("status", "", "answer"), rows)
    parts = (f"### {method} {path}\n", f"{text}\n", takes, parameters, answers, f"Refuses with {refusals}.\n")
    return "\n".join(part for part in parts if part)


def _content(part: dict[str, Any]) -> dict[str, Any]:
    return next(iter(part.get("content", {"": {}}).values())).get("schema", {})  # type: ignore[no-any-return]


def _schema(name: str, schema: dict[str, Any]) -> str:
    needed = set(schema.get("required", []))
    rows = [
        (f"`{member}`", _type(kind), "yes" if member in needed else "no", first(kind.get("description", "")))
        for member, kind in schema.get("properties", {}).items()
    ]
    return (
        f"### {name}\n\n{prose(schema.get('description'))}\n\n{table(('member', 'type', 'required', 'meaning'), rows)}"
    )


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema or "const" in schema:
        return codes(schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return " ".join(part for part in (schema.get("type", ""), schema.get("format", "")) if part)


def _iccam() -> str:
    from hilo.reference import pack

    outcomes, dialect = pack().outcomes, pack().speech.dialects["iccam"]
    rows = [
        (f"`{code}`", f"`{outcome}`", outcomes[outcome].label.en) for code, outcome in sorted(dialect.inbound.items())
    ]
    lead = (
        "Dialect `iccam` of `POST /v1/outcomes`, about a report that the partner sent. The word stands on the thread "
        "of the case as what the sender said; it closes nothing. Any other number waits for a person (202)."
    )
    return f"## ICCAM action codes\n\n{lead}\n\n{table(('actionType', 'outcome', ''), rows)}"


def _primero() -> str:
    from hilo.exchange.api import primero

    steps = {"acknowledge": "received", "accept": "accepted", "refuse": "refused"}
    rows = [(f"`{status}`", f"`{steps[step.__name__]}`") for status, step in primero.STEPS.items()]
    lead = (
        "Dialect `primero` of `POST /v1/outcomes`, about a hand-off that the partner was offered. `rejected` needs "
        "`reason`. `done` and `revoked`, and any other word, wait for a person (202): see "
        "[why](../explanation/partner-api.md#primero-referrals)."
    )
    return f"## Primero referral statuses\n\n{lead}\n\n{table(('status', 'state of the hand-off'), rows)}"

"""The how-to keeps its word: its commands and its program run, against the service in a process of its own."""

import shlex
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from deployment import HILO, Databases, Deployment
from web.test_readme import fenced

HOWTO = Path(__file__).resolve().parents[2] / "docs" / "howto" / "connect-a-partner.md"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Deployment]:
    databases = Databases()
    made = Deployment(tmp_path_factory.mktemp("office"), databases.new())
    made.told("init")
    yield made
    databases.drop()


@pytest.fixture(scope="module")
def service(office) -> Iterator[str]:
    """The address of ``hilo serve api``."""
    port = free_port()
    process = office.start(*HILO, "serve", "api", "--port", port)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urlopen(f"{address}/v1/health", timeout=5).close()  # noqa: S310 - our own process
                break
            except URLError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def answer_of(address):
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own process
            return answer.status, answer.headers
    except HTTPError as no:
        with no:
            return no.code, no.headers


def test_its_steps_lead_from_no_key_to_an_alert_that_is_followed(office, service):
    keys, check, operator, _serve = (block.splitlines() for block in fenced(HOWTO, "sh"))
    for line in [*keys, *check]:
        assert office.run(shlex.split(line)).returncode == 0, line
    for line in operator:
        done = office.hilo(*shlex.split(line)[1:])
        assert done.returncode == 0, done.stderr
    (program,) = fenced(HOWTO, "python")
    office.env["SITIO"] = service
    done = office.run([sys.executable, "-c", program])
    assert done.returncode == 0, done.stderr
    first, second, state = done.stdout.splitlines()
    assert (first, first.split(" ")[0], "'new'" in first) == (second, "200", True)
    assert state.startswith("200 ")
    assert "'case': 'open'" in state
    assert [one["report_id"] for one in office.told("alerts", "list")["alerts"]] == ["TP-0001"]
    assert "llave-publica" not in done.stderr


def test_the_service_answers_the_api_and_nothing_else(service):
    found = {path: answer_of(f"{service}{path}") for path in ("/v1/health", "/", "/cuenta/login/", "/v1/alerts/X")}
    assert {path: status for path, (status, _headers) in found.items()} == {
        "/v1/health": 200,
        "/": 404,
        "/cuenta/login/": 404,
        "/v1/alerts/X": 401,
    }
    assert all("Set-Cookie" not in headers for _status, headers in found.values())


def test_the_staff_site_does_not_answer_the_api(client, db):
    assert client.get("/v1/health").status_code == 404
    assert client.get("/v1/openapi.json").status_code == 404

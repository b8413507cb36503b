"""Connections to senders: what is sure, what is not, and what never leaves the machine."""

import json
import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hilo.exchange.outbox import NotSent, Unsure
from hilo.exchange.sender_channels import Connection, ask, configured, connected, connections, post
from hilo.lib.errors import BadInput

BODY = {"actions": [{"actionType": 3}]}


@pytest.fixture
def server():
    """A server on this machine that answers what ``server.plan`` says, and keeps what came."""

    class Answering(BaseHTTPRequestHandler):
        def answer(self) -> None:
            made.came.append((self.command, self.path, dict(self.headers)))
            if length := int(self.headers.get("Content-Length", 0)):
                made.bodies.append(json.loads(self.rfile.read(length)))
            status, body, headers = made.plan
            if status == 0:
                return self.connection.close()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer

        def log_message(self, *_any: object) -> None:
            """Quiet."""

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (OSError, ValueError):
                self.close_connection = True

    made = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    made.came, made.bodies, made.plan = [], [], (200, b"{}", {})
    made.address = f"http://127.0.0.1:{made.server_port}/respuestas"
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def to(server, **more) -> Connection:
    return Connection(**{"sender": "INHOPE", "dialect": "iccam", "url": server.address, "timeout": 2, **more})


def test_what_is_posted_carries_its_key_and_the_answer_its_reference(server, monkeypatch):
    monkeypatch.setenv("HILO_TOKEN_X", "secreto")
    server.plan = (200, json.dumps({"reference": "ACUSE-1\x00" + "x" * 200}).encode(), {})
    assert post(to(server, token_env="HILO_TOKEN_X"), "feedback:1", BODY) == "ACUSE-1" + "x" * 73
    (_, path, headers), (body,) = server.came[0], server.bodies
    assert (path, headers["Idempotency-Key"], headers["Authorization"]) == (
        "/respuestas",
        "feedback:1",
        "Bearer secreto",
    )
    assert body == BODY


@pytest.mark.parametrize("answer", [b"", b"no es json", b"[1]", b"{}", b"x" * 200_000])
def test_an_answer_that_says_nothing_is_still_an_answer(server, answer):
    server.plan = (200, answer, {})
    assert post(to(server), "k", BODY) == ""


@pytest.mark.parametrize(
    ("status", "kind", "final"),
    [(400, NotSent, True), (403, NotSent, True), (302, NotSent, True), (429, NotSent, False),
     (500, Unsure, None), (503, Unsure, None), (408, Unsure, None), (0, Unsure, None)],
)  # fmt: skip
def test_only_what_certainly_did_not_arrive_counts_as_not_sent(server, status, kind, final):
    server.plan = (status, b"", {"Location": f"{server.address}/otra"} if status == 302 else {})
    with pytest.raises(kind) as no:
        post(to(server), "k", BODY)
    assert getattr(no.value, "final", None) == final
    assert len(server.came) == 1, "nobody sends us elsewhere"


def test_a_sender_that_is_not_there_was_not_told():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(NotSent) as no:
        post(Connection(sender="X", dialect="iccam", url=gone), "k", BODY)
    assert (no.value.code, no.value.final) == ("unreachable", False)


def test_a_sender_is_asked_by_the_key(server):
    server.plan = (200, b'{"reference": "A-1"}', {})
    assert ask(to(server), "feedback:1") == "A-1"
    assert server.came[0][1] == "/respuestas/feedback%3A1"
    server.plan = (404, b"", {})
    assert ask(to(server), "k") is None
    for status in (500, 403):
        server.plan = (status, b"", {})
        with pytest.raises(Unsure):
            ask(to(server), "k")


def test_without_its_credential_nothing_is_sent_and_no_secret_is_logged(server, monkeypatch, caplog):
    monkeypatch.delenv("HILO_TOKEN_X", raising=False)
    with pytest.raises(NotSent, match="no_credential"):
        post(to(server, token_env="HILO_TOKEN_X"), "k", BODY)
    assert server.came == []
    monkeypatch.setenv("HILO_TOKEN_X", "secreto")
    server.plan = (403, b"", {})
    with caplog.at_level(logging.DEBUG), pytest.raises(NotSent) as no:
        post(to(server, token_env="HILO_TOKEN_X"), "k", BODY)
    assert "secreto" not in caplog.text + repr(no.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://remitente.example/",
        "ftp://remitente.example/",
        "https://yo:clave@remitente.example/",
        "https://remitente.example/?token=1",
        "file:///etc/passwd",
        "https://",
    ],
)
def test_an_address_that_is_not_safe_is_refused(settings, url):
    path = settings.HILO_HOME / "channels.yaml"
    path.write_text(f"channels:\n- {{sender: X, dialect: iccam, url: '{url}'}}\n")
    try:
        with pytest.raises(BadInput, match="url"):
            connections()
        assert not connected("X", "iccam")
    finally:
        path.unlink()


def test_nothing_is_connected_until_somebody_writes_it_down(settings):
    assert not (settings.HILO_HOME / "channels.yaml").exists()
    assert connections() == []
    assert configured("INHOPE", "iccam") is None

"""The addresses for whoever watches the machine, and a log that holds nothing about anybody."""

import io
import json
import logging

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hilo.web.logs import JsonLine, PlainLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """What the log holds, as JSON lines and as plain ones, with a line for each request."""
    root, requests, django = logging.getLogger(), logging.getLogger("hilo.web.requests"), logging.getLogger("django")
    streams = [io.StringIO(), io.StringIO()]
    handlers = [logging.StreamHandler(stream) for stream in streams]
    for handler, formatter in zip(handlers, (JsonLine(), PlainLine()), strict=True):
        handler.setFormatter(formatter)
        root.addHandler(handler)
    levels = [(logger, logger.level) for logger in (root, requests, django)]
    for logger, _level in levels:
        logger.setLevel(logging.INFO)
    yield lambda: [stream.getvalue() for stream in streams]
    for logger, level in levels:
        logger.setLevel(level)
    for handler in handlers:
        root.removeHandler(handler)


# --- health and readiness ---------------------------------------------------------------------------------------


def test_the_process_answers_without_database_and_without_cookies(signed_in, ana):
    client = signed_in(ana)
    with CaptureQueriesContext(connections["default"]) as asked:
        answer = client.get("/salud/")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert len(asked) == 0
    assert answer.cookies == {}
    assert "no-store" in answer["Cache-Control"]


def test_the_site_is_ready_when_keys_and_database_are(client, settings, tmp_path):
    answer = client.get("/listo/")
    assert (answer.status_code, answer.json(), answer.cookies) == (200, {"ok": True, "missing": []}, {})
    settings.HILO_HOME = tmp_path
    (tmp_path / "restore.unfinished").write_text("x")
    settings.HILO_KEYS = None
    answer = client.get("/listo/")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "missing": ["keys", "restore"]})
    assert client.post("/listo/").status_code == 405


def test_a_database_that_does_not_answer_is_a_code_and_no_more(client, monkeypatch):
    from django.db.utils import OperationalError

    def gone(*_given):
        raise OperationalError("no route to host 10.1.2.3")

    monkeypatch.setattr("hilo.web.health.MigrationExecutor", gone)
    answer = client.get("/listo/")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["database"])
    assert b"10.1.2.3" not in answer.content


def test_a_name_that_is_not_ours_is_refused_and_is_no_failure_of_ours(client):
    for address in ("/listo/", "/cuenta/entrar/"):
        assert client.get(address, headers={"host": "otro.example"}).status_code == 400


# --- the log ----------------------------------------------------------------------------------------------------


def test_a_line_tells_the_route_and_nothing_about_anybody(signed_in, beto, eva, case, written):
    for who in (beto, eva):
        client = signed_in(who)
        client.get(f"/casos/{case.code}/")
        client.get("/buscar/", {"q": "azul@correo.example"})
        client.get(f"/nada/{case.code}/", REMOTE_ADDR="10.9.8.7")
    Client().post("/cuenta/entrar/", {"login": "nombre-inventado", "password": "clave"})
    logging.getLogger("hilo.tests").warning("Una frase nuestra.")
    as_json, plain = written()
    lines = [json.loads(line) for line in as_json.splitlines()]
    routes = {(line.get("route"), line.get("status")) for line in lines if line["logger"] == "hilo.web.requests"}
    assert {("cases:file", 200), ("cases:file", 404), ("desk:search", 200)} <= routes
    for line in lines:
        assert {"time", "level", "logger"} <= line.keys()
    assert all(len(line["number"]) == 8 and line["ms"] >= 0 for line in lines if "status" in line and "ms" in line)
    assert "Una frase nuestra." in as_json
    for text in (as_json, plain):
        assert "django.request" in text
        for secret in (case.code, "azul", "correo.example", "nombre-inventado", "beto", "Luna", "10.9.8.7", "/casos"):
            assert secret not in text


def test_a_failure_is_told_by_kind_and_place_never_by_its_words(signed_in, beto, case, written, monkeypatch):
    def fails(*_given, **_named):
        raise ValueError("nota con el nombre de una persona")

    monkeypatch.setattr("hilo.web.context.home_of", fails)
    client = signed_in(beto)
    client.raise_request_exception = False
    answer = client.get(f"/casos/{case.code}/")
    assert answer.status_code == 500
    as_json, plain = written()
    errors = [json.loads(line) for line in as_json.splitlines() if "ValueError" in line]
    assert errors
    assert any("context.py" in frame for frame in errors[0]["raised"])
    assert errors[0]["number"].encode() in answer.content
    for text in (as_json, plain):
        assert "nombre de una persona" not in text
        assert case.code not in text

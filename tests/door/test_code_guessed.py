"""Whoever tries codes learns nothing: no guess opens anything, and unknown, closed and destroyed answer alike."""

import logging
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hilo.door import limits, sealing, visit
from hilo.door.models import Report
from hilo.lib.codes import as_words, grouped, new_digits

GUESSES = 300  # bench/door_guess.py tries 10,000


@pytest.fixture
def three(tell) -> dict[str, str]:
    """A code of each kind that opens nothing: of no report, of a closed one, of a destroyed one."""
    codes = {kind: new_digits() for kind in ("unknown", "locked", "destroyed")}
    locked, destroyed = tell(codes["locked"]), tell(codes["destroyed"])
    Report.objects.filter(pk=locked.pk).update(locked_at=timezone.now())
    Report.objects.filter(pk=destroyed.pk).update(destroyed_at=timezone.now())
    sealing.key_store().erase(destroyed.pk)
    return codes


def at_code(door):
    visitor = door()
    visitor.press("return")
    return visitor


def counted(monkeypatch, module, name: str) -> list[int]:
    """How often a function is called; it still does its work."""
    calls: list[int] = []
    real: Callable = getattr(module, name)

    def count(*args, **kwargs):
        calls.append(1)
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, count)
    return calls


def test_of_many_guessed_codes_none_opens_anything(tell):
    for _ in range(5):
        tell(new_digits())
    assert [guess for guess in (new_digits() for _ in range(GUESSES)) if visit.come_in(guess)] == []


def test_unknown_closed_and_destroyed_codes_answer_with_the_same_page(door, three):
    pages = {}
    for kind, code in three.items():
        visitor = at_code(door)
        visitor.press("next", code=code)
        assert (visitor.answer.status_code, visitor.at) == (200, "return")
        plain = re.sub(r"<!--.*?-->", "", visitor.page, flags=re.DOTALL).replace(visitor.hidden()["f"], "")
        pages[kind] = (plain.replace(code, ""), len(visitor.page), sorted(visitor.answer.headers))
    assert pages["unknown"] == pages["locked"] == pages["destroyed"]
    assert "Con esa clave ahora no abre nada." in pages["unknown"][0]


def test_unknown_closed_and_destroyed_codes_cost_the_same_work(door, three, monkeypatch):
    work = {}
    for kind, code in three.items():
        visitor = at_code(door)
        with monkeypatch.context() as patch:
            stretched = counted(patch, sealing, "stretch")
            unwrapped = counted(patch, visit, "unwrap_with_code")
            with CaptureQueriesContext(connection) as asked:
                visitor.post(visitor.hidden() | {"go": "next", "code": code})
        statements = [re.sub(r"'[^']*'|x'[0-9a-f]*'|\d+", "?", one["sql"])[:60] for one in asked]
        work[kind] = (len(stretched), len(unwrapped), statements)
    assert work["unknown"] == work["locked"] == work["destroyed"]
    assert work["unknown"][:2] == (1, 1)


def test_while_very_many_guess_from_one_network_a_child_there_waits_a_moment_and_then_comes_in(door, tell, monkeypatch):
    digits = new_digits()
    tell(digits)
    monkeypatch.setattr(limits, "_wrong", limits.Counts(2))
    lane = limits.Lane(waiting=0)
    monkeypatch.setattr(limits, "_lane", lane)
    guesser, child = at_code(door), at_code(door)
    for _ in range(3):
        guesser.press("next", code=new_digits())
    with lane.turn():  # one of the many has the turn
        child.post(child.hidden() | {"go": "next", "code": grouped(digits)})
        shown = child.client.get("/")
    child.page = shown.content.decode()
    assert shown.status_code == 503
    assert "Espera un momento" in child.words
    assert grouped(digits) in child.page
    child.press("next", code=grouped(digits))
    assert child.at == "safe_now"


def test_no_code_stands_in_any_address_header_cookie_or_line_of_the_log(door, tell, three, caplog):
    digits = new_digits()
    tell(digits)
    caplog.set_level(logging.DEBUG)
    answers = []
    for code in (digits, *three.values(), digits[:-1] + str((int(digits[-1]) + 1) % 10)):
        for typed in (code, grouped(code)):
            visitor = at_code(door)
            visitor.press("next", code=typed)
            answers += [visitor.answer, visitor.client.get("/"), visitor.client.get("/salir")]
    said = " ".join(f"{name}: {value}" for one in answers for name, value in one.items())
    said += " ".join(one.cookies.output() for one in answers) + caplog.text
    assert said.count("Cache-Control") >= len(answers)
    for code in (digits, *three.values()):
        for form in (code, grouped(code), quote(grouped(code)), grouped(code).replace(" ", "+")):
            assert form not in said
    assert not any(" ".join(as_words(code)) in said for code in three.values())

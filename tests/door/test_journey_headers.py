"""What every answer of the door carries and looks like from outside: headers, sizes, pages of failure."""

import gzip
import re

import pytest
from django.db import OperationalError

from hilo.door import drafts
from hilo.door.pages import PAGES

GOLDEN = {
    "Cache-Control": "no-store",
    "Content-Language": "es",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'",
    "Content-Type": "text/html; charset=utf-8",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language, Cookie",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
NAMES_NOBODY = re.compile(r"hilo|abus|protec|denunci|niñ|child|report", re.IGNORECASE)
STEPS = {8192, 16384, 24576}


def headers_of(answer) -> dict[str, str]:
    """All but the length, which has a test of its own."""
    return {name: value for name, value in answer.headers.items() if name != "Content-Length"}


@pytest.fixture
def answers(door):
    """One answer of every kind: (name, answer)."""
    visitor = door()
    client = visitor.client
    client.raise_request_exception = False
    form = visitor.hidden()
    got = {
        "page": client.get("/"),
        "taken": visitor.post(form | {"go": "me"}),
        "asked": client.get("/"),
        "foreign form": visitor.post({"go": "me"}),
        "nowhere": client.get("/casos/"),
        "other method": client.put("/"),
        "leaving by another method": client.delete("/salir"),
        "too long": client.generic("POST", "/", b"x" * 65_537, content_type="application/x-www-form-urlencoded"),
        "file": client.post("/", {"account": "hola"}),  # multipart, as the test client sends by default
        "strange host": client.get("/", headers={"host": "otro.example"}),
    }
    client.cookies.clear()
    return got | {"no cookie": visitor.post(form)}


def test_every_page_carries_exactly_these_headers(answers):
    assert {name: headers_of(answer) for name, answer in answers.items()} == dict.fromkeys(answers, GOLDEN)


def test_every_kind_of_answer_has_its_status(answers):
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "page": 200, "taken": 200, "asked": 200, "foreign form": 403, "nowhere": 404, "other method": 405,
        "leaving by another method": 405, "too long": 413, "file": 415, "strange host": 400, "no cookie": 400,
    }  # fmt: skip


def test_leaving_is_kept_nowhere_and_empties_the_browser(door):
    left = door().client.get("/salir")
    own = {name: value for name, value in left.headers.items() if GOLDEN.get(name) != value}
    assert {name for name in own if name not in ("Content-Length", "Content-Type")} == {"Clear-Site-Data", "Location"}
    assert left.headers["Cache-Control"] == "no-store"
    assert left.headers["Referrer-Policy"] == "no-referrer"


def test_no_title_names_anybody(answers):
    for name, answer in answers.items():
        (title,) = re.findall(r"<title>(.*?)</title>", answer.content.decode())
        assert (name, title) == (name, "Inicio")


def test_pages_of_failure_are_of_the_door_and_name_nobody(answers):
    for name in ("nowhere", "other method", "too long", "file", "strange host", "foreign form"):
        page = answers[name].content.decode()
        assert 'href="/"' in page, name
        assert 'href="tel:911"' in page, name
        assert not NAMES_NOBODY.search(re.sub(r"<p>.*?</p>|<!--.*?-->", "", page, flags=re.DOTALL)), name


def test_who_sends_a_file_or_too_much_is_led_to_who_can_take_a_picture_down(answers):
    for name in ("too long", "file"):
        assert '<a href="https://takeitdown.ncmec.org/es" rel="noreferrer noopener"' in answers[name].content.decode()


def test_a_failure_of_ours_is_a_kind_page_without_a_database(door, monkeypatch, caplog):
    visitor = door()
    visitor.client.raise_request_exception = False

    def broken(*_args, **_more):
        raise OperationalError("planted: the words of a child")

    monkeypatch.setattr(drafts.Draft.objects, "filter", broken)
    answer = visitor.post(visitor.hidden() | {"go": "me"})
    assert (answer.status_code, headers_of(answer)) == (500, GOLDEN)
    assert 'href="tel:911"' in answer.content.decode()
    assert "the words of a child" not in answer.content.decode()


def test_all_pages_are_of_at_most_three_sizes(door):
    """Every page that PAGES has, in both languages, as a visitor who answered at length sees it."""
    sizes = set()
    for language in ("es", "en"):
        visitor = door(language=language)
        visitor.press("urgent")
        visitor.press("next", account="mochila " * 60, place_name="x" * 200, state="NAY")
        sizes.add(len(visitor.page.encode()))
        for path in ("me", "known", "adult", "service", "past"):
            sizes |= sizes_of_path(door(language=language), path)
    assert sizes <= STEPS


def sizes_of_path(visitor, path: str) -> set[int]:
    seen, sizes = set(), set()
    visitor.press(path)
    while visitor.at not in seen:
        seen.add(visitor.at)
        sizes.add(len(visitor.page.encode()))
        for look in ("help", "safety"):
            visitor.press(look)
            sizes.add(len(visitor.page.encode()))
            visitor.press("back")
        given = {"account": "Me quitaron la mochila. " * 40} if visitor.at == "account" else {}
        visitor.press("send" if visitor.at == "code" else "next", **given)
        sizes.add(len(visitor.answer.content))
    assert visitor.at == "sent"
    assert seen <= set(PAGES)
    return sizes


def test_two_pages_of_the_same_kind_differ_though_nothing_was_typed(door):
    one, two = door(), door()
    assert one.page != two.page  # the filling is random, so that packing it tells nothing
    assert abs(len(gzip.compress(one.page.encode())) - len(gzip.compress(two.page.encode()))) < 64


@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data; boundary=x", "application/json", "text/plain", "image/jpeg", "", "application/octet-stream",
     "application/x-www-form-urlencoded-not", "multipart/x"],
)  # fmt: skip
def test_nothing_but_a_plain_form_is_read(door, kind):
    answer = door().client.generic("POST", "/", b"account=hola", content_type=kind)
    assert answer.status_code == 415


def test_a_packed_body_is_not_unpacked(door):
    body = gzip.compress(b"account=hola")
    kind = "application/x-www-form-urlencoded"
    assert door().client.post("/", body, content_type=kind, headers={"content-encoding": "gzip"}).status_code == 415


def test_another_way_of_writing_signs_is_a_bad_request(door):
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    answer = door().client.post("/", "account=hola", content_type=kind)
    assert answer.status_code == 400
    assert 'href="tel:911"' in answer.content.decode()


def test_the_cookie_is_of_this_window_and_this_host_only(door, settings):
    cookie = door().client.cookies["s"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    settings.HILO_HTTPS = True
    secure = door().client.cookies["__Host-s"]
    assert secure["secure"]


def test_a_question_for_the_machine_is_answered_with_codes(door, units):
    client = door().client
    assert (client.get("/salud/").json(), client.get("/listo/").json()) == ({"ok": True}, {"ok": True, "missing": []})
    for row in units.rows.values():
        row.delete()
    closed = client.get("/listo/")
    assert (closed.status_code, closed.json()) == (503, {"ok": False, "missing": ["addressee"]})

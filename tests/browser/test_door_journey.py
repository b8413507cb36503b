"""The way through the door in a real browser, with JavaScript and without: no trace, no barrier, no mouse needed."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from hilo.door.journey import Journey, State
from hilo.door.models import Addressee, Report
from hilo.door.questions import asked_on, steps_of
from hilo.lib.codes import grouped, new_digits
from hilo.lib.sealed_to import KeyPair
from tests.browser.serving import serving
from tests.door.door_site import as_door

TOLD = "Me quitaron la mochila en el paseo."
ANSWERS = {
    "age": "teen", "danger": "yes", "account": TOLD, "who": "El de la papelería", "place": "school",
    "place_name": "Mi escuela de la tarde", "ongoing": "yes", "when": "week", "state": "NAY", "named": "@papeleria99",
    "images": "yes", "wishes": ["no_home"], "contact": "por la ventana", "name": "Lía Luz", "child_name": "Sol Sola",
    "child_age": "teen",
}  # fmt: skip
SECRETS = (TOLD, "papelería", "Mi escuela de la tarde", "papeleria99", "por la ventana", "Lía Luz", "Sol Sola")
DIGITS = new_digits()
PATHS = {
    **dict.fromkeys(steps_of("me"), "me"),
    "child_age": "known", "child_name": "known", "service": "service", "past": "past", "danger_now": "me",
    "help": "me", "safety": "me", "home": "", "urgent": "me", "return": "",
}  # fmt: skip
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
BARRIERS = "(options) => axe.run(document, options).then((found) => found.violations)"
IN_VIEW = """() => {
  const box = document.getElementById("leave").getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth && top.id === "leave";
}"""


class Weather(BaseHTTPRequestHandler):
    """The neutral page to which one leaves."""

    def do_GET(self) -> None:
        page = b"<!doctype html><title>Sol</title><h1>Sol</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_args) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def weather():
    """Its address: a real one, because a browser follows the way out by itself."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def door(db, settings, weather):
    """The address of the door, over the test's own connection."""
    Addressee.objects.create(kind="recovery", public_key=KeyPair.make().public, since=timezone.now())
    as_door(settings)
    settings.HILO_EXIT_URL = weather
    with serving() as address:
        yield address


@pytest.fixture
def asked():
    """Every address that a browser of the test asked for."""
    return []


@pytest.fixture
def visit(door, weather, context, asked):
    """``visit(width=320, javascript=False)``: a browser that looked at the weather, and then came to the door."""

    def come(*, width: int = 320, height: int = 568, **how) -> Page:
        visitor: BrowserContext = context(width=width, **how)
        page = visitor.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.set_viewport_size({"width": width, "height": height})
        page.goto(weather)
        page.goto(door)
        return page

    return come


def press(page: Page, button: str, **fields: str) -> None:
    """Fill in, press a button of the page, and without JavaScript «Seguir»."""
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    go_on(page, page.locator(f"button[value='{button}']").first.click)


def go_on(page: Page, act) -> None:
    if scripted(page):
        with page.expect_navigation():
            act()
        return
    act()
    with page.expect_navigation():
        page.frame_locator("iframe[name=next]").locator("#on").click()


def scripted(page: Page) -> bool:
    return page.locator("html.js").count() == 1


def at(page: Page) -> str:
    return page.locator("input[name=p]").get_attribute("value") or ""


def stand(page: Page, name: str) -> None:
    """Put the visitor on a page, with all that could have been answered before."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "s")
    path = PATHS[name]
    state = State(page=name, path=path, answers=dict(ANSWERS) if path else {}, digits=DIGITS, trail=["home"])
    if name in ("home", "return"):
        state.trail = []
    if name == "sent":
        state.answers, state.spoken_to = {"danger": "yes", "images": "yes"}, "teen"
    state.urgent = name == "urgent"
    Journey(token, state, is_new=False).save(now=timezone.now())
    page.reload()
    assert at(page) == name


def entries(page: Page) -> list[str]:
    """The addresses in the history of the tab."""
    found = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    return [one["url"] for one in found["entries"] if one["url"] != "about:blank"]


# --- no trace -----------------------------------------------------------------------------------------


@WITH_AND_WITHOUT
@pytest.mark.parametrize("name", PATHS)
def test_after_leaving_nothing_that_was_said_comes_back(visit, door, weather, asked, name, javascript):
    page = visit(javascript=javascript)
    stand(page, name)
    if name not in ("home", "return", "sent"):
        press(page, "safety" if name != "safety" else "help")
        press(page, "back")
    assert at(page) == name
    assert page.evaluate(IN_VIEW)
    page.click("#leave")
    page.wait_for_url(weather)
    assert len(entries(page)) - len([weather, weather]) <= 1
    assert page.context.cookies() == []
    for _ in range(10):
        page.go_back()
        seen = page.content()
        assert [secret for secret in (*SECRETS, grouped(DIGITS)) if secret in seen] == []
        assert page.url in (weather, door + "/", "about:blank")
    assert {url for url in asked if not url.startswith((door, weather))} == set()


@WITH_AND_WITHOUT
def test_a_whole_journey_leaves_one_entry_in_the_history(visit, door, weather, asked, javascript):
    page = visit(javascript=javascript)
    press(page, "me")
    page.check("input[value=teen]")
    press(page, "next")
    press(page, "next")
    press(page, "skip")
    press(page, "next", account=TOLD)
    for question in asked_on("me")[3:]:
        assert at(page) == question.code
        press(page, "skip")
    press(page, "next")
    press(page, "send")
    assert at(page) == "sent"
    assert entries(page) == [weather, door + "/"]
    assert Report.objects.count() == 1
    assert {url for url in asked if not url.startswith((door, weather))} == set()


def test_escape_three_times_leaves(visit, weather):
    page = visit()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(weather)
    assert entries(page) == [weather, weather]


@WITH_AND_WITHOUT
def test_the_browser_keeps_nothing_of_its_own(visit, javascript):
    page = visit(javascript=javascript)
    stand(page, "account")
    kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]
    assert page.title() == "Inicio"


# --- no barrier ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "dark"), [("es", False), ("en", False), ("es", True)], ids=["es", "en", "dark"])
def test_no_page_has_a_barrier_with_script_or_without(visit, language, dark):
    wrong = []
    for with_script in (True, False):
        page = visit(language=language, dark=dark)
        if not with_script:  # axe needs JavaScript: the page is as it is for who has none
            page.route("**/d.js", lambda route: route.abort())
        for name in PATHS:
            stand(page, name)
            assert scripted(page) == with_script
            wrong += [f"{name}: {line}" for line in barriers_of(page, language)]
    assert wrong == []


def barriers_of(page: Page, language: str) -> list[str]:
    page.evaluate(Axe().axe_script)
    found = []
    for width, height in ((320, 568), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        said = page.evaluate(BARRIERS, AXE)
        found += [f"{width}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in said]
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{width}: {wider} px too wide"] if wider > 0 else []
        found += [f"{width}: small: {one}" for one in page.evaluate(SMALL)]
    lang = page.locator("html").get_attribute("lang")
    return found + ([] if lang == language else [f"lang is {lang}"])


SMALL = """() => [...document.querySelectorAll("button, a.button, header a, select, textarea, label.pick")]
  .filter((one) => one.getBoundingClientRect().height < 43.9).map((one) => one.outerHTML.slice(0, 90))"""


@WITH_AND_WITHOUT
def test_an_answer_that_is_missing_is_pointed_out_where_it_is_missing(visit, javascript):
    page = visit(javascript=javascript)
    stand(page, "account")
    press(page, "next", account="")
    assert at(page) == "account"
    assert page.locator("[role=alert]").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"


@WITH_AND_WITHOUT
def test_the_bars_never_cover_the_field_that_has_the_focus(visit, javascript):
    page = visit(javascript=javascript)
    for name in ("place", "account", "wishes", "check", "urgent"):
        stand(page, name)
        for _ in range(page.locator("main button, main input:not([type=hidden]), main textarea, main select").count()):
            page.keyboard.press("Tab")
            assert page.evaluate(UNCOVERED), (name, page.evaluate("document.activeElement.outerHTML")[:120])


UNCOVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (one === document.body) return true;
  return [0.1, 0.3, 0.5, 0.7, 0.9].some((part) => {
    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height * part);
    return seen && (seen === one || one.contains(seen) || seen.contains(one) && seen.matches("label"));
  });
}"""


# --- no mouse -----------------------------------------------------------------------------------------


@WITH_AND_WITHOUT
def test_the_whole_journey_goes_by_keyboard_alone(visit, javascript):
    page = visit(javascript=javascript)
    enter(page, "button[value=me]")
    reach(page, "input[name=age]")
    page.keyboard.press("Space")
    enter(page, "button[value=next]")
    enter(page, "button[value=next]")
    enter(page, "button[value=skip]")
    reach(page, "textarea[name=account]")
    page.keyboard.type(TOLD)
    enter(page, "main button[value=next]")
    enter(page, "button[value=finish]")
    assert TOLD in page.inner_text("main")
    enter(page, "main button[value=next]")
    enter(page, "button[value=send]")
    assert at(page) == "sent"
    assert Report.objects.count() == 1


def enter(page: Page, selector: str) -> None:
    """Reach it with the tabulator and press Enter; without JavaScript reach «Seguir» in the frame too."""
    reach(page, selector)
    if scripted(page):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return
    page.keyboard.press("Enter")
    page.frame_locator("iframe[name=next]").locator("#on").wait_for()
    frame = next(one for one in page.frames if one.name == "next")
    for _ in range(60):
        page.keyboard.press("Tab")
        if frame.evaluate("document.hasFocus() && document.activeElement.id === 'on'"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page: Page, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"the tabulator does not reach {selector} on {at(page)}")


# --- no waiting ---------------------------------------------------------------------------------------

LINE = 50_000  # bytes in a second: a poor telephone line
TURN = 0.6  # seconds that each request waits on such a line


@WITH_AND_WITHOUT
def test_danger_now_is_told_in_five_pages_and_ninety_seconds_of_a_poor_line(visit, asked, javascript):
    page = visit(javascript=javascript)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    asked.clear()
    page.reload()
    passed = [at(page)]
    for button, words in (("urgent", {}), ("next", {"account": TOLD, "place_name": "La esquina"}), ("send", {})):
        press(page, button, **words)
        passed.append(at(page))
    assert passed == ["home", "urgent", "check", "sent"]
    assert Report.objects.count() == 1
    assert sum(sizes) > 4 * 8192
    assert sum(sizes) / LINE + len(asked) * TURN < 90
    assert all(size < 30_000 for size in sizes)


def test_a_page_with_its_style_and_script_is_under_thirty_kilobytes(visit, door):
    page = visit()
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.content())
    style, script = (page.request.get(door + part).body() for part in parts if part.endswith((".css", ".js")))
    for name in PATHS:
        stand(page, name)
        whole = len(page.request.get(door, headers={"cookie": ""}).body()) + len(style) + len(script)
        assert whole < 30_000, name


# --- when something is refused ------------------------------------------------------------------------


@WITH_AND_WITHOUT
def test_what_is_refused_is_said_beside_the_words_which_stay(visit, javascript):
    page = visit(javascript=javascript)
    stand(page, "account")
    page.fill("textarea", "¡Mi mochila! " * 5500)  # more than a request may have
    page.locator("main button[value=next]").click()
    frame = page.frame_locator("iframe[name=next]")
    frame.locator("h1").wait_for()
    assert frame.get_by_role("link", name="Ir al inicio").count() == 1
    assert page.locator("iframe[name=next]").is_visible()
    assert page.input_value("textarea").startswith("¡Mi mochila!")

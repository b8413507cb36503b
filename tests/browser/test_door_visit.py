"""Coming back with the code in a real browser: by keyboard alone, at both widths, and leaving without a trace."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from hilo.door.models import Addressee, Passage, Report
from hilo.door.passages import sealed_words
from hilo.door.submit import send
from hilo.door.telling import Coarse, Telling
from hilo.lib.codes import as_words, grouped, new_digits
from hilo.lib.sealed_to import KeyPair
from tests.browser.serving import serving
from tests.door.door_site import as_door

ANSWER = "Hola. Ya hablamos con quien cuida las mochilas."
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
BARRIERS = "(options) => axe.run(document, options).then((found) => found.violations)"
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


@pytest.fixture
def told(db) -> tuple[str, Report]:
    """A code and its report, with a promise and a message from the unit."""
    Addressee.objects.create(kind="recovery", public_key=KeyPair.make().public, since=timezone.now())
    digits, now = new_digits(), timezone.now()
    report = send(digits=digits, telling=Telling(Coarse(path="me"), {"account": "Mi mochila."}), now=now)
    sealed_words(report, Passage.Kind.ANSWER, ANSWER, now).save(force_insert=True)
    Report.objects.filter(pk=report.pk).update(stage="answered", promised_at=now + timezone.timedelta(hours=20))
    return digits, report


@pytest.fixture
def door(db, settings):
    """The address of the door, over the test's own connection. Who leaves goes to another origin."""
    as_door(settings)
    with serving() as address:
        settings.HILO_EXIT_URL = address.replace("127.0.0.1", "localhost") + "/salud/"
        yield address


@pytest.fixture
def visit(door, context):
    """``visit(width=320, javascript=False)``: a page of a browser at the door."""

    def come(**how) -> Page:
        page: Page = context(**how).new_page()
        page.goto(door)
        return page

    return come


def press(page: Page, go: str, **fields: str) -> str:
    """Fill in fields and press a button; without JavaScript «Seguir» too. The page that comes then."""
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    go_on(page, lambda: page.click(f"button[value={go}]"))
    return at(page)


def go_on(page: Page, act) -> None:
    if page.evaluate("document.documentElement.className") == "js":
        with page.expect_navigation():
            act()
        return
    act()
    on = page.frame_locator("iframe[name=next]").locator("#on")
    with page.expect_navigation():
        on.click()


def at(page: Page) -> str:
    """The name of the page."""
    return str(page.input_value("input[name=p]"))


def come_in(page: Page, code: str) -> None:
    press(page, "return")
    press(page, "next", code=code)
    assert press(page, "yes") == "visit"


# --- the pages ---


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_of_coming_back_has_no_barrier_at_either_width(visit, told, language, barriers_at):
    page, wrong = visit(language=language), []
    steps = (
        ("return", {}), ("next", {"code": "1234"}), ("next", {"code": told[0]}), ("no", {}), ("go_on", {}),
        ("write", {}), ("send", {"words": " "}), ("back", {}), ("add", {}), ("send", {"words": "Otra cosa."}),
        ("stop", {}), ("yes", {}), ("lock", {}), ("yes", {}),
    )  # fmt: skip
    passed = []
    for go, fields in steps:
        passed.append(press(page, go, **fields))
        wrong += [f"{passed[-1]}: {line}" for line in barriers_at(page)]
    assert wrong == []
    assert passed == [
        "return", "return", "safe_now", "not_now", "visit", "visit_write", "visit_write", "visit", "visit_add", "visit",
        "visit_stop", "visit", "visit_lock", "visit_closed",
    ]  # fmt: skip


@pytest.fixture
def barriers_at():
    """What axe finds at 320 and 1280 px, and whether the page scrolls sideways."""
    from axe_playwright_python.sync_playwright import Axe

    def look(page: Page) -> list[str]:
        page.evaluate(Axe().axe_script)
        lines = []
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(BARRIERS, AXE)
            lines += [f"{width}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            lines += [f"{width}: {wider} px wider"] if wider > 0 else []
        return lines

    return look


@WITH_AND_WITHOUT
def test_a_child_comes_back_and_writes_with_the_keyboard_alone(visit, told, javascript):
    page = visit(javascript=javascript, width=320)
    by_keyboard(page, "button[value=return]")
    reach(page, "#code")
    page.keyboard.type(" ".join(as_words(told[0])))
    go_on_by_keyboard(page, "Enter")
    assert at(page) == "safe_now"
    by_keyboard(page, "button[value=yes]")
    assert ANSWER in page.inner_text("main")
    by_keyboard(page, "button[value=write]")
    reach(page, "#words")
    page.keyboard.type("Gracias.")
    by_keyboard(page, "button[value=send]")
    assert at(page) == "visit"
    assert Passage.objects.filter(report=told[1], kind="message").count() == 1


def reach(page: Page, selector: str) -> None:
    """Press Tab until this has the focus, and see that nothing covers it."""
    for _ in range(60):
        if page.evaluate("(one) => document.activeElement && document.activeElement.matches(one)", selector):
            break
        page.keyboard.press("Tab")
    else:
        pytest.fail(f"{selector} is not reached with the keyboard")
    assert page.evaluate(UNCOVERED), f"{selector} is covered"


UNCOVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  return above === one || one.contains(above) || (above && above.control === one);
}"""


def by_keyboard(page: Page, selector: str) -> None:
    reach(page, selector)
    go_on_by_keyboard(page, "Enter")


def go_on_by_keyboard(page: Page, key: str) -> None:
    if page.evaluate("document.documentElement.className") == "js":
        with page.expect_navigation():
            page.keyboard.press(key)
        return
    page.keyboard.press(key)
    page.frame_locator("iframe[name=next]").locator("#on").wait_for()
    reach(page, "iframe[name=next]")
    if not page.frame(name="next").evaluate("document.activeElement && document.activeElement.id === 'on'"):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


# --- leaving ---


@WITH_AND_WITHOUT
def test_after_leaving_a_visit_going_back_shows_nothing_of_it(visit, told, javascript):
    page = visit(javascript=javascript)
    before = page.evaluate("history.length")
    come_in(page, grouped(told[0]))
    assert ANSWER in page.inner_text("main")
    press(page, "write")
    page.fill("#words", "Palabras que nadie debe ver")
    with page.expect_navigation(url="**/salud/"):
        page.click("#leave")
    assert page.evaluate("history.length") - before <= 1
    assert page.context.cookies() == []
    for _ in range(10):
        page.go_back(wait_until="load")
        seen = page.content() + page.title() + page.url
        for secret in (ANSWER, told[0], grouped(told[0]), "nadie debe ver", *as_words(told[0])[:1]):
            assert secret not in seen


@WITH_AND_WITHOUT
def test_the_way_out_is_in_sight_on_every_page_of_a_visit(visit, told, javascript):
    page = visit(javascript=javascript)
    page.set_viewport_size({"width": 320, "height": 568})
    for go, fields in (
        ("return", {}),
        ("next", {"code": told[0]}),
        ("yes", {}),
        ("write", {}),
        ("back", {}),
        ("lock", {}),
    ):
        press(page, go, **fields)
        box = page.locator("#leave").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 568
        assert box["x"] + box["width"] <= 320

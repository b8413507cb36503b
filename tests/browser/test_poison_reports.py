"""Three hundred hostile texts, told in a report and written to a thread: in a real browser nothing runs or breaks."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from hilo.accounts import open_keys
from hilo.cases import actions
from hilo.door.journey import Journey, State
from hilo.door.passages import sealed_words
from hilo.door.submit import send
from hilo.door.telling import Coarse, Named, Telling
from hilo.intake.models import Taken
from hilo.intake.receive import take
from hilo.lib.codes import new_digits
from tests.browser.serving import serving
from tests.door.door_site import as_door
from tests.door.poison import CORPUS, HURT

LAST = "Y esto es lo último."
LATER = 300  # milliseconds, for what would run late
WORDS = [one.encode("utf-8", "replace").decode() for one in CORPUS]  # what a request brings holds no half signs


def told(texts: list[str]) -> Taken:
    """A report in whose answers, names, links and messages all of them stand."""
    codes = ("child_name", "who", "place_name", "contact", "name")
    answers = {"account": "\n".join(texts[:60])} | dict(zip(codes, texts, strict=False))
    named = tuple(
        Named(("url", "screen_name", "email", "phone")[n % 4], one[:300], one[:60]) for n, one in enumerate(texts[:40])
    )
    report = send(
        digits=new_digits(), telling=Telling(Coarse(path="known", state="NAY"), answers, named), now=timezone.now()
    )
    for n, text in enumerate([*texts, LAST]):
        kind = ("message", "addition", "answer")[n % 3]
        sealed_words(report, kind, text, timezone.now()).save(force_insert=True)
    return take(report, now=timezone.now())


@pytest.fixture
def watched(tab):
    """``watched("ana")``: a page that notes every window that opens and every box that asks."""

    def make(who: str, **more: Any) -> SimpleNamespace:
        page: Page = tab(who, **more)
        seen = SimpleNamespace(page=page, boxes=[], windows=[])
        page.on("dialog", lambda box: (seen.boxes.append(box.message), box.dismiss()))
        page.on("popup", lambda window: seen.windows.append(window))  # noqa: PLW0108 - it asks for a function
        return seen

    return make


def nothing_ran(seen: SimpleNamespace, said: list[str]) -> None:
    seen.page.wait_for_timeout(LATER)
    assert seen.page.evaluate("window.hurt") is None
    assert all(frame.evaluate("window.hurt") is None for frame in seen.page.frames)
    assert (seen.boxes, seen.windows, said) == ([], [], [])
    assert seen.page.evaluate("getComputedStyle(document.body).display") != "none"
    assert seen.page.locator("main").count() == 1


def test_none_of_them_runs_where_a_report_is_read(town, watched, told_by_browser):
    taken = told(WORDS)
    seen = watched("ana")
    page = seen.page
    page.goto(f"{town.address}/casos/{taken.case.code}/aviso/{taken.pk}/")
    page.fill("#id_reason", "para valorar")
    page.click("#leer button")
    if page.locator("#id_password").count():  # her key is not open in this browser yet
        page.fill("#id_password", open_keys.DEMO_PASSWORD)
        page.locator("main form[method=post] button").first.click()
    page.get_by_text(LAST).wait_for()
    assert page.locator(".messages li").count() == len(WORDS) + 1
    assert page.locator(".verbatim *, main iframe, main img, main object, main script:not([src])").count() == 0
    assert HURT in page.locator(".messages").inner_text()
    nothing_ran(seen, told_by_browser)


def test_none_of_them_runs_in_the_thread_of_a_case(town, watched, told_by_browser):
    case, ana = town.report_case, town.people["ana"]
    for text in WORDS:
        note = "".join(sign for sign in text if sign != "\0")[:4000]
        if note.strip():
            actions.record(case=case, kind="note.added", by=ana, now=timezone.now(), note=note)
            case.refresh_from_db()
    seen = watched("ana")
    seen.page.goto(f"{town.address}/casos/{case.code}/?all=1")
    assert HURT in seen.page.locator("main").inner_text()
    assert seen.page.locator("main img, main iframe, main object, main embed").count() == 0
    nothing_ran(seen, told_by_browser)


def test_none_of_them_runs_where_it_is_checked_before_it_is_sent(db, settings, context, told_by_browser):
    as_door(settings)
    typed = {
        "account": "\n".join(WORDS)[:15_000],
        "who": "\n".join(WORDS[100:])[:15_000],
        "named": "\n".join(WORDS[:40]),
    }
    typed |= {name: WORDS[n] for n, name in enumerate(("child_name", "place_name", "contact", "name"))}
    token = "a" * 43
    journey = Journey(token, State(page="check", path="known", answers=typed), is_new=False)
    journey.save(now=timezone.now())
    with serving() as address:
        visitor = context(width=320)
        visitor.add_cookies([{"name": "s", "value": token, "url": address}])
        page = visitor.new_page()
        seen = SimpleNamespace(page=page, boxes=[], windows=[])
        page.on("dialog", lambda box: (seen.boxes.append(box.message), box.dismiss()))
        page.on("popup", lambda window: seen.windows.append(window))  # noqa: PLW0108 - it asks for a function
        page.on("console", lambda said: told_by_browser.append(said.text) if said.type == "error" else None)
        page.on("request", lambda one: None if one.url.startswith(address) else told_by_browser.append(one.url))
        page.goto(address)
        assert HURT in page.locator("main").inner_text()
        assert page.locator("main a[href*=malo], main img, main script").count() == 0
        nothing_ran(seen, told_by_browser)
        page.locator("button[value='change:account']").click()
        page.locator("textarea").first.wait_for()
        nothing_ran(seen, told_by_browser)


@pytest.fixture
def told_by_browser(request) -> list[str]:
    """What the browser complained about, a broken policy among it, and addresses of elsewhere it asked for."""
    return request.getfixturevalue("told")

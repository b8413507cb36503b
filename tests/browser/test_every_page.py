"""Every page of the staff site in a real browser: narrow and wide, Spanish and English, with JavaScript and without.

One caseload for the whole module, in a transaction that is never committed; what a test writes is undone.
"""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page as Tab

from tests.browser import caseload
from tests.browser.pages import ANSWERS, MORE, PAGES, Answer, Page
from tests.browser.serving import serving

WIDTHS, LANGUAGES = (320, 1280), ("es", "en")
OPENED = {**PAGES, **MORE}

# axe leaves the size of what is touched aside unless it is asked (WCAG 2.2, 2.5.8).
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

LOOK = """() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => Number(one.tagName[1]));
  return {
    language: document.documentElement.lang,
    title: document.title,
    first: levels.filter((one) => one === 1).length,
    jumps: levels.filter((one, i) => i && one - levels[i - 1] > 1).length,
    wider: document.documentElement.scrollWidth - window.innerWidth,
  };
}"""


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker, browser) -> Iterator[SimpleNamespace]:
    """The caseload and, as ``address``, the site that shows it. One transaction, undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load = caseload.write()
        load.cookies = {name: _session(person) for name, person in load.people.items()}
        with serving() as load.address:
            yield load
        transaction.set_rollback(True)


def _session(person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


@pytest.fixture(autouse=True)
def undone(town, db, settings) -> None:
    """What a test writes is gone after it: ``db`` is a savepoint here. The demonstration's pages are there."""
    settings.HILO_DEMO = True


@pytest.fixture
def told() -> list[str]:
    """What the browser complained about, and every address it asked for outside of the site."""
    return []


@pytest.fixture
def tab(town, context, told) -> Callable[..., Tab]:
    """``tab("ana", language="en", width=320)``: an empty page of somebody's browser, which listens."""

    def make(who: str, *, language: str = "es", **visitor) -> Tab:
        if who:
            get_user_model().objects.filter(pk=town.people[who].pk).update(language=language)
        cookies = {"django_language": language} | ({"sessionid": town.cookies[who]} if who else {})
        visiting = context(language=language, **visitor)
        visiting.add_cookies([{"name": name, "value": value, "url": town.address} for name, value in cookies.items()])
        page = visiting.new_page()
        page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(town.address) else told.append(asked.url))
        return page

    return make


def complaints(told: list[str]) -> list[str]:
    """Without the line that Chromium writes when a page is meant to answer 403, 404 or 422."""
    return [line for line in told if not line.startswith("Failed to load resource: the server responded with a status")]


def wrong_with(tab: Tab, language: str, told: list[str]) -> list[str]:
    """All that is wrong with an open page: one line each."""
    tab.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    found = tab.evaluate(LOOK)
    lines = [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:300]}" for one in _axe(tab)]
    lines += [] if found["language"] == language else [f"html lang is {found['language']}"]
    lines += [] if found["title"].endswith(" · Hilo") else [f"title is «{found['title']}»"]
    lines += [] if found["first"] == 1 else [f"{found['first']} h1"]
    lines += ["headings jump"] if found["jumps"] else []
    lines += [f"scrolls {found['wider']} px sideways"] if found["wider"] > 0 else []
    return lines + complaints(told)


def _axe(tab: Tab) -> list:
    return Axe().run(tab, options=AXE).response["violations"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", OPENED.values(), ids=OPENED.keys())
def test_a_page_is_whole(tab, town, told, page: Page, width, language):
    opened = tab(page.who, language=language, width=width)
    assert opened.goto(town.address + page.path(town)).status == page.status
    assert wrong_with(opened, language, told) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_what_comes_back_is_whole(tab, town, told, answer: Answer, width, language):
    opened = tab(answer.page.who, language=language, width=width)
    opened.goto(town.address + answer.page.path(town))
    statuses = []
    opened.on("response", lambda came: statuses.append(came.status) if came.request.is_navigation_request() else None)
    answer.send(opened)
    assert statuses[-1] == answer.status
    assert wrong_with(opened, language, told) == []

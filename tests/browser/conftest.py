"""A real browser for the pages: the Chromium of the system, never a downloaded one."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.serving import serving

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHOTS = Path(__file__).parents[2] / "shots"
NARROW, WIDE = 320, 1280


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser and says so by its mark."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session. Where none is installed the test is skipped and says why; with
    HILO_REQUIRE_SERVICES=1, as on the way to a release, it fails.
    """
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        missing = f"no Chromium on PATH (looked for {', '.join(CHROMIUM_NAMES)})"
        if os.environ.get("HILO_REQUIRE_SERVICES") == "1":
            pytest.fail(f"{missing}, and HILO_REQUIRE_SERVICES=1 asks for it", pytrace=False)
        pytest.skip(missing)
    # Playwright keeps an event loop in this thread; Django would take it for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make a visitor: ``context(width=320, javascript=False, dark=True, language="en")``."""
    made = []

    def make(*, width: int = WIDE, javascript: bool = True, dark: bool = False, language: str = "es") -> BrowserContext:
        visitor = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale={"es": "es-MX"}.get(language, language),
            timezone_id="America/Mexico_City",
        )
        visitor.set_default_timeout(120_000)  # a busy machine is slow, not wrong
        made.append(visitor)
        return visitor

    yield make
    for visitor in made:
        visitor.close()


@pytest.fixture
def sign_in() -> Callable[[BrowserContext, str, Any], None]:
    """Carry a signed-in Django test client's session into a visitor: ``sign_in(visitor, url, client)``."""

    def carry(visitor: BrowserContext, url: str, client: Any) -> None:
        visitor.add_cookies(
            [{"name": name, "value": cookie.value, "url": url} for name, cookie in client.cookies.items()]
        )

    return carry


@pytest.fixture
def shoot() -> Callable[[Page, str], Path]:
    """Photograph the whole page into ``shots/`` (git-ignored); answers the path."""

    def photograph(page: Page, name: str) -> Path:
        SHOTS.mkdir(exist_ok=True)
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return photograph


@pytest.fixture
def barriers() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page, one line each: rule, help, first element. JavaScript must be on."""

    def look(page: Page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found]

    return look


@pytest.fixture
def overflow() -> Callable[[Page], int]:
    """By how many pixels a page is wider than its window: above 0 it scrolls sideways."""
    return lambda page: int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def site(db: None) -> Iterator[str]:
    """The address of the running site, which sees what the test wrote without a commit."""
    with serving() as address:
        yield address


# --- one caseload for a whole module ----------------------------------------------------------------


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any, browser: Browser) -> Iterator[SimpleNamespace]:
    """The caseload and, as ``address``, the site that shows it. One transaction, undone at the end."""
    from tests.browser import caseload  # its models are there only once Django is set up

    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]  # what wants to be committed at once is, as in any test
    with django_db_blocker.unblock(), whole:
        load = caseload.write()
        load.cookies = {name: _session(person) for name, person in load.people.items()}
        with serving() as load.address:
            yield load
        transaction.set_rollback(True)


def _session(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return str(client.cookies["sessionid"].value)


@pytest.fixture
def told() -> list[str]:
    """What the browser complained about, and every address it asked for outside of the site."""
    return []


@pytest.fixture
def tab(
    town: SimpleNamespace, db: None, settings: Any, context: Callable[..., BrowserContext], told: list[str]
) -> Callable[..., Page]:
    """``tab("ana", language="en", width=320)``: an empty page of somebody's browser, which listens.

    What the test writes is gone after it, because ``db`` is a savepoint here. The demonstration's pages are there.
    """
    settings.HILO_DEMO = True

    def make(who: str = "", *, language: str = "es", **visitor: Any) -> Page:
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

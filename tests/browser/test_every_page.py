"""Every page of the staff site in a real browser: narrow and wide, Spanish and English, with JavaScript and without.

One caseload for the whole module, in a transaction that is never committed; what a test writes is undone.
"""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Page as Tab

from hilo.cases import actions
from hilo.web.logs import facts
from tests.browser.pages import ACT, ANSWERS, MORE, PAGES, Answer, Page

WIDTHS, LANGUAGES = (320, 1280), ("es", "en")
OPENED = {**PAGES, **MORE}

# axe leaves the size of what is touched aside unless it is asked (WCAG 2.2, 2.5.8).
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

BARRIERS = "(options) => axe.run(document, options).then((found) => found.violations)"

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


def complaints(told: list[str]) -> list[str]:
    """Without the line that Chromium writes when a page is meant to answer 403, 404 or 422."""
    return [line for line in told if not line.startswith("Failed to load resource: the server responded with a status")]


def wrong_with(tab: Tab, language: str, told: list[str]) -> list[str]:
    """All that is wrong with an open page at both widths: one line each."""
    tab.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    tab.evaluate(Axe().axe_script)
    lines = complaints(told)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        found = tab.evaluate(LOOK)
        said = [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:300]}" for one in tab.evaluate(BARRIERS, AXE)]
        said += [] if found["language"] == language else [f"html lang is {found['language']}"]
        said += [] if found["title"].endswith(" · Hilo") else [f"title is «{found['title']}»"]
        said += [] if found["first"] == 1 else [f"{found['first']} h1"]
        said += ["headings jump"] if found["jumps"] else []
        said += [f"scrolls {found['wider']} px sideways"] if found["wider"] > 0 else []
        lines += [f"{width} px: {line}" for line in said]
    return lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", OPENED.values(), ids=OPENED.keys())
def test_a_page_is_whole(tab, town, told, page: Page, language):
    opened = tab(page.who, language=language)
    assert opened.goto(town.address + page.path(town)).status == page.status
    assert wrong_with(opened, language, told) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_what_comes_back_is_whole(tab, town, told, answer: Answer, language):
    opened = tab(answer.page.who, language=language)
    opened.goto(town.address + answer.page.path(town))
    assert sent(opened, answer) == answer.status
    assert wrong_with(opened, language, told) == []


DARK = ("alerts:alert", "cases:file", "desk:inbox", "desk:overview", "desk:record", "accounts:demo_people")


@pytest.mark.parametrize("name", DARK)
def test_a_page_is_whole_in_the_dark(tab, town, told, name):
    opened = tab(PAGES[name].who, dark=True)
    opened.goto(town.address + PAGES[name].path(town))
    assert wrong_with(opened, "es", told) == []


def sent(tab: Tab, answer: Answer) -> int:
    """Send it and say with which status the page that came back arrived."""
    statuses = []
    tab.on("response", lambda came: statuses.append(came.status) if came.request.is_navigation_request() else None)
    answer.send(tab)
    return statuses[-1]


@pytest.mark.parametrize("page", OPENED.values(), ids=OPENED.keys())
def test_a_page_needs_no_javascript(tab, town, told, page: Page):
    opened = tab(page.who, width=320, javascript=False)
    assert opened.goto(town.address + page.path(town)).status == page.status
    assert opened.locator("h1").is_visible()
    hidden = [one.inner_text() for one in opened.locator("main button:not(.visually-hidden)").all() if unseen(one)]
    assert hidden == []
    assert complaints(told) == []


def unseen(button) -> bool:
    """Whether it cannot be seen, though nobody folded it away and it is not meant for wide screens alone."""
    meant = "(one) => Boolean(one.closest('details:not([open]), .wide-only'))"
    return not button.is_visible() and not button.evaluate(meant)


# --- states that no address shows by itself ---------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_of_ours_gives_a_number_that_the_log_has_too(tab, town, told, monkeypatch, caplog, language):
    def broken(_user):
        raise RuntimeError("planted")

    monkeypatch.setattr("hilo.accounts.queries.people_seen_by", broken)
    opened = tab("beto", language=language)
    assert opened.goto(town.address + "/personas/").status == 500
    number = opened.locator("main code").first.inner_text()
    assert [facts(record)["number"] for record in caplog.records if record.levelname == "ERROR"] == [number]
    assert wrong_with(opened, "es", told) == []  # one page for everybody, with both languages on it
    assert opened.locator("[lang=en] code").inner_text() == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_sent_after_the_session_ended_come_back(tab, town, told, language):
    opened = tab("ana", language=language)
    opened.goto(town.address + PAGES["cases:note"].path(town))
    opened.locator("#id_note").fill("Hablé con la maestra")
    idle(town, "ana")
    assert sent(opened, Answer(PAGES["cases:note"], ACT)) == 403
    assert opened.locator("textarea").input_value() == "Hablé con la maestra"
    assert opened.locator("label").inner_text() == {"es": "Nota", "en": "Note"}[language]
    assert wrong_with(opened, language, told) == []


def test_a_page_asked_for_after_the_session_ended_leads_to_the_door_and_back(tab, town):
    opened = tab("ana", javascript=False)
    idle(town, "ana")
    opened.goto(town.address + PAGES["cases:file"].path(town))
    assert opened.get_by_text("Su sesión se cerró porque pasó un rato sin actividad").is_visible()
    opened.get_by_role("button", name="Ana Robles").click()
    assert opened.url == town.address + PAGES["cases:file"].path(town)


def idle(town, who: str) -> None:
    """Nobody touched the keyboard for an hour."""
    session = SessionStore(town.cookies[who])
    session["seen_at"] = int(time.time()) - 3600
    session.save()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_grew_too_old_says_so(tab, town, told, language):
    opened = tab("ana", language=language)
    opened.goto(town.address + PAGES["cases:note"].path(town))
    opened.locator("#id_note").fill("Hablé con la maestra")
    opened.locator("main [name=csrfmiddlewaretoken]").first.evaluate("(one) => { one.value = 'x'; }")
    assert sent(opened, Answer(PAGES["cases:note"], ACT)) == 403
    assert wrong_with(opened, "es", told) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_comes_second_is_told_and_keeps_the_words(tab, town, told, language):
    opened = tab("ana", language=language)
    opened.goto(town.address + PAGES["cases:tier"].path(town))
    opened.locator("#id_reason").fill("Se sabe dónde está")
    opened.locator("main [type=radio]:not(:checked)").last.check()
    actions.assign(cases=[town.case], to=town.people["caro"], by=town.people["beto"], now=timezone.now())
    assert sent(opened, Answer(PAGES["cases:tier"], ACT)) == 409
    assert opened.locator("#id_reason").input_value() == "Se sabe dónde está"
    assert wrong_with(opened, language, told) == []

"""The frame of every page in a real browser: narrow, wide, dark, and with its small script."""

import pytest

from hilo.accounts.models import User

DOOR, NOWHERE = "/cuenta/login/", "/no/hay/nada/"
SENTENCE = "Texto de prueba"


@pytest.fixture
def told():
    """What the browser complained about: refused styles and scripts, missing files, errors."""
    return []


def listening(page, told):
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", [DOOR, NOWHERE])
def test_a_page_has_no_barriers_and_fits_its_window(site, context, barriers, overflow, told, path, width, dark):
    page = listening(context(width=width, dark=dark).new_page(), told)
    page.goto(site + path)
    assert barriers(page) == []
    assert overflow(page) <= 0
    assert [line for line in told if "404 (Not Found)" not in line] == []


def test_the_banner_of_a_demonstration_has_no_barriers(site, context, barriers, settings):
    settings.HILO_DEMO = True
    page = context(width=320).new_page()
    page.goto(site + DOOR)
    assert page.get_by_text("Todos los datos son inventados").is_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_menu_opens_without_javascript_at_any_width(site, context, overflow, signed_in, sign_in, ana, width):
    visitor = context(width=width, javascript=False)
    sign_in(visitor, site, signed_in(ana))
    page = visitor.new_page()
    page.goto(f"{site}/cuenta/")
    if width == 320:
        page.get_by_text("Menú").click()
    assert page.get_by_role("link", name="Preferencias").is_visible()
    assert page.get_by_text(User.objects.get(username="ana").get_full_name()).first.is_visible()
    assert overflow(page) <= 0


@pytest.fixture
def desk_page(site, context, told):
    """A page with rows to walk and a guarded form, as the inbox has them."""
    page = listening(context().new_page(), told)
    page.goto(site + DOOR)
    page.evaluate(
        """() => { document.querySelector("main").innerHTML = `
        <input type="search" aria-label="Buscar">
        <table data-keys><tbody>
        <tr><td><a href="#1">uno</a></td></tr><tr><td><a href="#2">dos</a></td></tr>
        </tbody></table>
        <form data-guard><textarea aria-label="Nota"></textarea></form>`; }"""
    )
    return page


def test_rows_are_walked_with_j_and_k_and_opened_with_enter(desk_page, told):
    desk_page.keyboard.press("j")
    desk_page.keyboard.press("j")
    assert desk_page.locator("tr[aria-current=true]").inner_text() == "dos"
    desk_page.keyboard.press("k")
    assert desk_page.locator("tr[aria-current=true]").inner_text() == "uno"
    desk_page.keyboard.press("Enter")
    assert desk_page.url.endswith("#1")
    assert told == []


def test_slash_goes_to_the_search_field_and_letters_typed_there_stay_letters(desk_page):
    desk_page.keyboard.press("/")
    desk_page.keyboard.type("jk/")
    assert desk_page.locator("input[type=search]").input_value() == "jk/"
    assert desk_page.locator("tr[aria-current]").count() == 0


def test_leaving_a_form_with_typed_words_asks_first(desk_page, site):
    asked = []
    desk_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk_page.get_by_label("Nota").fill(SENTENCE)
    desk_page.goto(site + NOWHERE)
    assert asked == ["beforeunload"]


def test_time_left_is_said_again_while_the_page_stays_open(site, context):
    page = context().new_page()
    page.clock.install(time="2026-11-22T17:00:00Z")
    page.goto(site + DOOR)
    page.evaluate(
        """() => { document.querySelector("main").innerHTML = `<b data-left="2026-11-22T19:30:00Z"
        data-ahead="vence {}" data-past="venció {}">vence en 2 h</b>`; }"""
    )
    page.clock.fast_forward("02:10:00")
    assert page.locator("[data-left]").inner_text() == "vence dentro de 19 minutos"
    page.clock.fast_forward("03:00:00")
    assert page.locator("[data-left]").inner_text() == "venció hace 2 horas"

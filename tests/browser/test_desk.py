"""The desk in a real browser: keys, htmx, and the same without JavaScript."""

import re

import pytest

from hilo.cases.models import Case


@pytest.fixture
def busy(arrive, open_cases, ana, settings):
    """A desk with urgent, silent, folded and assigned cases."""
    settings.HILO_DEMO = True
    arrive()
    (parent,) = open_cases(tier=4, days=3)
    open_cases(2, tier=4, parent=parent)
    open_cases(2, tier=1, days=2)
    open_cases(2, tier=3, days=80, owner=ana)


@pytest.fixture
def visit(site, context, signed_in, sign_in, beto, busy):
    """``visit(path, **visitor)``: Beto's page."""

    def enter(path, *, language="es", **visitor):
        beto.language = language
        beto.save()
        opened = context(**visitor)
        sign_in(opened, site, signed_in(beto))
        page = opened.new_page()
        page.goto(site + path)
        return page

    return enter


def test_a_filter_swaps_the_list_and_stays_in_the_address(visit):
    page = visit("/")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    page.get_by_label("Nivel").select_option("1")
    page.wait_for_url(re.compile("nivel=1"))
    page.get_by_role("status").get_by_text("2 casos").wait_for()
    assert page.locator("h1").get_attribute("data-kept") == "yes"
    page.go_back()
    page.wait_for_url(lambda url: "nivel=1" not in url)
    assert page.locator("h1").inner_text() == "Bandeja"


def test_rows_are_marked_with_x_and_all_with_one_box(visit):
    page = visit("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    marked = page.locator("tbody input:checked")
    assert marked.count() == 1
    assert marked.get_attribute("value") in page.locator("tr[aria-current=true]").inner_text()
    page.get_by_label("Marcar todos").check()
    assert marked.count() == page.locator("tbody tr").count() == 6


@pytest.mark.parametrize("javascript", [True, False])
def test_marked_cases_are_given_with_and_without_javascript(visit, ana, javascript):
    page = visit("/?de=todos&nivel=1", javascript=javascript)
    for box in page.locator("tbody input[type=checkbox]").all():
        box.check()
    page.get_by_label("Asignar los marcados a").select_option(str(ana.pk))
    page.get_by_role("button", name="Asignar").click()
    page.get_by_text("2 casos asignados a Ana Robles.").wait_for()
    assert "nivel=1" in page.url
    assert set(Case.objects.filter(tier=1).values_list("owner", flat=True)) == {ana.pk}


def test_slash_goes_to_the_search_and_a_code_is_found(visit):
    page = visit("/", javascript=True)
    code = page.locator("tbody .code").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="1 caso").wait_for()
    assert page.locator("tbody .code").inner_text() == code
    assert code not in page.url

"""What is typed of an interview is saved by itself, says so, and is not asked about twice; without it a button does."""

from django.urls import reverse

from tests.browser.test_every_page import complaints


def opened_by(tab, town, **visitor):
    """Where Iris types the interview under way."""
    page = tab("iris", **visitor)
    page.clock.install()
    page.goto(
        town.address + reverse("testimony:transcript_draft", kwargs={"code": town.case.code, "pk": town.interview.pk})
    )
    return page


def test_the_draft_is_saved_while_somebody_types(tab, town, told):
    page = opened_by(tab, town)
    page.locator("#id_text").fill("E: Hola.\nN: Perdí mi mochila.")
    page.clock.run_for(16_000)
    page.get_by_text("Borrador guardado a las").wait_for()
    page.locator("#id_text").fill("E: Hola.\nN: Perdí mi mochila azul.")
    page.locator("[data-draft-state]").evaluate("(one) => { one.textContent = ''; }")
    page.clock.run_for(16_000)
    page.get_by_text("Borrador guardado a las").wait_for()
    again = opened_by(tab, town)
    assert again.locator("#id_text").input_value() == "E: Hola.\nN: Perdí mi mochila azul."
    again.locator("#id_text").fill("E: Hola, otra vez.")
    again.locator("button[value=save]").click()
    again.wait_for_load_state()
    page.locator("#id_text").fill("E: Lo de antes.")
    page.clock.run_for(16_000)
    page.get_by_text("cambió en otra ventana").wait_for()
    assert complaints(told) == []

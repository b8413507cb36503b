"""What people do all day, in a browser without JavaScript; and the three clicks of the demonstration's story."""

import re

import pytest

from hilo.cases.models import Case
from tests.browser.caseload import EMAIL, PASSWORD
from tests.browser.pages import PAGES

LANGUAGES = ("es", "en")


@pytest.fixture
def plain(tab):
    """``plain("ana")``: a page of somebody's browser on a telephone, which runs no script."""
    return lambda who="", **more: tab(who, width=320, javascript=False, **more)


def test_signing_in_with_a_name_and_a_password(plain, town):
    page = plain()
    page.goto(town.address + "/cuenta/login/?next=/buscar/")
    page.get_by_label("Nombre de usuario").fill("ana")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    assert page.url == town.address + "/buscar/"
    assert page.get_by_text("Ana Robles").first.is_visible()


def test_choosing_a_language_before_and_after_signing_in(plain, town):
    page = plain()
    page.goto(town.address + "/cuenta/login/")
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", name="Sign in").is_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page = plain("ana")
    page.goto(town.address + "/cuenta/")
    page.get_by_role("button", name="English").click()
    page.goto(town.address + "/")
    assert page.get_by_role("heading", name="Inbox").is_visible()


def test_narrowing_the_inbox_and_giving_the_marked_cases(plain, town):
    page = plain("beto")
    page.goto(town.address + "/")
    page.get_by_label("Nivel").select_option("4")
    page.get_by_role("button", name="Filtrar").click()
    codes = page.locator("tbody .code").all_inner_texts()
    assert set(Case.objects.filter(code__in=codes).values_list("tier", flat=True)) == {4}
    for box in page.locator("tbody input[type=checkbox]").all()[:2]:
        box.check()
    page.get_by_label("Asignar los marcados a").select_option(str(town.people["ana"].pk))
    page.get_by_role("button", name="Asignar").click()
    page.get_by_text("2 casos asignados a Ana Robles.").wait_for()
    assert set(Case.objects.filter(code__in=codes[:2]).values_list("owner", flat=True)) == {town.people["ana"].pk}


def test_recording_an_act_that_a_duty_waits_for(plain, town):
    page = plain("ana")
    page.goto(town.address + PAGES["cases:file"].path(town))
    link = page.locator("#plazos ~ .panel a[href*='?acto=']").first
    kind = link.get_attribute("href").partition("?acto=")[2]
    link.click()
    assert page.get_by_label("¿Qué pasó?").input_value() == kind
    page.get_by_role("button", name="Anotar").click()
    assert page.get_by_text("Con esto se cumple").is_visible()


def test_moving_the_tier_of_a_case(plain, town):
    page = plain("ana")
    page.goto(town.address + PAGES["cases:tier"].path(town))
    page.get_by_label("3 ·").check()
    page.get_by_label("Razón").fill("Ya está a salvo")
    page.get_by_role("button", name="Cambiar la urgencia").click()
    assert page.get_by_text("La urgencia cambió y los plazos con ella.").is_visible()
    assert Case.objects.get(pk=town.case.pk).tier == 3


def test_closing_a_case_and_opening_it_again(plain, town):
    page = plain("beto")
    page.goto(f"{town.address}/casos/{town.ready.code}/")
    page.get_by_role("link", name="Cerrar", exact=True).click()
    page.get_by_label("¿Cómo termina?").select_option("child_safeguarded")
    page.get_by_label("¿Qué se sabe").fill("Está con su familia y a salvo.")
    page.get_by_role("button", name="Cerrar el caso").click()
    assert page.get_by_text("El caso quedó cerrado.").is_visible()
    page.get_by_role("button", name="Reabrir el caso").click()
    page.get_by_label("Razón").fill("Llegó otro dato")
    page.get_by_role("button", name="Reabrir").click()
    assert page.get_by_text("El caso está abierto otra vez.").is_visible()


def test_searching_for_an_identifier(plain, town):
    page = plain("ana")
    page.goto(town.address + "/buscar/")
    page.get_by_label("Código, número de reporte o identificador").fill(EMAIL)
    page.get_by_role("button", name="Buscar").click()
    assert town.case.code in page.locator("tbody .code").all_inner_texts()
    assert EMAIL not in page.url


def test_seeing_identifiers_for_a_reason(plain, town):
    page = plain("ana")
    page.goto(town.address + PAGES["alerts:alert"].path(town))
    assert page.get_by_text(EMAIL).count() == 0
    page.get_by_role("link", name="Mostrar lo que está oculto").click()
    page.get_by_label("¿Para qué?").fill("para pedir datos a la plataforma")
    page.get_by_role("button", name="Mostrar y anotar la consulta").click()
    assert page.get_by_text(EMAIL).first.is_visible()


def test_typing_a_letter_and_sending_it_from_any_field(plain, town):
    page = plain("caro")
    page.goto(town.address + "/alertas/carta/")
    page.get_by_label("¿Quién la envía?").select_option("INTERPOL")
    page.get_by_label("Referencia").fill("OCN-0042")
    page.get_by_label("Fecha de la carta").fill("2026-05-06")
    page.get_by_label("¿En qué entidad ocurre?").select_option("NAY")
    page.get_by_label("¿Qué pide?").fill("Identificar a la persona señalada")
    page.get_by_label("Edad, en años").fill("12")
    page.get_by_label("No se sabe la escuela").check()
    page.get_by_label("No se sabe dónde está").check()
    page.get_by_label("Referencia").press("Enter")
    assert page.get_by_text("La carta abrió el caso").is_visible()


def test_the_summary_of_errors_leads_to_the_field(plain, town):
    page = plain("caro")
    page.goto(town.address + "/alertas/carta/")
    page.get_by_role("button", name="Guardar la carta").last.click()
    page.get_by_role("link", name="Escriba la referencia de la carta.").click()
    assert page.evaluate("document.querySelector(':target').name") == "reference"


def test_writing_a_note(plain, town):
    page = plain("ana")
    page.goto(town.address + PAGES["cases:file"].path(town))
    page.get_by_label("Escribir una nota").fill("Hablé con la maestra")
    page.get_by_role("button", name="Guardar la nota").click()
    assert page.get_by_text("La nota quedó en el expediente.").is_visible()
    assert page.locator(".thread").get_by_text("Hablé con la maestra").is_visible()


def test_leaving_a_half_written_note_asks_first(tab, town):
    page = tab("ana")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(town.address + PAGES["cases:file"].path(town))
    page.get_by_label("Escribir una nota").fill("A medias")
    page.goto(town.address + "/cuenta/")
    assert asked == ["beforeunload"]


# --- the story --------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_click_opens_the_case_that_the_story_told(tab, town, language, javascript):
    page = story(tab, town, language, javascript=javascript)
    step = page.locator("ol.steps > li").nth(0)
    tier, duty, due = (step.locator(part).first.inner_text() for part in (".tier", "strong", ".clock time"))
    person = entering(step)
    head = page.locator(".dossier")
    step.get_by_role("button").click()
    assert page.locator(".who b").inner_text() == person
    assert head.locator(".tier").inner_text() == tier
    assert duty in head.inner_text()
    assert head.locator(".clock time").inner_text() == due
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_click_leads_to_what_somebody_told_and_the_door_stands_beside_it(tab, town, settings, language):
    page = story(tab, town, language)
    step = page.locator("ol.steps > li").nth(1)
    assert step.locator("a").get_attribute("href") == f"{settings.HILO_PUBLIC_URL}/"
    person = entering(step)
    step.locator("form button").click()
    assert page.locator(".who b").inner_text() == person
    page.locator("#id_reason").fill("valorar el riesgo")
    page.locator("#leer button").click()
    assert page.locator(".verbatim").first.is_visible()
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_third_click_shows_the_numbers_that_the_story_told(tab, town, language):
    page = story(tab, town, language)
    step = page.locator("ol.steps > li").nth(2)
    told = re.findall(r"\d+", step.locator("p").first.inner_text().partition(":")[2])
    person = entering(step)
    step.get_by_role("button").click()
    assert page.locator(".who b").inner_text() == person
    assert re.findall(r"\d+", page.locator(".lede").inner_text()) == told
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fourth_click_leads_to_a_record_that_proves_itself(tab, town, language):
    page = story(tab, town, language)
    step = page.locator("ol.steps > li").nth(3)
    person = entering(step)
    step.get_by_role("button").click()
    assert page.locator(".who b").inner_text() == person
    page.locator("main form[method=post] button").first.click()
    assert page.locator(".notice-success").get_by_text({"es": "Íntegro.", "en": "Whole."}[language]).is_visible()
    assert page.locator("html").get_attribute("lang") == language


def story(tab, town, language, **visitor):
    """The page on which the demonstration opens."""
    page = tab(language=language, **visitor)
    page.goto(town.address + "/demo/historia/")
    return page


def entering(step) -> str:
    """The name of the person as whom a step enters."""
    return re.search(r"(?: como| as) ([^,]+),", step.locator("form small").inner_text())[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_choosing_a_person_enters_where_that_person_works(tab, town, language):
    page = tab(language=language)
    page.goto(town.address + "/demo/")
    for name, home in (("Ana Robles", "/"), ("Ada Cruz", "/registro/"), ("Saúl Vega", "/personas/")):
        page.goto(town.address + "/demo/")
        page.get_by_role("button", name=name).click()
        assert page.url == town.address + home
        assert page.locator(".who b").inner_text() == name
        assert page.locator("html").get_attribute("lang") == language

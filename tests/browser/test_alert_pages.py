"""The alert, the quarantine, the letter and the record in a real browser: no barriers, and no need of JavaScript."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.actions import log_read
from hilo.ledger import checkpoint

EMAIL = "azul@correo.example"


@pytest.fixture
def visit(site, context, sign_in, signed_in):
    """``visit(person, width=…)``: a page of somebody who has signed in."""

    def enter(person, **more):
        visitor = context(**more)
        sign_in(visitor, site, signed_in(person))
        return visitor.new_page()

    return enter


@pytest.fixture
def rich(arrive, beto, unread):
    """An alert with something of everything, two versions, a look, a checkpoint and an unread item."""
    for age in (11, 12):
        alert = arrive(
            "OCN-0001",
            incident_type="Child Pornography (possession, manufacture, and distribution)",
            narrative="Relato inventado " + "palabra" * 30,
            requested_action="Identificar",
            platform="Red",
            persons=[{"party": "victim", "name": "Nombre Inventado", "school": "Escuela del Valle", "age": age}],
            entities=[
                {"kind": "email", "value": EMAIL, "party": "reported"},
                {"kind": "profile_url", "value": "https://red.example/" + "x" * 120, "party": "reported"},
                {"kind": "email", "value": "agente@interpol.example", "party": "reporter"},
            ],
            attachments=[{"name": "archivo.bin", "algorithm": "SHA256", "hash": "0" * 58 + "abcdef"}],
        )
    arrive("OCN-0001", narrative="otra vez")
    log_read(user=beto, subject_kind="alert", subject_id=alert.pk, field="texts", reason="para un oficio")
    checkpoint.make(timezone.now())
    unread(b"{" * 40, name="carpeta/" + "nombre-muy-largo-" * 6 + ".json")
    return alert


def everything(page):
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


def addresses(alert, item):
    return {
        "alert": reverse("alerts:alert", kwargs={"pk": alert.pk}),
        "letter": reverse("alerts:letter"),
        "quarantine": reverse("alerts:quarantine"),
        "item": reverse("alerts:quarantine_item", kwargs={"pk": item}),
        "record": reverse("desk:record"),
        "chain": reverse("desk:record_chain", kwargs={"chain": alert.case.code}),
        "reads": reverse("desk:record_reads"),
    }


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_barriers_or_scrolls_sideways(site, visit, barriers, overflow, beto, rich, width, language):
    from hilo.alerts.models import Quarantined

    beto.language = language
    beto.save()
    where = addresses(rich, Quarantined.objects.get().pk)
    page = visit(beto, width=width)
    for name, address in where.items():
        assert page.goto(site + address).status == 200
        everything(page)
        assert (name, barriers(page), overflow(page) <= 0) == (name, [], True)


@pytest.mark.parametrize("width", [320, 1280])
def test_what_comes_after_a_button_has_no_barriers_either(site, visit, barriers, overflow, beto, rich, width):
    from hilo.alerts.models import Quarantined

    where = addresses(rich, Quarantined.objects.get().pk)
    page = visit(beto, width=width)
    for name, button in (
        ("alert", "Mostrar y anotar la consulta"),
        ("letter", "Guardar la carta"),
        ("item", "Apartarlo"),
        ("record", "Verificar todo ahora"),
        ("chain", "Verificar ahora"),
    ):
        page.goto(site + where[name])
        page.get_by_role("button", name=button).last.click()
        page.wait_for_load_state()
        assert (name, barriers(page), overflow(page) <= 0) == (name, [], True)


def test_identifiers_are_shown_once_without_javascript(site, visit, ana, rich):
    page = visit(ana, width=320, javascript=False)
    page.goto(site + reverse("alerts:alert", kwargs={"pk": rich.pk}))
    assert page.get_by_text(EMAIL).count() == 0
    page.get_by_label("¿Para qué?").fill("para pedir datos a la plataforma")
    page.get_by_role("button", name="Mostrar y anotar la consulta").click()
    assert page.get_by_text("La consulta quedó anotada").is_visible()
    page.get_by_role("link", name="Ocultar ahora").click()
    assert page.get_by_text(EMAIL).count() == 0


def test_a_letter_is_typed_without_javascript(site, visit, caro):
    page = visit(caro, width=320, javascript=False)
    page.goto(site + reverse("alerts:letter"))
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


def test_the_summary_of_errors_leads_to_the_field(site, visit, caro):
    page = visit(caro, width=320)
    page.goto(site + reverse("alerts:letter"))
    page.get_by_role("button", name="Guardar la carta").last.click()
    page.get_by_role("link", name="Escriba la referencia de la carta.").click()
    assert page.evaluate("document.querySelector(':target').name") == "reference"

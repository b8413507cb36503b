"""The case file and its acts in a real browser: no barriers, no sideways scrolling, nothing lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hilo.cases import actions
from hilo.linkage.actions import pair, suggest


@pytest.fixture
def full(arrive, ana, beto):
    """A case with something of everything."""
    case, now = arrive("OCN-1").case, timezone.now()
    actions.assign(cases=[case], to=ana, by=beto, now=now)
    actions.record(case=case, kind="child_protection.informed", by=ana, now=now, note="Oficio recibido")
    actions.add_person(case=case, role="child", by=ana, now=now, name="Nombre Inventado", age=12)
    actions.add_place(case=case, role="authority", institution="FGR", by=ana, now=now)
    clock = case.clocks.live().get(rule="restitution_diagnosis")
    actions.pause(clock=clock, until=now + timedelta(days=2), reason="Viaje", by=ana, now=now)
    suggest({pair(case.pk, arrive("OCN-2").case.pk): [{"kind": "email", "seen": 1}]}, at=now)
    return case


@pytest.fixture
def visit(site, context, sign_in, signed_in):
    """``visit(person, width=…)``: a page of somebody who has signed in."""

    def enter(person, **more):
        visitor = context(**more)
        sign_in(visitor, site, signed_in(person))
        return visitor.new_page()

    return enter


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_case_file_has_no_barriers_and_fits_its_window(
    site, visit, barriers, overflow, beto, full, width, language
):
    beto.language = language
    beto.save()
    page = visit(beto, width=width)
    page.goto(f"{site}/casos/{full.code}/")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert barriers(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "act", ["anotar", "nota", "asignar", "tomar", "urgencia", "estado", "cerrar", "reabrir", "persona", "lugar"]
)
def test_each_act_has_no_barriers_also_when_it_is_refused(site, visit, barriers, overflow, beto, full, act, width):
    page = visit(beto, width=width)
    page.goto(f"{site}/casos/{full.code}/{act}/")
    assert barriers(page) == []
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    assert barriers(page) == []
    assert overflow(page) <= 0


def test_a_note_is_written_without_javascript(site, visit, ana, full):
    page = visit(ana, javascript=False, width=320)
    page.goto(f"{site}/casos/{full.code}/")
    page.get_by_label("Escribir una nota").fill("Hablé con la maestra")
    page.get_by_role("button", name="Guardar la nota").click()
    assert page.get_by_text("La nota quedó en el expediente.").is_visible()
    assert page.locator(".thread").get_by_text("Hablé con la maestra").is_visible()


def test_leaving_a_half_written_note_asks_first(site, visit, ana, full):
    page = visit(ana)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{site}/casos/{full.code}/")
    page.get_by_label("Escribir una nota").fill("A medias")
    page.goto(f"{site}/cuenta/")
    assert asked == ["beforeunload"]

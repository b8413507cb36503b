"""The page of the plan: what is proposed and why, marking several at once, and adding what was not proposed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.sealing import open_text
from hilo.cases import actions as cases
from hilo.cases.models import Event
from hilo.investigation import actions
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act

pytestmark = pytest.mark.django_db
ACCOUNT = {"party": "reported", "service": "ejemplo", "account": "mochila-7"}


@pytest.fixture
def case(arrive):
    """An alert from abroad with an account and a line."""
    phone = {"kind": "phone", "value": "+52 311 555 0101", "party": "reported"}
    return arrive("OCN-0009", persons=[ACCOUNT], entities=[phone]).case


@pytest.fixture
def nico(person):
    return person("nico")


def address(case, name="plan"):
    return reverse(f"investigation:{name}", kwargs={"code": case.code})


def sent(case, **given):
    case.refresh_from_db()
    return {"revision": case.revision, "seen": case.events.count(), **given}


def read(browser, case):
    return browser.get(address(case)).content.decode()


def test_a_proposal_tells_its_reason_law_last_day_and_what_it_cannot_show(case, nico, signed_in):
    page = read(signed_in(nico), case)
    assert "Todavía no hay un plan" in page
    for words in (
        "Registro de llamadas y contactos de la línea",
        "Se conoce una línea telefónica.",
        "CNPP 303 párr. 1-5; LMTR 183",
        "Se pierde el",
        "Lo que se dijo, ni los mensajes de aplicaciones.",
        "Se guarda 90 días naturales desde que se ordena.",
    ):
        assert words in page
    assert page.index("Conservación inmediata de datos") < page.index("Registro de llamadas y contactos")


def test_what_rests_on_memory_says_that_it_is_to_be_confirmed(case, nico, signed_in):
    page = read(signed_in(nico), case)
    foreign = page[page.index("Petición de conservar a un proveedor") :]
    assert "por confirmar" in foreign[: foreign.index("</div>")]


def test_several_acts_are_taken_into_the_plan_at_once_with_what_was_written(case, nico, signed_in):
    given = {"act_preserve_data": "on", "act_call_records": "on", "target_call_records": "52 311 555 0101"}
    answer = signed_in(nico).post(address(case), sent(case, day_call_records="2026-01-31", **given), follow=True)
    assert answer.redirect_chain[-1][0] == address(case)
    assert "2 actos quedaron en el plan." in answer.content.decode()
    acts = {act.type: act for act in Act.objects.filter(case=case)}
    assert set(acts) == {"preserve_data", "call_records"}
    line = acts["call_records"]
    assert (line.origin, line.added_by, line.data_from.isoformat()) == ("proposed", nico, "2026-01-31")
    assert open_text(line.target, place=line.target_place) == "52 311 555 0101"
    told = "".join(Event.objects.filter(case=case).values_list("facts", flat=True))
    assert "0101" not in told


def test_marking_nothing_or_writing_beside_an_unmarked_act_loses_nothing(case, nico, signed_in):
    browser = signed_in(nico)
    nothing = browser.post(address(case), sent(case))
    assert nothing.status_code == 422
    assert "Marque al menos un acto." in nothing.content.decode()
    beside = browser.post(
        address(case), sent(case, act_preserve_data="on", target_call_records="la línea de la mochila")
    )
    page = beside.content.decode()
    assert beside.status_code == 422
    assert "Marque también este acto" in page
    assert "la línea de la mochila" in page
    assert not Act.objects.exists()


def test_data_of_a_day_to_come_are_refused(case, nico, signed_in):
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    answer = signed_in(nico).post(address(case), sent(case, act_call_records="on", day_call_records=day))
    assert answer.status_code == 422
    assert "Los datos son de un día que ya pasó" in answer.content.decode()


def test_what_a_colleague_adopted_meanwhile_is_told_and_the_marks_stay(case, nico, ana, signed_in):
    before = sent(case, act_call_records="on", target_call_records="la línea de la mochila")
    actions.adopt(case=case, adoptions=[Adoption("call_records")], by=ana, now=timezone.now())
    answer = signed_in(nico).post(address(case), before)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "la línea de la mochila" in page
    assert "Ya no se propone" in page
    assert Act.objects.count() == 1


def test_an_act_that_was_not_proposed_is_added_with_who_asked_for_it(case, nico, signed_in):
    browser = signed_in(nico)
    page = browser.get(address(case, "plan_add") + "?acto=bank_records").content.decode()
    assert "Cuentas y movimientos bancarios" in page
    assert "Para qué fue cada pago." in page
    given = {
        "type": "bank_records",
        "target": "cuenta de la papelería",
        "asked_by": "victim",
        "reason": "Hubo un pago.",
    }
    answer = browser.post(address(case, "plan_add"), sent(case, **given))
    assert (answer.status_code, answer.url) == (302, address(case))
    act = Act.objects.get()
    assert (act.type, act.origin, act.asked_by, act.state) == ("bank_records", "person", "victim", "asked")


def test_the_catalogue_refuses_what_it_does_not_hold(case, nico, signed_in):
    answer = signed_in(nico).post(address(case, "plan_add"), sent(case, type="inventado", target="mi texto"))
    assert answer.status_code == 422
    assert "mi texto" in answer.content.decode()


def test_who_may_only_look_sees_reasons_and_no_boxes(case, caro, signed_in):
    browser = signed_in(caro)
    page = read(browser, case)
    assert "Conservación inmediata de datos" in page
    assert 'type="checkbox"' not in page
    answer = browser.post(address(case), sent(case, act_preserve_data="on"))
    assert answer.status_code == 422
    assert "Su papel no permite" in answer.content.decode()
    assert not Act.objects.exists()


def test_a_closed_case_says_so_and_takes_nothing(case, nico, signed_in):
    from hilo.cases.models import Case

    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(
        status="closed", closed_at=now, closed_by=nico, close_reason="informational", next_duty="", next_clock=None
    )
    assert "El caso está cerrado: reábralo" in read(signed_in(nico), case)


def test_another_institution_finds_nothing(case, eva, signed_in):
    for name in ("plan", "plan_add"):
        assert signed_in(eva).get(address(case, name)).status_code == 404


def test_the_page_asks_the_same_number_of_questions_however_long_the_plan(case, nico, ana, signed_in):
    actions.adopt(case=case, adoptions=[Adoption("preserve_data", target="una")], by=ana, now=timezone.now())
    browser = signed_in(nico)
    read(browser, case)
    with CaptureQueriesContext(connection) as few:
        read(browser, case)
    more = [Adoption("preserve_data", target=f"cuenta {n}") for n in range(5)] + [Adoption("call_records")]
    actions.adopt(case=case, adoptions=more, by=ana, now=timezone.now())
    cases.record(case=case, kind="arrest.made", by=ana, now=timezone.now())
    with CaptureQueriesContext(connection) as many:
        read(browser, case)
    assert len(many) == len(few)


def test_the_page_is_in_english_for_who_reads_english(case, nico, signed_in):
    nico.language = "en"
    nico.save(update_fields=["language"])
    page = read(signed_in(nico), case)
    assert "Immediate preservation of data at a platform" in page
    assert "Up to ninety days" not in page or "The law gives up to ninety days" in page

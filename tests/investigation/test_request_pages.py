"""The pages of letters: a list, writing one, its paper, and each of its moves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.investigation import actions, request_actions
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act, Request
from hilo.investigation.request_content import opened
from tests.investigation import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def nico(person):
    return person("nico")


def address(case, name="requests", **more):
    return reverse(f"investigation:{name}", kwargs={"code": case.code, **more})


def posted(case, **given):
    case.refresh_from_db()
    return {"revision": case.revision, "seen": case.events.count(), **given}


def read(browser, where):
    return browser.get(where).content.decode()


WRITTEN = {
    "to": "Tienda de ejemplo", "fields_asked": ["hold", "video"], "kind_0": "place", "value_0": "Entrada principal",
    "signer": "Nico Sierra", "post": "Agente del Ministerio Público", "place": "Tepic",
}  # fmt: skip


def test_an_empty_list_says_what_would_be_there_and_how_to_start(case, nico, signed_in):
    page = read(signed_in(nico), address(case))
    assert "Todavía no hay oficios" in page
    assert address(case, "request_new") in page


def test_each_way_says_what_it_gets_and_what_it_cannot(case, nico, signed_in):
    page = read(signed_in(nico), address(case, "request_new"))
    assert "El contenido de mensajes y archivos: exige asistencia jurídica internacional." in page
    assert "por confirmar" in page
    assert "Falta de respuesta a un oficio" not in page


def test_the_letters_of_an_act_come_first(case, nico, signed_in):
    [act] = actions.adopt(case=case, adoptions=[Adoption("preserve_data", target="x")], by=nico, now=timezone.now())
    page = read(signed_in(nico), f"{address(case, 'request_new')}?acto={act.pk}")
    assert page.index("Para este acto") < page.index("preserve_platform") < page.index("Otros, en México")
    assert signed_in(nico).get(f"{address(case, 'request_new')}?acto={uuid4()}").status_code == 404
    assert signed_in(nico).get(f"{address(case, 'request_new')}?acto=x").status_code == 404


def test_a_letter_is_written_sent_with_its_act_and_answered(case, nico, signed_in):
    browser = signed_in(nico)
    [act] = actions.adopt(case=case, adoptions=[Adoption("cctv_logs")], by=nico, now=timezone.now())
    new = f"{address(case, 'request_new')}?oficio=cctv_logs&acto={act.pk}"
    page = browser.post(new, posted(case, **WRITTEN), follow=True).content.decode()
    made = Request.objects.get(case=case)
    assert "El borrador quedó guardado" in page
    assert made.number in page
    assert "Entrada principal" not in page  # a place is not shown until somebody opens the paper
    step = address(case, "request_step", pk=made.pk, step="enviar")
    assert "ordenado" in read(browser, step)
    moment = {"happened_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}
    page = browser.post(step, posted(case, move_to="asked", **moment), follow=True).content.decode()
    assert "su plazo corre" in page
    assert Act.objects.get(pk=act.pk).state == "asked"
    done = address(case, "request_step", pk=made.pk, step="contestado")
    given = posted(
        case, reference="SELLO-8", note="Entregan copia.", happened_at=f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    )
    page = browser.post(done, given, follow=True).content.decode()
    assert "SELLO-8" in page
    assert "Entregan copia." in page
    assert SensitiveRead.objects.filter(subject_kind="request", subject_id=made.pk, field="notes").exists()


def test_refused_input_keeps_what_was_typed(case, nico, signed_in):
    new = f"{address(case, 'request_new')}?oficio=cctv_logs"
    answer = signed_in(nico).post(
        new, posted(case, **WRITTEN, kind_1="phone", period_from="2026-02-02", period_until="2026-02-01")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Escríbalo, o deje el renglón vacío." in page
    assert "Entrada principal" in page
    assert "Tienda de ejemplo" in page
    assert "2026-02-02" in page
    answer = signed_in(nico).post(new, posted(case, **WRITTEN | {"fields_asked": []}))
    assert answer.status_code == 422
    assert "Marque al menos una cosa" in answer.content.decode()
    assert not Request.objects.exists()


def test_a_draft_opens_again_with_all_it_holds_and_more_lines(case, nico, signed_in):
    made = letters.draft(case, nico, to="Proveedor de ejemplo")
    where = address(case, "request_edit", pk=made.pk)
    page = read(signed_in(nico), where)
    assert letters.URL.value in page
    assert "value_3" in page
    assert SensitiveRead.objects.filter(subject_kind="request", subject_id=made.pk, field="annex").exists()
    known = {**WRITTEN, "fields_asked": ["registration"], "kind_0": "url", "value_0": letters.URL.value}
    signed_in(nico).post(where, posted(case, **known))
    assert opened(Request.objects.get()).given.fields == ("registration",)
    sent = request_actions.send(request=Request.objects.get(), by=nico, now=timezone.now())
    assert signed_in(nico).get(where).url == address(case, "request", pk=sent.pk)


def test_the_paper_with_identifiers_opens_only_for_who_may_and_each_look_is_logged(case, nico, person, signed_in):
    made, tere = letters.sent(case, nico), person("tere")
    where = address(case, "request_pdf", pk=made.pk)
    answer = signed_in(nico).get(where)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert SensitiveRead.objects.filter(subject_kind="request", field="annex", user=nico).count() == 1
    assert signed_in(tere).get(where).status_code == 403
    page = read(signed_in(tere), address(case, "request", pk=made.pk))
    assert letters.URL.value not in page
    assert where not in page
    assert (
        signed_in(tere).get(where.replace(str(made.pk), str(letters.sent(case, nico, "cctv_logs").pk))).status_code
        == 200
    )


@pytest.mark.parametrize("step", ["recibido", "contestado", "parcial", "reiterar", "elevar", "dejar"])
def test_a_step_out_of_its_order_is_refused_in_words(step, case, nico, signed_in):
    made = letters.draft(case, nico)
    where = address(case, "request_step", pk=made.pk, step=step)
    moment = {"happened_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "missing": ["devices"], "reason": ""}
    answer = signed_in(nico).post(where, posted(case, **moment))
    assert answer.status_code == 422
    assert "borrador" in answer.content.decode()


def test_a_word_that_is_no_step_is_not_found(case, nico, signed_in):
    made = letters.draft(case, nico)
    assert signed_in(nico).get(address(case, "request_step", pk=made.pk, step="quemar")).status_code == 404


def test_late_letters_lead_to_repeating_and_raising(case, nico, signed_in):
    sent = letters.sent(case, nico, "call_records", now=timezone.now() - timedelta(days=5))
    page = read(signed_in(nico), address(case, "request", pk=sent.pk))
    assert "El plazo para contestar ya pasó" in page
    assert "/elevar/" in page
    assert "/reiterar/" in page
    step = address(case, "request_step", pk=sent.pk, step="elevar")
    page = signed_in(nico).post(step, posted(case), follow=True).content.decode()
    assert "Comisión Reguladora de Telecomunicaciones" in page
    assert "Falta enviarlo" in page
    assert sent.number in read(signed_in(nico), address(case))


def test_a_letter_to_the_body_above_may_be_corrected_and_still_goes_there(case, nico, signed_in):
    sent = letters.sent(case, nico, "staff_files", addressee="SEP", now=timezone.now() - timedelta(days=40))
    made = request_actions.escalate(request=sent, by=nico, now=timezone.now())
    before, where = opened(made).given, address(case, "request_edit", pk=made.pk)
    signed_in(nico).post(where, posted(case, signer="Otra persona", post="Titular", place="Tepic"))
    again = Request.objects.get(pk=made.pk)
    assert (again.addressee, opened(again).given.signer) == (made.addressee, "Otra persona")
    assert opened(again).given.cites == before.cites


def test_another_institution_finds_nothing(case, nico, eva, signed_in):
    made = letters.sent(case, nico)
    for where in (
        address(case), address(case, "request_new"), address(case, "request", pk=made.pk),
        address(case, "request_pdf", pk=made.pk), address(case, "request_edit", pk=made.pk),
        address(case, "request_step", pk=made.pk, step="contestado"),
    ):  # fmt: skip
        assert signed_in(eva).get(where).status_code == 404


def test_the_list_asks_the_database_the_same_for_one_letter_and_for_many(case, nico, signed_in):
    browser = signed_in(nico)
    letters.sent(case, nico)
    read(browser, address(case))
    with CaptureQueriesContext(
        connection,
    ) as one:
        read(browser, address(case))
    for template in ("cctv_logs", "call_records", "staff_files", "takedown"):
        letters.sent(case, nico, template)
    with CaptureQueriesContext(connection) as many:
        read(browser, address(case))
    assert len(many) == len(one)


def test_hostile_words_of_an_addressee_stay_words(case, nico, signed_in):
    made = letters.draft(case, nico, to="<script>alert(1)</script>\u202e")
    page = read(signed_in(nico), address(case, "request", pk=made.pk))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page

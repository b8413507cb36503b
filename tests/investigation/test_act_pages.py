"""The pages of one act: what they show, to whom, and what a refusal brings back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases import queries
from hilo.cases.models import Case, Withheld
from hilo.investigation import actions
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act

WHERE = "perfil-azul en x.example"


@pytest.fixture
def act(case, ana):
    """An order to preserve, asked for by the victim, not yet ordered."""
    adoption = Adoption("preserve_data", target=WHERE, asked_by="victim", reason="Perdió su mochila azul.")
    return actions.adopt(case=case, adoptions=[adoption], by=ana, now=timezone.now())[0]


def address(act, name="act", query=""):
    return reverse(f"investigation:{name}", kwargs={"code": act.case.code, "pk": act.pk}) + query


def sent(act, **fields):
    case = Case.objects.get(pk=act.case_id)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {"revision": case.revision, "seen": queries.seen_of(case), "happened_at": now} | fields


def said(response):
    return response.content.decode()


def test_the_page_tells_what_the_act_is_about_its_law_its_steps_and_what_comes_next(act, ana, signed_in):
    page = said(signed_in(ana).get(address(act)))
    for words in (WHERE, "Perdió su mochila azul.", "CNPP 303", "La conservación se cuenta desde que se ordena", "?a="):
        assert words in page
    looks = SensitiveRead.objects.filter(user=ana, subject_id=act.case_id).values_list("field", flat=True)
    assert {*looks} == {"notes", "act"}


def test_what_exactly_is_shown_to_those_alone_who_may_see_identifiers(act, cast, signed_in):
    assert WHERE not in said(signed_in(cast.tere).get(address(act)))
    assert WHERE in said(signed_in(cast.nico).get(address(act)))


def test_who_may_only_look_is_offered_no_move(act, cast, signed_in):
    page = said(signed_in(cast.tere).get(address(act)))
    assert "/paso/" not in page
    assert signed_in(cast.tere).post(address(act, "act_move", "?a=ordered")).status_code == 403


def test_words_that_did_not_travel_with_the_case_stay_closed(act, ana, case, signed_in):
    later = timezone.now() + timezone.timedelta(minutes=1)
    Withheld.objects.create(case=case, institution=ana.institution, part="notes", before=later)
    page = said(signed_in(ana).get(address(act)))
    assert WHERE not in page
    assert "mochila" not in page
    assert "no viajó" in page


def test_an_act_is_found_in_its_own_case_alone(act, ana, open_cases, signed_in):
    other = open_cases()[0]
    wrong = reverse("investigation:act", kwargs={"code": other.code, "pk": act.pk})
    assert signed_in(ana).get(wrong).status_code == 404


def test_a_step_leads_back_to_the_act_where_it_is_seen(act, ana, signed_in):
    browser = signed_in(ana)
    back = browser.post(address(act, "act_move", "?a=ordered"), sent(act, note="Oficio 12"))
    assert (back.status_code, back.url) == (302, address(act))
    assert "Oficio 12" in said(browser.get(address(act)))


def test_a_refused_step_keeps_what_was_typed(act, ana, signed_in):
    answer = signed_in(ana).post(address(act, "act_move", "?a=done"), sent(act, note="Llegó un disco"))
    assert answer.status_code == 422
    assert "Anote primero que se ordenó" in said(answer)
    assert "Llegó un disco" in said(answer)


def test_who_comes_second_is_told_and_loses_nothing(act, ana, cast, signed_in):
    mine = sent(act, note="Lo ordené yo")
    signed_in(cast.nico).post(address(act, "act_move", "?a=ordered"), sent(act))
    answer = signed_in(ana).post(address(act, "act_move", "?a=ordered"), mine)
    assert answer.status_code == 409
    assert "Lo ordené yo" in said(answer)
    assert act.steps.filter(state="ordered").count() == 1


def test_a_refusal_shows_its_challenge_and_the_page_records_it(act, ana, signed_in):
    browser = signed_in(ana)
    browser.post(address(act, "act_move", "?a=refused"), sent(act, note="No procede, firmó la unidad."))
    assert "puede impugnarse" in said(browser.get(address(act)))
    browser.post(address(act, "act_challenge"), sent(act, challenged="yes", note="Por escrito."))
    page = said(browser.get(address(act)))
    assert "puede impugnarse" not in page
    assert act.case.events.filter(kind="inaction.challenged").count() == 1


def test_a_proposal_is_set_aside_from_its_page_and_stays_in_the_plan(case, ana, signed_in):
    browser, now = signed_in(ana), timezone.now()
    first = actions.adopt(case=case, adoptions=[Adoption("public_page", target="x")], by=ana, now=now)[0]
    where = reverse("investigation:act_set_aside", kwargs={"code": case.code, "what": "bank_records"})
    back = browser.post(where, sent(first, reason="Nadie pagó nada."))
    assert back.url == reverse("investigation:plan", kwargs={"code": case.code})
    assert Act.objects.get(case=case, type="bank_records").state == "set_aside"
    assert browser.get(where.replace("bank_records", "nada")).status_code == 404


def test_results_and_negative_results_stand_under_one_heading(case, ana, signed_in):
    now = timezone.now()
    for to in ("done", "negative"):
        adoption = Adoption("public_page", target="x", essential=False)
        one = actions.adopt(case=case, adoptions=[adoption], by=ana, now=now)[0]
        actions.move(act=one, to=to, by=ana, now=now, note="Se buscó la mochila.")
    page = said(signed_in(ana).get(reverse("investigation:plan", kwargs={"code": case.code})))
    assert "Realizados, con resultado o sin él (2)" in page
    assert "realizado, resultado negativo" in page


def test_the_page_asks_the_database_as_often_for_many_acts_as_for_one(act, case, ana, signed_in):
    def asked():
        browser = signed_in(ana)
        browser.get(address(act))
        with CaptureQueriesContext(connection) as found:
            browser.get(address(act))
        return len(found)

    actions.move(act=act, to="ordered", by=ana, now=timezone.now())
    before = asked()
    more = [Adoption("call_records", target=f"Línea {n}", follows=act) for n in range(12)]
    for one in actions.adopt(case=case, adoptions=more, by=ana, now=timezone.now()):
        actions.move(act=one, to="asked", asked_by="victim", by=ana, now=timezone.now())
    assert asked() == before

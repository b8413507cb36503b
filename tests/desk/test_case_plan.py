"""What is investigated, in short, on the page of the case: what is lost first, what waits, what has to be explained."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.cases import breakglass
from hilo.desk.case_plan import plan_of
from hilo.evidence import actions as evidence
from hilo.investigation import actions
from hilo.investigation.analysis_actions import note
from hilo.reference import pack
from tests.investigation import letters


def read(browser, case):
    page = browser.get(reverse("cases:file", kwargs={"code": case.code})).content.decode()
    return page.split('aria-labelledby="investigacion"')[1].split("</section>")[0]


def adopt(case, by, *codes):
    adoptions = [actions.Adoption(code, target="Cuenta azul inventada") for code in codes]
    return actions.adopt(case=case, adoptions=adoptions, by=by, now=timezone.now())


def test_a_case_without_a_plan_leads_to_what_is_proposed(signed_in, ana, case):
    section = read(signed_in(ana), case)
    assert "Todavía no hay plan" in section
    assert reverse("investigation:plan", kwargs={"code": case.code}) in section
    assert "Falta escribir otra explicación" not in section


def test_open_acts_are_named_by_what_is_lost_first_and_letters_by_what_is_late(signed_in, ana, case):
    years = next(one.code for one in pack().acts.values() if one.urgency in ("u3", "u4") and not one.windows)
    last, first = adopt(case, ana, years, "preserve_data")
    letter = letters.sent(case, ana, act=first)
    letters.draft(case, ana)
    section = read(signed_in(ana), case)
    assert section.index("Acto 2: ") < section.index("Acto 1: ")
    assert "2 actos por resolver" in section
    assert letter.number in section
    assert "1 borrador sin enviar" in section
    assert not plan_of(case, timezone.now()).overdue
    late = plan_of(case, timezone.now() + timedelta(days=400))
    assert late.overdue == 1
    actions.move(act=last, to="impossible", by=ana, now=timezone.now(), note="Ya no existe.")
    assert "1 acto por resolver, 1 resuelto" in " ".join(read(signed_in(ana), case).split())


def test_a_custody_with_something_to_explain_and_a_missing_explanation_are_said(signed_in, ana, case):
    item = evidence.register(
        case=case, form="device", origin="scene", description="Funda azul", by=ana, now=timezone.now()
    )
    assert "algo que explicar" not in read(signed_in(ana), case)
    at = timezone.now() - timedelta(days=9)
    evidence.record(item=item, kind="packaged", by=ana, now=timezone.now(), happened_at=at)
    note(case=case, kind="hypothesis", text="Palabra reservada", by=ana, now=timezone.now())
    section = read(signed_in(ana), case)
    assert "1 tiene algo que explicar" in section
    assert "Falta escribir otra explicación" in section
    assert "Palabra reservada" not in section
    assert "Funda azul" not in section


@pytest.mark.parametrize(
    ("name", "printing", "exporting"), [("ana", True, True), ("caro", True, False), ("iris", False, False)]
)
def test_printing_and_exporting_are_offered_to_who_may(signed_in, person, case, name, printing, exporting):
    section = read(signed_in(person(name)), case)
    assert (reverse("evidence:casefile", kwargs={"code": case.code}) in section) == printing
    assert (reverse("evidence:export", kwargs={"code": case.code}) in section) == exporting


def test_in_an_emergency_it_is_read_without_ways_to_act(signed_in, ana, eva, case):
    adopt(case, ana, "preserve_data")
    breakglass.begin(code=case.code, reason="Peligro ahora.", by=eva, now=timezone.now())
    section = read(signed_in(eva), case)
    assert "Acto 1: " in section
    assert "href" not in section


def test_more_of_everything_asks_the_database_no_more_often(ana, case):
    def fill():
        acts = adopt(case, ana, *[one.code for one in pack().acts.values() if not one.needs_target][:3])
        letters.sent(case, ana, act=acts[0])
        now = timezone.now()
        evidence.register(case=case, form="file", origin="ncmec", description="Bitácora", by=ana, now=now)
        note(case=case, kind="unknown", text="Quién", by=ana, now=now)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            plan_of(case, timezone.now())
        return len(queries)

    fill()
    few = asked()
    fill()
    fill()
    assert asked() == few

"""What did not travel with a hand-off is not opened to those who got the case; what came later is theirs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.accounts.sealing import open_text
from hilo.cases import access, actions
from hilo.cases.models import Case, Event, Withheld
from hilo.exchange import actions as exchange

pytestmark = pytest.mark.django_db

EMAIL = "persona@ejemplo.mx"
HOUR = timedelta(hours=1)
NAME, PLACE, NOTE = "Nombre inventado", "Calle inventada", "Nota que se queda"


@pytest.fixture
def case(arrive, ana):
    """A case of FGE-NAY with a letter, a name, a place and a note, two hours old."""
    past = timezone.now() - 2 * HOUR
    case = arrive("OCN-0001", now=past, entities=[{"kind": "email", "value": EMAIL}]).case
    actions.add_person(case=case, role="child", name=NAME, by=ana, now=past)
    actions.add_place(case=case, role="home", name=PLACE, by=ana, now=past)
    actions.record(case=case, kind="note.added", note=NOTE, by=ana, now=past)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def withhold(case):
    """``withhold("people")``: these parts did not travel to FGE-NAY, which got the case an hour ago."""

    def keep(*parts):
        for part in parts:
            Withheld.objects.create(case=case, institution="FGE-NAY", part=part, before=timezone.now() - HOUR)

    return keep


def page_of(browser, case):
    return browser.get(reverse("cases:file", kwargs={"code": case.code})).content.decode()


def test_the_latest_moment_of_each_part_counts_in_one_query(case, withhold, django_assert_num_queries):
    withhold("people", "notes", "people")
    Withheld.objects.create(case=case, institution="FGE-MOR", part="alerts", before=timezone.now())
    last = Withheld.objects.filter(part="people").latest("before").before
    with django_assert_num_queries(1):
        found = access.withheld_from(case, "FGE-NAY")
    assert set(found) == {"people", "notes"}
    assert found["people"] == last


def test_notes_stay_closed_in_place_and_later_ones_are_read(case, withhold, ana, signed_in):
    withhold("notes")
    actions.record(case=case, kind="note.added", note="Nota nueva", by=ana, now=timezone.now())
    page = page_of(signed_in(ana), case)
    assert NOTE not in page
    assert "La nota no viajó con la canalización." in page
    assert "Nota nueva" in page
    assert "Una parte de este caso no viajó" in page


def test_a_case_with_nothing_to_read_logs_no_look_at_notes(case, withhold, ana, signed_in):
    withhold("notes")
    page_of(signed_in(ana), case)
    assert not SensitiveRead.objects.filter(field="notes").exists()


@pytest.mark.parametrize(("part", "what", "relation"), [("people", "persona", "people"), ("places", "lugar", "places")])
def test_names_that_did_not_travel_are_neither_offered_nor_shown(case, withhold, ana, signed_in, part, what, relation):
    browser, row = signed_in(ana), getattr(case, relation).get()
    address = reverse("cases:reveal", kwargs={"code": case.code, "what": what, "pk": row.pk})
    assert address in page_of(browser, case)
    withhold(part)
    page = page_of(browser, case)
    assert address not in page
    assert "no viajó con la canalización" in page
    refused = browser.post(address, {"reason": "para un oficio"})
    assert refused.status_code == 403
    assert "No viajó con la canalización." in refused.content.decode()
    assert open_text(row.name, place=f"{ {'people': 'person'}.get(part, 'place') }.name:{row.pk}") not in page
    assert not SensitiveRead.objects.filter(field="name").exists()


def test_an_alert_that_did_not_travel_shows_nothing_of_its_content(case, withhold, ana, signed_in):
    withhold("alerts")
    browser, alert = signed_in(ana), case.alerts.get()
    page = browser.get(reverse("alerts:alert", kwargs={"pk": alert.pk}))
    assert page.status_code == 403
    assert "Esta alerta no viajó con el caso" in page.content.decode()
    sent = {"groups": ["identifiers"], "reason": "para un oficio"}
    refused = browser.post(reverse("alerts:reveal", kwargs={"pk": alert.pk}), sent)
    assert refused.status_code == 403
    assert EMAIL not in refused.content.decode()
    assert not SensitiveRead.objects.exists()
    assert reverse("alerts:alert", kwargs={"pk": alert.pk}) not in page_of(browser, case)


def test_a_version_that_came_later_is_theirs_and_what_it_changed_is_not(case, withhold, arrive, ana, signed_in):
    withhold("alerts")
    newer = arrive("OCN-0001", entities=[{"kind": "email", "value": "nuevo@ejemplo.mx"}])
    browser = signed_in(ana)
    sent = {"groups": ["identifiers"], "reason": "para un oficio"}
    page = browser.post(reverse("alerts:reveal", kwargs={"pk": newer.pk}), sent)
    assert page.status_code == 200
    assert "nuevo@ejemplo.mx" in page.content.decode()
    assert EMAIL not in page.content.decode()
    assert page.context["sheet"].versions[0].changes is None
    assert len(page.context["sheet"].versions) == 1


def test_search_does_not_answer_what_the_case_keeps_closed(case, withhold, ana, signed_in):
    browser, address = signed_in(ana), reverse("desk:search")
    assert case.code in browser.post(address, {"text": EMAIL}).content.decode()
    withhold("alerts")
    assert case.code not in browser.post(address, {"text": EMAIL}).content.decode()
    assert case.code in browser.post(address, {"text": case.code}).content.decode()


def test_reasons_of_pauses_are_notes_too(case, withhold, ana, signed_in):
    moment = timezone.now() - 2 * HOUR
    actions.record(case=case, kind="child_protection.informed", by=ana, now=moment)
    paused = case.clocks.live().get(rule="restitution_diagnosis")
    actions.pause(clock=paused, until=moment + 4 * HOUR, reason="Razón sellada", by=ana, now=moment)
    browser = signed_in(ana)
    assert "Razón sellada" in page_of(browser, case)
    withhold("notes")
    page = page_of(browser, case)
    assert "Razón sellada" not in page
    assert "la razón no viajó con la canalización" in page


def test_another_institution_has_its_own_rows(case, ana, signed_in):
    Withheld.objects.create(case=case, institution="FGE-MOR", part="notes", before=timezone.now())
    assert NOTE in page_of(signed_in(ana), case)
    assert Event.objects.filter(case=case, kind="note.added").count() == 1


@pytest.mark.parametrize("kind", ["part", "transfer"])
def test_nobody_hands_on_what_they_may_not_open(case, withhold, ana, person, signed_in, kind):
    withhold("people")
    actions.add_person(case=case, role="professional", name="Nombre posterior", by=ana, now=timezone.now())
    lia = person("lia", institution="PPNNA-NAY", role="supervisor")
    what = {"receiver": "PPNNA-NAY", "kind": kind, "request": "Valorar el riesgo.", "scope": ["people"]}
    sent = exchange.offer(case=case, by=ana, now=timezone.now(), **what)
    sent = exchange.accept(handoff=sent, by=lia, now=timezone.now())
    theirs, browser = Case.objects.get(pk=sent.made_id or case.pk), signed_in(lia)
    shown = []
    for row in theirs.people.filter(name__isnull=False):
        address = reverse("cases:reveal", kwargs={"code": theirs.code, "what": "persona", "pk": row.pk})
        shown.append(browser.post(address, {"reason": "para un oficio"}).content.decode())
    assert any("Nombre posterior" in page for page in shown)
    assert not any(NAME in page for page in shown)

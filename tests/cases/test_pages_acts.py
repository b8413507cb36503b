"""What a person does to a case through its pages: an act meets its duty, a refusal keeps what was typed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from following import events, live

from hilo.cases import actions, queries
from hilo.cases.forms import LOCAL_FORMAT
from hilo.cases.models import Case


def address(case, name, **more):
    return reverse(f"cases:{name}", kwargs={"code": case.code, **more})


def seen(case):
    """What the page carries of the case as it is now."""
    fresh = Case.objects.get(pk=case.pk)
    return {"revision": fresh.revision, "seen": queries.seen_of(fresh)}


def local(moment):
    return timezone.localtime(moment).strftime(LOCAL_FORMAT)


@pytest.fixture
def ana_at(signed_in, ana):
    """Ana's browser."""
    return signed_in(ana)


def send(browser, case, name, /, *, follow=True, carried=None, pk=None, **typed):
    where = address(case, name, **({"pk": pk} if pk else {}))
    return browser.post(where, {**(carried or seen(case)), **typed}, follow=follow)


def test_recording_an_act_ends_its_duty_and_moves_what_is_next(ana_at, ana, beto, case):
    actions.assign(cases=[case], to=ana, by=beto, now=timezone.now())
    assert Case.objects.get(pk=case.pk).next_duty == "prosecutor_informed"
    page = send(ana_at, case, "record", kind="prosecutor.informed", happened_at=local(timezone.now()), note="Oficio 1")
    assert page.status_code == 200
    assert "Con esto se cumple: Informar al Ministerio Público." in page.content.decode()
    assert "prosecutor_informed" not in live(case)
    assert Case.objects.get(pk=case.pk).next_duty == "silence"


def test_the_acts_that_meet_a_duty_come_first_and_say_which(ana_at, case):
    page = ana_at.get(address(case, "record")).content.decode()
    meets = page.index("Se informó al Ministerio Público — cumple: Informar al Ministerio Público")
    assert page.index("Cumplen un deber abierto") < meets < page.index('label="Protección"')


def test_an_act_may_be_chosen_beforehand(ana_at, case):
    page = ana_at.get(address(case, "record") + "?acto=prosecutor.informed").content.decode()
    assert '<option value="prosecutor.informed" selected>' in page


def test_a_note_about_the_future_is_refused_and_the_text_kept(ana_at, case):
    page = send(
        ana_at, case, "record", kind="child.located", note="Vive con su tía",
        happened_at=local(timezone.now() + timedelta(days=1)),
    )  # fmt: skip
    assert page.status_code == 422
    assert "La fecha de lo ocurrido está en el futuro" in page.content.decode()
    assert "Vive con su tía" in page.content.decode()
    assert events(case, "child.located") == []


def test_the_present_minute_means_now(ana_at, case):
    send(ana_at, case, "record", kind="child.located", happened_at=local(timezone.now()))
    [event] = events(case, "child.located")
    assert event.happened_at == event.entered_at


def test_an_act_of_yesterday_keeps_both_moments(ana_at, case):
    yesterday = timezone.now() - timedelta(days=1)
    send(ana_at, case, "record", kind="child.located", happened_at=local(yesterday))
    [event] = events(case, "child.located")
    assert local(event.happened_at) == local(yesterday)
    assert event.entered_at > event.happened_at
    assert "anotado el" in ana_at.get(address(case, "file")).content.decode()


def test_a_kind_that_only_the_machine_writes_cannot_be_sent(ana_at, case):
    page = send(ana_at, case, "record", kind="case.closed", happened_at=local(timezone.now()))
    assert page.status_code == 422
    assert Case.objects.get(pk=case.pk).is_open


def test_an_empty_note_says_what_is_missing(ana_at, case):
    page = send(ana_at, case, "note", note="  ")
    assert page.status_code == 422
    assert events(case, "note.added") == []


def test_a_note_is_read_back_as_it_was_written(ana_at, case):
    page = send(ana_at, case, "note", note="Llamó <la> maestra")
    assert "Llamó &lt;la&gt; maestra" in page.content.decode()


def test_who_may_follow_cases_takes_one_that_waits_at_the_desk(ana_at, ana, arrive):
    waiting = arrive("OCN-7").case
    assert "Tomar el caso" in ana_at.get(address(waiting, "file")).content.decode()
    send(ana_at, waiting, "take")
    assert Case.objects.get(pk=waiting.pk).owner == ana


def test_nobody_takes_a_case_from_a_colleague(signed_in, person, case):
    page = send(signed_in(person("nico")), case, "take")
    assert page.status_code == 422
    assert "lo lleva Ana Robles" in page.content.decode()


def test_a_supervisor_gives_the_case_to_somebody_of_the_institution_only(signed_in, beto, person, eva, case):
    browser = signed_in(beto)
    choices = browser.get(address(case, "assign")).content.decode()
    assert "Ana Robles · Responsable de caso" in choices
    assert "Eva Prado" not in choices
    assert send(browser, case, "assign", to=eva.pk).status_code == 422
    send(browser, case, "assign", to=person("nico").pk)
    assert Case.objects.get(pk=case.pk).owner == person("nico")


def test_another_urgency_needs_a_reason(ana_at, case):
    page = send(ana_at, case, "tier", tier=1, reason="")
    assert page.status_code == 422
    send(ana_at, case, "tier", tier=1, reason="La escuela confirmó que sigue en contacto")
    assert Case.objects.get(pk=case.pk).tier == 1


def test_a_case_of_another_state_stays_until_it_is_handed_over(ana_at, eva, signed_in, case):
    page = send(ana_at, case, "state", state="MOR", reason="La familia vive en Cuernavaca")
    assert "canalícelo" in page.content.decode()
    assert ana_at.get(address(case, "file")).status_code == 200
    assert signed_in(eva).get(address(case, "file")).status_code == 404


def test_closing_with_an_open_duty_is_refused_naming_the_duty(ana_at, case):
    form = ana_at.get(address(case, "close")).content.decode()
    assert "Informar al Ministerio Público" in form
    assert address(case, "record") + "?acto=prosecutor.informed" in form
    page = send(ana_at, case, "close", reason="child_safeguarded", note="Está con su familia")
    assert page.status_code == 422
    assert "Queda 1 deber abierto: Informar al Ministerio Público" in page.content.decode()
    assert "Está con su familia" in page.content.decode()


def test_a_duty_that_does_not_apply_is_set_aside_and_then_the_case_closes_and_reopens(ana_at, signed_in, beto, case):
    clock = live(case)["prosecutor_informed"]
    send(ana_at, case, "discharge", pk=clock.pk, reason="Ya existe carpeta de investigación")
    page = send(ana_at, case, "close", reason="child_safeguarded", note="Está con su familia").content.decode()
    assert "Cómo terminó" in page
    assert "Ana Robles" in page
    assert "Tomar el caso" not in page
    assert address(case, "record") not in page
    assert send(ana_at, case, "note", note="tarde").status_code == 422
    send(signed_in(beto), case, "reopen", reason="Llamó la familia")
    assert Case.objects.get(pk=case.pk).is_open


def test_a_pause_has_a_reason_and_an_end_and_can_be_ended_before(ana_at, ana, case):
    now = timezone.now()
    actions.record(case=case, kind="child_protection.informed", by=ana, now=now)
    clock = live(case)["restitution_diagnosis"]
    refused = send(ana_at, case, "pause", pk=clock.pk, until=local(now - timedelta(days=1)), reason="Viaje")
    assert "La pausa debe terminar en el futuro" in refused.content.decode()
    page = send(ana_at, case, "pause", pk=clock.pk, until=local(now + timedelta(days=2)), reason="Viaje de la familia")
    assert "Viaje de la familia" in page.content.decode()
    assert live(case)["restitution_diagnosis"].paused_at is not None
    send(ana_at, case, "resume", pk=clock.pk)
    assert live(case)["restitution_diagnosis"].paused_at is None


def test_an_extension_is_offered_only_where_the_rule_allows_it(ana_at, ana, case):
    now = timezone.now()
    actions.record(case=case, kind="data.telecom_ordered", by=ana, now=now)
    clock = live(case)["telecom_delivers"]
    page = ana_at.get(address(case, "file")).content.decode()
    assert address(case, "extend", pk=clock.pk) in page
    assert address(case, "extend", pk=live(case)["silence"].pk) not in page
    assert "24 horas" in ana_at.get(address(case, "extend", pk=clock.pk)).content.decode()
    send(ana_at, case, "extend", pk=clock.pk, reason="La pidió la concesionaria")
    assert live(case)["telecom_delivers"].due_at == clock.due_at + timedelta(hours=24)
    assert send(ana_at, case, "extend", pk=clock.pk, reason="Otra vez").status_code == 422


def test_a_place_says_something_or_is_refused(ana_at, case):
    assert send(ana_at, case, "place", role="school").status_code == 422
    page = send(ana_at, case, "place", role="authority", institution="FGR")
    assert "Fiscalía General de la República" in page.content.decode()


@pytest.mark.parametrize(
    "name", ["file", "record", "note", "assign", "take", "tier", "state", "close", "reopen", "person", "place"]
)
def test_to_somebody_of_another_institution_the_case_does_not_exist(signed_in, person, case, name):
    browser = signed_in(person("eva-jefa", institution="FGE-MOR", role="supervisor"))
    assert browser.get(address(case, name)).status_code == 404
    assert browser.post(address(case, name), seen(case)).status_code in (404, 405)


@pytest.mark.parametrize("name", ["ada", "saul"])
def test_who_audits_or_keeps_the_machine_does_not_see_the_case(signed_in, person, case, name):
    assert signed_in(person(name)).get(address(case, "file")).status_code == 403
    assert signed_in(person(name)).post(address(case, "note"), {"note": "x"}).status_code == 403


def test_the_code_is_found_in_small_letters_as_well(ana_at, case):
    assert ana_at.get(reverse("cases:file", kwargs={"code": case.code.lower()})).status_code == 200


def test_the_page_for_closing_offers_it_only_when_no_duty_is_open(signed_in, ana, case):
    client, address = signed_in(ana), f"/casos/{case.code}/cerrar/"
    page = client.get(address).content.decode()
    assert "Todavía no puede cerrarse" in page
    assert "id_note" not in page
    refused = client.post(address, {"note": "Se orientó a la familia."}).content.decode()
    assert "Se orientó a la familia." in refused

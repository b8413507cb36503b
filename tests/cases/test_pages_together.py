"""Two people at one case, and what is sealed in it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from following import events
from test_pages_acts import address, seen, send

from hilo.accounts.models import SensitiveRead
from hilo.cases import actions
from hilo.cases.models import Case
from hilo.linkage.actions import pair, suggest
from hilo.linkage.models import Suggestion

NAME = "Nombre Inventado"


def test_of_two_who_edit_the_second_is_told_and_loses_nothing(signed_in, ana, beto, case):
    both = seen(case)
    send(signed_in(beto), case, "tier", carried=both, tier=2, reason="Hay un domicilio")
    page = send(signed_in(ana), case, "note", carried=both, note="Hablé con la maestra")
    told = page.content.decode()
    assert page.status_code == 409
    assert "Alguien más cambió este caso" in told
    assert "Hablé con la maestra" in told
    assert "Nivel de urgencia cambiado" in told
    assert "Beto Luna" in told
    assert events(case, "note.added") == []


def test_what_was_shown_after_a_conflict_can_be_sent_again(signed_in, ana, beto, case):
    both = seen(case)
    send(signed_in(beto), case, "note", carried=both, note="Primera")
    page = send(signed_in(ana), case, "note", carried=both, note="Segunda")
    form = page.context["form"]
    carried = {name: form[name].value() for name in ("revision", "seen")}
    again = send(signed_in(ana), case, "note", carried=carried, note=form["note"].value())
    assert again.status_code == 200
    assert len(events(case, "note.added")) == 2


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("record", {"kind": "child.located", "happened_at": "2026-03-03T10:00"}),
        ("tier", {"tier": 1, "reason": "x"}),
        ("state", {"state": "MOR", "reason": "x"}),
        ("close", {"reason": "child_safeguarded", "note": "x"}),
        ("person", {"role": "child"}),
        ("place", {"role": "home", "name": "x"}),
        ("take", {}),
    ],
)
def test_no_form_overwrites_what_changed_meanwhile(signed_in, ana, beto, case, name, typed):
    old = seen(case)
    actions.record(case=case, kind="note.added", by=beto, now=timezone.now(), note="Mientras tanto")
    before = case.events.count()
    assert send(signed_in(ana), case, name, carried=old, **typed).status_code == 409
    assert case.events.count() == before


def test_a_form_that_lost_what_it_had_seen_is_not_taken(signed_in, ana, case):
    page = signed_in(ana).post(address(case, "note"), {"note": "Sin revisión"})
    assert page.status_code == 422
    assert "recárguela y vuelva a guardar" in page.content.decode()
    assert events(case, "note.added") == []


def test_a_duty_ended_by_another_keeps_the_typed_reason(signed_in, ana, beto, case):
    clock = case.clocks.get(rule="prosecutor_informed")
    old = seen(case)
    actions.record(case=case, kind="prosecutor.informed", by=beto, now=timezone.now())
    page = send(signed_in(ana), case, "discharge", pk=clock.pk, carried=old, reason="Ya hay carpeta")
    assert page.status_code == 409
    assert "Ya hay carpeta" in page.content.decode()


@pytest.fixture
def child(ana, case):
    """A child in the case, by name."""
    return actions.add_person(case=case, role="child", by=ana, now=timezone.now(), name=NAME, age=12)


def reveal(case, row, what="persona"):
    return reverse("cases:reveal", kwargs={"code": case.code, "what": what, "pk": row.pk})


def test_a_name_is_shown_once_for_a_reason_and_the_look_is_logged(signed_in, ana, case, child):
    browser = signed_in(ana)
    assert NAME not in browser.get(address(case, "file")).content.decode()
    assert NAME not in browser.get(reveal(case, child)).content.decode()
    page = browser.post(reveal(case, child), {"reason": "Preparar la entrevista"})
    assert NAME in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    look = SensitiveRead.objects.get(field="name")
    assert (look.user, look.subject_kind, look.subject_id) == (ana, "person", child.pk)
    assert look.reason == "Preparar la entrevista"
    assert NAME not in browser.get(address(case, "file")).content.decode()


def test_without_a_reason_the_name_stays_hidden(signed_in, ana, case, child):
    page = signed_in(ana).post(reveal(case, child), {"reason": " "})
    assert page.status_code == 422
    assert NAME not in page.content.decode()
    assert not SensitiveRead.objects.filter(field="name").exists()


def test_a_name_of_another_case_is_not_shown_under_this_one(signed_in, ana, case, child, arrive):
    other = arrive("OCN-9").case
    assert signed_in(ana).post(reveal(other, child), {"reason": "x"}).status_code == 404
    assert signed_in(ana).post(reveal(case, child, what="otra"), {"reason": "x"}).status_code == 404


def test_a_judgement_stands_in_the_thread_of_both_cases(signed_in, ana, case, arrive):
    other = arrive("OCN-9").case
    suggest({pair(case.pk, other.pk): [{"kind": "device", "seen": 3}]}, at=timezone.now())
    suggestion = Suggestion.objects.get()
    page = send(signed_in(ana), case, "judge", pk=suggestion.pk, judgement="accepted", note="Mismo equipo y horario")
    assert "Su respuesta quedó anotada" in page.content.decode()
    assert len(events(case, "link.accepted")) == len(events(other, "link.accepted")) == 1
    suggestion.refresh_from_db()
    assert (suggestion.judgement, suggestion.decided_by) == ("accepted", ana)


def test_the_case_of_another_institution_is_not_named_nor_written_to(signed_in, ana, case, arrive):
    other = arrive("OCN-9", state="MOR").case
    suggest({pair(case.pk, other.pk): [{"kind": "email", "seen": 1}]}, at=timezone.now())
    browser = signed_in(ana)
    page = browser.get(address(case, "file")).content.decode()
    assert "Otro caso de otra institución" in page
    before = other.events.count()
    after = send(browser, case, "judge", pk=Suggestion.objects.get().pk, judgement="rejected").content.decode()
    assert other.code not in page + after
    assert Case.objects.get(pk=other.pk).events.count() == before
    assert len(events(case, "link.rejected")) == 1


def test_a_suggestion_about_other_cases_cannot_be_judged_here(signed_in, ana, case, arrive):
    one, two = arrive("OCN-8").case, arrive("OCN-9").case
    suggest({pair(one.pk, two.pk): [{"kind": "email", "seen": 1}]}, at=timezone.now())
    assert send(signed_in(ana), case, "judge", pk=Suggestion.objects.get().pk, judgement="accepted").status_code == 404

"""A person leaves: nothing stays with who is no longer there, and the thread says why it moved."""

from pathlib import Path

import pytest
from deployment import Databases, Deployment
from django.urls import reverse
from django.utils import timezone

from hilo.accounts import actions as accounts
from hilo.accounts.models import User
from hilo.cases import actions, leaving
from hilo.cases.models import Case, Event
from hilo.ledger.verify import verify
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db


def orphans():
    """Open cases that nobody active answers for."""
    return Case.objects.open().exclude(owner__is_active=True)


def test_every_open_case_passes_to_the_duty_desk_and_says_why(ana, beto, open_cases):
    cases = open_cases(3, owner=ana)
    (other,) = open_cases(1, owner=beto)
    assert leaving.deactivate(user=ana, by=beto, now=timezone.now()) == 3
    desk = accounts.desk_account("FGE-NAY")
    assert {case.owner for case in Case.objects.filter(pk__in=[case.pk for case in cases])} == {desk}
    for case in cases:
        last = Event.objects.filter(case=case).order_by("entered_at", "id").last()
        assert (last.kind, last.facts_dict(), last.by) == ("case.assigned", {"to": desk.pk, "why": "left"}, beto)
    other.refresh_from_db()
    assert other.owner == beto
    assert not orphans().exists()


def test_a_closed_case_stays_with_who_followed_it(ana, beto, open_cases):
    (case,) = open_cases(1, owner=ana)
    for clock in case.clocks.live().filter(informational=False).exclude(rule="silence"):
        actions.discharge(clock=clock, reason="No corresponde", by=beto, now=timezone.now())
    actions.close(case=case, reason="child_safeguarded", note="Se orientó.", by=beto, now=timezone.now())
    assert leaving.deactivate(user=ana, by=beto, now=timezone.now()) == 0
    case.refresh_from_db()
    assert case.owner == ana


def test_many_cases_take_as_many_queries_as_few(ana, beto, eva, open_cases, person, django_assert_max_num_queries):
    open_cases(40, owner=ana)
    with django_assert_max_num_queries(40):
        leaving.deactivate(user=ana, by=beto, now=timezone.now())


def test_closing_and_handing_over_happen_together_or_not_at_all(ana, beto, open_cases, monkeypatch):
    open_cases(1, owner=ana)

    def broken(_self):
        raise RuntimeError("planted")

    monkeypatch.setattr("hilo.cases.thread.Weave.write", broken)
    with pytest.raises(RuntimeError):
        leaving.deactivate(user=ana, by=beto, now=timezone.now())
    ana.refresh_from_db()
    assert ana.is_active


def test_nobody_is_given_a_case_whose_account_closed_after_the_page_was_shown(ana, beto, caro, open_cases):
    (case,) = open_cases(1)
    as_on_the_page = User.objects.get(pk=ana.pk)
    leaving.deactivate(user=ana, by=beto, now=timezone.now())
    with pytest.raises(Denied):
        actions.assign(cases=[case], to=as_on_the_page, by=caro, now=timezone.now())
    with pytest.raises(Denied):
        actions.take(case=case, by=as_on_the_page, now=timezone.now())
    assert not orphans().exists()


def test_what_a_closed_account_holds_nevertheless_is_swept_to_the_desk(ana, beto, open_cases):
    open_cases(2, owner=ana)
    accounts.deactivate(user=ana, by=beto)
    assert leaving.sweep(now=timezone.now()) == 2
    assert leaving.sweep(now=timezone.now()) == 0
    assert not orphans().exists()
    assert verify().ok


@pytest.mark.parametrize("who", ["beto", "tere", "saul"])
def test_who_answers_for_people_closes_an_account_on_a_page_that_says_what_passes(
    who, ana, person, signed_in, open_cases
):
    open_cases(2, owner=ana)
    browser, address = signed_in(person(who)), reverse("desk:close_account", args=[ana.pk])
    assert address in browser.get("/personas/").content.decode()
    assert "2 casos pasan a la guardia" in browser.get(address).content.decode()
    hers = signed_in(ana)
    assert "2 casos pasaron a la guardia" in browser.post(address, follow=True).content.decode()
    assert hers.get("/").status_code == 302
    case = Case.objects.filter(institution="FGE-NAY").first()
    if who != "saul":  # who keeps the system sees no case
        file = browser.get(reverse("cases:file", args=[case.code])).content.decode()
        assert "porque quien lo llevaba dejó su cuenta" in file
    assert not orphans().exists()


def test_a_supervisor_of_another_institution_closes_nobody_here(ana, person, open_cases):
    stranger = person("otra", institution="FGE-MOR", role="supervisor")
    with pytest.raises(Denied):
        leaving.deactivate(user=ana, by=stranger, now=timezone.now())
    with pytest.raises(Denied):
        leaving.deactivate(user=ana, by=person("caro"), now=timezone.now())


def test_the_desk_and_oneself_are_not_closed_on_the_page_either(beto, signed_in):
    desk = accounts.desk_account("FGE-NAY")
    assert signed_in(beto).post(reverse("desk:close_account", args=[desk.pk])).status_code == 404
    assert signed_in(beto).post(reverse("desk:close_account", args=[beto.pk])).status_code == 422


def test_who_leaves_while_cases_are_being_given_to_them_is_left_with_none(tmp_path):
    databases = Databases()
    deployed = Deployment(tmp_path, databases.new())
    deployed.told("init")
    end = deployed.script(Path(__file__).with_name("leaving_at_once.py"))
    databases.drop()
    assert set(end["came"]) <= {"given", "refused", "closed"}
    assert end["came"].count("closed") == 6
    assert (end["left"], end["open"]) == (0, 30)

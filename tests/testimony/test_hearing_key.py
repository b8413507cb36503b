"""One child is known again in another case by a key that says nothing of the child."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.cases.models import Event
from hilo.exchange import actions as exchange
from hilo.lib.errors import Denied
from hilo.testimony import child_actions
from hilo.testimony.child_queries import same_child
from hilo.testimony.models import ChildKey
from tests.testimony.hearing_elsewhere import BORN, CURP, NAME, a_child, fresh, key

OTHER_CURP = "HEGG560427MVZRRL04"  # another published example


@pytest.fixture
def elsewhere(eva, open_cases):
    """The same girl, perhaps, in a case of FGE-MOR."""
    [case] = open_cases(1, institution="FGE-MOR", state="MOR", owner=eva)
    return a_child(case, eva)


def test_the_same_curp_however_it_is_written_is_the_same_child(ana, eva, child, elsewhere):
    key(child, ana, curp="sabc-560626 mdflrn01")
    key(elsewhere, eva, curp=CURP)
    assert same_child(child) == same_child(elsewhere) == {child.pk, elsewhere.pk}


def test_the_same_name_and_birthday_however_they_are_written_are_the_same_child(ana, eva, child, elsewhere):
    key(child, ana, name="  LUZ   ejemplo pena", birth=BORN)
    key(elsewhere, eva, name=NAME, birth=BORN)
    assert elsewhere.pk in same_child(child)


def test_another_birthday_is_another_child(ana, eva, child, elsewhere):
    key(child, ana, name=NAME, birth=BORN)
    key(elsewhere, eva, name=NAME, birth=BORN - timedelta(days=1))
    assert same_child(child) == {child.pk}


def test_namesakes_of_one_day_with_different_curps_are_two_children(ana, eva, child, elsewhere):
    key(child, ana, name=NAME, birth=BORN, curp=CURP)
    key(elsewhere, eva, name=NAME, birth=BORN, curp=OTHER_CURP)
    assert same_child(child) == {child.pk}


def test_a_third_case_is_reached_by_the_key_of_the_second(ana, eva, child, elsewhere, open_cases):
    [third] = open_cases(1, institution="FGE-MOR", state="MOR", owner=eva)
    sister_case = a_child(third, eva)
    key(child, ana, curp=CURP)
    key(elsewhere, eva, curp=CURP, name=NAME, birth=BORN)
    key(sister_case, eva, name=NAME, birth=BORN)
    assert same_child(child) == {child.pk, elsewhere.pk, sister_case.pk}


def test_a_child_who_goes_with_a_part_of_the_case_is_known_again_in_both(ana, child, person):
    lia = person("lia", institution="PPNNA-NAY", role="caseworker")
    row = exchange.offer(
        case=fresh(child.case), receiver="PPNNA-NAY", kind="part", request="Acompañar a la niña.", scope=["people"],
        by=ana, now=timezone.now(),
    )  # fmt: skip
    made = exchange.accept(handoff=row, by=lia, now=timezone.now()).made
    copy = made.people.get(role="child")
    assert same_child(child) == same_child(copy) == {child.pk, copy.pk}


@pytest.mark.parametrize("wrong", ["SABC560626MDFLRN02", "SABC560626MDFLRN0", "SABC561326MDFLRN01", "LUZ EJEMPLO"])
def test_a_curp_with_an_error_is_refused_and_comes_back_to_be_mended(signed_in, ana, child, wrong):
    answer = send(signed_in(ana), child, curp=wrong)
    assert answer.status_code == 422
    assert "Revise los 18 signos" in answer.content.decode()
    assert wrong in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "Escriba la CURP, o el nombre completo"),
        ({"name": NAME}, "Escriba la CURP, o el nombre completo"),
        ({"name": "Luz", "birth": BORN.isoformat()}, "al menos, un apellido"),
        ({"name": NAME, "birth": "2199-01-01"}, "Revise la fecha de nacimiento"),
        ({"curp": CURP, "birth": BORN.isoformat()}, "Escriba la CURP, o el nombre completo"),
    ],
)
def test_what_makes_no_key_says_what_is_missing(signed_in, ana, child, wrong, sentence):
    answer = send(signed_in(ana), child, **wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ChildKey.objects.exists()


def test_the_page_and_the_thread_keep_nothing_of_what_was_typed(signed_in, ana, child):
    browser = signed_in(ana)
    assert send(browser, child, curp=CURP, name=NAME, birth=BORN.isoformat()).status_code == 302
    page = browser.get(address(child)).content.decode()
    assert "Ya tiene una clave por" in page
    assert CURP not in page
    facts = Event.objects.get(kind="child.keyed").facts_dict()
    assert facts == {"person": str(child.pk), "kinds": ["curp", "name_birth"]}


def test_the_same_key_is_not_given_twice(ana, child):
    key(child, ana)
    with pytest.raises(Denied, match="ya está puesta"):
        key(child, ana)


def withdraw(row, by, because="other_child"):
    return child_actions.withdraw(key=row, because=because, by=by, now=timezone.now())


def test_a_key_that_was_another_childs_is_withdrawn_and_the_two_part_again(ana, eva, child, elsewhere):
    [mine], [theirs] = key(child, ana), key(elsewhere, eva)
    withdraw(mine, ana)
    assert same_child(child) == {child.pk}
    assert same_child(elsewhere) == {elsewhere.pk}
    assert Event.objects.get(kind="child.unkeyed").facts_dict()["because"] == "other_child"
    assert ChildKey.objects.get(pk=mine.pk).withdrawn_by == ana
    assert ChildKey.objects.standing().get() == theirs


def test_the_key_of_the_other_institution_is_not_one_s_own_to_withdraw(ana, eva, child, elsewhere):
    [theirs] = key(elsewhere, eva)
    with pytest.raises(Denied):
        withdraw(theirs, ana)
    assert ChildKey.objects.standing().exists()


def test_a_key_withdrawn_by_mistake_is_given_again(ana, child):
    [row] = key(child, ana)
    withdraw(row, ana, "mistyped")
    with pytest.raises(Denied, match="ya estaba retirada"):
        withdraw(row, ana)
    [again] = key(child, ana)
    assert [one.pk for one in child.child_keys.standing()] == [again.pk]


def test_a_page_withdraws_a_key_with_its_reason_and_shows_that_it_was_there(signed_in, ana, child):
    [row] = key(child, ana)
    browser, here = signed_in(ana), {"code": child.case.code, "child": child.pk, "pk": row.pk}
    page = reverse("testimony:child_unkey", kwargs=here)
    assert f'href="{page}"' in browser.get(address(child)).content.decode()
    assert browser.post(page, sent(child)).status_code == 422
    assert browser.post(page, sent(child, because="mistyped")).status_code == 302
    shown = browser.get(address(child)).content.decode()
    assert "Tuvo una clave por CURP" in shown
    assert "se escribió con un error" in shown
    assert page not in shown


def address(child):
    return reverse("testimony:child_key", kwargs={"code": child.case.code, "child": child.pk})


def send(browser, child, **given):
    return browser.post(address(child), sent(child, **given))


def sent(child, **given):
    case = fresh(child.case)
    return {"revision": case.revision, "seen": Event.objects.filter(case=case).count(), **given}

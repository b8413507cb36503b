"""Accounts beside each other: what they share, what else explains it, when numbers are too small to say so."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.actions import desk_account
from hilo.accounts.sealing import open_text
from hilo.cases import actions as cases
from hilo.cases.models import Case
from hilo.lib.errors import Denied
from hilo.testimony import across_actions, across_queries, double_actions, indicator_actions
from hilo.testimony import double_queries as double
from hilo.testimony.indicator_actions import Passage
from hilo.testimony.models import Comparison
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db
CAMERA = "una cámara"


@pytest.fixture
def told(open_cases, hear, keep, ana):
    """``told(3, camera=2)`` makes three children of nine in cases of their own, two of whom spoke of a camera."""

    def make(count, *, camera=0, institution="FGE-NAY"):
        found = []
        for number, case in enumerate(open_cases(count, institution=institution, state="NAY")):
            child = cases.add_person(case=case, role="child", age=9, by=ana, now=timezone.now())
            words = WORDS + f"E: Adiós {case.code}.\n"
            row = keep(hear("ended", child=child, days=3), words)
            if number < camera:
                start = words.index(CAMERA)
                passage = Passage(4, start, start + len(CAMERA))
                indicator_actions.mark(
                    transcript=row, passage=passage, code="recording_device", provenance="after_invitation", by=ana,
                    now=timezone.now(),
                )  # fmt: skip
            found.append(child)
        return found

    return make


def compare(children, by, *, seed=5, band="12"):
    return across_actions.compare(
        band=band, setting="escuela", children=[str(one.pk) for one in children], seed=seed, by=by, now=timezone.now()
    )


def report(row):
    return json.loads(open_text(row.result, place=row.result_place))


def test_two_accounts_say_nothing_and_the_page_says_so_first(told, signed_in, ana):
    row = compare(told(2, camera=2), ana)
    page = signed_in(ana).get(reverse("testimony:comparison", kwargs={"pk": row.pk})).content.decode()
    assert "Estos números no alcanzan para decir nada." in page
    assert "los números no dicen nada" in page
    assert "Coinciden por azar." in page
    assert "vinculad" not in page
    assert "mochila" not in page


def test_the_same_rows_with_the_same_seed_give_the_same_report(told, ana):
    children = told(3, camera=2)
    assert report(compare(children, ana)) == report(compare(children, ana))


def test_a_code_on_which_nobody_agreed_stays_out_of_the_strict_line(told, ana):
    found = report(compare(told(3, camera=3), ana))["report"]
    assert found["strict"]["codes"] == []
    assert "recording_device" in found["every"]["codes"]
    assert found["strict"]["pairs"] == []
    assert len(found["every"]["pairs"]) == 3


def test_a_code_on_which_two_people_agreed_enters(told, ana, beto, person):
    children = told(12, camera=3)
    coders = [ana, person("nico")]
    study = double_actions.draw(layer="segment", share=20, coders=coders, seed=1, by=beto, now=timezone.now())
    for by in coders:
        for number, text in enumerate(study.texts.all()):
            said = dict.fromkeys(double.units_of_text(study, text), "")
            said[4] = "recording_device" if number % 2 else ""
            double_actions.code(text=text, codes=said, by=by, now=timezone.now())
        double_actions.finish(study=study, by=by, now=timezone.now())
    found = report(compare(children[:3], ana))["report"]
    assert "recording_device" in found["strict"]["codes"]


def test_the_accounts_that_were_not_chosen_say_how_usual_a_topic_is(told, ana):
    children = told(4, camera=3)
    accounts, rest = across_queries.accounts_of(children[:2]), across_queries.accounts_of(children[2:])
    codes = {one.id: one for one in across_queries.codes_for("FGE-NAY", accounts, rest)}
    assert (codes["recording_device"].having, codes["recording_device"].references) == (1, 2)


def test_children_whom_the_same_person_interviewed_are_never_called_independent(told, signed_in, ana):
    row = compare(told(2, camera=2), ana)
    assert {pair["relation"] for pair in report(row)["report"]["every"]["pairs"]} == {"path"}


def test_every_case_says_that_its_account_was_compared_and_no_fact_names_anybody(told, ana):
    children = told(2, camera=2)
    row = compare(children, ana)
    events = [one.case.events.get(kind="accounts.compared") for one in children]
    assert all(event.facts_dict() == {"comparison": str(row.pk), "accounts": 2} for event in events)


def test_accounts_of_another_institution_never_enter(told, ana, eva):
    children = told(2, camera=2)
    assert across_queries.children_of(eva, "12") == []
    with pytest.raises(Denied):
        compare(children, eva)


def test_what_moved_away_is_not_shown_any_more(told, signed_in, ana):
    children = told(3, camera=3)
    row = compare(children, ana)
    Case.objects.filter(pk=children[0].case_id).update(institution="FGE-MOR", owner=desk_account("FGE-MOR"))
    page = signed_in(ana).get(reverse("testimony:comparison", kwargs={"pk": row.pk})).content.decode()
    assert children[0].case.code not in page
    assert "2 parejas son de casos que ya no lleva su institución" in page


def test_the_page_takes_the_chosen_and_one_alone_is_refused(told, signed_in, ana):
    children = told(2, camera=1)
    address = reverse("testimony:comparison_new") + "?edad=12"
    assert children[0].case.code in signed_in(ana).get(address).content.decode()
    sent = {"setting": "escuela", "children": [str(one.pk) for one in children]}
    assert signed_in(ana).post(address, sent | {"children": sent["children"][:1]}).status_code == 422
    assert signed_in(ana).post(address, sent).status_code == 302
    assert Comparison.objects.count() == 1


def test_more_children_need_no_more_queries(told, ana, django_assert_num_queries):
    told(2, camera=1)
    few = [one.child for one in across_queries.children_of(ana, "12")]
    with django_assert_num_queries(4):
        across_queries.accounts_of(few)
    told(3, camera=2)
    more = [one.child for one in across_queries.children_of(ana, "12")]
    with django_assert_num_queries(4):
        across_queries.accounts_of(more)

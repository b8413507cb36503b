"""The page of a case's hearing leads to what there is of each child, and the case file says how much that is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.cases import actions
from hilo.cases.models import Withheld

pytestmark = pytest.mark.django_db


def page(client, case):
    return client.get(reverse("testimony:case", kwargs={"code": case.code}))


def test_each_child_stands_with_what_she_told_and_what_was_kept(case, transcript, signed_in, ana):
    text = page(signed_in(ana), case).content.decode()
    assert "9 años" in text
    assert "1 formal, 0 informales." in text
    assert "Entrevista 1" in text
    assert "Transcripción 1" in text
    assert "mochila" not in text


def test_a_case_without_a_child_says_how_to_begin(case, signed_in, ana):
    answer = page(signed_in(ana), case)
    assert "Agregar a una persona" in answer.content.decode()


def test_who_only_receives_reaches_no_words(case, transcript, signed_in, caro):
    text = page(signed_in(caro), case).content.decode()
    assert "Transcripción 1" in text
    assert reverse("testimony:case", kwargs={"code": case.code}) + "transcripciones" not in text


def test_what_did_not_travel_is_said_and_not_counted(case, transcript, signed_in, ana):
    Withheld.objects.create(case=case, institution="FGE-NAY", part="narratives", before=timezone.now())
    text = page(signed_in(ana), case).content.decode()
    assert "no viajó con él" in text
    assert "Transcripción 1" not in text


def test_many_children_need_no_more_questions_to_the_database(
    case, transcript, signed_in, ana, django_assert_num_queries
):
    client = signed_in(ana)
    page(client, case)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, case)
    for age in range(6, 12):
        actions.add_person(case=case, role="child", age=age, by=ana, now=timezone.now())
    with django_assert_num_queries(len(few)):
        page(client, case)


def test_the_case_file_says_how_often_the_child_told(case, transcript, signed_in, ana):
    text = signed_in(ana).get(reverse("cases:file", kwargs={"code": case.code})).content.decode()
    assert "Se anotó 1 vez." in text
    assert "1 transcripción guardada tal como se dijo." in text


def test_the_case_file_names_the_interview_under_way_before_one_that_is_planned(case, hear, signed_in, ana, person):
    hear("planned", by=person("nico"))
    hear("begun")
    text = signed_in(ana).get(reverse("cases:file", kwargs={"code": case.code})).content.decode()
    assert "en curso: relato libre" in text
    assert "por realizar" not in text.partition('id="escucha"')[2].partition("</section>")[0]

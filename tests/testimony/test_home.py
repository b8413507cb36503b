"""The page of what a person has to do about hearing children."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.testimony import interview_actions, practice_actions
from hilo.testimony.models import Study, StudyCoder

pytestmark = pytest.mark.django_db
HOME = "/escucha/"


@pytest.fixture
def iris(person):
    """Who interviews."""
    return person("iris")


def main(client):
    return client.get(HOME).content.decode().partition("<main")[2]


def test_its_address_is_in_the_menu_of_whoever_may_practise(signed_in, person):
    assert reverse("testimony:home") == HOME
    for who, there in (("iris", True), ("caro", True), ("ada", False), ("tere", False)):
        told = signed_in(person(who)).get("/preferencias/", follow=True).content.decode()
        assert (f'href="{HOME}"' in told) is there, who


def test_ones_own_interviews_are_there_those_under_way_first_and_nobody_elses(hear, signed_in, iris, person, case):
    later, now = hear(planned_for=timezone.now()), hear("begun")
    hear("ended")
    cancelled = hear()
    interview_actions.cancel(interview=cancelled, reason="Se enfermó.", by=iris, now=timezone.now())
    hear(by=person("nico"))
    client = signed_in(iris)
    assert list(client.get(HOME).context["interviews"]) == [now, later]
    told = main(client)
    assert told.index(f"Entrevista {now.number}") < told.index(f"Entrevista {later.number}")
    assert reverse("testimony:case", kwargs={"code": case.code}) in told


def test_without_anything_ahead_it_says_what_would_be_there(signed_in, iris):
    assert "se prevén desde el expediente" in main(signed_in(iris))


def test_who_does_not_interview_is_led_to_the_practice_room_alone(signed_in, caro):
    told = main(signed_in(caro))
    assert "Entrevistas que le tocan" not in told
    assert "Comparaciones" not in told
    assert reverse("testimony:practice") in told


def test_it_says_how_many_rehearsals_were_left_open_to_oneself(signed_in, iris, beto):
    practice_actions.begin(story="granja", age=7, by=iris, now=timezone.now())
    assert "Dejó 1 práctica en curso" in main(signed_in(iris))
    assert "en curso" not in main(signed_in(beto))


def test_it_counts_the_double_codings_that_wait_for_oneself(signed_in, iris, beto):
    now = timezone.now()
    given = {"institution": "FGE-NAY", "layer": "prompt", "version": "1", "seed": 1, "share": 20, "of": 10}
    for finished, closed in ((None, None), (now, None), (None, now)):
        study = Study.objects.create(**given, made_at=now, made_by=beto, closed_at=closed)
        StudyCoder.objects.create(study=study, user=iris, done_at=finished)
    assert signed_in(iris).get(HOME).context["codings"] == 1
    assert signed_in(beto).get(HOME).context["codings"] == 0


def test_many_interviews_take_no_more_queries_than_one(hear, signed_in, iris, django_assert_max_num_queries):
    hear()
    client = signed_in(iris)
    client.get(HOME)
    with django_assert_max_num_queries(20) as one:
        client.get(HOME)
    for _ in range(3):
        hear()
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(HOME).context["interviews"]) == 4

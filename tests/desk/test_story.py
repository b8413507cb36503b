"""The demonstration's story: three steps, each a button that enters as the right person."""

import re

import pytest

STORY = "/demo/historia/"


@pytest.fixture
def demo(settings, cast, arrive, open_cases, person):
    """A demonstration with an alert of Nayarit, and late cases there and, more of them, in Morelos."""
    settings.HILO_DEMO = True
    person("fito", institution="FGE-MOR", role="supervisor")
    open_cases(2, tier=3, days=60)
    open_cases(5, tier=3, days=60, institution="FGE-MOR", state="MOR")
    return arrive()


def steps(page):
    """(id of the person, address) of each button, in order."""
    return re.findall(r'name="next" value="([^"]*)">\s*<button name="user" value="(\d+)"', page)


def test_outside_a_demonstration_the_page_does_not_exist(cast, client):
    assert client.get(STORY).status_code == 404


def test_each_step_enters_as_the_right_person_and_arrives(demo, client, cast):
    found = steps(client.get(STORY).content.decode())
    assert [address for address, _ in found] == [f"/casos/{demo.case.code}/", "/panorama/", "/registro/"]
    for address, user in found:
        answer = client.post("/demo/entrar/", {"user": user, "next": address}, follow=True)
        assert answer.status_code == 200
        assert answer.request["PATH_INFO"] == address


def test_the_supervisor_is_of_the_institution_where_most_is_overdue(demo, client, person):
    page = client.get(STORY).content.decode()
    assert steps(page)[1][1] == str(person("fito").pk)
    assert "5 casos abiertos. Vencidos: 5; callados: 5." in page


def test_the_record_is_checked_by_who_audits(demo, client, cast):
    assert steps(client.get(STORY).content.decode())[2][1] == str(cast.ada.pk)


def test_the_case_is_opened_by_who_holds_it(demo, client, cast):
    type(demo.case).objects.filter(pk=demo.case.pk).update(owner=cast.nico)
    assert steps(client.get(STORY).content.decode())[0][1] == str(cast.nico.pk)


def test_an_empty_demonstration_says_how_to_load_it(client, settings, db):
    settings.HILO_DEMO = True
    answer = client.get(STORY)
    assert answer.status_code == 200
    assert "Todavía no hay alertas" in answer.content.decode()


def test_who_has_no_people_in_the_demonstration_is_not_in_its_story(demo, client, arrive):
    arrive("OCN-2", state="JAL")
    assert "Jalisco" not in client.get(STORY).content.decode()

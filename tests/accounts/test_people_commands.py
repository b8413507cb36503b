"""``hilo people``: accounts at the terminal."""

import json

import pytest
from click.testing import CliRunner

from hilo.accounts.commands import people
from hilo.accounts.models import User

pytestmark = pytest.mark.django_db

LUZ = ["luz", "--institution", "FGE-NAY", "--role", "investigator", "--name", "Luz Arce"]


def run(*arguments):
    return CliRunner().invoke(people, list(arguments))


def test_an_account_is_opened_with_a_password_that_is_shown_once():
    answer = run("add", *LUZ, "--json")
    said = json.loads(answer.stdout)
    luz = User.objects.get(username="luz")
    assert answer.exit_code == 0
    assert luz.check_password(said["password"])
    assert (luz.role, luz.institution, luz.display_name) == ("investigator", "FGE-NAY", "Luz Arce")


def test_a_name_already_taken_is_bad_usage_with_one_sentence():
    run("add", *LUZ)
    again = run("add", *LUZ)
    assert again.exit_code == 2
    assert "ya está en uso" in again.stderr


def test_people_are_listed_with_role_and_state(ana):
    said = json.loads(run("list", "--json").stdout)
    assert said["count"] == 1
    assert said["people"][0] == {
        "username": "ana",
        "name": "Ana Robles",
        "institution": "FGE-NAY",
        "role": "caseworker",
        "active": True,
        "desk": False,
    }


def test_an_account_is_closed_once(ana):
    assert run("deactivate", "ana").exit_code == 0
    ana.refresh_from_db()
    assert not ana.is_active
    again = run("deactivate", "ana")
    assert (again.exit_code, "ya estaba cerrada" in again.stderr) == (2, True)


def test_closing_who_does_not_exist_says_where_to_look():
    answer = run("deactivate", "nadie")
    assert (answer.exit_code, "hilo people list" in answer.stderr) == (2, True)

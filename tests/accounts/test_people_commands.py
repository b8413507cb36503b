"""``hilo people``: accounts at the terminal."""

import json

import pytest
from click.testing import CliRunner

from hilo.accounts.commands import people_group
from hilo.accounts.factor_actions import set_app
from hilo.accounts.models import User
from hilo.cases.leaving import deactivate

pytestmark = pytest.mark.django_db

LUZ = ["luz", "--institution", "FGE-NAY", "--role", "investigator", "--name", "Luz Arce"]


def run(*arguments):
    return CliRunner().invoke(people_group(deactivate), list(arguments))


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


def test_lost_factors_are_taken_away_and_counted(ana):
    set_app(secret="JBSWY3DPEHPK3PXP", by=ana)
    assert json.loads(run("reset-factors", "ana", "--json").stdout) == {"username": "ana", "removed": 1}
    assert json.loads(run("reset-factors", "ana", "--json").stdout)["removed"] == 0


def test_closing_says_how_many_cases_passed_to_the_desk(ana, open_cases):
    open_cases(2, owner=ana)
    assert json.loads(run("deactivate", "ana", "--json").stdout) == {"username": "ana", "active": False, "cases": 2}


def test_closing_who_does_not_exist_says_where_to_look():
    answer = run("deactivate", "nadie")
    assert (answer.exit_code, "hilo people list" in answer.stderr) == (2, True)


def test_who_forgot_their_password_gets_another_and_the_old_one_is_none(person):
    ana = person("ana", password="la que se olvidó, larga")
    said = json.loads(run("reset-password", "ana", "--json").stdout)
    ana.refresh_from_db()
    assert ana.check_password(said["password"])
    assert not ana.check_password("la que se olvidó, larga")


def test_a_closed_account_gets_no_password(ana):
    run("deactivate", "ana")
    refused = run("reset-password", "ana")
    assert (refused.exit_code, "no entra nadie" in refused.stderr) == (2, True)
    ana.refresh_from_db()
    assert not ana.has_usable_password()

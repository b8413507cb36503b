"""People, roles, and the desk that holds what nobody has taken."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from hilo.accounts import actions
from hilo.accounts.models import SensitiveRead, User
from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.lib.errors import BadInput, Denied


def test_permissions_are_kept_in_alphabetical_order():
    names = [permission.name for permission in Permission]
    assert names == sorted(names)


def test_every_permission_is_held_by_some_role():
    held = frozenset().union(*(role.permissions for role in ROLES.values()))
    assert set(Permission) - held == set()


def test_every_role_is_kept_under_its_own_code():
    assert {code: role.code for code, role in ROLES.items()} == {code: code for code in ROLES}


CONTENT = {
    permission
    for permission in Permission
    if permission.split(":")[0] in {"alert", "case", "clock", "desk", "identifier", "link", "quarantine", "search"}
}


@pytest.mark.parametrize("role", ["auditor", "system_administrator", "desk"])
def test_who_checks_or_maintains_holds_no_permission_over_content(role):
    assert ROLES[role].permissions & CONTENT == frozenset()


def test_a_person_may_do_what_the_role_holds_and_nothing_else(ana, ada):
    assert ana.has(Permission.CASE_CLOSE)
    assert not ana.has(Permission.SUPERVISE)
    assert ada.has(Permission.RECORD_SEE)
    assert not ada.has(Permission.CASE_SEE)


def test_a_closed_account_may_do_nothing(ana, beto):
    closed = actions.deactivate(user=ana, by=beto)
    assert closed.permissions == frozenset()
    assert (closed.deactivated_by, closed.is_active) == (beto, False)


def test_a_role_that_left_the_code_gives_no_permission(ana):
    ana.role = "chief_of_everything"
    assert not ana.has(Permission.CASE_SEE)


@pytest.mark.django_db
def test_a_new_person_has_a_name_an_institution_and_a_role():
    new = actions.create_person(
        username="luz", display_name="Luz Arce", institution="FGE-NAY", role="investigator", by=None
    )
    kept = User.objects.get(username="luz")
    assert (kept.pk, kept.display_name, kept.role, kept.language) == (
        new.pk,
        "Luz Arce",
        "investigator",
        "es",
    )
    assert not kept.has_usable_password()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"role": "chief"}, "no es un papel"),
        ({"institution": "FGE-XYZ"}, "no es una institución"),
        ({"username": "ana"}, "ya está en uso"),
        ({"password": "corta"}, "12"),
        ({"language": "fr"}, "fr"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_the_reason(ana, change, words):
    asked = {
        "username": "luz",
        "display_name": "Luz",
        "institution": "FGE-NAY",
        "role": "caseworker",
    } | change
    with pytest.raises(BadInput, match=words):
        actions.create_person(**asked, by=None)


@pytest.mark.django_db
def test_nobody_is_given_the_role_of_the_duty_desk():
    with pytest.raises(Denied, match="no es una persona"):
        actions.create_person(username="x", display_name="x", institution="FGE-NAY", role="desk", by=None)


@pytest.mark.django_db
def test_each_institution_has_one_desk_that_is_made_when_first_asked_for():
    desk = actions.desk_account("FGE-NAY")
    assert actions.desk_account("FGE-NAY") == desk
    assert actions.desk_account("FGE-MOR") != desk
    assert str(desk) == "Guardia · Fiscalía General del Estado de Nayarit"
    assert (desk.is_desk, desk.role, desk.has_usable_password()) == (True, "desk", False)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="otra", institution="FGE-NAY", role="desk", is_desk=True)


@pytest.mark.django_db
def test_a_desk_whose_transaction_was_undone_is_not_handed_out_again():
    class Undo(Exception):
        pass

    def ask_and_undo():
        with transaction.atomic():
            actions.desk_account("FGE-NAY")
            raise Undo

    with pytest.raises(Undo):
        ask_and_undo()
    assert User.objects.filter(pk=actions.desk_account("FGE-NAY").pk).exists()


@pytest.mark.django_db
def test_a_desk_is_remembered_once_it_is_committed(django_assert_num_queries, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        desk = actions.desk_account("FGE-NAY")
    with django_assert_num_queries(0):
        assert actions.desk_account("FGE-NAY") == desk


@pytest.mark.django_db
def test_a_desk_is_never_closed():
    with pytest.raises(Denied, match="guardia"):
        actions.deactivate(user=actions.desk_account("FGE-NAY"), by=None)


def test_nobody_closes_their_own_account_nor_one_twice(ana, beto):
    with pytest.raises(Denied, match="propia cuenta"):
        actions.deactivate(user=ana, by=ana)
    actions.deactivate(user=ana, by=beto)
    with pytest.raises(Denied, match="ya estaba cerrada"):
        actions.deactivate(user=ana, by=beto)


@pytest.mark.parametrize(
    "broken",
    [
        {"role": "caseworker", "is_desk": True},
        {"role": "desk", "is_desk": False},
        {"role": "caseworker", "is_active": False},
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_an_account_that_contradicts_itself(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="rara", institution="FGE-NAY", **broken)


def test_people_are_seen_by_their_own_institution_and_all_by_the_administration(cast):
    assert cast.eva not in User.objects.visible_to(cast.beto)
    assert cast.ana in User.objects.visible_to(cast.beto)
    assert cast.eva in User.objects.visible_to(cast.saul)
    assert not User.objects.visible_to(cast.ana).exists()


def test_a_look_at_a_sealed_field_is_kept_with_who_what_and_why(ana):
    subject = uuid.uuid4()
    actions.log_read(user=ana, subject_kind="alert", subject_id=subject, field="email", reason="cotejo")
    read = SensitiveRead.objects.get()
    assert (read.user, read.subject_id, read.field, read.reason) == (ana, subject, "email", "cotejo")

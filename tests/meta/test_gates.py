"""Every address of the staff site says who may pass. A view that says nothing fails here."""

import pytest
from addresses import STAFF, patterns
from django.urls import get_resolver, include, path

from hilo.accounts.gate import ALLAUTH, CLOSED, PUBLIC, gate_of, is_fresh
from hilo.accounts.permissions import Permission
from hilo.exchange.api.gate import Signed
from hilo.exchange.api.v1 import api
from hilo.exchange.models import Scope
from hilo.web import urls_answers, urls_api


@pytest.mark.parametrize(("name", "pattern"), STAFF, ids=[name for name, _ in STAFF])
def test_every_view_carries_its_gate(name, pattern):
    mark = gate_of(pattern.callback, pattern.name)
    assert mark is not None, f"{name}: put @requires(Permission.…) or @public above the view"
    assert mark in {PUBLIC, CLOSED} or mark in set(Permission)


def test_the_names_open_of_allauth_exist():
    assert set(ALLAUTH) <= {name for name, _ in STAFF}


def test_no_name_stands_for_two_addresses():
    names = [name for name, _ in STAFF]
    assert sorted(names) == sorted(set(names))


def test_what_is_public_is_a_short_list_that_somebody_reviewed():
    public = {name for name, pattern in STAFF if gate_of(pattern.callback, pattern.name) == PUBLIC}
    assert public == {
        "account_login",
        "account_logout",
        "accounts:demo_enter",  # 404 outside a demonstration
        "accounts:demo_people",  # the same
        "accounts:language",
        "desk:story",  # 404 outside a demonstration
        "web:health",  # codes only, for whoever watches the machine
        "web:ready",
        "mfa_authenticate",  # the second step of signing in
    }


def test_what_is_dangerous_asks_again_who_it_is():
    assert {name for name, pattern in STAFF if is_fresh(pattern.callback)} == {
        "accounts:factor_app",
        "accounts:factor_passkey",
        "accounts:factor_remove",
        "evidence:export",
        "testimony:transcript_out",
        "accounts:recovery_codes",
        "accounts:recovery_text",
        "cases:break_glass",
        "desk:close_account",
        "intake:destroy",
    }


OPERATIONS = {
    f"{method} {prefix}{path}": operation
    for prefix, router in api._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
    for method in operation.methods
}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_operation_of_the_api_names_one_scope(name):
    signed = OPERATIONS[name].auth_callbacks
    scopes = [one.scope for one in signed if isinstance(one, Signed)]
    assert len(signed) == len(scopes) == (0 if name == "GET health" else 1), f"{name}: put auth=Signed(Scope.…)"
    assert set(scopes) <= set(Scope)


def test_what_is_public_of_the_api_is_its_health_and_its_document():
    unsigned = {name for name, operation in OPERATIONS.items() if operation.auth_param is None}
    views = {
        name: gate_of(one.callback, one.name)
        for name, one in patterns(urls_api.urlpatterns)
        if one.callback.__module__ != "ninja.operation"
    }
    assert (unsigned, views) == ({"GET health"}, {"openapi": PUBLIC})


def open_to_all(request):
    """A view that somebody forgot to mark."""


def test_a_view_that_somebody_forgets_is_found_in_the_list():
    planted = [path("casos/", include(([path("nuevo/", open_to_all, name="new")], "cases")))]
    ((name, pattern),) = patterns(planted)
    assert name == "cases:new"
    assert gate_of(pattern.callback, pattern.name) is None


def test_the_public_site_shows_little_and_that_to_everybody():
    pages = list(patterns(get_resolver(urls_answers.__name__).url_patterns))
    assert {name: gate_of(pattern.callback, pattern.name) for name, pattern in pages} == {
        "accounts:language": PUBLIC,
        "answers:answer": PUBLIC,
        "answers:home": PUBLIC,
        "web:health": PUBLIC,
        "web:ready": PUBLIC,
    }

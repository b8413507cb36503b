"""What may be shown before a look is logged: hints that lead to nobody."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.alerts.difference import difference
from hilo.alerts.masking import DOTS, masked, safe_path, safe_value

VALUES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        ("email", "azul@correo.example", "a•••@•••"),
        ("email", "yo@correo.example", "•••@•••"),
        ("account", "100200300400", "1•••"),
        ("screen_name", "azul", DOTS),
        ("person_name", "Nombre Inventado", DOTS),
        ("school", "Escuela del Valle", DOTS),
        ("address", "Calle Uno 1", DOTS),
        ("profile_url", "https://red.example/azul", DOTS),
        ("hash", "000000" + "a" * 34, "000000…"),
        ("hash", "azul", DOTS),
    ],
)
def test_a_hint_tells_the_kind_and_hides_the_rest(kind, value, hint):
    assert masked(kind, value) == hint


@given(st.sampled_from(["email", "phone", "account", "ip", "device", "group"]), VALUES)
def test_a_hint_never_tells_more_than_one_sign(kind, value):
    assert len(masked(kind, value).replace(DOTS, "").replace("@", "")) <= 1


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("incidentSummary.incidentType", "incidentSummary.incidentType"),
        ("persons[0].age", "persons[0].age"),
        ("persons[Nombre Inventado].age", "persons[…].age"),
        ("persons[x].y].age", "persons[…].age"),
        ("cuentas.azul@correo.example.edad", "cuentas.…"),
        ("5512345678", "…"),
    ],
)
def test_a_path_leaves_out_the_name_by_which_an_element_was_found(path, shown):
    assert safe_path(path) == shown


@pytest.mark.parametrize("value", ["true", "12", "2026-05-06", "2026-05-06T10:00:00Z", "A1"])
def test_what_leads_to_nobody_is_shown(value):
    assert safe_value("persons[0].something", value) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", "Nombre Inventado"),
        ("phone", "5512345678"),
        ("born", "2014-05-06"),
        ("victim.dateOfBirth", "2014-05-06"),
    ],
)
def test_what_may_lead_to_somebody_is_not(path, value):
    assert safe_value(path, value) == DOTS


def test_an_object_is_told_field_by_field():
    assert safe_value("persons[0]", json.dumps({"age": 12, "name": "Nombre", "born": "2014-05-06"})) == (
        "age: 12, name: •••, born: •••"
    )


LETTERS = set("QWZ")
NAMES = st.text("QWZ @.[]{}\"':,", min_size=3, max_size=40)


@given(NAMES, NAMES)
def test_a_difference_of_any_names_shows_no_letter_of_them(old, new):
    before = {"persons": [{"name": old, "age": 11}], "note": old, "ids": [{"id": old, "email": old}]}
    after = {"persons": [{"name": new, "age": 12}], "note": new, "ids": [{"id": new, "email": new, "more": [new]}]}
    changes = difference(before, after)
    told = [(safe_path(one.path), *(safe_value(one.path, side) for side in (one.before, one.after))) for one in changes]
    assert not LETTERS & set(str(told))
    assert "age" in str(told)

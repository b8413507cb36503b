"""Who else helps: verified services only, with what their source says and nothing more."""

import pytest
from django.utils.translation import override

from hilo.door.help import Service, has_own, services
from hilo.door.words import ADULT, CHILD
from hilo.reference import pack
from hilo.reference.reports import Help
from tests.door.readability import ENOUGH, ease

STATES = ["", *pack().states]


def of(code: str, **kwargs: str) -> Service:
    return next(one for one in services(**kwargs) if one.code == code)


@pytest.mark.parametrize("state", STATES)
def test_danger_comes_first_and_the_whole_country_is_served(state: str) -> None:
    found = services(state)
    assert [one.code for one in found if one.danger] == [found[0].code] == ["emergencies"]
    assert {"anonymous_tip", "online_crime", "trafficking", "te_protejo", "take_it_down"} <= {one.code for one in found}


def test_no_telephone_is_shown_that_the_pack_does_not_know_from_its_sources() -> None:
    known = {phone for one in pack().institutions.values() for phone in one.phones if not one.to_confirm}
    shown = {phone.shown for state in STATES for one in services(state) for phone in one.phones}
    assert shown
    assert shown <= known


def test_a_telephone_can_be_dialled() -> None:
    assert [(phone.shown, phone.dial) for phone in of("trafficking").phones] == [("800 5533 000", "8005533000")]


def test_what_the_source_does_not_say_is_said_to_be_unknown() -> None:
    with override("es"):
        facts = {fact.label: fact.text for fact in of("emergencies", audience=CHILD).facts}
    asked = (
        "¿A qué hora puedes llamar o ir? ¿Guarda lo que dices? ¿Puedes no decir tu nombre? ¿Puedes ir sin un adulto?"
    )
    assert facts == {"Todavía no sabemos": asked}


def test_what_is_known_is_said_first_and_what_is_not_in_one_line() -> None:
    with override("es"):
        facts = [(fact.label, fact.text) for fact in of("trafficking", audience=ADULT).facts]
    assert facts[0] == ("¿A qué hora atiende?", "Todos los días, a toda hora")
    assert [label for label, _ in facts[1:]] == ["No lo dice la fuente"]


def test_a_line_that_keeps_what_is_said_but_asks_who_calls_says_both() -> None:
    with override("es"):
        facts = [(fact.label, fact.text) for fact in of("online_crime", audience=ADULT).facts]
    assert ("¿Es confidencial?", "sí") in facts
    assert ("¿Puede no decir su nombre?", "no") in facts


def test_a_service_of_one_state_is_shown_there_before_those_of_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pack().help, "own", _entry("own", states=("NAY",), certainty="seen"))
    assert [one.code for one in services("NAY")][:2] == ["emergencies", "own"]
    assert "own" not in [one.code for one in services("MOR")]
    assert has_own("NAY")
    assert not has_own("MOR")


def test_a_service_that_nobody_has_verified_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pack().help, "rumour", _entry("rumour", states=("NAY",), certainty="memory"))
    assert "rumour" not in [one.code for one in services("NAY")]
    assert not has_own("NAY")


def test_take_it_down_is_explained_in_both_languages() -> None:
    with override("es"):
        spanish = of("take_it_down").does
    with override("en"):
        english = of("take_it_down").does
    assert ease(spanish) >= ENOUGH
    assert "no sale del celular" in spanish
    assert "menos de 18 años" in spanish
    assert "does not leave the phone" in english
    assert "under 18" in english


def _entry(code: str, **values: object) -> Help:
    label = {"es": "Casa de ayuda", "en": "House of help"}
    return Help.model_validate(
        {"code": code, "name": label, "does": label, "source": "prueba", "text_date": "2026"} | values
    )

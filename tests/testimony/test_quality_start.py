"""Ground rules, practice before the event, and what is published beside the figures."""

import pytest

from hilo.testimony.labels import CLASSES
from hilo.testimony.quality import describe
from hilo.testimony.quality_bands import MARKS, bands
from tests.testimony.quality_cases import quality, talk


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("dev_t1", {"dont_know": (3,), "correct_me": (5,)}),
        ("dev_t2", {}),
        ("dev_t3", {"what_happened": (1,), "asked_again": (3,)}),
        ("dev_t4", {}),
    ],
)
def test_the_ground_rules_that_were_said_are_found(name, rules):
    assert {rule: turns for rule, turns in quality(name).ground_rules.items() if turns} == rules


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("dont_know", "Si te pregunto algo y no sabes la respuesta, di «no sé»."),
        ("dont_know", "No adivines, ¿va?"),
        ("dont_know", "Cuando no te acuerdes de algo me dices que no te acuerdas"),
        ("correct_me", "Y si yo me equivoco, me corriges."),
        ("correct_me", "si digo algo que no es corrigeme"),
        ("dont_understand", "Si no entiendes una pregunta, me dices y la hago de otro modo."),
        ("dont_understand", "Puedes decirme «no entiendo»."),
        ("what_happened", "Aquí solo hablamos de cosas que te pasaron."),
        ("what_happened", "Cuéntame nada más lo que de verdad pasó."),
        ("asked_again", "A veces te voy a preguntar lo mismo dos veces."),
        ("asked_again", "Si te repito una pregunta no es que hayas contestado mal."),
    ],
)
def test_a_ground_rule_is_heard_in_many_wordings(rule, text):
    found = describe(*talk(f"STR: {text}")).ground_rules
    assert [name for name, turns in found.items() if turns] == [rule]


@pytest.mark.parametrize(
    "prompt",
    [
        "SUG-SOC: Dime lo que de verdad pasó, ¿estás seguro?",
        "DIR: A ver, otra vez, ¿dónde la dejaste?",
        "STR: Si luego te acuerdas de algo, le avisas a tu maestra.",
        "OPT-YN: ¿Sabes quién ganó?",
        "DIR: ¿Qué te dijo cuando no sabía el camino?",
    ],
)
def test_what_is_asked_about_the_event_is_no_ground_rule(prompt):
    assert set(describe(*talk(prompt)).ground_rules.values()) == {()}


def test_narrative_practice_is_an_answered_invitation_before_the_event():
    shown, hurried = quality("dev_t1").practice, quality("dev_t2").practice
    assert (shown.invited, shown.answered) == ((7, 9), (7, 9))
    assert shown.words == 18 + 12
    assert (hurried.invited, hurried.answered, hurried.words) == ((), (), 0)


def test_every_published_figure_names_its_population_source_and_mark():
    for band in bands():
        assert band.mark in MARKS
        assert band.population
        assert band.source
        assert 1990 < band.year < 2100
        assert (band.value is None) != (band.low is None)
        assert band.value is not None or band.low < band.high
        assert band.class4 in ("", *CLASSES)
        if band.unit == "proporción":
            assert all(0 <= one <= 1 for one in (band.low, band.high, band.value) if one is not None)


def test_a_figure_finds_the_published_ones_that_stand_beside_it():
    told = quality("dev_t1")
    assert [(b.low, b.high, b.mark) for b in told.beside("class_share", "invitation") if b.low] == [
        (0.05, 0.12, "M"),
        (0.30, 0.35, "M"),
    ]
    assert {b.value for b in told.beside("family_share", "option", "SUG")} == {0.10, 0.05}
    assert told.beside("class_share", "non-question") == ()

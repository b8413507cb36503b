"""When two answers to one question are the same, by their words."""

import pytest

from hilo.testimony.quality_answers import answer_changed, compare


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Junto a la portería.", "junto a la porteria"),
        ("Con Dani y con Ximena.", "Con Ximena y Dani."),
        ("Gritaba.", "Gritó."),
        ("Un camión.", "Camiones."),
        ("Sí.", "Sí, mi lonchera."),
        ("Ajá", "Sí."),
        ("No.", "No, no había nadie."),
        ("No sé.", "No me acuerdo."),
        ("…", "No sé"),
        ("Pues azul.", "Azul, creo."),
        ("Era azul.", "No, azul."),
        ("Sí, era azul.", "Sí, azul."),
    ],
)
def test_the_same_said_otherwise_is_no_change(first, second):
    assert compare(first, second) == "same_words"
    assert not answer_changed(first, second)


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("Junto a la portería.", "Junto a la jardinera.", "other_words"),
        ("Decía cuándo era falta.", "Gritaba.", "other_words"),
        ("Adentro.", "Afuera.", "other_words"),
        ("Yo.", "Él.", "other_words"),
        ("5", "6", "other_words"),
        ("Nadie.", "Mi primo.", "other_words"),
        ("Sí, azul.", "Sí, verde.", "other_words"),
        ("Con Dani.", "Con Dani y con Ximena.", "more_words"),
        ("En el patio, con mi hermano.", "En el patio.", "fewer_words"),
        ("Sí.", "No.", "yes_and_no"),
        ("No, nunca.", "Sí, dos veces.", "yes_and_no"),
        ("Estaba cerrada.", "Ya no estaba cerrada.", "yes_and_no"),
        ("No sé.", "Como a las diez.", "unknown_then_answer"),
        ("…", "Sí.", "unknown_then_answer"),
        ("Mi tía.", "No me acuerdo.", "answer_then_unknown"),
        ("No sé. Traía un radio.", "No sé.", "answer_then_unknown"),
    ],
)
def test_another_answer_is_a_change_and_says_how(first, second, how):
    assert compare(first, second) == how
    assert answer_changed(first, second)


def test_not_having_seen_is_an_answer_and_not_knowing_is_none():
    assert compare("No la vi.", "No.") == "same_words"
    assert compare("No sé.", "No.") == "unknown_then_answer"


@pytest.mark.parametrize(
    "unsure", ["No sé.", "no se", "no se que color era", "No lo sé", "Ya se me olvidó.", "Quién sabe"]
)
def test_not_knowing_is_heard_with_and_without_accents(unsure):
    assert compare(unsure, "Azul.") == "unknown_then_answer"


@pytest.mark.parametrize("answer", ["No se cayó.", "no se abrio la caja", "No se lo dijo a Ana."])
def test_what_did_not_happen_is_an_answer(answer):
    assert compare("No me acuerdo.", answer) == "unknown_then_answer"

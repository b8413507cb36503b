"""What a turn of the interviewer asks, said by rules that know what the child has said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.testimony.agreement import kappa
from hilo.testimony.coding import code_turn
from hilo.testimony.coding.interview import code_interview
from hilo.testimony.coding.known import Known
from hilo.testimony.labels import FLAGS, LABELS
from hilo.testimony.turns import Turn
from tests.testimony.interviews import DATA, DEVELOPMENT, assessed, coded, rows

ROWS = DATA / "prompts_dev.csv"
DOUBTS = DATA / "prompts_boundaries.csv"
BOUNDARIES = list(zip(rows(DOUBTS), coded(DOUBTS), strict=True))


def test_every_row_of_the_development_set_has_its_class():
    wrong = [row["id"] for row, prompt in zip(rows(ROWS), coded(ROWS), strict=True) if prompt.class4 != row["class4"]]
    assert wrong == []


def test_agreement_on_the_development_set_is_what_the_page_says():
    found = kappa([row["label"] for row in rows(ROWS)], [prompt.label for prompt in coded(ROWS)])
    assert found.value is not None
    assert found.value >= 0.95


@pytest.mark.parametrize("path", DEVELOPMENT, ids=lambda path: path.stem)
def test_every_turn_of_a_development_interview_has_its_class_and_phase(path):
    one = assessed(path)
    told = [(t["turn"], t["class4"], t["phase"]) for t in one.truth["interviewer_turns"]]
    assert [(p.turn, p.class4, p.phase) for p in one.prompts] == told


@pytest.mark.parametrize(("row", "prompt"), BOUNDARIES, ids=[row["id"] for row, _prompt in BOUNDARIES])
def test_where_a_boundary_was_in_doubt_it_lies_where_the_page_says(row, prompt):
    assert (prompt.label, prompt.class4) == (row["label"], row["class4"])


def test_what_is_least_certain_goes_to_review_first():
    plainly, unmarked = code_turn("¿Y luego?", "Llegamos."), code_turn("y tu mama iba con ustedes", "ya nos fuimos")
    assert unmarked.confidence < plainly.confidence


PAIRS = [
    ("Llegó un señor con un sombrero muy grande.", "Cuéntame del señor del sombrero.", "INV-C"),
    ("Llegamos al teatro.", "Cuéntame del señor del sombrero.", "SUG-PRE"),
    ("Me senté en la banca.", "¿En la banca?", "FAC"),
    ("Me fui a sentar.", "¿En la banca de la entrada?", "OPT-YN"),
    ("Había un señor.", "¿Un señor alto?", "OPT-YN"),
    ("Había un señor.", "Ah, un señor con bigote.", "SUG-INTRO"),
    ("No había nadie.", "¿No había nadie?", "FAC"),
    ("Estábamos en el salón.", "¿No había nadie más?", "SUG-NEG"),
    ("Jugamos futbol.", "¿Qué pasó en el juego?", "INV-C"),
    ("Jugamos futbol.", "¿Qué hiciste en el juego?", "DIR"),
    ("Nos dieron agua.", "¿Qué más pasó?", "INV-F"),
    ("Nos dieron agua.", "¿Qué más les dieron?", "DIR"),
    ("Llegó mi tía.", "¿Había alguien más?", "OPT-YN"),
    ("Fuimos con mi tía.", "¿Verdad que fueron con tu tía?", "SUG-TAG"),
    ("Ya te dije.", "¿Estás segura? Piénsalo bien.", "SUG-SOC"),
    ("Me da pena.", "Tómate tu tiempo, no hay prisa.", "SUP"),
    ("", "Si no sabes la respuesta, di «no sé».", "STR"),
]


@pytest.mark.parametrize(("child", "prompt", "label"), PAIRS)
def test_the_same_words_mean_another_thing_after_another_answer(child, prompt, label):
    assert code_turn(prompt, child).label == label


def test_a_turn_without_marks_or_accents_is_read_as_one_with_them():
    assert code_turn("oye y que paso cuando se rompio la pinata", "se rompio la pinata").label == "INV-C"
    assert code_turn("tu mama estaba ahi verdad", "llegamos").label == "SUG-TAG"


def test_a_suggestion_shows_the_words_that_the_child_had_not_said():
    prompt = code_turn("¿De qué color era el globo?", "Fuimos a la feria.")
    assert prompt.label == "SUG-PRE"
    assert "globo" in prompt.why
    assert prompt.flags == ("new_content",)


def test_once_the_child_says_yes_a_detail_may_be_asked_about():
    asked = ["Cuéntame del recreo.", "¿Había un perro?", "¿De qué color era el perro?"]
    for answer, label in (("Sí.", "DIR"), ("No.", "SUG-PRE")):
        said = ["Jugamos en el patio.", answer]
        turns = [Turn(n + 1, n % 2 == 1, (said if n % 2 else asked)[n // 2]) for n in range(5)]
        assert code_interview(turns)[-1].label == label


def test_a_backpack_is_the_name_of_the_event_only_where_the_interview_is_about_it():
    asked = Turn(3, False, "¿Se te cayó en la mochila?")
    feria = [Turn(1, False, "Cuéntame todo lo que pasó en la feria."), Turn(2, True, "Se me cayó el agua."), asked]
    lost = [Turn(1, False, "Cuéntame de la mochila perdida."), Turn(2, True, "Se me cayó en el parque."), asked]
    assert "new_content" in code_interview(feria)[1].flags
    assert "new_content" not in code_interview(lost)[1].flags


def test_words_in_other_forms_count_as_said():
    known = Known(["Rompieron la piñata y un perrito se comió los dulces en el autobús."])
    assert known.new(["se", "rompio", "la", "pinata", "perros", "dulce", "camión"]) == []
    assert known.new(["gato"]) == ["gato"]


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_a_known_label_and_known_flags(prompt, child):
    found = code_turn(prompt, child)
    assert found.label in LABELS
    assert set(found.flags) <= set(FLAGS)
    assert 0 <= found.confidence <= 1


@given(st.sampled_from(PAIRS), st.sampled_from(["Bueno, ", "A ver, ", "Okey. "]))
@settings(max_examples=60, deadline=None)
def test_small_words_before_a_prompt_do_not_change_its_class(pair, lead):
    child, prompt, _label = pair
    plainly = code_turn(prompt, child)
    assert code_turn(lead + prompt, child).class4 == plainly.class4

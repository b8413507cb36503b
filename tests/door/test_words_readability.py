"""The measure itself: syllables as Spanish speaks them, and the index of a text that is counted by hand."""

import pytest

from tests.door.readability import ease, sentences_of, syllables, words_of

SPOKEN = {
    1: ["que", "quien", "y", "ley", "soy", "hoy", "buey", "ya", "fue", "bien", "más"],
    2: ["ahí", "país", "día", "oír", "leer", "creer", "agua", "huevo", "hielo", "niñas", "reyes", "guerra", "ciudad"],
    3: ["ahora", "guitarra", "pingüino", "tenía", "cuídate", "ayuda", "escuela", "historia", "caías", "leíais"],
    4: ["teléfono", "aéreo", "murciélago", "averiguáis", "policía", "contraseña"],
    5: ["adolescentes", "electricidad"],
    6: ["procuraduría"],
}


@pytest.mark.parametrize(("count", "word"), [(count, word) for count, words in SPOKEN.items() for word in words])
def test_a_word_has_the_syllables_that_are_spoken(count: int, word: str) -> None:
    assert syllables(word) == count


def test_the_index_of_a_text_is_what_a_count_by_hand_gives() -> None:
    text = "No es tu culpa. Puedes contarlo aquí."  # 7 words, 12 syllables, 2 sentences
    assert ease(text) == pytest.approx(206.835 - 62.3 * 12 / 7 - 7 / 2)


def test_a_number_is_read_digit_by_digit() -> None:
    assert words_of("Llama al 911") == ["llama", "al", "nueve", "uno", "uno"]


def test_questions_exclamations_and_lines_end_sentences() -> None:
    assert sentences_of("¿Qué pasó? Cuéntalo.\nAquí te leemos") == 3


def test_words_of_the_law_are_hard_and_plain_ones_are_easy() -> None:
    hard = "La Procuraduría determinará administrativamente las responsabilidades correspondientes."
    assert ease(hard) < 20
    assert ease("Aquí no se pierde nada. Si quieres, vuelve después.") > 80


def test_a_text_without_words_has_no_index() -> None:
    with pytest.raises(ValueError, match="without words"):
        ease("…")

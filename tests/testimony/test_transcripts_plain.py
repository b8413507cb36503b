"""Interviews typed as «E: …» and «N: …», and the turns of a conversation."""

import hashlib

import pytest

from hilo.lib.errors import BadInput
from hilo.testimony.transcripts.reading import coded, grouped, read, turns
from hilo.testimony.turns import Prompt

TRIP = """E: Hola, Lupita. ¿Qué hicieron en la excursión?
N: Fuimos al museo y vimos un esqueleto de —
E: ¿De dinosaurio?
N: No, de ballena.
"""


def test_every_marked_line_is_a_turn_and_keeps_its_words() -> None:
    said = turns(read(TRIP.encode(), "viaje.txt"))

    assert [(turn.number, turn.by_child) for turn in said] == [(1, False), (2, True), (3, False), (4, True)]
    assert said[3].text == "No, de ballena."


def test_two_lines_of_the_same_person_stay_two_turns_as_they_were_typed() -> None:
    said = turns(read("E: Hola.\nE: ¿Cómo te fue en el festival?\nN: Bien.\n".encode()))

    assert [turn.number for turn in said if turn.by_child] == [3]


def test_a_line_that_ends_in_a_dash_was_cut_off() -> None:
    assert [turn.number for turn in turns(read(TRIP.encode())) if turn.cut_off] == [2]


@pytest.mark.parametrize("ending", ["—", "--", "–", "— ", '—"'])
def test_the_ways_of_typing_that_dash(ending: str) -> None:
    assert turns(read(f"N: Y entonces el payaso {ending}\nE: Espera.".encode()))[0].cut_off


@pytest.mark.parametrize("dash", ["jaló el listón.", "un auto-cine", "ya — o no"])
def test_a_hyphen_or_a_dash_inside_a_line_cuts_nothing_off(dash: str) -> None:
    assert not turns(read(f"N: {dash}".encode()))[0].cut_off


@pytest.mark.parametrize(
    ("adult", "child"),
    [
        *(("E:", "N:"), ("P:", "R:"), ("Entrevistadora:", "Niña:"), ("ENTREVISTADOR:", "NIÑO:"), ("e:", "n:")),
        *(("Entrevistador —", "NNA —"), ("E.-", "N.-"), ("- E:", "- N:"), ("**E:**", "**N:**"), ("E1:", "N1:")),
        *(("Psicóloga (Paty):", "Niña (Lupita):"), ("La entrevistadora:", "La niña:"), ("E :", "N :")),
    ],
)
def test_the_usual_marks_are_understood(adult: str, child: str) -> None:
    found = read(f"{adult} ¿Qué comieron?\n{child} Unas tortas.\n".encode())

    assert [(one.role, one.text) for one in found.utterances] == [
        ("interviewer", "¿Qué comieron?"),
        ("child", "Unas tortas."),
    ]


def test_an_unmarked_line_goes_on_with_what_was_being_said() -> None:
    found = read("N: Primero cantamos\n   y luego, mi mamá dijo: vámonos.\n\nE: Ajá.".encode())

    assert found.utterances[0].text == "Primero cantamos\n   y luego, mi mamá dijo: vámonos."
    assert len(found.utterances) == 2


def test_a_silence_that_was_written_down_is_a_turn() -> None:
    said = turns(read("E: ¿Y luego?\nN:\nE: Tómate tu tiempo.".encode()))

    assert [(turn.by_child, turn.text) for turn in said][1] == (True, "")


def test_what_stands_before_the_first_voice_is_a_heading() -> None:
    found = read(b"Fecha: 3 de mayo\nLugar: sala 2\n\nE: Hola.\nN: Hola.")

    assert found.headers == (("", "Fecha: 3 de mayo"), ("", "Lugar: sala 2"))
    assert len(found.utterances) == 2


def test_a_stranger_counts_as_another_adult_and_the_reader_is_told() -> None:
    found = read(b"E: Hola.\nN: Hola.\nDon Beto: Con permiso.\nDon Beto: Ya me voy.")

    assert [one.role for one in found.utterances] == ["interviewer", "child", "other", "other"]
    assert [line for line, sentence in found.faults if "Don Beto" in sentence] == [3, 4]


def test_a_mother_present_is_neither_the_child_nor_the_interviewer() -> None:
    found = read("E: Hola.\nMamá: Saluda.\nN: Hola.".encode())

    assert (found.utterances[1].role, found.faults) == ("other", ())


def test_a_time_before_the_mark_is_kept() -> None:
    found = read("[00:01:05] E: ¿Qué pasó?\n(2:10) N: Se cayó la piñata.".encode())

    assert [one.begins for one in found.utterances] == [65_000, 130_000]


def test_old_office_files_are_told_apart_from_utf_8() -> None:
    text = "E: ¿Qué pasó?\r\nN: La niña pequeña cantó una canción.\r\n"
    old, new = read(text.encode("cp1252")), read(text.encode())

    assert old.text == new.text == text.replace("\r\n", "\n")
    assert "Windows-1252" in old.faults[0][1]
    assert new.faults == ()


def test_one_damaged_byte_does_not_spoil_the_accents_of_the_rest() -> None:
    data = "E: ¿Qué pasó?\nN: Salió el ratón de la caja.\nN: Adiós.".encode().replace(b"Adi", b"Adi\xff")
    found = read(data)

    assert found.utterances[1].text == "Salió el ratón de la caja."
    assert found.faults[0][0] == 3
    assert found.original == data


def test_a_byte_order_mark_is_no_word() -> None:
    found = read(b"\xef\xbb\xbf" + TRIP.encode())

    assert found.utterances[0].speaker == "E"
    assert found.sha256 == hashlib.sha256(b"\xef\xbb\xbf" + TRIP.encode()).hexdigest()


def test_several_children_are_one_side_and_the_reader_is_told() -> None:
    found = read(b"E: Hola.\nN1: Hola.\nN2: Buenas.")

    assert any("N1, N2" in sentence for _, sentence in found.faults)


def test_an_interview_without_the_childs_lines_says_so() -> None:
    assert any("Ninguna línea es de la niña" in sentence for _, sentence in read(b"E: Hola.").faults)


def test_a_text_in_which_nobody_speaks_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadInput, match="marque con «E:»"):
        read(b"Hoy fuimos de paseo al parque.", "paseo.txt")


def test_codes_of_turns_become_a_layer_over_the_last_utterance_of_each() -> None:
    found = read(TRIP.encode())
    layer = coded(found, [Prompt(1, "INV-G"), Prompt(3, "OPT-YN", ("new_content", "interrupts"))], "sugerida")

    assert layer.codes == {1: "INV-G", 3: "OPT-YN new_content interrupts"}
    assert [len(group) for group in grouped(found)] == [1, 1, 1, 1]

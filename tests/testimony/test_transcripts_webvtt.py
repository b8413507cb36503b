"""Captions with voices."""

from hilo.testimony.transcripts.chat_writing import write_chat
from hilo.testimony.transcripts.reading import read, said, turns

FESTIVAL = """WEBVTT - ensayo

NOTE esto no lo dijo nadie
ni esto

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:03.500 align:start position:10%
<v Entrevistadora>¿Qué bailaron <i>ustedes</i>?</v>

00:04.000 --> 01:00:06.250
<v.fuerte Niña>El jarabe &amp; la
bamba</v>

00:07.000 --> 00:09.000
- E: ¿Y luego?
- N: Y luego —

00:10.000 --> 00:11.000
<v Entrevistadora>¿Sí?</v> <v Niña>Sí.
"""


def test_voices_times_and_lines_of_a_cue_are_read() -> None:
    found = read(FESTIVAL.encode(), "festival.vtt")

    assert [(one.speaker, one.role, one.begins, one.ends, said(found, one)) for one in found.utterances] == [
        ("Entrevistadora", "interviewer", 1000, 3500, "¿Qué bailaron ustedes?"),
        ("Niña", "child", 4000, 3_606_250, "El jarabe & la bamba"),
        ("E", "interviewer", 7000, 9000, "¿Y luego?"),
        ("N", "child", 7000, 9000, "Y luego —"),
        ("Entrevistadora", "interviewer", 10_000, 11_000, "¿Sí?"),
        ("Niña", "child", 10_000, 11_000, "Sí."),
    ]
    assert found.headers == (("", "WEBVTT - ensayo"),)


def test_the_words_stand_in_the_text_as_the_file_has_them() -> None:
    found = read(FESTIVAL.encode())

    assert found.utterances[1].text == "El jarabe &amp; la\nbamba"
    assert found.utterances[3].cut_off


def test_cues_of_one_voice_are_one_turn() -> None:
    cues = "".join(f"00:0{n}.000 --> 00:0{n}.900\n<v {who}>parte {n}\n\n" for n, who in enumerate("EENNE"))
    found = turns(read(f"WEBVTT\n\n{cues}".encode()))

    assert [turn.text for turn in found] == ["parte 0 parte 1", "parte 2 parte 3", "parte 4"]


def test_a_cue_without_a_voice_is_nobodys_and_the_reader_is_told() -> None:
    found = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nhola\n\n00:03.000 --> 00:04.000\n<v Lupita>hola")

    assert [(one.speaker, one.role) for one in found.utterances] == [("", "other"), ("Lupita", "other")]
    assert [line for line, _ in found.faults] == [4, 7, 0]


def test_captions_that_miss_the_first_word_or_a_blank_line_are_read_and_told() -> None:
    found = read("1\n00:00:01,000 --> 00:00:02,000\nE: ¿Sí?\n00:00:03,000 --> 00:00:04,000\nN: Sí.".encode())

    assert [(one.role, one.text, one.begins) for one in found.utterances] == [
        *(("interviewer", "¿Sí?", 1000), ("child", "Sí.", 3000)),
    ]
    assert "WEBVTT" in found.faults[0][1]


def test_words_without_times_are_told() -> None:
    found = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v N>hola\n\nesto quedó suelto".encode())

    assert found.faults[0][0] == 6


def test_set_in_chat_the_captions_keep_words_and_times() -> None:
    found = read(FESTIVAL.encode())
    again = read(write_chat(found, name="festival"))

    assert [(one.begins, one.ends) for one in again.utterances] == [(one.begins, one.ends) for one in found.utterances]
    assert [said(again, one).strip("—. ") for one in again.utterances] == [
        *("¿Qué bailaron ustedes?", "El jarabe la bamba", "¿Y luego?", "Y luego", "¿Sí?", "Sí"),
    ]
    assert "@Media:\tfestival, audio, missing\n" in again.text

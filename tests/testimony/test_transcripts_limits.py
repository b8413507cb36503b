"""What is refused, and what holds for any transcript whatever is in it."""

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.testimony.transcripts.chat_writing import write_chat
from hilo.testimony.transcripts.eaf_writing import write_eaf
from hilo.testimony.transcripts.model import Layer
from hilo.testimony.transcripts.reading import read, said, turns

# é whole and as two code points, a family of three joined by ZWJ, Arabic, a flag, separators that are no line ends
STRANGE = [
    "é",
    "e\u0301",
    "ñ",
    "👨\u200d👩\u200d👧",
    "🇲🇽",
    "مرحبا",
    "\u202e",
    "\u2028",
    "\x85",
    "\x0b",
    "-",
    "¿",
    "?",
    ".",
    ",",
    " ",
]
WORDS = st.lists(st.sampled_from([*STRANGE, "globo", "Ana", "y"]), max_size=12).map("".join)
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
LINES = st.lists(st.tuples(st.sampled_from("EN"), WORDS), min_size=1, max_size=8)
MS = st.integers(0, 9_999_999)


def clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "imagen, un audio o un video"),
        (b"\x00\x00\x00\x18ftypmp42", "imagen, un audio o un video"),
        (b"RIFF\x24\x00\x00\x00WAVE", "imagen, un audio o un video"),
        (b"ID3\x04\x00", "imagen, un audio o un video"),
        (b"PK\x03\x04word/document.xml", "documento con formato"),
        (b"{\\rtf1 E: hola}", "documento con formato"),
        ("E: hola".encode("utf-16"), "UTF-16"),
        (b"E: hola\x00", "no es texto"),
        (b"\x01\x02\x03\x04E: hola", "no es texto"),
        (b"", "vacío"),
        (b" \n\t", "vacío"),
        (b"E: " + b"a" * 8 * 1024 * 1024, "8 MiB"),
    ],
)
def test_what_is_no_transcript_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as refused:
        read(data, "a.txt")
    assert str(refused.value).endswith(".")


def test_a_transcript_of_two_megabytes_is_read_whole() -> None:
    plain, chat = (
        "E: ¿Qué más?\nN: Vimos dinosaurios 🦕.\n",
        "*INV:\tqué más ?\n*CHI:\tvimos dinosaurios . \x1510_20\x15\n",
    )
    caption = "00:01.000 --> 00:02.000\n<v E>¿Qué?\n\n00:03.000 --> 00:04.000\n<v N>Eso.\n\n"
    for head, piece in (("", plain), ("@Begin\n", chat), ("WEBVTT\n\n", caption)):
        times = 2_000_000 // len(piece.encode())
        assert len(turns(read((head + piece * times).encode()))) == 2 * times


@pytest.mark.parametrize(
    "piece", ["[", "<", "\x15 ", "\x151_2\x15 ", "a@", "0a", "&=", "+", ":", " ", "(", ".", '"', "—", "\n\t"]
)
def test_a_long_run_of_any_sign_is_read_and_written(piece: str) -> None:
    for start in ("*CHI:\ta", "N: a"):
        found = read((start + piece * 100_000 + "b").encode())
        assert len(turns(found)) == 1
        assert write_chat(found)


def test_a_flood_of_remarks_is_counted_and_not_listed() -> None:
    faults = read(("E: hola\n" + "Beto: hola\n" * 1000).encode()).faults

    assert len(faults) <= 202
    assert any("800 observaciones más" in sentence or "801 observaciones más" in sentence for _, sentence in faults)


@given(st.binary(max_size=300))
@example(b"@Begin\n*CHI:\t\x81\x8d")
@example(b"<?xml version='1.0'?><ANNOTATION_DOCUMENT><TIER/></ANNOTATION_DOCUMENT>")
@example(b"WEBVTT\n\n99999:59:59.999 --> 00:00.000\n<v >")
def test_no_bytes_are_more_than_refused(data: bytes) -> None:
    for start in (
        b"",
        b"E: ",
        b"@Begin\n*CHI:\t",
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v N>",
        b"<ANNOTATION_DOCUMENT>",
    ):
        try:
            found = read(start + data)
        except BadInput:
            continue
        assert found.original == start + data
        assert turns(found)


@given(ANY)
def test_words_stand_where_the_utterance_says_whatever_they_are(words: str) -> None:
    starts = ("E: hola\nN: ", "*CHI:\t", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v N>")
    for start in starts:
        found = read((start + words + "\nE: fin").encode())
        assert all(one.text == found.text[one.start : one.end] for one in found.utterances)
        assert found.sha256 == hashlib.sha256(found.original).hexdigest()


@given(LINES)
@example([("N", "e\u0301 no es é")])
@example([("N", "👨\u200d👩\u200d👧 مرحبا \u202e")])
def test_letters_are_never_composed_joined_or_turned(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{who}: {words}\n" for who, words in lines)
    found = read(text.encode())

    assert found.text == text
    assert [one.text for one in found.utterances] == [words.strip() for _, words in lines]


@given(
    st.lists(
        st.tuples(st.sampled_from(["CHI", "INV"]), WORDS, st.sampled_from([" .", " ?", " +/.", ""])),
        min_size=1,
        max_size=6,
    )
)
def test_chat_goes_round_byte_for_byte(lines: list[tuple[str, str, str]]) -> None:
    data = "".join(f"*{who}:\t{words}{end}\n%com:\t{words}\n" for who, words, end in lines).encode()
    found = read(data)

    assert len(found.utterances) == len(lines)
    assert write_chat(found) == data
    coded = write_chat(found, [Layer("hilo", {one.number: "X" for one in found.utterances})])
    assert [one.text for one in read(coded).utterances] == [one.text for one in found.utterances]
    assert coded.replace(b"%cod:\t$hilo:X\n", b"") == data


SAID = st.lists(
    st.sampled_from(
        [
            "globo",
            "niña",
            "e\u0301l",
            "👨\u200d👩\u200d👧",
            "مرحبا",
            "007",
            "0",
            "0k",
            "un&dos",
            "¿Sí?",
            "a@b",
            "y:",
            "“no”",
        ]
    )
)


@given(st.lists(st.tuples(st.sampled_from(["E", "N"]), SAID.filter(bool), MS, MS), min_size=1, max_size=5))
def test_captions_set_in_chat_keep_words_and_times(cues: list[tuple[str, list[str], int, int]]) -> None:
    blocks = [
        f"{clock(a)} --> {clock(b)}\n<v {who}>{' '.join(words).replace('&', '&amp;')}\n\n" for who, words, a, b in cues
    ]
    found = read(("WEBVTT\n\n" + "".join(blocks)).encode())
    again = read(write_chat(found))

    assert bare(" ".join(said(again, one) for one in again.utterances)) == bare(
        " ".join(said(found, one) for one in found.utterances)
    )
    times = [(one.begins, one.ends) for one in again.utterances]
    assert list(dict.fromkeys(times)) == list(dict.fromkeys((a, b) for _, _, a, b in cues))


def bare(text: str) -> list[str]:
    """The words, without the signs that CHAT has another use for."""
    return text.translate(str.maketrans(dict.fromkeys('.?,;:"“”&@¿—…', " "))).split()


@given(LINES)
def test_a_written_elan_file_reads_back_equal(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{who}: {words}\n" for who, words in lines)
    found = read(text.replace("\x0b", "").encode())  # XML has no place for it
    again = read(write_eaf(found))

    assert [(one.speaker, one.role, one.text) for one in again.utterances] == [
        (one.speaker, one.role, one.text) for one in found.utterances
    ]
    assert read(write_eaf(again)).utterances == again.utterances

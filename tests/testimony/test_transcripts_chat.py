"""CHAT in and out."""

import pytest

from hilo.lib.errors import BadInput
from hilo.testimony.transcripts.chat import dependents, spoken
from hilo.testimony.transcripts.chat_writing import write_chat
from hilo.testimony.transcripts.model import Layer
from hilo.testimony.transcripts.reading import read, turns

SHOW = (
    "@UTF8\n@Begin\n@Languages:\tspa\n"
    "@Participants:\tLUP Lupita Target_Child , INV Paty Investigator ,\n\tMOT Rosa Mother , TOM Tomás Brother\n"
    "@ID:\tspa|show|LUP|7;4.01||||Target_Child|||\n"
    "*INV:\tqué pasó en el show ? \x151000_2500\x15\n"
    "%com:\tsonríe\n"
    "*LUP:\tel mago &eh sacó (.) un [/] un conejo [: conejito]\n\tde la caja +/. \x152500_5200\x15\n"
    "%cod:\t$X\n"
    "*INV:\ty luego ?\n*MOT:\tdile .\n"
    "*LUP:\tse (es)condió +...\n"
    "@End\n"
)


def test_speakers_have_the_roles_that_the_file_declares() -> None:
    found = read(SHOW.encode(), "show.cha")

    assert [(one.speaker, one.role) for one in found.utterances] == [
        *(("INV", "interviewer"), ("LUP", "child"), ("INV", "interviewer"), ("MOT", "other"), ("LUP", "child")),
    ]


def test_a_tier_keeps_its_codes_its_second_line_and_its_times() -> None:
    one = read(SHOW.encode()).utterances[1]

    assert one.text == "el mago &eh sacó (.) un [/] un conejo [: conejito]\n\tde la caja +/."
    assert (one.begins, one.ends) == (2500, 5200)


def test_an_interruption_by_somebody_else_cuts_off_and_one_by_oneself_does_not() -> None:
    found = read(b"*CHI:\tfuimos al +/.\n*CHI:\tno al +//.\n*CHI:\ty al +/?\n*CHI:\tpues +...\n*CHI:\tal +/. [+ exc]\n")

    assert [one.cut_off for one in found.utterances] == [True, False, True, False, True]


def test_a_turn_is_all_one_side_says_in_words_without_codes() -> None:
    said = turns(read(SHOW.encode()))

    assert [(turn.by_child, turn.text) for turn in said] == [
        (False, "qué pasó en el show?"),
        (True, "el mago eh sacó un un conejo de la caja—"),
        (False, "y luego? dile."),
        (True, "se escondió…"),
    ]
    assert [turn.cut_off for turn in said] == [False, True, False, False]


def test_dependent_tiers_are_kept_beside_their_utterance() -> None:
    found = read(SHOW.encode())

    assert [dependents(found, one) for one in found.utterances] == [[("com", "sonríe")], [("cod", "$X")], [], [], []]


@pytest.mark.parametrize(
    ("verbatim", "read_as"),
    [
        ("quiero agua .", "quiero agua."),
        ("yo sabo [: sé] [*] nadar .", "yo sabo nadar."),
        ("<se fue> [//] se cayó &=laughs .", "se fue se cayó."),
        ("&-eh pues &+b barco .", "eh pues b barco."),
        ("a_ver (.) la seño(rita)@f ?", "a ver la señorita?"),
        ('+" ya llegué (1.5) +"/.', "ya llegué."),
        ("no: [=! grita] xxx !", "no xxx!"),
        ("&*INV:ajá se llama Tito@n \x1510_20\x15 .", "se llama Tito."),
        ("0 [=! asiente] .", ""),
        ("son las 10:30 , creo .", "son las 10:30, creo."),
        ("camio\u0301n@f ⌈ya⌉ .", "camio\u0301n ya."),
        ("y +/?", "y?—"),
    ],
)
def test_a_view_for_reading_leaves_the_codes_out_and_the_words_in(verbatim: str, read_as: str) -> None:
    assert spoken(verbatim) == read_as


def test_files_of_old_corpora_are_read_without_their_headers() -> None:
    found = read(
        '*CHI:\tvino el &payaso .\n%err:\tx\n*MOT:\tsí ?\x15%snd:"show.wav"_100_900\x15\n'.encode(), "viejo.cha"
    )

    assert [(one.speaker, one.role, one.begins) for one in found.utterances] == [
        ("CHI", "child", None),
        ("MOT", "other", 100),
    ]
    assert all("@Participants" in sentence for _, sentence in found.faults)


def test_a_line_that_belongs_to_nothing_is_told_and_stays_in_the_text() -> None:
    found = read("@Begin\n*CHI:\thola .\nesto quedó suelto\n*INV\tsin dos puntos .\n@End\n".encode())

    assert [line for line, _ in found.faults if line > 2] == [3, 4]
    assert "esto quedó suelto" in found.text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_chat_file_goes_out_byte_for_byte_as_it_came(ends: str, encoding: str) -> None:
    data = SHOW.replace("\n", ends).encode(encoding)

    assert write_chat(read(data)) == data


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_layer_adds_its_tiers_and_changes_nothing_else(ends: str, encoding: str) -> None:
    data = SHOW.replace("\n", ends).encode(encoding)
    out = write_chat(read(data), [Layer("hilo", {1: "INV-G recast", 2: "Y", 5: "Z"})])
    added = [b"%cod:\t$hilo:INV-G $hilo:recast", b"%xcod:\t$hilo:Y", b"%cod:\t$hilo:Z"]

    assert [line for line in out.split(ends.encode()) if line not in data.split(ends.encode())] == added
    for line in added:
        out = out.replace(line + ends.encode(), b"")
    assert out == data


def test_a_layer_stands_below_what_already_depends_on_its_utterance() -> None:
    found = read(write_chat(read(SHOW.encode()), [Layer("", {1: "INV-G"})]))

    assert dependents(found, found.utterances[0]) == [("com", "sonríe"), ("cod", "$INV-G")]


def test_a_last_line_without_an_end_gets_one_before_its_layer() -> None:
    assert write_chat(read(b"*CHI:\thola ."), [Layer("a", {1: "X"})]) == b"*CHI:\thola .\n%cod:\t$a:X\n"


@pytest.mark.parametrize("layer", [Layer("a", {9: "X"}), Layer("a b", {1: "X"}), Layer("a\n*CHI:", {1: "X"})])
def test_a_layer_that_would_not_fit_is_refused(layer: Layer) -> None:
    with pytest.raises(BadInput, match="no cabe en CHAT"):
        write_chat(read(SHOW.encode()), [layer])


def test_plain_text_is_set_as_a_whole_chat_file() -> None:
    text = 'E: ¿Qué viste? Dime "todo".\nN: Un globo, [risas] rojo: y 007 perros —\n'
    lines = write_chat(read(text.encode()), [Layer("hilo", {1: "INV-G"})]).decode().split("\n")

    assert lines[:6] == [
        *("@UTF8", "@Begin", "@Languages:\tspa", "@Participants:\tINV E Investigator, CHI N Target_Child"),
        *("@ID:\tspa|hilo|INV|||||Investigator|||", "@ID:\tspa|hilo|CHI|||||Target_Child|||"),
    ]
    assert lines[7:] == [
        *("*INV:\t¿Qué viste ?", "*INV:\tDime “todo” .", '%xori:\t¿Qué viste? Dime "todo".', "%cod:\t$hilo:INV-G"),
        *("*CHI:\tUn globo , rojo y 007@g perros +/.", "%xori:\tUn globo, [risas] rojo: y 007 perros —", "@End", ""),
    ]


def test_what_was_set_in_chat_has_the_same_turns() -> None:
    plain = read("E: Hola. ¿Cómo te fue?\nN: Bien… jugamos.\nE: ¿A qué?\nN: A las escondidas —".encode())
    again = turns(read(write_chat(plain)))

    assert [(turn.number, turn.by_child, turn.cut_off) for turn in again] == [
        (turn.number, turn.by_child, turn.cut_off) for turn in turns(plain)
    ]


def test_several_speakers_of_a_kind_get_codes_of_their_own() -> None:
    text = "".join(f"N{number}: hola.\n" for number in range(1, 12)) + "E: hola."
    found = read(write_chat(read(text.encode())))

    assert len({one.speaker for one in found.utterances}) == 12
    assert {len(one.speaker) for one in found.utterances} == {3}
    assert [one.role for one in found.utterances] == ["child"] * 11 + ["interviewer"]

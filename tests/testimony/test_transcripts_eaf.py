"""ELAN in and out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hilo.lib.errors import BadInput
from hilo.testimony.transcripts.chat_writing import write_chat
from hilo.testimony.transcripts.eaf_writing import write_eaf
from hilo.testimony.transcripts.model import Layer, Transcript
from hilo.testimony.transcripts.reading import read, turns

SLOTS = (
    '<HEADER TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="festival.wav"/></HEADER><TIME_ORDER>'
    '<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="1500"/>'
    '<TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="1600"/><TIME_SLOT TIME_SLOT_ID="ts4"/>'
    '<TIME_SLOT TIME_SLOT_ID="ts5" TIME_VALUE="4000"/></TIME_ORDER>'
)


def eaf(*tiers: str, slots: str = SLOTS) -> bytes:
    return f"<?xml version='1.0'?>\n<ANNOTATION_DOCUMENT>{slots}{''.join(tiers)}</ANNOTATION_DOCUMENT>".encode()


def tier(name: str, *annotations: str, more: str = "") -> str:
    inside = "".join(f"<ANNOTATION>{one}</ANNOTATION>" for one in annotations)
    return f'<TIER TIER_ID="{name}" LINGUISTIC_TYPE_REF="x" {more}>{inside}</TIER>'


def placed(id: str, begins: int, ends: int, words: str) -> str:
    slots = f'TIME_SLOT_REF1="ts{begins}" TIME_SLOT_REF2="ts{ends}"'
    return f'<ALIGNABLE_ANNOTATION ANNOTATION_ID="{id}" {slots}>{value(words)}</ALIGNABLE_ANNOTATION>'


def below(id: str, of: str, words: str) -> str:
    return f'<REF_ANNOTATION ANNOTATION_ID="{id}" ANNOTATION_REF="{of}">{value(words)}</REF_ANNOTATION>'


def value(words: str) -> str:
    return f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE>"


def told(found: Transcript) -> list[tuple[str, str, str, int | None, int | None, bool]]:
    return [(one.speaker, one.role, one.text, one.begins, one.ends, one.cut_off) for one in found.utterances]


def test_tiers_are_voices_and_time_is_their_order() -> None:
    child = tier("N", placed("a1", 3, 4, "Un globo &amp; una —"), placed("a3", 4, 5, "piñata"))
    adult = tier("capa-2", placed("a2", 1, 2, "¿Qué viste?"), more='PARTICIPANT="Entrevistadora"')

    assert told(read(eaf(child, adult), "festival.eaf")) == [
        ("Entrevistadora", "interviewer", "¿Qué viste?", 0, 1500, False),
        ("N", "child", "Un globo & una —", 1600, None, True),
        ("N", "child", "piñata", None, 4000, False),
    ]


def test_the_text_is_what_was_said_line_by_line() -> None:
    found = read(eaf(tier("E", placed("a1", 1, 2, "¿Sí?")), tier("N", placed("a2", 3, 5, "Sí."))))

    assert found.text == "¿Sí?\nSí."
    assert ("MEDIA_URL", "festival.wav") in found.headers


def test_a_tier_that_depends_on_another_is_no_second_voice() -> None:
    found = read(
        eaf(tier("N", placed("a1", 1, 2, "hola")), tier("inglés", below("a2", "a1", "hello"), more='PARENT_REF="N"'))
    )

    assert [one.text for one in found.utterances] == ["hola"]
    assert any("«inglés» depende de «N»" in sentence for _, sentence in found.faults)


def test_words_that_hang_from_empty_stretches_of_time_are_read_with_their_times() -> None:
    words = tier(
        "texto", below("a2", "a1", "hola"), below("a3", "a2", "a todos"), more='PARENT_REF="ref" PARTICIPANT="Niña"'
    )
    found = read(eaf(tier("ref", placed("a1", 1, 2, "")), words))

    assert told(found) == [("Niña", "child", "hola", 0, 1500, False), ("Niña", "child", "a todos", 0, 1500, False)]


def test_a_voice_with_an_unknown_name_is_told_once() -> None:
    found = read(eaf(tier("Beto", placed("a1", 1, 2, "hola"), placed("a2", 3, 5, "adiós"))))

    assert [one.role for one in found.utterances] == ["other", "other"]
    assert sum("«Beto»" in sentence for _, sentence in found.faults) == 1


def test_times_counted_in_frames_are_left_out_rather_than_misread() -> None:
    found = read(eaf(tier("N", placed("a1", 1, 2, "hola")), slots=SLOTS.replace("milliseconds", "PAL-frames")))

    assert found.utterances[0].begins is None
    assert any("milisegundos" in sentence for _, sentence in found.faults)


SOURCES = {
    "plain": "E: ¿Qué viste?\nN: Un globo <rojo> & una —\nMamá: Ya.\nN: piñata 👩‍👧\n",
    "chat": "@Begin\n*INV:\tqué viste ? \x15100_900\x15\n*CHI:\tun [/] un globo +/.\n*CHI:\tno \x15500_700\x15\n",
    "webvtt": "WEBVTT\n\n00:05.000 --> 00:06.000\n<v E>¿Sí &amp; no?\n\n00:01.000 --> 00:09.000\n<v N>Sí\nseñora.\n\n"
    "00:02.000 --> 00:03.000\nsin voz",
    "eaf": eaf(tier("N", placed("a7", 3, 4, "dos\nlíneas")), tier("E", placed("a2", 1, 2, ""))).decode(),
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_written_file_reads_back_the_same(source: str) -> None:
    found = read(SOURCES[source].encode())
    again = read(write_eaf(found))

    assert found.format == source
    assert told(again) == told(found)


def test_an_elan_file_written_again_has_the_same_places_too() -> None:
    found = read(SOURCES["eaf"].encode())

    assert read(write_eaf(found)).utterances == found.utterances


def test_times_that_nobody_gave_are_not_made_up() -> None:
    assert b"TIME_VALUE" not in write_eaf(read(SOURCES["plain"].encode()))


def test_two_voices_with_one_name_stay_two() -> None:
    found = read(SOURCES["plain"].encode())
    renamed = replace(found, utterances=tuple(replace(one, speaker="Lupita") for one in found.utterances))

    assert told(read(write_eaf(renamed))) == told(renamed)


def test_layers_are_tiers_below_the_voice_and_do_not_speak() -> None:
    found = read(SOURCES["plain"].encode())
    data = write_eaf(
        found, [Layer("hilo", {1: "INV-G"}), Layer("Ana", {1: "DIR"})], written_at=datetime(2025, 5, 3, tzinfo=UTC)
    )

    assert told(read(data)) == told(found)
    assert b'DATE="2025-05-03T00:00:00+00:00"' in data
    for name, code in (("hilo", "INV-G"), ("Ana", "DIR")):
        assert f'PARENT_REF="E" PARTICIPANT="E" TIER_ID="{name}@E"' in data.decode()
        assert f"<ANNOTATION_VALUE>{code}</ANNOTATION_VALUE>" in data.decode()


def test_from_elan_to_chat_the_turns_stay() -> None:
    found = read(eaf(tier("E", placed("a1", 1, 2, "¿Qué viste?")), tier("N", placed("a2", 3, 5, "Un globo."))))

    assert [turn.text for turn in turns(read(write_chat(found)))] == ["¿Qué viste?", "Un globo."]


def test_a_sign_that_xml_cannot_hold_is_refused_with_a_way_out() -> None:
    with pytest.raises(BadInput, match=r"intervención 1 .* expórtela como CHAT"):
        write_eaf(read(b"*CHI:\tun \x151_2\x15 globo ."))


@pytest.mark.parametrize(
    "bad",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>',
        '<!DOCTYPE a SYSTEM "file:///etc/hostname"><ANNOTATION_DOCUMENT/>',
        "<ANNOTATION_DOCUMENT>" + "<a>" * 5000,
        "<ANNOTATION_DOCUMENT>&nada;</ANNOTATION_DOCUMENT>",
        "<ANNOTATION_DOCUMENT/>",
        '<?xml version="1.0"?><html/>',
    ],
)
def test_hostile_or_broken_xml_is_refused_in_one_sentence(bad: str) -> None:
    with pytest.raises(BadInput):
        read(bad.encode(), "x.eaf")


def test_annotations_that_refer_in_a_circle_have_no_times() -> None:
    found = read(eaf(tier("N", below("a1", "a2", "hola"), below("a2", "a1", "adiós"))))

    assert [(one.text, one.begins) for one in found.utterances] == [("hola", None), ("adiós", None)]

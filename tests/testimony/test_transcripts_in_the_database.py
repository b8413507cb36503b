"""A kept transcript gives back every byte, and every place in it, on whatever engine: what goes into the row comes out.

The readers by themselves are tried in the tests of each format; here the row is.
"""

import hashlib
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilo.cases.access import Sight
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import kept
from hilo.testimony.models import Transcript
from hilo.testimony.transcripts.chat_writing import write_chat
from hilo.testimony.transcripts.eaf_writing import write_eaf
from hilo.testimony.transcripts.reading import read, turns
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db

VTT = """WEBVTT

00:01.000 --> 00:03.000
<v Iris>¿Y qué pasó después?

00:03.500 --> 00:05.000
<v Niña>Perdí mi mochila.
"""
FILES = {
    "plain": WORDS.encode(),
    "chat": write_chat(read(WORDS.encode())),
    "webvtt": VTT.encode(),
    "eaf": write_eaf(read(WORDS.encode())),
}
ODD = {
    "a byte order mark": ("\ufeff" + WORDS).encode(),
    "CRLF": WORDS.replace("\n", "\r\n").encode(),
    "the line ends of old Macs": WORDS.replace("\n", "\r").encode(),
    "Windows-1252": WORDS.encode("cp1252"),
    "lone surrogates": WORDS.encode().replace(b"Azul", b"\xed\xa0\x80Azul\xed\xbf\xbf"),
    "half of an emoji": WORDS.encode() + b"N: \xf0\x9f\x98",
    "combining marks": "E: ¿Que\u0301?\nN: La nin\u0303a, y el 👩🏽‍🏫 de tercero.\n".encode(),
    "no line end at the end": WORDS.rstrip("\n").encode(),
    "blank lines and spaces around": f"\n\n   {WORDS}  \n\n\t\n".encode(),
}


@pytest.fixture
def again(hear, keep):
    """``again(data)`` keeps it and reads the row anew from the database."""
    interview = hear("ended")

    def make(data):
        return Transcript.objects.get(pk=keep(interview, data).pk)

    return make


@pytest.mark.parametrize("format", FILES)
def test_each_format_comes_back_byte_for_byte_with_the_same_turns(again, ana, format):
    row = again(FILES[format])
    found = kept.opened(row, by=ana, sight=Sight())
    assert row.format == found.format == format
    assert found.original == FILES[format]
    assert (row.sha256, row.size) == (hashlib.sha256(FILES[format]).hexdigest(), len(FILES[format]))
    assert found == read(FILES[format])
    assert kept.turns_of(row) == turns(read(FILES[format]))
    assert row.turns == len(kept.turns_of(row))


@pytest.mark.parametrize("how", ODD)
def test_odd_files_come_back_byte_for_byte_and_each_place_holds_the_same_words(again, how):
    found = kept.words_of(again(ODD[how]))
    assert found.original == ODD[how]
    assert found == read(ODD[how])
    assert [found.text[one.start : one.end] for one in found.utterances] == [one.text for one in found.utterances]


LINE = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=40)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(LINE.filter(str.strip), min_size=1, max_size=6))
def test_any_words_keep_their_places_in_the_row(again, said):
    data = "".join(f"E: ¿Qué más?\nN: {words}\n" for words in said).encode()
    with transaction.atomic():
        try:
            row = again(data)
        except Denied:  # looks like a picture written out in signs, or like no text
            return
        found = kept.words_of(row)
        assert found.original == data
        assert found == read(data)
        assert all(found.text[one.start : one.end] == one.text for one in found.utterances)
        transaction.set_rollback(True)


def test_two_million_signs_are_kept_whole_and_read_a_page_at_a_time(
    again, signed_in, ana, django_assert_max_num_queries
):
    emoji = WORDS.replace("Azul.", "Azul 👩🏽‍🏫, la nin\u0303a.")
    data = (emoji * (2_000_000 // len(emoji.encode()) + 1)).encode()
    row = again(data)
    found = kept.words_of(row)
    assert len(data) >= 2_000_000
    assert found.original == data
    assert row.turns == len(found.utterances) == data.count(b"\n")
    last = found.utterances[-1]
    assert (last.text, found.text[last.start : last.end]) == ("De nada.", "De nada.")
    browser, address = signed_in(ana), reverse("testimony:transcript", args=[row.case.code, row.pk])
    browser.get(address)
    with django_assert_max_num_queries(20):
        page = browser.get(address + f"?pagina={-(-row.turns // 100)}").content.decode()
    assert f'id="turno-{row.turns}"' in page
    assert len(page) < 100_000


@pytest.mark.parametrize("column", ["original", "text", "lines", "sha256", "turns", "format"])
def test_the_database_itself_refuses_to_change_a_column_of_it(transcript, column):
    value = 7 if column == "turns" else "x" if column in ("sha256", "format") else b"x"
    with pytest.raises(DatabaseError), transaction.atomic():
        Transcript.objects.filter(pk=transcript.pk).update(**{column: value})
    assert kept.words_of(Transcript.objects.get(pk=transcript.pk)).original == WORDS.encode()


def test_words_sealed_for_one_transcript_do_not_open_in_another(hear, keep):
    interview = hear("ended")
    one, other = keep(interview), keep(interview, WORDS.replace("Azul", "Roja"))
    other.text = one.text
    with pytest.raises(BadInput):
        kept.words_of(other)


PICTURES = {
    "a PNG called .cha": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "a JPEG": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8,
    "a film": b"\x00\x00\x00\x18ftypmp42" + bytes(64),
    "a zip": b"PK\x03\x04" + bytes(64),
    "a picture written out in what is said": WORDS.encode() + b"N: data:image/png;base64," + b"iVBORw0KGgo" * 20,
}


@pytest.mark.parametrize("how", PICTURES)
def test_what_is_no_text_is_refused_and_nothing_of_it_is_kept(hear, keep, how):
    interview = hear("ended")
    with pytest.raises(Denied):
        keep(interview, PICTURES[how], name="entrevista.cha")
    assert not Transcript.objects.exists()
    assert not interview.case.events.filter(kind="transcript.kept").exists()


def test_a_picture_in_a_part_of_an_elan_file_that_nobody_says_is_refused_too(hear, keep):
    hidden = b"<!-- data:image/png;base64,iVBORw0KGgo" + b"AbC9" * 40 + b" -->"
    data = FILES["eaf"].replace(b"</HEADER>", b"</HEADER>" + hidden)
    assert read(data).utterances
    with pytest.raises(Denied):
        keep(hear("ended"), data)


def test_a_chat_file_with_a_time_in_every_line_is_no_picture(again):
    told = read(WORDS.encode() * 10)
    timed = [replace(one, begins=3000 * n, ends=3000 * n + 1500) for n, one in enumerate(told.utterances)]
    data = write_chat(replace(told, utterances=tuple(timed)))
    assert data.count(b"\x15") > 100
    assert kept.words_of(again(data)).original == data

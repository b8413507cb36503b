"""Coded transcripts and codebooks for other programs (REFI-QDA)."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hilo.lib.errors import BadInput
from hilo.testimony.refi import sync_points, write_qdc, write_qdpx
from hilo.testimony.refi.model import RefiCode, RefiCoding, RefiProject, RefiSource, RefiSyncPoint, RefiUser, guid
from hilo.testimony.transcripts.reading import read

P = "{urn:QDA-XML:project:1.0}"
C = "{urn:QDA-XML:codebook:1.0}"
NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
ANA = RefiUser(guid("ana"), "Ana")
BETO = RefiUser(guid("beto"), "Beto")
MACHINE = RefiUser(guid("machine"), "Sugerencias de Hilo", machine=True)
PLACE = RefiCode(guid("place"), "Lugar", "Dónde pasó", codable=False)
YARD = RefiCode(guid("yard"), "Patio", "El patio de la escuela", parent=PLACE.guid)
THING = RefiCode(guid("thing"), "Mochila")
BLUE = RefiCode(guid("blue"), "Mochila azul", parent=THING.guid)
SHOW = RefiSource(guid("show"), "Festival", "E: ¿Qué pasó? 👩\u200d👧🎪\nN: Mi mochila\u0301 azul 🎒 en el patio.\n")
TRIP = RefiSource(guid("trip"), "Excursión", "E: Cuéntame.\nN: Vimos un 🦖 y comimos torta.\n")
PROJECT = RefiProject("Festival", NOON, (MACHINE, ANA, BETO), (PLACE, YARD, THING, BLUE), (SHOW, TRIP))


def coding(words: str, code: RefiCode = THING, user: RefiUser = ANA, source: RefiSource = SHOW) -> RefiCoding:
    start = source.text.index(words)
    return RefiCoding(source.guid, start, start + len(words), code.guid, user.guid, NOON)


def coded(*codings: RefiCoding) -> RefiProject:
    return replace(PROJECT, codings=codings)


def opened(data: bytes) -> tuple[etree._Element, dict[str, str]]:
    """The project's XML, and every text by the path that names it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {f"internal://{n[8:]}": archive.read(n).decode() for n in archive.namelist() if n[:8] == "sources/"}
        return etree.fromstring(archive.read("project.qde")), texts


def selections(data: bytes) -> list[tuple[str, str, str]]:
    """What a reader gets of each coding: the words at its place, the code's name, the person's name."""
    root, texts = opened(data)
    names = {one.get("guid"): one.get("name") for tag in ("Code", "User") for one in root.iter(P + tag)}
    found = []
    for one in root.iter(P + "PlainTextSelection"):
        text = texts[one.getparent().get("plainTextPath")]
        (given,) = one.findall(P + "Coding")
        words = text[int(one.get("startPosition")) : int(one.get("endPosition"))]
        found.append((words, names[given[0].get("targetGUID")], names[given.get("creatingUser")]))
    return found


# What the standard's schemas (5.2, 5.3) allow: required attributes, others, children in their order
USED = {
    "Project": "name | origin creationDateTime basePath | Users CodeBook Sources Description",
    "Users": "|| User",
    "User": "guid | name |",
    "CodeBook": "| origin | Codes",
    "Codes": "|| Code",
    "Code": "guid name isCodable || Description Code",
    "Sources": "|| TextSource AudioSource",
    "TextSource": "guid | name plainTextPath creationDateTime | PlainTextSelection",
    "PlainTextSelection": "guid startPosition endPosition | name creatingUser creationDateTime | Description Coding",
    "Coding": "guid | creatingUser creationDateTime | CodeRef",
    "CodeRef": "targetGUID ||",
    "AudioSource": "guid | name path creationDateTime | Transcript",
    "Transcript": "guid | name plainTextPath creationDateTime | SyncPoint",
    "SyncPoint": "guid | position timeStamp |",
    "Description": "||",
}
GUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def check_structure(root: etree._Element, namespace: str) -> None:
    for one in root.iter():
        assert one.tag.startswith(namespace), one.tag
        required, others, children = (part.split() for part in USED[one.tag.removeprefix(namespace)].split("|"))
        assert set(required) <= set(one.attrib) <= {*required, *others}, one.attrib
        order = [children.index(child.tag.removeprefix(namespace)) for child in one]
        assert order == sorted(order), one.tag
        assert all(MOMENT.fullmatch(v) for k, v in one.attrib.items() if k.endswith("DateTime"))
    identities = [one.get("guid") for one in root.iter() if "guid" in one.attrib]
    assert all(map(GUID.fullmatch, identities))
    assert len(identities) == len(set(identities))
    for holder, reference, target in (("CodeRef", "targetGUID", "Code"), ("Coding", "creatingUser", "User")):
        targets = {one.get("guid") for one in root.iter(namespace + target)}
        assert {one.get(reference) for one in root.iter(namespace + holder)} <= targets


def test_a_coded_word_is_found_at_its_place_behind_emoji_and_combining_marks():
    data = write_qdpx(coded(coding("mochila\u0301 azul 🎒", BLUE), coding("patio", YARD, BETO)))
    assert selections(data) == [("mochila\u0301 azul 🎒", "Mochila azul", "Ana"), ("patio", "Patio", "Beto")]


def test_positions_count_code_points_and_the_end_is_behind_the_last_one():
    (one,) = opened(write_qdpx(coded(coding("🎪"))))[0].iter(P + "PlainTextSelection")
    assert (one.get("startPosition"), one.get("endPosition")) == ("17", "18")


def test_the_file_has_the_structure_that_the_standard_asks_for():
    timed = replace(TRIP, sync_points=(RefiSyncPoint(0, 0), RefiSyncPoint(13, 2500)))
    noted = replace(coding("patio", YARD), memo="Lo dijo despacio")
    codings = (noted, coding("patio", YARD, BETO), coding("torta", source=TRIP, user=MACHINE))
    project = replace(PROJECT, codings=codings, sources=(SHOW, timed))
    root, texts = opened(write_qdpx(project, suggestions=True))
    check_structure(root, P)
    paths = {one.get("plainTextPath") for tag in ("TextSource", "Transcript") for one in root.iter(P + tag)}
    assert paths == set(texts)


def test_texts_travel_as_they_are_also_with_signs_that_xml_cannot_hold():
    odd = replace(SHOW, text="*CHI:\tsí \x15120_1500\x15\n\x00fin\ufeff\u2028\n")
    data = write_qdpx(replace(PROJECT, sources=(odd,), codings=(coding("sí \x15120_1500\x15\n\x00", source=odd),)))
    assert list(opened(data)[1].values()) == [odd.text]
    assert selections(data) == [("sí \x15120_1500\x15\n\x00", "Mochila", "Ana")]


@given(
    text=st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), min_size=1, max_size=60),
    data=st.data(),
)
def test_any_words_of_any_text_are_named_by_their_positions(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    source = replace(SHOW, text=text)
    one = RefiCoding(source.guid, start, end, THING.guid, ANA.guid, NOON)
    written = write_qdpx(replace(PROJECT, sources=(source,), codings=(one,)))
    assert selections(written) == [(text[start:end], "Mochila", "Ana")]
    check_structure(opened(written)[0], P)


def test_a_machines_suggestions_stay_behind_unless_asked_for():
    project = coded(coding("patio", YARD), coding("azul", BLUE, MACHINE))
    assert selections(write_qdpx(project)) == [("patio", "Patio", "Ana")]
    assert MACHINE.name.encode() not in write_qdpx(project)
    asked = write_qdpx(project, suggestions=True)
    assert ("azul", "Mochila azul", MACHINE.name) in selections(asked)
    assert [one.get("name") for one in opened(asked)[0].iter(P + "User")] == ["Ana", "Beto", MACHINE.name]


def test_the_project_says_whether_there_are_suggestions_that_nobody_confirmed():
    assert "Trae solo códigos que una persona confirmó" in opened(write_qdpx(PROJECT))[0].findtext(P + "Description")
    asked = opened(write_qdpx(PROJECT, suggestions=True))[0].findtext(P + "Description")
    assert f"«{MACHINE.name}» son sugerencias de un programa que nadie ha confirmado" in asked


def test_a_suggestion_cannot_hide_behind_a_persons_name():
    with pytest.raises(BadInput, match="El usuario «Ana» está dos veces"):
        write_qdpx(replace(PROJECT, users=(ANA, replace(MACHINE, name="Ana"))))


def test_the_same_project_gives_the_same_bytes_in_whatever_order_it_was_coded():
    codings = [coding("patio", YARD), coding("azul", BLUE), coding("azul", BLUE, BETO), coding("torta", source=TRIP)]
    data = write_qdpx(coded(*codings))
    assert data == write_qdpx(coded(*reversed(codings)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}


def test_a_selection_is_called_by_its_words_on_one_line_and_not_without_end():
    long = replace(SHOW, text="Fuimos\tal\nmuseo. " + "Y ya. " * 30)
    data = write_qdpx(replace(PROJECT, sources=(long,), codings=(coding(long.text, source=long),)))
    name = next(opened(data)[0].iter(P + "PlainTextSelection")).get("name")
    assert (name[:19], name[-1], len(name)) == ("Fuimos al museo. Y ", "…", 101)


def test_a_note_travels_with_its_coding_and_the_moment_in_universal_time():
    note, mexico = 'Con «&», <signos> y "comillas"\nen dos renglones', timezone(timedelta(hours=-6))
    data = write_qdpx(coded(replace(coding("patio"), memo=note, at=datetime(2026, 3, 12, 9, 30, tzinfo=mexico))))
    (one,) = opened(data)[0].iter(P + "PlainTextSelection")
    assert (one.findtext(P + "Description"), one.get("creationDateTime")) == (note, "2026-03-12T15:30:00Z")


def test_times_where_there_are_any_stand_beside_the_text_and_codings_stay_with_it():
    heard = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v N>Vi un conejo.\n\n00:02.500 --> 00:04.000\n<v N>Y ya.\n")
    source = RefiSource(TRIP.guid, TRIP.name, heard.text, sync_points(heard.utterances))
    project = replace(PROJECT, sources=(source,), codings=(coding("conejo", source=source),))
    root, texts = opened(write_qdpx(project))
    points = [(int(one.get("position")), int(one.get("timeStamp"))) for one in root.iter(P + "SyncPoint")]
    assert [time for _, time in points] == [1000, 2000, 2500, 4000]
    assert heard.text[points[0][0] : points[1][0]] == "Vi un conejo."
    assert next(root.iter(P + "Transcript")).get("plainTextPath") in texts
    assert selections(write_qdpx(project)) == [("conejo", "Mochila", "Ana")]
    assert not list(opened(write_qdpx(PROJECT))[0].iter(P + "AudioSource"))


def test_a_project_without_anything_is_still_one():
    root, texts = opened(write_qdpx(RefiProject("Vacío", NOON)))
    check_structure(root, P)
    assert (texts, [one.tag for one in root]) == ({}, [P + "Description"])


def nested(element: etree._Element, namespace: str) -> list[tuple]:
    return [
        (one.get("name"), one.findtext(namespace + "Description"), nested(one, namespace))
        for one in element.findall(namespace + "Code")
    ]


def test_a_codebook_keeps_codes_below_codes_also_when_a_child_comes_first():
    root = etree.fromstring(write_qdc([BLUE, PLACE, THING, YARD]))
    check_structure(root, C)
    places = ("Lugar", "Dónde pasó", [("Patio", "El patio de la escuela", [])])
    assert nested(root[0], C) == [places, ("Mochila", None, [("Mochila azul", None, [])])]
    assert {one.get("name") for one in root.iter(C + "Code") if one.get("isCodable") == "false"} == {"Lugar"}


def test_a_project_carries_the_same_codebook_whether_its_codes_were_used_or_not():
    inside = opened(write_qdpx(PROJECT))[0].find(f"{P}CodeBook/{P}Codes")
    assert nested(inside, P) == nested(etree.fromstring(write_qdc(PROJECT.codes))[0], C)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.text(max_size=20))
def test_names_and_descriptions_come_back_as_they_were_or_are_refused_with_a_reason(name, description):
    holds = not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", name + description)
    code = RefiCode(guid("code"), name, description)
    if holds and name.strip():
        (back,) = etree.fromstring(write_qdc([code])).iter(C + "Code")
        assert (back.get("name"), back.findtext(C + "Description") or "") == (name, description)
    else:
        with pytest.raises(BadInput, match=r"signo que XML no admite|no tiene letras"):
            write_qdc([code])


SPOT = coding("patio")
TIMED, HEARD = replace(TRIP, sync_points=(RefiSyncPoint(0, 0),)), "Excursión (grabación)"
REFUSED: dict[str, Callable[[], object]] = {
    "«Pa�tio» lleva un signo": lambda: write_qdc([replace(YARD, name="Pa\x07tio", parent=None)]),
    "«Patio» está dos veces": lambda: write_qdc([THING, PLACE, YARD, replace(BLUE, name="Patio")]),
    "está vacío; agregue un código": lambda: write_qdc([]),
    "nota de «Mochila» en «Festival»": lambda: write_qdpx(coded(replace(SPOT, memo="\x0c"))),
    "«Festival» está dos veces": lambda: write_qdpx(replace(PROJECT, sources=(SHOW, replace(TRIP, name="Festival")))),
    "(grabación)» está dos veces": lambda: write_qdpx(replace(PROJECT, sources=(TIMED, replace(SHOW, name=HEARD)))),
    "«12/03» lleva una diagonal": lambda: write_qdpx(replace(PROJECT, sources=(replace(SHOW, name="12/03"),))),
    "medio signo": lambda: write_qdpx(replace(PROJECT, sources=(replace(SHOW, text="a\ud83d"),))),
    "dos veces «Mochila» en «Festival»": lambda: write_qdpx(coded(SPOT, replace(SPOT, memo="otra"))),
    "proyecto no tiene letras": lambda: write_qdpx(replace(PROJECT, name=" ")),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_a_person_can_mend_is_refused_in_a_sentence(sentence):
    with pytest.raises(BadInput, match=re.escape(sentence)):
        REFUSED[sentence]()


AFTER, BEFORE = (replace(TRIP, sync_points=(RefiSyncPoint(*at),)) for at in ((len(TRIP.text) + 1, 0), (0, -1)))
MISTAKES: list[tuple[str, Callable[[], object]]] = [
    ("no words", lambda: write_qdpx(coded(replace(SPOT, end=len(SHOW.text) + 1)))),
    ("no words", lambda: write_qdpx(coded(replace(SPOT, end=SPOT.start)))),
    ("codable code", lambda: write_qdpx(coded(coding("patio", PLACE)))),
    ("not here", lambda: write_qdpx(coded(replace(SPOT, code=guid("nothing"))))),
    ("not here", lambda: write_qdpx(coded(replace(SPOT, user=guid("nobody"))))),
    ("time zone", lambda: write_qdpx(coded(replace(SPOT, at=NOON.replace(tzinfo=None))))),
    ("must be LF", lambda: write_qdpx(replace(PROJECT, sources=(replace(SHOW, text="a\r\nb"),)))),
    ("lies outside", lambda: write_qdpx(replace(PROJECT, sources=(AFTER,)))),
    ("before the recording", lambda: write_qdpx(replace(PROJECT, sources=(BEFORE,)))),
    ("not a GUID", lambda: write_qdc([replace(THING, guid=THING.guid.upper())])),
    ("of its own", lambda: write_qdc([THING, replace(PLACE, guid=THING.guid)])),
    ("a parent is missing", lambda: write_qdc([YARD])),
    ("below itself", lambda: write_qdc([replace(THING, parent=BLUE.guid), BLUE])),
]


@pytest.mark.parametrize(("reason", "write"), MISTAKES)
def test_a_mistake_of_the_caller_writes_nothing(reason, write):
    with pytest.raises(ValueError, match=reason):
        write()


@pytest.mark.skipif(
    "pyrefiqda" not in (Path(__file__).parents[2] / "pyproject.toml").read_text(),
    reason="pyrefiqda is no dependency of development; once it is one, its absence fails",
)
def test_another_library_reads_the_same(tmp_path):
    import pyrefiqda as theirs

    (tmp_path / "festival.qdpx").write_bytes(write_qdpx(coded(coding("azul 🎒"))))
    (tmp_path / "codes.qdc").write_bytes(write_qdc(PROJECT.codes))
    project = theirs.RefiProject.load(tmp_path / "festival.qdpx", str(tmp_path / "out"))
    source = project.sources.text_source[0]
    (one,) = source.plain_text_selection
    text = theirs.RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out").read_text(encoding="utf-8")
    assert text[one.start_position : one.end_position] == "azul 🎒"
    assert one.coding[0].code_ref.target_guid == THING.guid
    assert [code.name for code in theirs.RefiCodebook.load(tmp_path / "codes.qdc").codes.code] == ["Lugar", "Mochila"]

"""Bytes that want to hurt: refused with a reason or cleaned with a note, never anything else."""

import base64
import json
import random
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.alerts.draft import AlertDraft, Draft, Malformed
from hilo.alerts.formats import FORMATS, limits, parse
from hilo.alerts.formats.mining import mine
from hilo.alerts.formats.scrub import IMAGE_MARK
from hilo.lib.canonical import canonical_bytes

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
PNG = b"\x89PNG\r\n\x1a\n" + bytes(3000)


def refused(data: bytes, name: str = "100.xml") -> str:
    """The code with which it is refused; the sentence must be one, in words, without a trace."""
    with pytest.raises(Malformed) as refusal:
        parse(data, name=name)
    assert str(refusal.value).endswith(".")
    assert "Traceback" not in str(refusal.value)
    return refusal.value.code


def letter(**fields: Any) -> AlertDraft:
    """A letter with these fields, as it would arrive."""
    tree = {"sender": "X", "reference": "1", "narrative": "n"} | fields
    (draft,) = parse(json.dumps(tree).encode(), name="x.json")
    assert isinstance(draft, AlertDraft)
    return draft


def everything(draft: Draft) -> str:
    """All that the draft holds, as text."""
    return repr(draft)


def test_a_billion_laughs_is_refused():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE report [<!ENTITY l0 "ja">{laughs}]><report><additionalInfo>&l11;</additionalInfo></report>'
    assert refused(data.encode()) == "doctype"


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"<?xml version='1.0'?><!-- c --><?p i?>\n \n"])
def test_a_doctype_is_found_behind_comments_and_marks(before):
    assert refused(before + b"<!DOCTYPE report><report><victim/></report>") == "doctype"


def test_a_doctype_in_utf_16_is_found():
    assert refused('<?xml version="1.0"?><!DOCTYPE r><report/>'.encode("utf-16")) == "doctype"


def test_an_external_entity_to_a_file_opens_nothing(tmp_path):
    secret = tmp_path / "secreto.txt"
    secret.write_text("secreto")
    data = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]><report><additionalInfo>&x;</additionalInfo></report>'
    assert refused(data.encode()) == "doctype"


def test_an_external_entity_to_the_network_connects_nowhere():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        assert refused(f'<!DOCTYPE r SYSTEM "{url}"><report><victim/></report>'.encode()) == "doctype"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_an_inclusion_is_only_an_unknown_element(tmp_path):
    (tmp_path / "s.txt").write_text("secreto")
    include = f'<xi:include href="{tmp_path}/s.txt" parse="text"/>'
    data = f'<report xmlns:xi="http://www.w3.org/2001/XInclude">{include}<victim/></report>'
    (draft,) = parse(data.encode(), name="1.xml")
    assert "secreto" not in everything(draft)
    assert "include" in dict(draft.unknown)


def test_an_undeclared_entity_is_refused():
    assert refused(b"<report><additionalInfo>&x;</additionalInfo></report>") == "syntax"


def test_xml_100_000_deep_is_refused():
    assert refused(b"<report>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</report>") in ("depth", "syntax")


def test_xml_just_over_the_depth_is_refused_as_deep():
    deep = limits.XML_DEPTH + 1
    assert refused(b"<report>" + b"<a>" * deep + b"</a>" * deep + b"</report>") == "depth"


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"reference":"1","narrative":' + b"[[]," * 100_000 + b"1" + b"]" * 100_000 + b"}",
    ],
)
def test_json_100_000_deep_is_refused(data):
    assert refused(data, "x.json") == "depth"


def test_brackets_inside_text_are_not_depth():
    assert letter(narrative='[{"\\' * 5000).texts[0].text.startswith("[{")


def test_a_document_of_millions_of_elements_is_refused_before_parsing():
    assert refused(b"<report>" + b"<a/>" * 1_000_000 + b"</report>") == "too_many_elements"


def test_an_item_over_the_limit_is_refused():
    assert refused(b" " * (limits.ITEM_BYTES + 1)) == "too_large"


def test_giant_text_is_cut_and_still_tells_versions_apart():
    one, other = (letter(narrative="a b. " * 1_000_000 + tail) for tail in ("x", "y"))
    assert len(everything(one)) < 1_000_000
    assert any("recortado" in note for note in one.notes)
    assert one.digest() != other.digest()


@pytest.mark.parametrize("data", [b"\xff\x00{", b'{"a": "\xe9"}', b'{"a": "\xed\xa0\x80"}', b"\xff\xfe{\x00\x00\xd8"])
def test_wrong_encodings_are_refused(data):
    assert refused(data, "x.json") == "encoding"


def test_an_xml_that_names_a_strange_encoding_is_refused():
    assert refused(b'<?xml version="1.0" encoding="UTF-7"?><report/>') == "encoding"


def test_an_xml_in_latin_1_that_says_so_is_read():
    data = '<?xml version="1.0" encoding="ISO-8859-1"?><report><additionalInfo>niñez</additionalInfo></report>'
    (draft,) = parse(data.encode("latin-1"), name="1.xml")
    assert draft.texts[0].text == "niñez"


@pytest.mark.parametrize("escaped", ["\\u0000", "\\ud800", "\\udfff x", "\\ud800\\u0041"])
def test_nul_and_lone_surrogates_become_escapes_that_can_be_stored(escaped):
    raw = f'{{"sender": "X", "reference": "1", "narrative": "a{escaped}", "k{escaped}": "{escaped}"}}'
    (draft,) = parse(raw.encode(), name="x.json")
    everything(draft).encode()
    text = json.dumps(draft.payload, ensure_ascii=False)
    text.encode()
    assert canonical_bytes(draft.payload).decode()
    assert "\0" not in text
    assert any("escape" in note for note in draft.notes)


def test_real_emoji_are_left_alone():
    assert letter(narrative="hola 🧵").payload["narrative"] == "hola 🧵"


@pytest.mark.parametrize(
    "data", [b"<report>\0</report>", b"<report><victim/>&#0;</report>", b"<report>&#xD800;</report>"]
)
def test_nul_in_xml_is_refused(data):
    assert refused(data) == "syntax"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" + "0" * 5000])
def test_numbers_that_cannot_be_held_are_refused(number):
    assert refused(f'{{"reference": 1, "narrative": {number}}}'.encode(), "x.json") == "number"


def test_duplicate_keys_are_refused_at_any_depth():
    assert refused(b'{"reference": "1", "persons": [{"age": 1, "age": 2}]}', "x.json") == "duplicate_key"


@pytest.mark.parametrize("when", ["2026-13-01", "2026-02-30", "0001-01-01", "9999-12-31", "1e9", "99999999999999"])
def test_impossible_dates_are_left_out_and_noted(when):
    draft = letter(date=when, answer_by=when, persons=[{"born": when, "age": 900}])
    assert (draft.received_at, draft.answer_by, draft.persons[0].born, draft.persons[0].age) == (None, None, None, None)
    assert {"fecha imposible en date", "fecha imposible en answer_by"} <= set(draft.notes)


IMAGES = {
    "data_uri": "data:image/png;base64," + base64.b64encode(PNG[:90]).decode(),
    "data_uri_in_capitals": "DATA:IMAGE/PNG;BASE64," + base64.b64encode(PNG[:90]).decode(),
    "bare_base64": base64.b64encode(PNG).decode(),
    "wrapped_base64": base64.encodebytes(b"\xff\xd8\xff" + bytes(3000)).decode(),
    "url_safe_base64": base64.urlsafe_b64encode(b"\xff\xd8\xff" + b"\xfb" * 3000).decode(),
    "base64_in_short_lines": "\n".join(re.findall(".{1,19}", base64.b64encode(PNG).decode())),
    "base64_in_groups_of_four": " ".join(re.findall(".{1,4}", base64.b64encode(b"\xff\xd8\xff" + PNG).decode())),
    "base64_with_escaped_breaks": "\\r\\n".join(re.findall(".{1,40}", base64.b64encode(PNG).decode())),
    "hexadecimal": PNG.hex(),
    "hexadecimal_in_lines": "\n".join(re.findall(".{1,32}", (b"\xff\xd8\xff" + PNG).hex().upper())),
    "hexadecimal_of_a_database": "\\x" + PNG.hex(),
    "hexadecimal_in_pairs": PNG.hex(" "),
    "long_base64_of_anything": base64.b64encode(random.Random(1).randbytes(20_000)).decode(),
    "raw_bytes": PNG[:60].decode("latin-1").replace("\0", "."),
}


@pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
def test_an_embedded_image_is_dropped_from_everywhere(image):
    fields = {"narrative": f"antes: {image}", "nuevo": {"x": [image]}, "classification": image}
    draft = letter(**fields)
    assert image[30:80] not in everything(draft)
    assert image[30:80].replace("\n", "") not in everything(draft).replace("\\n", "")
    assert IMAGE_MARK in draft.payload["narrative"]
    assert "imagen incrustada rechazada en narrative" in draft.notes
    assert "imagen incrustada rechazada en nuevo.x[0]" in draft.notes


@pytest.mark.parametrize("image", [IMAGES["data_uri"], IMAGES["bare_base64"], IMAGES["wrapped_base64"]])
def test_an_image_in_xml_is_dropped_from_text_attributes_and_unknown(image):
    data = f"<report><victim/><additionalInfo>{image}</additionalInfo><nuevo x='{image}'>{image}</nuevo></report>"
    (draft,) = parse(data.encode(), name="1.xml")
    assert image[30:80] not in everything(draft)
    assert "imagen incrustada rechazada en additionalInfo" in draft.notes


def test_an_image_that_hides_behind_escapes_is_dropped():
    raw = '{"reference": "1", "narrative": "\\u0064ata:image/png;base64,AAAABBBBCCCCDDDD"}'
    (draft,) = parse(raw.replace("{", '{"sender": "X", ', 1).encode(), name="x.json")
    assert "BBBBCCCC" not in everything(draft)


def test_long_prose_and_hashes_are_no_images():
    prose = "palabras sueltas sin puntos " * 2000
    hashes = "\n".join(f"{number:032x}" for number in range(0xFFD8, 0xFFD8 + 400))
    draft = letter(narrative=prose, requested_action=hashes)
    assert draft.payload["narrative"] == prose
    assert draft.payload["requested_action"] == hashes
    assert not draft.notes


@pytest.mark.parametrize(
    "head", [PNG, b"\xff\xd8\xff\xe0", b"GIF89a", b"%PDF-1.7", b"RIFF\0\0\0\0WEBP", b"\0\0\0 ftypmp42"]
)
def test_an_image_or_document_as_the_item_is_refused(head):
    assert refused(head, "x.xml") == "image"


def test_too_many_of_anything_is_cut_with_a_note():
    draft = letter(
        entities=[{"kind": "email", "value": f"u{number}@correo.example"} for number in range(limits.IDENTIFIERS + 5)],
        **{f"k{number}": 1 for number in range(limits.UNKNOWN + 5)},
    )
    assert len(draft.identifiers) == limits.IDENTIFIERS
    assert len(draft.unknown) == limits.UNKNOWN
    assert any("identificadores" in note for note in draft.notes)


@pytest.mark.parametrize("sign", ["a", "1", ".", "@", "a@", "+1 ", "1.", "$", ":", "http://", '\\"', "-", "á", "tel 1"])
def test_mining_reads_any_repetition_to_its_end(sign):
    text = sign * (limits.MINED_CHARS // len(sign))
    assert len(list(mine(text))) <= limits.MINED_PER_TEXT


def test_names_nobody_knows_do_not_change_what_is_read_after_them():
    known = (Path(__file__).parent / "samples" / "100000001.xml").read_bytes()
    before = parse(known, name="1.xml")[0].digest()
    for document in range(20):
        names = "".join(f"<n{document}x{number}{'y' * 200}/>" for number in range(5000))
        parse(f"<report><victim/>{names}</report>".encode(), name="1.xml")
    assert parse(known, name="1.xml")[0].digest() == before


def outcome(data: bytes, name: str, format: str) -> None:
    """Whatever comes, it is drafts that can be kept or a Malformed."""
    try:
        drafts = parse(data, name=name, format=format)
    except Malformed as refusal:
        f"{refusal.code}: {refusal}".encode()
        return
    for draft in drafts:
        assert draft.report_id
        assert len(draft.digest()) == 32
        repr(draft).encode()
        assert "\0" not in json.dumps(draft.payload, ensure_ascii=False)


@given(st.binary(max_size=300), st.sampled_from(["auto", *FORMATS]))
def test_any_bytes_give_drafts_or_a_reason(data, format):
    outcome(data, "1.x", format)


SPLINTERS = [b"null", b"[]", b"{}", b'"', b"<x/>", b"\\u0000", b"1e9", b"[[[[]]]]", b"&#0;", b"data:image/png,"]


@given(st.sampled_from(SAMPLES), st.data())
def test_any_mutated_sample_gives_drafts_or_a_reason(path, data):
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 8))] = data.draw(
            st.binary(max_size=6)
            | st.sampled_from([b"null", b"[]", b"{}", b'"', b"<x/>", b"\\u0000", b"1e9", b"[[[[]]]]"])
        )
    outcome(bytes(raw), path.name, "auto")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a tree."""
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]


@given(st.sampled_from([path for path in SAMPLES if path.suffix == ".json"]), st.data())
def test_any_value_in_any_place_gives_drafts_or_a_reason(path, data):
    tree = json.loads(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(tree)))
        container[key] = data.draw(JSON)
    outcome(json.dumps(tree).encode(), path.name, f"{path.stem}_json")

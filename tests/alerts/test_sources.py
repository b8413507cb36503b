"""Where alerts come from: every kind of source gives its items one by one."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.alerts.sources import Item, count_items, open_source
from hilo.lib.errors import BadInput


def seen(source: str | Path | io.BytesIO) -> list[tuple[str, bytes | str | None]]:
    """Name and data, or name and code of the refusal, of each item."""
    return [(item.name, item.refusal[0] if item.refusal else item.data) for item in open_source(source)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a bit of everything."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.xml").write_bytes(b"<report/>")
    (tmp_path / "1.json").write_bytes(b"{}")
    (tmp_path / "c.ndjson").write_bytes(b'{"a":1}\n\n{"b":2}')
    (tmp_path / "d.ndjson.gz").write_bytes(gzip.compress(b'{"c":3}\n'))
    with zipfile.ZipFile(tmp_path / "e.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dentro/3.xml", "<report/>")
        archive.writestr("__MACOSX/._3.xml", "x")
        archive.writestr("f.jsonl", '{"d":4}\n')
    for hidden in (".DS_Store", "Thumbs.db"):
        (tmp_path / hidden).write_bytes(b"x")
    return tmp_path


def test_a_folder_gives_everything_in_it_by_name(folder):
    assert seen(folder) == [
        ("1.json", b"{}"),
        ("b/2.xml", b"<report/>"),
        ("c.ndjson:1", b'{"a":1}'),
        ("c.ndjson:3", b'{"b":2}'),
        ("d.ndjson.gz:1", b'{"c":3}'),
        ("e.zip/dentro/3.xml", b"<report/>"),
        ("e.zip/f.jsonl:1", b'{"d":4}'),
    ]


def test_one_file_is_one_item(folder):
    assert seen(str(folder / "1.json")) == [("1.json", b"{}")]


def test_a_path_that_does_not_exist_is_said_at_once(tmp_path):
    with pytest.raises(BadInput, match="no-hay"):
        open_source(tmp_path / "no-hay")


@pytest.mark.parametrize("name", ["x" * 5000, "con\0nul"])
def test_a_name_no_file_can_have_does_not_exist(name):
    with pytest.raises(BadInput):
        open_source(name)


def test_a_compressed_document_is_one_item(tmp_path):
    (tmp_path / "7.xml.gz").write_bytes(gzip.compress(b"<report/>"))
    assert seen(tmp_path) == [("7.xml.gz", b"<report/>")]


@pytest.mark.parametrize(
    ("data", "items"),
    [
        (b'{"a":1}\n{"b":2}\n', [b'{"a":1}', b'{"b":2}']),
        (b'{"a":"}{\\""} {"b":[{}]}', [b'{"a":"}{\\""}', b'{"b":[{}]}']),
        (b'{\n "a": 1\n}\n{\n "b": 2\n}', [b'{\n "a": 1\n}', b'{\n "b": 2\n}']),
        (b'\n\n[{"a":1}]', [b'[{"a":1}]']),
        (b'{"a": }\n{"b":2}', [b'{"a": }', b'{"b":2}']),
        (b"  <report/>\n", [b"  <report/>\n"]),
        (b"\xef\xbb\xbf<report/>", [b"\xef\xbb\xbf<report/>"]),
        (gzip.compress(b'{"a":1}\n{"b":2}'), [b'{"a":1}', b'{"b":2}']),
        (b"", ["empty"]),
        (b"\x89PNG\r\n\x1a\n", ["image"]),
    ],
)
def test_a_stream_is_read_as_what_it_is(data, items):
    assert [value for _, value in seen(io.BytesIO(data))] == items


def test_a_zip_may_come_through_a_stream(folder):
    names = [name for name, _ in seen(io.BytesIO((folder / "e.zip").read_bytes()))]
    assert names == ["-/dentro/3.xml", "-/f.jsonl:1"]


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9), min_size=1), min_size=1, max_size=6))
def test_values_one_after_another_are_told_apart_whatever_they_say(values):
    raw = [json.dumps(value, indent=1, ensure_ascii=False).encode() for value in values]
    assert [value for _, value in seen(io.BytesIO(b"\n".join(raw)))] == raw


@given(st.binary(max_size=400))
def test_any_stream_gives_items_or_refusals(data):
    for item in open_source(io.BytesIO(data)):
        assert isinstance(item, Item)
        assert (item.data is None) != (item.refusal is None)


def test_links_are_refused_and_not_followed(tmp_path):
    (tmp_path / "fuera").mkdir()
    inside = tmp_path / "lote"
    inside.mkdir()
    (tmp_path / "fuera" / "1.xml").write_bytes(b"<report/>")
    (inside / "a.xml").symlink_to(tmp_path / "fuera" / "1.xml")
    (inside / "b").symlink_to(tmp_path / "fuera")
    (inside / "c").symlink_to(inside)
    (inside / "d.xml").symlink_to("/no/existe")
    assert seen(inside) == [("a.xml", "link"), ("b", "link"), ("c", "link"), ("d.xml", "link")]


def test_a_pipe_or_a_device_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "1.xml")
    assert seen(tmp_path) == [("1.xml", "special")]
    assert seen("/dev/zero") == [("zero", "special")]


@pytest.mark.parametrize("name", ["a.png", "b.JPG", "c.pdf", "d.mp4"])
def test_images_and_documents_are_refused_by_kind(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    assert seen(tmp_path) == [(name, "image")]


def test_an_image_with_another_name_is_refused_too(tmp_path):
    (tmp_path / "1.xml").write_bytes(b"\xff\xd8\xff\xe0 x")
    assert seen(tmp_path) == [("1.xml", "image")]


def test_a_text_of_any_name_is_left_to_the_formats(tmp_path):
    (tmp_path / "aviso.txt").write_bytes(b"{}")
    assert seen(tmp_path) == [("aviso.txt", b"{}")]


def test_a_name_that_is_no_text_can_still_be_stored(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.xml")).write_bytes(b"<report/>")
    ((name, _),) = seen(tmp_path)
    assert name == "\\udcff.xml"


def test_the_number_of_items_is_known_where_it_is_cheap(folder):
    assert count_items(folder / "1.json") == 1
    assert count_items(folder / "c.ndjson") == 3
    assert count_items(folder / "d.ndjson.gz") is None
    assert count_items(folder) is None
    assert count_items(io.BytesIO()) is None
    (folder / "d.ndjson.gz").unlink()
    (folder / "e.zip").unlink()
    assert count_items(folder) == 5

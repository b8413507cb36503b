"""What a stranger sends to the verifier is refused with a sentence; it never crashes, hangs, or believes it."""

import json
import struct
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.evidence.standalone import verify_hilo
from tests.evidence.exports import codes

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
MANIFEST = {
    "format": "hilo export", "v": 1, "case": "H-2222-2222", "chain": "00" * 16, "redacted": False, "links": True,
    "entries": 1, "key": "00" * 32, "keys": {}, "files": {},
}  # fmt: skip


def packed(**files):
    """A canonical zip of those files, names with a dot written as two underscores."""
    given = dict.fromkeys(verify_hilo.FILES, b"{}")
    given |= {"manifest.json": json.dumps(MANIFEST | {"keys": _keys()}).encode()}
    return verify_hilo.build(given | {name.replace("__", "."): data for name, data in files.items()})


def _keys():
    return {verify_hilo.sha256(bytes(32))[:8].hex(): "00" * 32}


def refused(data):
    """What does not hold, after seeing that the answer can be said and printed."""
    found = verify_hilo.verify(data)
    assert (found["ok"], found["proven"]) == (False, [])
    text = verify_hilo.words(found) + verify_hilo.words(verify_hilo.verify(data, en=True), en=True)
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    return codes(found)


@given(st.binary(max_size=300))
def test_noise(data):
    refused(data)
    refused(b"PK\3\4" + data)


@given(st.sampled_from(["ledger__json", "checkpoints__json", "custody__json", "acts__json", "case__jsonld"]), JSON)
def test_any_json_in_any_file(name, value):
    refused(packed(**{name: json.dumps(value).encode()}))


@given(st.sampled_from(["entries", "checkpoints", "items", "acts", "@graph"]), st.lists(JSON, max_size=4))
def test_any_rows_in_any_list(name, rows):
    data = json.dumps({name: rows, "chain": "00" * 16}).encode()
    refused(
        packed(
            **dict.fromkeys(["ledger__json", "checkpoints__json", "custody__json", "acts__json", "case__jsonld"], data)
        )
    )


@given(st.dictionaries(st.sampled_from(sorted(MANIFEST)), JSON, max_size=4))
def test_any_manifest(values):
    refused(packed(manifest__json=json.dumps(MANIFEST | {"keys": _keys()} | values).encode()))


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 200_000,
        b'{"entries":' * 5_000,
        b'{"entries": ' + b"9" * 100_000 + b"}",
        b'{"entries": 1e999}',
        b'{"entries": NaN}',
        b'{"entries": [], "entries": []}',
        b'{"entries": "\xff\xfe"}',
        '{"entries": []}'.encode("utf-16"),
        b'\xef\xbb\xbf{"entries": []}',
        b'{"entries": "\\ud800"}',
        b"",
        b"[" + b"[]," * 1_100_000 + b"[]]",
    ],
    ids=["deep", "deep objects", "huge number", "float", "nan", "twice", "bytes", "utf-16", "bom", "surrogate", "empty",
         "many"],
)  # fmt: skip
def test_odd_json(text):
    assert {"json", "malformed"} & refused(packed(ledger__json=text))
    refused(packed(manifest__json=text))


def test_a_bomb_is_not_opened(tmp_path):
    bomb = tmp_path / "bomba.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("ledger.json", bytes(50_000_000))
    assert refused(bomb.read_bytes()) == {"packed"}


def test_sizes_and_names_that_lie():
    whole = packed()
    grown = bytearray(whole)
    struct.pack_into("<II", grown, 18, 0xFFFFFFFF, 0xFFFFFFFF)
    assert refused(bytes(grown)) == {"cut"}
    assert refused(verify_hilo.build({"../../etc/passwd": b"x", "a\x1b[2J": b"x"})) == {"bad_name"}
    one = verify_hilo.build({"a.txt": b"x"})
    local = one[: one.index(b"PK\1\2")]
    assert refused(local * 2) == {"twice"}
    assert refused(local.replace(b"a.txt", b"\xc3.txt")) == {"bad_name"}


def test_a_file_too_large_is_not_read_whole(monkeypatch):
    monkeypatch.setattr(verify_hilo, "MOST_BYTES", 100)
    assert refused(packed()) == {"too_big"}


def test_what_a_stranger_wrote_is_printed_without_obeying_it():
    told = json.dumps({"items": [{"exhibit": "\x1b[2J\u202eEX" + "x" * 9000}]}).encode()
    found = verify_hilo.verify(packed(custody__json=told))
    places = [one["where"] for one in found["broken"] if one["file"] == "custody.json"]
    assert places
    assert all(len(place) <= 200 and "\x1b" not in place and "\u202e" not in place for place in places)


def test_a_stamp_that_is_noise_is_told_as_such():
    for data in (b"", b"\x30\x80\x00\x00", b"\x30\x84\xff\xff\xff\xff", b"\x30" * 500, bytes(range(256))):
        with pytest.raises(verify_hilo.Wrong) as wrong:
            verify_hilo.stamp_of(data)
        assert wrong.value.code == "stamp_shape"


def test_a_file_that_cannot_be_read_ends_with_two(tmp_path):
    script = [sys.executable, verify_hilo.__file__]
    asked = [[str(tmp_path)], [str(tmp_path / "no-hay.zip")], []]
    asked += [[verify_hilo.__file__, "--authority", verify_hilo.__file__]]
    assert [subprocess.run([*script, *one], capture_output=True, check=False).returncode for one in asked] == [
        2,
        2,
        2,
        1,
    ]

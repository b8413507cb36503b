"""Archives and files that want to hurt: one refusal each, and the stream goes on."""

import gzip
import io
import random
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from hilo.alerts.sources import LIMITS, open_source

SMALL = replace(LIMITS, item_bytes=1000, unpacked_bytes=5000, members=50, ratio=20, ratio_from=2000)


def codes(path: Path, limits=LIMITS) -> dict[str, str]:
    """What became of each item: "ok" or the code of its refusal."""
    return {item.name: item.refusal[0] if item.refusal else "ok" for item in open_source(path, limits=limits)}


def zipped(path: Path, members: dict[str | zipfile.ZipInfo, bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def special(name: str, mode: int) -> zipfile.ZipInfo:
    """A member with the mode of a link or a device."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize(
    "name", ["../1.xml", "a/../../1.xml", "/etc/1.xml", "C:\\1.xml", "..\\1.xml", "\\\\host\\1.xml", "a/.."]
)
def test_a_name_that_leads_out_of_the_zip_is_refused(tmp_path, name):
    path = zipped(tmp_path / "z.zip", {name: b"<report/>", "2.xml": b"<report/>"})
    assert codes(path) == {f"z.zip/{name}": "path", "z.zip/2.xml": "ok"}
    assert sorted(place.name for place in tmp_path.iterdir()) == ["z.zip"]


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o600, stat.S_IFCHR | 0o600])
def test_links_and_devices_in_a_zip_are_refused(tmp_path, mode):
    path = zipped(tmp_path / "z.zip", {special("1.xml", mode): b"/etc/passwd", "2.xml": b"<report/>"})
    assert codes(path) == {"z.zip/1.xml": "link", "z.zip/2.xml": "ok"}


def test_a_zip_bomb_is_refused_and_its_neighbours_are_read(tmp_path):
    path = zipped(
        tmp_path / "z.zip", {"1.xml": bytes(50_000_000), "l.ndjson": bytes(50_000_000), "2.xml": b"<report/>"}
    )
    assert codes(path) == {"z.zip/1.xml": "bomb", "z.zip/l.ndjson": "bomb", "z.zip/2.xml": "ok"}


def test_a_zip_that_lies_about_sizes_gives_no_more_than_it_said(tmp_path):
    raw = bytearray(zipped(tmp_path / "z.zip", {"1.xml": bytes(3_000_000)}).read_bytes())
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    (tmp_path / "z.zip").write_bytes(raw)
    assert codes(tmp_path / "z.zip") == {"z.zip/1.xml": "damaged"}


def test_archives_in_archives_are_refused_by_name_and_by_content(tmp_path):
    inner = zipped(tmp_path / "i.zip", {"1.xml": b"<report/>"}).read_bytes()
    path = zipped(tmp_path / "z.zip", {"i.zip": inner, "i.xml": inner, "g.xml": gzip.compress(b"x"), "t.tar": b"x"})
    assert set(codes(path).values()) == {"nested"}


def test_members_that_share_their_bytes_are_refused(tmp_path):
    raw = zipped(tmp_path / "z.zip", {"1.xml": b"<report/>" * 9, "2.xml": b"<victim/>" * 9, "3.xml": b"x" * 99})
    with zipfile.ZipFile(raw) as archive:
        first, second, _ = archive.infolist()
    data = bytearray(raw.read_bytes())
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    data[at + 42 : at + 46] = first.header_offset.to_bytes(4, "little")
    raw.write_bytes(data)
    assert second.header_offset != first.header_offset
    assert codes(raw) == {"z.zip/1.xml": "shared_bytes", "z.zip/2.xml": "shared_bytes", "z.zip/3.xml": "ok"}


def test_an_encrypted_member_is_refused(tmp_path):
    raw = bytearray(zipped(tmp_path / "z.zip", {"1.xml": b"<report/>"}).read_bytes())
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "z.zip").write_bytes(raw)
    assert codes(tmp_path / "z.zip") == {"z.zip/1.xml": "encrypted"}


def test_a_strange_compression_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("1.xml", b"<report/>")
    assert codes(tmp_path / "z.zip") == {"z.zip/1.xml": "compression"}


def test_a_zip_stops_at_its_total(tmp_path):
    members = {f"{number}.xml": random.Random(number).randbytes(900) for number in range(20)}
    found = codes(zipped(tmp_path / "z.zip", members), SMALL)
    assert list(found.values()) == ["ok"] * 5 + ["bomb"]


def test_a_zip_with_too_many_members_is_refused_before_its_list_is_read(tmp_path):
    path = zipped(tmp_path / "z.zip", {f"{number}.xml": b"x" for number in range(51)})
    assert codes(path, SMALL) == {"z.zip": "too_many_members"}


@pytest.mark.parametrize("keep", [0.2, 0.9])
def test_a_zip_cut_short_is_one_refusal(tmp_path, keep):
    path = zipped(tmp_path / "z.zip", {f"{number}.xml": b"<report/>" for number in range(9)})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    assert codes(path) == {"z.zip": "damaged"}


def test_a_damaged_member_does_not_take_the_others_with_it(tmp_path):
    path = zipped(tmp_path / "z.zip", {"1.xml": random.Random(1).randbytes(500), "2.xml": b"<report/>"})
    raw = bytearray(path.read_bytes())
    raw[100:110] = bytes(10)
    path.write_bytes(raw)
    assert codes(path) == {"z.zip/1.xml": "damaged", "z.zip/2.xml": "ok"}


def test_a_gzip_cut_short_keeps_what_came_before(tmp_path):
    lines = b"".join(b'{"a":"%s"}\n' % random.Random(n).randbytes(40).hex().encode() for n in range(5000))
    (tmp_path / "l.ndjson.gz").write_bytes(gzip.compress(lines)[:100_000])
    found = codes(tmp_path / "l.ndjson.gz")
    assert list(found.values()).count("ok") > 1000
    assert found["l.ndjson.gz"] == "damaged"


@pytest.mark.parametrize("name", ["b.ndjson.gz", "b.xml.gz", "b.gz"])
def test_a_gzip_bomb_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(gzip.compress(b" " * 40_000_000))
    assert codes(tmp_path / name) == {name: "bomb"}


def test_a_line_that_is_too_long_is_skipped_and_the_next_is_read(tmp_path):
    (tmp_path / "l.ndjson").write_bytes(b"[1]\n" + b"x" * 200_000 + b"\n[2]\n")
    assert codes(tmp_path / "l.ndjson", SMALL) == {"l.ndjson:1": "ok", "l.ndjson:2": "too_large", "l.ndjson:3": "ok"}


def test_a_file_over_the_limit_is_refused_unread(tmp_path):
    with (tmp_path / "1.xml").open("wb") as file:
        file.truncate(100 * 1024**3)
    assert codes(tmp_path) == {"1.xml": "too_large"}


def test_folders_without_end_are_refused(tmp_path):
    deep = tmp_path
    for _ in range(70):
        deep = deep / "d"
        deep.mkdir()
    (deep / "1.xml").write_bytes(b"<report/>")
    assert list(codes(tmp_path).values()) == ["too_deep"]


def test_any_bytes_called_zip_or_gz_give_refusals(tmp_path):
    whole = zipped(tmp_path / "z.zip", {"1.xml": b"<report/>" * 50, "2.ndjson": b"{}\n{}"}).read_bytes()
    for seed in range(300):
        raw, chance = bytearray(whole), random.Random(seed)
        for _ in range(4):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        for name in ("z.zip", "z.gz"):
            (tmp_path / name).write_bytes(raw)
            for item in open_source(tmp_path / name):
                assert (item.data is None) != (item.refusal is None)
        assert list(open_source(io.BytesIO(raw)))


BOMBS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1024**3, 1024**3))
from hilo.alerts.draft import Malformed
from hilo.alerts.formats import parse
from hilo.alerts.sources import open_source

MIB = 1024**2

def items():
    for item in open_source(sys.argv[1]):
        yield item.name, item.data
    yield "1.xml", b"<report><a>" + b"x" * (15 * MIB) + b"</a></report>"
    yield "2.xml", b"<report>" + b"<a/>" * (15 * MIB // 4) + b"</report>"
    yield "3.xml", b"<report " + b"".join(b'a%d="" ' % n for n in range(1_000_000)) + b"/>"
    yield "4.xml", b"<" * (15 * MIB)
    yield "5.xml", b"<a>" * (5 * MIB)
    for document in range(14):
        names = b"".join(b"<n%dx%d%s/>" % (document, n, b"y" * 90) for n in range(100_000))
        yield "6.xml", b"<report><victim/>" + names + b"</report>"
        if document == 3:
            print("after some", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print("after many", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    yield "1.json", b"[" * (15 * MIB)
    yield "2.json", b"[" * (7 * MIB) + b"]" * (7 * MIB)
    yield "3.json", b"[" + b"{}," * (5 * MIB - 1) + b"{}]"
    yield "4.json", b'"' + b'\\\\"' * (7 * MIB)
    yield "5.json", b'{"reference":1,"narrative":"' + b"aA1+" * (3 * MIB) + b'"}'
    yield "6.json", b'{"reference":1,"narrative":"' + b"a@ " * (4 * MIB) + b'"}'
    yield "7.json", b'{"reference":1,"entities":[' + b'{"kind":"ip","value":"1"},' * 100_000 + b"1]}"
    yield "8.json", b"[" + b"1e5," * MIB + b"1]"

for name, data in items():
    try:
        print(name, "refused" if data is None else len(parse(data, name=name)))
    except Malformed as refusal:
        print(name, refusal.code)
print("end")
"""


def test_a_set_of_bombs_is_read_within_one_gibibyte(tmp_path):
    zipped(tmp_path / "z.zip", {f"{n}.xml": bytes(400_000_000) for n in range(2)} | {"l.ndjson": b"[" * 100_000_000})
    (tmp_path / "g.ndjson.gz").write_bytes(gzip.compress(bytes(300_000_000), 1))
    (tmp_path / "long.ndjson").write_bytes(b"[" * 40_000_000 + b"\n{}\n")
    command = [sys.executable, "-c", BOMBS, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.endswith("end\n")
    assert "1.json depth" in done.stdout
    some, many = (int(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("after"))
    assert many - some < 64  # MiB: names the parser has met may not pile up

"""More than fifty ways to sneak a picture in: no piece of it is kept, and whoever typed it is told kindly where to go.

A door of its own runs for them, with its temporary folder watched.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace

import pytest
from deployment import Databases, Deployment

from tests.door.pictures import B64, KEY, PICTURE, SENT, WRITTEN, pieces
from tests.door.processes import serving
from tests.door.real_visitor import RealVisitor

AT_WORK = Path(__file__).parent / "at_work.py"
LINK = "https://takeitdown.ncmec.org/es"
IN_WORDS = ("account", "child_name", "who", "place_name", "named", "contact", "name")
CHOSEN = ("danger", "place", "ongoing", "when", "state", "images", "wishes")
SAFE = "Perdí la mochila."


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[SimpleNamespace]:
    databases = Databases()
    made = Deployment(tmp_path_factory.mktemp("home"), databases.new())
    made.told("init")
    unit = made.script(AT_WORK, "prepare")["FGE-NAY"]
    outside = tmp_path_factory.mktemp("log")
    made.env["TMPDIR"] = str(tmp_path_factory.mktemp("temporary"))
    with serving(made, log=outside / "door.log", watch=True, HILO_LOG_LEVEL="DEBUG") as port:
        yield SimpleNamespace(deployment=made, port=port, log=outside / "door.log", unit=unit, tokens=[])
    databases.drop()


@pytest.fixture
def visitor(world) -> Iterator[RealVisitor]:
    """Somebody at the page that asks for what happens, where and in which state; their draft is looked into later."""
    made = RealVisitor(world.port)
    made.look()
    made.press("urgent")
    yield made
    world.tokens.append(made.cookie.partition("=")[2])
    made.line.close()


@pytest.mark.parametrize("how", WRITTEN)
def test_a_picture_written_out_is_refused_with_the_way_to_take_it_down(visitor, how):
    visitor.press(account=WRITTEN[how], state="NAY")
    assert visitor.at == "urgent"
    assert LINK in visitor.page
    assert 'role="alert"' in visitor.page
    assert not any(piece.decode("latin-1") in visitor.page for piece in pieces())
    visitor.press(account=SAFE, state="NAY", about="me")
    assert visitor.at == "check"


@pytest.mark.parametrize("how", SENT)
def test_a_picture_sent_in_any_other_way_meets_a_page_of_ours(visitor, how):
    method, path, headers, body = SENT[how]
    key = visitor.hidden()["f"].encode()
    cookie = visitor.cookie
    with suppress(BrokenPipeError, ConnectionResetError, HTTPException):  # refused before all of it was sent
        answer = visitor.ask(method, path, body and body.replace(KEY, key), **headers)
        assert visitor.status < 500
        assert B64[100:140].encode() not in answer
        assert PICTURE[100:140] not in answer
    visitor.cookie = cookie
    visitor.line.close()
    visitor.look()
    assert visitor.at in ("urgent", "home")


@pytest.mark.parametrize("field", IN_WORDS + CHOSEN)
def test_no_field_of_any_question_takes_one(world, visitor, field):
    visitor.press("back")
    visitor.press("adult")
    passed = 0
    while visitor.at != field and passed < 30:
        visitor.press("skip", account=SAFE)
        passed += 1
    assert visitor.at == field
    visitor.press(**{field: B64})
    if field != "wishes":  # of many choices, those there are not are left out
        assert visitor.at == field
        assert 'role="alert"' in visitor.page
    assert B64[:200] not in visitor.page


@pytest.mark.parametrize("way", ["write", "add"])
def test_nor_does_a_visit_with_a_code(world, visitor, way):
    visitor.press(account=SAFE, state="NAY", about="me")
    code = visitor.code
    visitor.press("send")
    other = RealVisitor(world.port)
    other.look()
    other.press("return")
    other.press(code=B64)
    assert B64[:60] not in other.page
    other.press(code=code)
    other.press("yes")
    other.press(way)
    other.press("send", words=WRITTEN["base64 in lines"])
    assert LINK in other.page
    assert B64[:60] not in other.page
    world.tokens.append(other.cookie.partition("=")[2])
    other.line.close()


def test_nothing_of_it_is_in_what_was_kept_even_opened(world):
    kept = world.deployment.script(AT_WORK, "kept", json.dumps(world.unit), json.dumps(world.tokens))
    drafts = [one for one in kept["drafts"] if one]
    assert len(drafts) > len(WRITTEN), "what visitors were telling is still there, and was opened"
    assert kept["told"], "and what was sent too"
    everything = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
    for change in (b" ", b"\\n", b"\\t", b"\\r", b":", b"-", b"\\u200b"):
        everything += everything.replace(change, b"")
    assert [piece for piece in pieces() if piece in everything] == []
    assert SAFE.encode() in everything


def test_nothing_of_it_is_on_the_disk_or_in_the_log(world):
    places = [world.deployment.home, Path(world.deployment.env["TMPDIR"]), world.log.parent]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert files
    wanted = pieces()
    found = {str(path): [one for one in wanted if one in path.read_bytes()] for path in files}
    assert {path: some for path, some in found.items() if some} == {}
    if url := world.deployment.env.get("DATABASE_URL"):
        dump = subprocess.run(["pg_dump", "--inserts", url], capture_output=True, check=True).stdout
        assert [one for one in wanted if one in dump] == []


def test_no_file_was_opened_to_write_while_they_came(world):
    """Not even a temporary one without a name, which nobody could find afterwards."""
    opened = Path(f"{world.log}.opened").read_text().splitlines()
    own = {str(world.deployment.home / "report-keys.sqlite3")}
    assert [path for path in opened if path not in own and not path.startswith("/dev/")] == []


def test_they_are_more_than_fifty():
    assert len(WRITTEN) + len(SENT) >= 50
    assert sys.getsizeof(PICTURE) > 1024

"""More than two hundred words are told, read, answered and destroyed; they stand nowhere that somebody could seize.

The door and the staff's site are processes of their own here, and say all they have to say (HILO_LOG_LEVEL=DEBUG).
"""

import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from html import unescape
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import psycopg
import pytest
from deployment import Databases, Deployment

from hilo.lib.codes import as_words
from tests.door import canary
from tests.door.processes import PATIENCE, serving
from tests.door.real_visitor import RealVisitor

SCRIPT = Path(canary.__file__)
REPORTS = 12


class Told:
    """Every canary that was told, and every code that was shown."""

    def __init__(self) -> None:
        self.numbers, self.words, self.codes = count(), [], []

    def some(self, many: int = 1) -> str:
        new = [canary.word(next(self.numbers)) for _ in range(many)]
        self.words += new
        return " ".join(new)


def fields(told: Told) -> dict[str, str]:
    """Something for every field that takes words, all of it canaries."""
    one = told.some
    named = [f"https://{one()}.example/{one()}?q={one()}", f"@{one()}", f"{one()}@correo.example",
             f"+52 {canary.FIGURES} {next(told.numbers):05d}"]  # fmt: skip
    return {
        "account": f"Me contaron {one(6)}.", "child_name": one(), "who": f"Alguien {one(3)}.", "place_name": one(),
        "named": "\n".join(named), "contact": f"{one()}@correo.example", "name": one(), "state": "NAY", "age": "teen",
        "child_age": "teen", "danger": "no",
    }  # fmt: skip


def tell(visitor: RealVisitor, path: str, said: dict[str, str], *, until: str = "sent") -> str:
    """Answer each question that comes, up to a page; the code."""
    visitor.look()
    visitor.press(path)
    for _ in range(40):
        if visitor.at == until:
            break
        if visitor.at == "code":
            visitor.press("send")
        elif visitor.at in said:
            visitor.press(**{visitor.at: said[visitor.at]})
        else:
            visitor.press("next" if visitor.at in ("before", "service", "past", "check", "danger_now") else "skip")
    assert visitor.at == until
    return visitor.code


class Staff:
    """Somebody of the staff at their own site, over a socket."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.visitor = RealVisitor(port)
        self.cookies = cookies

    def get(self, path: str) -> str:
        return self._ask("GET", path)

    def post(self, path: str, page: str, **given: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        return self._ask("POST", path, given | {"csrfmiddlewaretoken": token})

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> str:
        self.visitor.cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        page = self.visitor.ask(method, path, fields).decode()
        for given in self.visitor.cookies_given:
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return unescape(page)

    @property
    def status(self) -> int:
        return self.visitor.status


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Everything happens here once; what is left of it is looked at by the tests."""
    databases = Databases()
    made = Deployment(tmp_path_factory.mktemp("home"), databases.new())
    logs, temporary = tmp_path_factory.mktemp("logs"), tmp_path_factory.mktemp("temporary")
    made.env |= {
        "TMPDIR": str(temporary),
        "HILO_LOG_LEVEL": "DEBUG",
        "HILO_LOG_REQUESTS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    made.told("init")
    all_ = SimpleNamespace(
        deployment=made, logs=logs, temporary=temporary, told=Told(), databases=databases, failed=[], yesterday=None
    )
    all_.keys = made.script(SCRIPT, "people")
    with serving(made, log=logs / "door.log") as door, serving(made, "staff", log=logs / "staff.log") as staff:
        _live(all_, door, staff)
        all_.while_running = _everything(all_)
    all_.worked = made.hilo("work", "--once")
    all_.doctor = made.hilo("doctor")
    all_.stopped = _everything(all_)
    yield all_
    databases.drop()


def _live(world: SimpleNamespace, door: int, staff: int) -> None:
    told, lines = world.told, []
    for number in range(REPORTS):
        visitor = RealVisitor(door)
        lines.append(visitor)
        path = ("me", "known", "adult", "service", "past")[number % 5]
        told.codes.append(tell(visitor, path, fields(told)))
    unfinished = RealVisitor(door)
    lines.append(unfinished)
    tell(unfinished, "known", fields(told), until="check")
    world.rows = _taken_in(world)
    for code in told.codes[:4]:
        back = RealVisitor(door)
        lines.append(back)
        back.look()
        back.press("return")
        back.press(code=code)
        back.press("yes")
        for way in ("write", "add"):
            back.press(way)
            back.press("send", words=f"También {told.some(2)}.")
        assert told.words[-1] not in back.page
    wrong = RealVisitor(door)
    lines.append(wrong)
    wrong.look()
    wrong.press("return")
    wrong.press(code=told.some())
    ana = Staff(staff, world.keys["cookies"]["ana"])
    _read_and_answer(world, ana)
    _fail(world, unfinished, ana)
    _destroy(world, back_to := RealVisitor(door), Staff(staff, world.keys["cookies"]["beto"]))
    for line in [*lines, ana.visitor, back_to]:
        line.line.close()


def _taken_in(world: SimpleNamespace) -> list[dict[str, str]]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if len(rows := world.deployment.script(SCRIPT, "rows")) == REPORTS:
            return rows
    raise AssertionError("they were not taken in")


def _read_and_answer(world: SimpleNamespace, ana: Staff) -> None:
    world.read = []
    for row in world.rows[:6]:
        place = f"/casos/{row['code']}/aviso/{row['pk']}/"
        page = ana.get(place)
        assert ana.status == 200, page
        world.read.append(ana.post(f"{place}leer/", page, reason="para valorar el riesgo"))
        assert ana.status == 200, world.read
        page = ana.post(f"{place}escribir/", page, words=f"Ya leímos {world.told.some(3)}.")
        assert ana.status == 302, page
        ana.get(f"/casos/{row['code']}/")
    ana.get("/buscar/?q=" + world.told.some())


def _fail(world: SimpleNamespace, visitor: RealVisitor, ana: Staff) -> None:
    """Take a table away while words are on their way: the answers are pages of failure."""
    row = world.rows[0]
    place = f"/casos/{row['code']}/aviso/{row['pk']}/"
    page = ana.get(place)
    hidden = visitor.hidden()
    for table in ("door_draft", "door_passage"):
        _on_database(world, f"ALTER TABLE {table} RENAME TO {table}_away")
        if table == "door_draft":
            world.failed.append((visitor.ask("POST", "/", hidden | {"account": world.told.some()}), visitor.status))
        else:
            world.failed.append((ana.post(f"{place}escribir/", page, words=world.told.some()).encode(), ana.status))
        _on_database(world, f"ALTER TABLE {table}_away RENAME TO {table}")


def _destroy(world: SimpleNamespace, visitor: RealVisitor, beto: Staff) -> None:
    """The last report is withdrawn by who told it before anybody read it, and destroyed; a copy is from before."""
    world.yesterday = _copy(world)
    world.kept_key, world.destroyed_key = (_outer_key(world, row["pk"]) for row in (world.rows[0], world.rows[-1]))
    visitor.look()
    visitor.press("return")
    visitor.press(code=world.told.codes[-1])
    visitor.press("yes")
    visitor.press("stop")
    visitor.press("yes")
    row = world.rows[-1]
    place = f"/casos/{row['code']}/aviso/{row['pk']}/destruir/"
    page = beto.get(place)
    assert beto.status == 200, page
    beto.post(place, page, reason="quien avisó lo retiró", sure="on")
    assert beto.status == 302
    beto.visitor.line.close()


def _outer_key(world: SimpleNamespace, pk: str) -> bytes:
    store = sqlite3.connect(world.deployment.home / "report-keys.sqlite3", timeout=20)
    ((key,),) = store.execute("SELECT key FROM outer_key WHERE id = ?", [UUID(pk).bytes]).fetchall()
    store.close()
    return bytes(key)


def _on_database(world: SimpleNamespace, statement: str) -> None:
    if url := world.deployment.env.get("DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(statement)
        return
    file = sqlite3.connect(world.deployment.home / "hilo.sqlite3", timeout=20)
    file.execute("PRAGMA legacy_alter_table=ON")
    file.execute(statement)
    file.commit()
    file.close()


def _copy(world: SimpleNamespace) -> Deployment:
    """A deployment with the database as it is now and the keys and key store of whenever it is used."""
    other = Deployment(world.deployment.home)
    other.env = dict(world.deployment.env)
    if url := world.deployment.env.get("DATABASE_URL"):
        other.env["DATABASE_URL"] = world.databases.new()
        dump = subprocess.run(["pg_dump", "--no-owner", url], capture_output=True, check=True).stdout
        subprocess.run(
            ["psql", "-q", "-v", "ON_ERROR_STOP=1", other.env["DATABASE_URL"]],
            input=dump,
            capture_output=True,
            check=True,
        )
        return other
    folder = world.logs.parent / "yesterday"
    folder.mkdir()
    for path in world.deployment.home.glob("hilo.sqlite3*"):
        shutil.copy(path, folder)
    other.env["DATABASE_URL"] = f"sqlite:///{folder / 'hilo.sqlite3'}"
    return other


def _everything(world: SimpleNamespace) -> dict[str, list[str]]:
    """Where something was found of what was told, and of the codes: on disk, in the logs, in the database."""
    texts = (*canary.ALL, *world.told.codes, *(_grouped(code) for code in world.told.codes))
    texts += tuple(" ".join(as_words(code)) for code in world.told.codes)
    found = canary.found_under(world.deployment.home, world.temporary, world.logs, texts=texts)
    if url := world.deployment.env.get("DATABASE_URL"):
        dump = subprocess.run(["pg_dump", "--inserts", url], capture_output=True, check=True).stdout
        assert b"INSERT INTO public.door_passage" in dump
        if some := canary.found_in(dump, texts):
            found["pg_dump"] = some
    return found


def _grouped(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, 20, 4))


def test_more_than_two_hundred_words_were_told_and_some_of_them_read(world):
    assert len(world.told.words) > 200
    assert len(world.rows) == REPORTS
    for page in world.read:
        assert canary.WORD in page, "whoever has the key does read them"


def test_none_of_them_stands_anywhere_while_the_sites_run(world):
    assert world.while_running == {}


def test_none_of_them_stands_anywhere_when_they_have_stopped_and_the_worker_has_passed(world):
    assert world.worked.returncode == 0, world.worked.stderr
    assert world.stopped == {}
    for said in (world.worked, world.doctor):
        assert canary.found_in((said.stdout + said.stderr).encode()) == []


def test_pages_of_failure_repeat_nothing(world):
    assert [status >= 500 for _, status in world.failed] == [True, True]
    for page, _ in world.failed:
        assert canary.found_in(page) == []


def test_what_looks_for_them_would_find_them(world, tmp_path):
    for number, (how, trace) in enumerate(canary.traces("xx" + canary.word(7) + "yy").items()):
        (tmp_path / str(number)).write_bytes(b"\0\x01" + trace + b"\0")
        assert canary.found_under(tmp_path), how
        (tmp_path / str(number)).unlink()
    kept = (world.deployment.home, world.logs)
    assert canary.found_under(*kept, texts=("django.request",)), "the logs are among what is looked at"
    if "DATABASE_URL" not in world.deployment.env:
        assert any("hilo.sqlite3" in path for path in canary.found_under(*kept, texts=("FGE-NAY",)))


def test_a_destroyed_report_does_not_open_from_yesterdays_copy_with_todays_keys(world):
    codes, keys = world.told.codes, world.keys
    copy = world.yesterday
    gone = copy.script(SCRIPT, "opens", codes[-1], keys["unit"], keys["recovery"])
    kept = copy.script(SCRIPT, "opens", codes[-2], keys["unit"], keys["recovery"])
    assert gone == {"code": False, "unit": False, "recovery": False}
    assert kept == {"code": True, "unit": True, "recovery": True}


def test_its_outer_key_is_on_no_disk_any_more(world):
    """A copy of yesterday's key store would have it: so the store is copied apart, and its copies live short."""
    whole = b"".join(path.read_bytes() for path in world.deployment.home.rglob("*") if path.is_file())
    assert world.kept_key in whole
    assert world.destroyed_key not in whole

"""Senders, the site, the taking in and the database die at any moment: nothing that was acknowledged is lost."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import pytest
from deployment import Databases, Deployment

from tests.door.processes import PATIENCE
from tests.door.real_visitor import RealVisitor

HERE = Path(__file__).parent
AT_WORK, KILLED, SITE = HERE / "at_work.py", HERE / "killed_door.py", HERE / "killed_site.py"
SITES = 15


@dataclass
class World:
    """A deployment that takes reports in. ``told``: the file of what its clients know; ``unit``: its private key."""

    deployment: Deployment
    told: Path
    unit: str

    @classmethod
    def begin(cls, home: Path, url: str) -> "World":
        made = Deployment(home, url)
        made.told("init")
        return cls(made, home / "told.txt", made.script(AT_WORK, "prepare")["FGE-NAY"])

    def end(self) -> dict:
        """How all stands, once everything that waits is taken in."""
        return self.deployment.script(KILLED, "end", self.told, self.unit)


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def world(databases, tmp_path_factory) -> World:
    return World.begin(tmp_path_factory.mktemp("home"), databases.new())


@pytest.fixture(scope="module")
def killed(world) -> dict:
    """Twenty-five senders and fifteen passes of the taking in have died; and how all stood in the end."""
    senders = world.deployment.script(KILLED, "senders", 7, 25, world.told)
    takers = world.deployment.script(KILLED, "takers", 11, 15)
    return {"senders": senders, "takers": takers, "end": world.end()}


def test_they_did_die_amid_the_work(killed):
    assert killed["senders"] == {"killed": 25, "ended": 0}
    assert killed["takers"]["killed"] >= 10, "the last ones may find nothing left to take in"
    assert killed["end"]["shown"] > killed["end"]["sent"] > 25


def test_what_was_acknowledged_opens_for_its_holder_and_for_the_unit(killed):
    assert killed["end"]["lost"] == []


def test_no_report_is_there_whose_code_nobody_was_shown(killed):
    assert killed["end"]["nobodys"] == 0
    assert killed["end"]["stored"] <= killed["end"]["shown"]


def test_a_report_is_whole_or_not_there(killed):
    assert killed["end"]["half_written"] == 0


def test_each_report_is_taken_in_once(killed):
    end = killed["end"]
    assert (end["not_taken"], end["without_a_case"], end["arrivals_kept"]) == (0, 0, 0)
    assert end["events"] is True
    assert end["cases"] <= end["stored"]


def test_the_record_of_all_that_is_unbroken(world, killed):
    assert world.deployment.told("ledger", "verify")["ok"] is True


def nothing_wrong(end: dict) -> None:
    """What holds, whatever died."""
    assert end["lost"] == []
    assert (end["nobodys"], end["half_written"], end["not_taken"]) == (0, 0, 0)
    assert end["events"] is True


# --- the site ---


class Client(threading.Thread):
    """Somebody who tells one thing after another, and asks again for every page that does not come."""

    def __init__(self, port: int, told: Path, done: threading.Event) -> None:
        super().__init__()
        self.port, self.told, self.done = port, told, done

    def run(self) -> None:
        while not self.done.is_set():
            visitor = RealVisitor(self.port)
            again(visitor.look)
            again(lambda visitor=visitor: visitor.press("urgent"), visitor)
            words = {"account": "Perdí la mochila.", "state": "NAY", "about": "me"}
            again(lambda visitor=visitor, words=words: visitor.press(**words), visitor, at="urgent")
            self.note(f"shown {visitor.code}")
            again(lambda visitor=visitor: visitor.press("send"), visitor, at="check")
            assert visitor.at == "sent"
            self.note(f"sent {visitor.code}")
            visitor.line.close()

    def note(self, line: str) -> None:
        with self.told.open("a") as file:
            file.write(f"{line}\n")


def again(step, visitor: RealVisitor | None = None, at: str = "home") -> None:
    """Do it until its page comes. ``at``: where it starts; a visitor who is further has been answered."""
    while True:
        try:
            if visitor is not None and visitor.look() and visitor.at != at:
                return
            step()
        except (OSError, HTTPException):
            time.sleep(0.02)
        else:
            return


def test_a_site_that_is_killed_again_and_again_loses_nothing_and_keeps_nothing_twice(databases, tmp_path):
    world = World.begin(tmp_path, databases.new())
    site = subprocess.Popen(
        [sys.executable, SITE, "5", str(SITES)], env=world.deployment.env, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    done, port = threading.Event(), int(site.stdout.readline())
    clients = [Client(port, world.told, done) for _ in range(6)]
    for client in clients:
        client.start()
    assert site.stdout.readline() == "done\n"
    done.set()
    for client in clients:
        client.join()
    site.communicate()
    end = world.end()
    assert end["sent"] >= len(clients)
    assert end["shown"] == end["sent"] == end["stored"], "everybody who was shown a code went on until it was sent"
    nothing_wrong(end)


# --- the database ---


@pytest.mark.postgresql_only
def test_connections_that_the_database_ends_lose_nothing(databases, tmp_path):
    world = World.begin(tmp_path, databases.new())
    assert world.deployment.script(KILLED, "broken", 3, 30, world.told)["ended"] >= 30
    end = world.end()
    assert end["shown"] == end["sent"] == end["stored"] > 0
    nothing_wrong(end)


class Server:
    """A PostgreSQL of its own, in a folder; as root it runs as the user that PostgreSQL was installed with."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.data, self.socket, self.programs = folder / "data", folder, programs
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(folder, "postgres")
        made = [programs / "initdb", "-D", self.data, "-U", "hilo", "-A", "trust"]
        subprocess.run([*self.user, *map(str, made)], check=True, capture_output=True, cwd=folder)
        self.port = free_port()
        self.url = f"postgres://hilo@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        command = [self.programs / "postgres", "-D", self.data, "-p", self.port, "-k", self.socket]
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:  # the last process of the one that was killed must let its memory go
            self.process = subprocess.Popen(
                [*self.user, *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.socket
            )
            while self.process.poll() is None:
                if self._answers():
                    return
                time.sleep(0.05)
        raise AssertionError("the server does not start")

    def kill(self) -> None:
        """All its processes at once, as when the machine loses its power, but for what the disk had not written."""
        pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (pid, *map(int, children)):
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()

    def _answers(self) -> bool:
        asked = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", self.port]
        return subprocess.run(list(map(str, asked)), check=False).returncode == 0


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture
def server() -> Iterator[Server]:
    """Where no server program is installed the test is skipped and says why, but not on the way to a release."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [shutil.which("initdb")]
    if found[-1] is None:
        missing = "no initdb on PATH or in /usr/lib/postgresql"
        if os.environ.get("HILO_REQUIRE_SERVICES") == "1":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    with tempfile.TemporaryDirectory(prefix="hilo-postgresql-") as folder:  # where its own user may go
        made = Server(Path(folder), Path(found[-1]).parent)
        made.start()
        yield made
        made.kill()


@pytest.mark.postgresql_only
def test_a_database_server_that_is_killed_under_load_loses_nothing(server, tmp_path):
    world = World.begin(tmp_path, server.url)
    sending = world.deployment.start(sys.executable, KILLED, "through", world.told)
    for times in range(1, 6):
        while not world.told.exists() or world.told.read_text().count("sent") < 3 * times:
            time.sleep(0.02)
        server.kill()
        server.start()
    Path(f"{world.told}.stop").touch()
    assert sending.communicate()[0].decode().strip() == '{"failed": 0}'
    end = world.end()
    assert end["shown"] == end["sent"] == end["stored"] > 0
    nothing_wrong(end)

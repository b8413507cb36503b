"""The guide to open the door keeps its word: followed on PostgreSQL it gives a door that runs as a role of its own."""

import http.client
import re
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import HILO, ROOT, Databases, Deployment

GUIDE = (ROOT / "docs" / "howto" / "open-the-door.md").read_text(encoding="utf-8")
DEPLOY = ROOT / "deploy"
AT_WORK = ROOT / "tests" / "door" / "at_work.py"


def blocks(kind):
    """The fenced blocks of one kind."""
    return re.findall(rf"^```sh {kind}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def settings(name):
    """What an example of an environment file sets, what is commented out too."""
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line))


@pytest.fixture
def office(tmp_path) -> Iterator[Deployment]:
    """A deployment with a unit that can read, in places of this test; ``role`` is the door's, with a password."""
    import psycopg

    databases = Databases()
    made = Deployment(tmp_path / "hilo", databases.new())
    made.home.mkdir(mode=0o700)
    made.role = f"hilo-door-{secrets.token_hex(4)}"
    made.store = tmp_path / "hilo-keys" / "report-keys.sqlite3"
    made.store.parent.mkdir(mode=0o770)
    made.store.touch(0o660)
    made.env["HILO_KEY_STORE"] = str(made.store)
    with psycopg.connect(made.env["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE ROLE \"{made.role}\" LOGIN PASSWORD 'x'")
        yield made
        server.execute(f'DROP OWNED BY "{made.role}"')
        server.execute(f'DROP ROLE "{made.role}"')
    databases.drop()


def follow(office, text):
    """Run lines of the guide as they stand, in the places of this test."""
    (office.home.parent / "hilo.env").touch()
    for there, here in {
        "/etc/hilo/hilo.env": office.home.parent / "hilo.env",
        "/var/backups/hilo": office.home.parent,
        "cd /opt/hilo": f"cd {shlex.quote(str(ROOT))}",
        "grant hilo-door": f"grant {office.role}",
        ".venv/bin/hilo": shlex.join(HILO),
    }.items():
        text = text.replace(there, str(here))
    return office.run(["bash", "-euc", text])


@pytest.fixture
def door(office) -> Iterator[str]:
    """The door as its unit starts it, after the guide was followed: its address."""
    office.told("init")
    office.script(AT_WORK, "prepare")
    prepare, _check = blocks("hilo")
    done = follow(office, prepare)
    assert done.returncode == 0, done.stderr
    home = office.home.parent / "hilo-door"
    (home / "keys").mkdir(parents=True)
    (home / "static").mkdir()
    shutil.copy(office.home / "keys" / "door.key", home / "keys" / "door.key")
    url = f"postgres://{office.role}:x@{office.env['DATABASE_URL'].rpartition('@')[2]}"
    places = {"HILO_HOME": str(home), "DATABASE_URL": url, "HILO_KEY_STORE": str(office.store)}
    own = {name: office.env[name] for name in ("PATH", "PYTHONPATH") if name in office.env}
    line = re.search(r"^ExecStart=\S+hilo (.*)$", (DEPLOY / "systemd" / "hilo-door.service").read_text(), re.MULTILINE)
    process = subprocess.Popen(
        [*HILO, *line[1].split(), "--port", "0"],
        env=own | settings("door.env.example") | places,
        cwd=home,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"http://(127\.0\.0\.1:\d+)", line):
                break
        else:
            raise AssertionError(said)
        yield found[1]
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


@pytest.mark.postgresql_only
def test_who_follows_the_guide_opens_a_door_that_runs_as_its_own_role(office, door):
    asking = http.client.HTTPConnection(door, timeout=60)
    asking.request("GET", "/", headers={"Host": settings("door.env.example")["HILO_HOSTS"]})
    answer = asking.getresponse()
    page = answer.read().decode()
    assert answer.status == 200
    assert "911" in page
    cookie = answer.headers["Set-Cookie"] or ""
    assert not cookie or (cookie.startswith("__Host-") and "Secure" in cookie)
    asking.request("GET", "/salir", headers={"Host": settings("door.env.example")["HILO_HOSTS"]})
    left = asking.getresponse()
    left.read()
    assert (left.status, left.headers["Location"]) == (303, settings("door.env.example")["HILO_EXIT_URL"])
    asking.close()


def test_the_guide_marks_what_needs_privileges_and_nothing_else():
    assert all(line.startswith("sudo ") for block in blocks("root") for line in block.splitlines())
    assert not any("sudo" in block for block in blocks("hilo"))
    assert set(re.findall(r"^```(\S.*)$", GUIDE, re.MULTILINE)) == {"sh root", "sh hilo"}


def test_every_file_the_guide_copies_is_there_and_only_the_doors_key_goes_to_the_door():
    named = set(re.findall(r"(deploy/[\w./-]+\w)", GUIDE))
    assert len(named) >= 4
    assert [name for name in named if not (ROOT / name).exists()] == []
    keys = {Path(one).name for block in blocks("root") for one in re.findall(r"\S+\.key", block)}
    assert keys == {"door.key"}


def test_door_and_staff_name_the_same_store_of_keys():
    assert settings("door.env.example")["HILO_KEY_STORE"] == settings("hilo.env.example")["HILO_KEY_STORE"]


def test_the_account_of_the_door_reaches_neither_the_keys_nor_the_settings_of_the_others():
    unit = (DEPLOY / "systemd" / "hilo-door.service").read_text(encoding="utf-8")
    (closed,) = re.findall(r"^InaccessiblePaths=(.*)$", unit, re.MULTILINE)
    assert {one.lstrip("-") for one in closed.split()} >= {"/var/lib/hilo", "/etc/hilo", "/var/backups/hilo"}
    assert re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE) == ["/var/lib/hilo-keys"]
    assert settings("door.env.example")["HILO_HOME"] == "/var/lib/hilo-door"

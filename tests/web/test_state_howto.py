"""The guide for a state keeps its word: followed step by step it gives a working site, and its files hold."""

import configparser
import http.client
import json
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import HILO, Databases, Deployment

from hilo.door.settings import MOST_BYTES
from hilo.evidence import documents
from hilo.testimony.transcripts import decoding
from hilo.web.commands import serve
from tests.reference_code import variables

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "howto" / "install-for-a-state.md"
DEPLOY = ROOT / "deploy"
DOOR_SETTINGS = "hilo/web/settings_public.py"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def blocks(kind):
    """The fenced blocks of one kind. ``hilo``: run by the account hilo; ``root``: with sudo; ``red``: by network."""
    return re.findall(rf"^```sh {kind}\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def environment(name="hilo.env.example"):
    """What the example of /etc/hilo/hilo.env, or of the door's, sets."""
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def unit(path):
    """A unit file; a key that is repeated keeps its last value."""
    parser = configparser.RawConfigParser(strict=False, comment_prefixes="#")
    parser.optionxform = str
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


@pytest.fixture
def server(tmp_path) -> Iterator[Deployment]:
    """A bare machine: an empty database, empty folders, and the settings of the guide with places of their own."""
    databases = Databases()
    places = {"HILO_HOME": str(tmp_path / "lib"), "DATABASE_URL": databases.new()}
    (tmp_path / "lib").mkdir(mode=0o700)
    (tmp_path / "backups").mkdir()
    (tmp_path / "hilo.env").write_text("".join(f"{k}={v}\n" for k, v in {**environment(), **places}.items()))
    made = Deployment(tmp_path / "lib")
    del made.env["HILO_HOME"]
    yield made
    databases.drop()


def follow(server, text):
    """Run lines of the guide as they stand, in the places of this test. What they printed, and the exit code."""
    folder = server.home.parent
    for there, here in {
        "/etc/hilo/hilo.env": folder / "hilo.env",
        "/var/backups/hilo": folder / "backups",
        "cd /opt/hilo": f"cd {shlex.quote(str(ROOT))}",
        ".venv/bin/hilo": shlex.join(HILO),
    }.items():
        text = text.replace(there, str(here))
    return server.run(["bash", "-euc", f"cd {ROOT}\nset -a; . {folder / 'hilo.env'}; set +a\n{text}"])


@pytest.mark.postgresql_only
def test_who_follows_the_guide_gets_a_working_site(server):
    *steps, ask, last = blocks("hilo")
    for step in steps:
        done = follow(server, step)
        assert done.returncode == 0, (step, done.stderr)
    with serving(server) as address:
        command = shlex.split(ask)
        assert command[-1].startswith("http://127.0.0.1:8000/")
        name, _, value = command[command.index("--header") + 1].partition(": ")
        asking = http.client.HTTPConnection(address, timeout=60)
        asking.request("GET", command[-1].removeprefix("http://127.0.0.1:8000"), headers={name: value})
        answer = asking.getresponse()
        assert (answer.status, json.loads(answer.read())) == (200, {"ok": True, "missing": []})
        asking.close()
    *before, doctor = last.strip().splitlines()
    done = follow(server, "\n".join(before))
    assert done.returncode == 0, done.stderr
    assert doctor.endswith("hilo doctor")
    told = json.loads(follow(server, f"{doctor} --json").stdout)
    assert [one["code"] for one in told["findings"]] == ["no_second_factor"]


class serving:
    """The staff site as its unit starts it, on a free port."""

    def __init__(self, server):
        self.server = server

    def __enter__(self):
        line = unit(DEPLOY / "systemd" / "hilo@.service")["Service"]["ExecStart"].replace("%i", "staff")
        hilo = line.replace("/opt/hilo/.venv/bin/hilo", f"exec {shlex.join(HILO)}")
        script = f"set -a; . {self.server.home.parent / 'hilo.env'}; set +a; cd {ROOT}; {hilo} --port 0"
        self.process = subprocess.Popen(
            ["bash", "-euc", script], env=self.server.env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        for line in self.process.stderr:
            if found := re.search(r"http://(127\.0\.0\.1:\d+)", line):
                return found[1]
        raise AssertionError("the site did not start")

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(30)
        self.process.stderr.close()


def test_the_guide_marks_what_needs_privileges_and_nothing_else():
    assert all(line.startswith("sudo ") for block in blocks("root") for line in block.splitlines())
    assert not any("sudo" in block for block in [*blocks("hilo"), *blocks("red")])
    assert len(blocks("hilo")) >= 4
    every = re.findall(r"^```(\S.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(every) == {"sh root", "sh hilo", "sh red"}


def test_every_file_the_guide_copies_is_there():
    text = GUIDE.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:/opt/hilo/)?(deploy/[\w./*-]+)", text)) - {"deploy/"}
    assert named
    assert [name for name in named if not list(ROOT.glob(name.rstrip(".")))] == []
    services = {path.name.split(".")[0].rstrip("@") for path in UNITS}
    enabled = " ".join(line for block in blocks("root") for line in block.splitlines() if "systemctl" in line)
    assert {name.split("@")[0] for name in re.findall(r"\b(hilo[@-][\w-]+)", enabled)} <= services


@pytest.mark.parametrize("path", UNITS, ids=[path.name for path in UNITS])
def test_each_unit_is_one_that_systemd_takes(path, tmp_path):
    found = unit(path)
    assert "Description" in found["Unit"]
    if path.suffix == ".service":
        service = found["Service"]
        account = "hilo-door" if path.stem == "hilo-door" else "hilo"
        env = "/etc/hilo-door/door.env" if account == "hilo-door" else "/etc/hilo/hilo.env"
        assert (service["User"], service["EnvironmentFile"]) == (account, env)
        assert (service["NoNewPrivileges"], service["ProtectSystem"], service["UMask"]) == ("yes", "strict", "0077")
        assert "/opt/hilo/.venv/bin/hilo " in service["ExecStart"]
    if shutil.which("systemd-analyze"):
        for one in UNITS:  # a timer looks for its service beside it
            text = one.read_text(encoding="utf-8").replace("/opt/hilo/.venv/bin/hilo", sys.executable)
            (tmp_path / one.name.replace("@.", "@staff.")).write_text(text)
        name = path.name.replace("@.", "@staff.")
        done = subprocess.run(
            ["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True, check=False
        )
        assert (done.returncode, name in done.stderr) == (0, False), done.stderr


def test_the_command_of_the_backup_unit_gives_every_backup_its_own_name():
    line = unit(DEPLOY / "systemd" / "hilo-backup.service")["Service"]["ExecStart"]
    asked = shlex.split(line.replace("$$", "$").replace("%%", "%"))[-1].replace("exec /opt/hilo/.venv/bin/hilo", "echo")
    names = set()
    for _ in range(2):
        names.add(subprocess.run(["sh", "-c", asked], capture_output=True, text=True, check=True).stdout.strip())
        time.sleep(1.1)
    assert len(names) == 2
    assert all(re.fullmatch(r"backup /var/backups/hilo/hilo-[\dT-]+\.respaldo", name) for name in names)


def servers(name):
    """The ``server`` blocks of an example for nginx, without comments, those that only redirect left out."""
    text = re.sub(r"#.*", "", (DEPLOY / "nginx" / name).read_text(encoding="utf-8"))
    assert text.count("{") == text.count("}")
    return [one for one in re.split(r"^server \{", text, flags=re.MULTILINE)[1:] if "proxy_pass" in one]


def test_the_proxies_keep_no_addresses_and_tell_the_name_they_were_called_by():
    every = [*servers("hilo.conf"), *servers("door.conf")]
    assert len(every) == 3
    assert all("access_log off;" in one and "proxy_set_header Host $host;" in one for one in every)
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    assert caddy.count("{") == caddy.count("}")
    assert not re.search(r"^\s*log\b", caddy, re.MULTILINE)


def test_what_is_sent_to_the_door_never_reaches_a_disk_nor_a_log_of_its_proxy():
    (door,) = servers("door.conf")
    bytes_of = {name: int(size) for name, size in re.findall(r"(client_\w+_size) (\d+)k;", door)}
    assert bytes_of["client_body_buffer_size"] >= bytes_of["client_max_body_size"] > MOST_BYTES // 1024
    assert {"proxy_max_temp_file_size 0;", "error_log /dev/null;", "gzip off;"} <= set(re.findall(r"\S[^;{}]*;", door))


def test_the_largest_document_and_transcript_pass_the_proxy_of_the_staff_site_and_never_reach_its_disk():
    most = max(documents.MOST_BYTES, decoding.MOST_BYTES)
    staff = next(one for one in servers("hilo.conf") if "server_name hilo.estado" in one)
    bytes_of = {name: int(size) * 2**20 for name, size in re.findall(r"(client_\w+_size) (\d+)m;", staff)}
    assert bytes_of["client_body_buffer_size"] >= bytes_of["client_max_body_size"] > most
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    (at,) = re.findall(r"^hilo\.estado\.example \{.*?max_size (\d+)MiB", caddy, re.MULTILINE | re.DOTALL)
    assert int(at) * 2**20 > most


def test_each_site_is_passed_on_to_the_port_on_which_it_is_served():
    ports = {name: one.params[0].default for name, one in serve.commands.items()}
    names = {"staff": "hilo", "answers": "respuestas", "public": "inicio"}
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    for site, host in names.items():
        (at,) = re.findall(rf"^{host}\.estado\.example \{{(.*?)^\}}", caddy, re.MULTILINE | re.DOTALL)
        assert f"reverse_proxy 127.0.0.1:{ports[site]}\n" in at
        name = rf"server_name {host}\.estado\.example;"
        found = [one for one in [*servers("hilo.conf"), *servers("door.conf")] if re.search(name, one)]
        assert [f"proxy_pass http://127.0.0.1:{ports[site]};" in one for one in found] == [True]


@pytest.mark.parametrize("name", ["hilo.env.example", "door.env.example"])
def test_every_setting_of_the_example_is_one_that_hilo_reads(name):
    assert set(environment(name)) - set(variables()) == set()


def test_the_door_is_given_nothing_that_its_settings_do_not_read():
    own = {name for name, places in variables().items() for file, _default in places if file == DOOR_SETTINGS}
    assert set(environment("door.env.example")) <= own

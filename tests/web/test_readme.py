"""The README keeps its word: its commands run, its links lead somewhere, the commands it names exist."""

import json
import os
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import yaml

from hilo.reference import pack
from hilo.reference.models import ClockRule, Institution
from tests.reference_code import all_commands

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
WRITTEN = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
IDS = [path.relative_to(ROOT).as_posix() for path in WRITTEN]
HILO = Path(sys.executable).with_name("hilo")


def fenced(path, language):
    """The fenced blocks of a document in one language, those inside a list too."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return ["\n".join(line.removeprefix(indent) for line in block.splitlines()) for indent, block in found]


def test_the_two_commands_are_targets_of_the_makefile():
    commands = [line.split("#")[0].split() for line in fenced(README, "sh")[0].splitlines()]
    assert commands == [["make", "demo"], ["make", "test"]]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"demo", "test"} <= set(targets)


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory):
    """The environment of a fresh clone, with a folder of its own and SQLite."""
    home = tmp_path_factory.mktemp("home")
    found = os.environ | {"HILO_HOME": str(home), "HILO_NO_BROWSER": "1"}
    found.pop("DATABASE_URL", None)
    found.pop("HILO_DEMO", None)
    return found


def run(surroundings, *arguments):
    """Run ``hilo`` as a person does; its exit code and what it printed."""
    done = subprocess.run([HILO, *arguments], env=surroundings, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def demo(surroundings):
    """What ``hilo demo --once`` came to, run once."""
    return run(surroundings, "demo", "--once")


def test_the_demonstration_prints_its_outcome_and_stops(demo):
    code, printed, errors = demo
    assert code == 0, errors
    for tier in ("1 riesgo ahora", "2 identificable", "3 trabajable", "4 bajo, viral, informativo"):
        assert re.search(rf"^{re.escape(tier)}\s+\d+\s+\d+\s+\d+\s+\d+$", printed, re.MULTILINE), printed
    assert "27" in printed
    assert re.search(r"Avisos que entraron por la puerta pública, por teléfono y en persona: [1-9]", printed), printed
    assert "NO se comprueba" not in printed


def test_the_demonstration_serves_the_door_beside_it_links_it_first_and_ends_with_it(demo, surroundings):
    command = [HILO, "demo", "--port", "0"]
    with subprocess.Popen(
        command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as served:
        try:
            lines = (re.search(r"Hilo en (http://\S+)", line) for line in served.stderr)
            addresses = [found[1] for found in islice(filter(None, lines), 2)]
            story = next(page for page in map(_page, addresses) if "La historia, paso a paso" in page)
            door = re.search(r'role="button" href="(http://127[^"]+)/"', story)[1]
            assert door in addresses
            assert "<form" in _page(door, "/")
        finally:
            served.terminate()
    assert served.returncode == 0
    with pytest.raises(OSError, match="refused"):
        _page(door, "/")


def _page(address, path="/demo/historia/"):
    """The page there, or what stands in its place."""
    try:
        with urlopen(address + path) as answer:  # noqa: S310 - our own site
            return answer.read().decode()
    except HTTPError as refused:
        return refused.read().decode()


def test_preparing_again_answers_as_the_reference_says(demo, surroundings):
    code, printed, errors = run(surroundings, "init", "--json")
    assert code == 0, errors
    assert set(json.loads(printed)) == {"home", "database"}


def test_what_the_demonstration_left_is_whole(demo, surroundings):
    code, printed, errors = run(surroundings, "ledger", "verify", "--json")
    assert (code, json.loads(printed)["ok"]) == (0, True), errors


@pytest.mark.parametrize("path", WRITTEN, ids=IDS)
def test_every_link_leads_somewhere(path):
    links = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    local = [link.split("#")[0] for link in links if not re.match(r"https?:|mailto:|#", link)]
    assert [link for link in local if not (path.parent / link).exists()] == []


def named_commands(text):
    """Commands as a text names them, `hilo …` or bin/hilo …, up to their first argument or option."""
    return re.findall(r"(?:`|«|bin/)hilo ([a-z][a-z-]*(?: [a-z][a-z-]*){0,2})(?=[\s`».,]|$)", text, re.MULTILINE)


@pytest.mark.parametrize("path", WRITTEN, ids=IDS)
def test_every_command_named_exists(path):
    known = {name for name, _command in all_commands()}
    groups = {name.rsplit(" ", n)[0] for name in known for n in range(1, 3)}
    named = named_commands(path.read_text(encoding="utf-8"))
    assert [name for name in named if name not in groups and known.isdisjoint(beginnings(name))] == []


def beginnings(name):
    """«cases show ahora», «cases show» and «cases»: what follows a whole command is a word of its own."""
    words = name.split()
    return {" ".join(words[:n]) for n in range(1, len(words) + 1)}


def test_a_command_that_does_not_exist_would_be_found():
    assert named_commands("`hilo alerts import X`, .venv/bin/hilo fly --now") == ["alerts import", "fly"]


def rows(path):
    """The rows of the YAML examples of a guide."""
    return [row for block in fenced(path, "yaml") for row in yaml.safe_load(block)]


def test_the_example_of_a_clock_is_a_clock():
    for row in rows(ROOT / "docs" / "howto" / "add-a-clock.md"):
        rule = ClockRule.model_validate(row)
        assert {*rule.starts_on, *rule.stops_on} <= set(pack().event_kinds)


def test_the_example_of_an_institution_is_one():
    assert [Institution.model_validate(row).code for row in rows(ROOT / "docs" / "howto" / "add-an-institution.md")]


@pytest.mark.parametrize("name", ["case-file.png", "door.png"])
def test_the_pictures_are_small_enough_to_load(name):
    picture = ROOT / "docs" / "img" / name
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 200_000

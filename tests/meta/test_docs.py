"""The documents say what the code does: nothing missing, nothing stale, nothing that names a machine."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.reference import pack
from tests import reference_docs
from tests.command_answers import ANSWERS
from tests.reference_code import PERMISSIONS, SETTINGS, all_commands, variables

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
WRITTEN = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
IDS = [path.relative_to(ROOT).as_posix() for path in WRITTEN]
COMMANDS = dict(all_commands())

RUN_IN_PROCESSES_OF_THEIR_OWN = {"init", "bench", "backup", "doctor", "door grant", "keys rotate", "restore"}
RUN_IN_PROCESSES_OF_THEIR_OWN |= {"evidence stamp keep"}  # needs an authority: tests/evidence/test_stamps.py


def page(name):
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def test_the_reference_says_what_the_code_says():
    assert reference_docs.check() == []


def test_a_page_changed_by_hand_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(reference_docs, "FOLDER", tmp_path)
    reference_docs.write()
    assert reference_docs.check() == []
    (tmp_path / "clocks.md").write_text("otra cosa")
    (tmp_path / "old.md").write_text("se quedó")
    assert [problem.split()[0] for problem in reference_docs.check()] == [
        "docs/reference/clocks.md",
        "docs/reference/old.md",
    ]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("commands", [f"## hilo {name}\n" for name in COMMANDS]),
        ("settings", [f"| `{name}` |" for name in variables()]),
        ("permissions-and-roles", [f"| `{name}` |" for name in [*Permission, *ROLES]]),
        ("event-kinds", [f"| `{code}` |" for code in pack().event_kinds]),
        ("clocks", [f"### {code}" for code in pack().clocks]),
    ],
)
def test_nothing_is_left_out_of_the_reference(name, wanted):
    text = page(name)
    assert [one for one in wanted if one not in text] == []


def test_what_is_explained_by_hand_exists():
    assert set(SETTINGS) == set(variables())
    assert set(PERMISSIONS) == set(Permission)
    assert set(ANSWERS) <= set(COMMANDS)


def test_every_command_that_answers_in_json_says_how():
    takes_json = {name for name, one in COMMANDS.items() if any(param.name == "as_json" for param in one.params)}
    assert takes_json == set(ANSWERS)


RFC_8032_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="  # the public half of a test vector

KINDS = {"text": str, "moment": str, "number": (int, float), "yes or no": bool}


def differences(answer, told, where=""):
    """Where an answer is not as the table tells."""
    if isinstance(told, dict):
        if told and isinstance(answer, dict):
            found = [f"{where}: {sorted(set(answer) ^ set(told))}"] if set(answer) != set(told) else []
            for key in set(answer) & set(told):
                found += differences(answer[key], told[key], f"{where}.{key}")
            return found
        return [] if isinstance(answer, dict) else [f"{where} is no object"]
    if isinstance(told, list):
        if not isinstance(answer, list):
            return [f"{where} is no list"]
        return [wrong for one in answer for wrong in (differences(one, told[0], f"{where}[]") if told else [where])]
    if answer is None:
        return [] if told.endswith("?") else [f"{where} is null"]
    return [] if isinstance(answer, KINDS[told.removesuffix("?")]) else [f"{where} is {type(answer).__name__}"]


@pytest.fixture
def answers(case, alert, person, tmp_path):
    """``answers("cases list")``: what the command prints with ``--json``, and its exit code."""
    from hilo.cases import actions
    from hilo.exchange.api import actions as partners

    ana = person("ana", password="una frase larga de prueba")
    now = alert.received_at
    actions.take(case=case, by=ana, now=now)
    actions.add_person(case=case, role="child", name="Nombre inventado", by=ana, now=now)
    actions.add_place(case=case, role="school", name="Escuela inventada", by=ana, now=now)
    partner = partners.add_partner(
        code="sis-uno", name="Sistema inventado", institution="INHOPE", scopes=["alerts"], per_minute=60, now=now
    )
    partners.add_key(partner=partner, key_id="llave-1", public=RFC_8032_KEY, now=now)
    broken = tmp_path / "roto.json"
    broken.write_text("{")
    interview = tmp_path / "platica.txt"
    interview.write_text("E: ¿Qué pasó en el recreo?\nN: Jugamos a las escondidas.\n", encoding="utf-8")
    given = {
        "alerts import": [str(broken)],
        "alerts show": [alert.report_id],
        "cases show": [case.code],
        "figures": ["FGE-NAY"],
        "partners add": ["sis-dos", "--institution", "INHOPE", "--name", "Sistema inventado", "--scope", "alerts"],
        "partners deactivate": ["sis-uno"],
        "partners key": ["sis-uno", "llave-1", "--end"],
        "evidence export": [case.code, "--out", str(tmp_path / "expediente.zip"), "--redacted"],
        "evidence hash": [str(broken)],
        "evidence stamp request": ["--out", str(tmp_path)],
        "testimony assess": [str(interview)],
        "verify": [str(broken)],
        "work": ["--once"],
        "people add": ["zoe", "--institution", "FGE-NAY", "--role", "caseworker", "--name", "Zoe Ruiz"],
        "people deactivate": ["ana"],
        "people email": ["ana", "ana@fiscalia.example"],
        "people reset-factors": ["ana"],
        "people reset-password": ["ana"],
    }

    def ask(name):
        done = CliRunner().invoke(COMMANDS[name], [*given.get(name, ()), "--json"], standalone_mode=False)
        assert done.exception is None, done.output
        return json.loads(done.stdout)

    return ask


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - RUN_IN_PROCESSES_OF_THEIR_OWN))
def test_each_command_answers_with_the_keys_its_page_tells(name, answers):
    if name == "alerts quarantine":
        answers("alerts import")
    if name == "evidence stamp request":
        answers("ledger checkpoint")
    assert differences(answers(name), ANSWERS[name]) == []


@pytest.mark.parametrize("path", WRITTEN, ids=IDS)
def test_no_document_names_a_machine(path):
    found = re.findall(r"(?:^|[\s(`])(/(?:work|home|root|Users|tmp|mnt)/\S*)", path.read_text(encoding="utf-8"))
    assert found == []


def avoided():
    """Words to avoid in either language, without their explanations."""
    for term in pack().terms:
        if term.use == "avoid":
            for label in (term.avoid.es, term.avoid.en):
                for word in re.split(r"[,;]", re.sub(r"\(.*?\)", "", label)):
                    yield word.strip().lower()


BY_HAND = [path for path in WRITTEN if path.parent != REFERENCE]


@pytest.mark.parametrize("path", BY_HAND, ids=[path.relative_to(ROOT).as_posix() for path in BY_HAND])
def test_the_words_to_avoid_stand_in_no_document(path):
    text = path.read_text(encoding="utf-8").lower()
    quoted = re.sub(r"«[^»]*»|\"[^\"]*\"", "", text)
    assert [word for word in avoided() if re.search(rf"\b{re.escape(word)}\b", quoted)] == []


def test_the_glossary_names_code_that_exists():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "hilo").rglob("*.py"))
    rows = [line.split(" | ") for line in (ROOT / "docs" / "glossary.md").read_text().splitlines() if "`" in line]
    names = [name.rpartition(":")[2] for row in rows for name in re.findall(r"`([\w.:]+)`", row[2])]
    assert len(names) > 30
    assert [name for name in names if not re.search(rf"\b{name.rpartition('.')[2]}\b", source)] == []

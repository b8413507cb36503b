"""``hilo testimony assess``: an interview, or a table of prompts, without a case and without a database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hilo.lib.errors import BadInput
from hilo.testimony import commands
from tests.testimony.interviews import DATA

TALK = DATA / "dev_t2.txt"


def ask(*arguments):
    done = CliRunner().invoke(commands.testimony, ["assess", *map(str, arguments)], standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.stdout


def test_an_interview_comes_back_with_prompts_shares_and_details():
    found = json.loads(ask(TALK, "--details", DATA / "dev_t2.details.json", "--json"))
    assert {prompt["status"] for prompt in found["prompts"]} == {"suggested"}
    assert sum(part["share"] for part in found["shares"].values()) == pytest.approx(1, abs=0.001)
    assert all(part["low"] <= part["share"] <= part["high"] for part in found["shares"].values())
    assert found["details"]["roja"]["first_speaker"] == "E"
    assert found["details"]["roja"]["status"] == "adult_first_adopted"


def test_a_table_comes_back_row_by_row():
    found = json.loads(ask("--rows", DATA / "prompts_dev.csv", "--json"))
    assert [row["id"] for row in found["rows"]][:2] == ["D001", "D002"]
    assert len(found["rows"]) == 179


def test_a_person_reads_spanish_and_no_verdict():
    told = ask(TALK, "--details", DATA / "dev_t2.details.json")
    assert "busca acuerdo con una afirmación" in told
    assert "una persona confirma" in told
    assert not {"credib", "mentira", "puntaje", "calificación"} & set(told.lower().split())


def test_it_needs_neither_settings_nor_database(tmp_path):
    run = subprocess.run(
        [Path(sys.executable).with_name("hilo"), "testimony", "assess", TALK, "--json"],
        env={"PATH": "/usr/bin:/bin", "HILO_HOME": str(tmp_path / "nowhere")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout)["prompts"]
    assert not (tmp_path / "nowhere").exists()


WRONG = {
    "an empty file": (b"", "vacío"),
    "no speakers": (b"Fuimos al parque.", "E:"),
    "only the child": (b"N: Fuimos al parque.", "E:"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "imagen"),
}


@pytest.mark.parametrize(("data", "names"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_read_gets_one_sentence(tmp_path, data, names):
    file = tmp_path / "archivo.txt"
    file.write_bytes(data)
    with pytest.raises(BadInput) as no:
        ask(file)
    assert names in str(no.value)
    assert str(no.value).count("\n") == 0


@pytest.mark.parametrize("text", ["{", "[]", '{"details": [{"id": "a"}]}', '{"details": [{"id": "a", "terms": []}]}'])
def test_details_that_cannot_be_used_get_one_sentence(tmp_path, text):
    file = tmp_path / "d.json"
    file.write_text(text)
    with pytest.raises(BadInput):
        ask(TALK, "--details", file)


def test_a_table_without_its_columns_says_which_is_missing(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("id,prompt\n1,¿Y luego?\n", encoding="utf-8")
    with pytest.raises(BadInput, match="context_child_last_turn"):
        ask("--rows", file)


def test_one_of_a_file_and_a_table_is_asked_for():
    with pytest.raises(BadInput):
        ask()
    with pytest.raises(BadInput):
        ask(TALK, "--rows", DATA / "prompts_dev.csv")

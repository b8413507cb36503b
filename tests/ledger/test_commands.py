"""``hilo ledger`` answers as people and other systems were promised."""

import json
import uuid

import pytest
from click.testing import CliRunner
from tampering import unguard, write

from hilo.ledger.commands import ledger_group
from hilo.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases():
    known = {"H-7K3M-9QXD": uuid.uuid4(), "H-2222-3333": uuid.uuid4()}
    for chain in known.values():
        write(chain, 3)
    return known


@pytest.fixture
def hilo(cases):
    return lambda *words: CliRunner().invoke(ledger_group(cases.get, lambda: None), words)


def test_a_sound_record_is_said_to_be_sound(hilo):
    result = hilo("verify")
    assert (result.exit_code, "íntegro" in result.stdout, "NO" in result.stdout) == (0, True, False)


def test_verify_prints_exactly_one_json_object(hilo):
    result = hilo("verify", "--json")
    found = {"ok": True, "chains": 2, "entries": 6, "checkpoints": 0, "broken": []}
    assert (result.exit_code, json.loads(result.stdout)) == (0, found)


def test_a_broken_record_exits_1_and_names_the_place(hilo, cases):
    chain = cases["H-7K3M-9QXD"]
    unguard()
    Entry.objects.filter(chain=chain, seq=2).delete()
    result = hilo("verify", "--json")
    (broken,) = json.loads(result.stdout)["broken"]
    assert (result.exit_code, set(broken)) == (1, {"chain", "seq", "why"})
    assert (broken["chain"], broken["seq"]) == (str(chain), 2)
    words = hilo("verify")
    assert (words.exit_code, f"{chain} · 2 · entry_missing" in words.stdout) == (1, True)


def test_one_case_is_verified_alone(hilo, cases):
    unguard()
    Entry.objects.filter(chain=cases["H-7K3M-9QXD"], seq=2).delete()
    assert hilo("verify", "--case", "H-7K3M-9QXD").exit_code == 1
    result = hilo("verify", "--case", "H-2222-3333", "--json")
    assert (result.exit_code, json.loads(result.stdout)["entries"]) == (0, 3)


def test_an_unknown_case_exits_2_with_one_sentence(hilo):
    result = hilo("verify", "--case", "H-9999-9999")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No hay un caso «H-9999-9999»." in result.stderr


def test_a_checkpoint_is_made_once_and_shown_again(hilo):
    first = json.loads(hilo("checkpoint", "--now", "2026-03-02T12:00:00Z", "--json").stdout)
    again = json.loads(hilo("checkpoint", "--json").stdout)
    assert (first["made"], again["made"]) == (True, False)
    assert first["checkpoint"]["leaves"] == 2
    assert again["checkpoint"] == first["checkpoint"]
    assert len(bytes.fromhex(first["checkpoint"]["signature"])) == 64
    assert "Nada cambió" in hilo("checkpoint").stdout


def test_with_an_empty_record_there_is_nothing_to_sign(db):
    result = CliRunner().invoke(ledger_group(lambda _: None, lambda: None), ["checkpoint", "--json"])
    assert json.loads(result.stdout) == {"made": False, "checkpoint": None}

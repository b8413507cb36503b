"""Keys are exchanged without losing anything: what was sealed opens, sessions go on, the record verifies."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Databases, Deployment

from bench.generate import generate
from hilo.lib.keys import read_key
from hilo.lib.paper import from_paper

SCRIPT = Path(__file__).with_name("sealed_and_signed.py")


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def office(databases, tmp_path_factory) -> Deployment:
    made = Deployment(tmp_path_factory.mktemp("office"), databases.new())
    made.told("init")
    return made


def alerts(folder, number):
    generate(10, seed=number, out=folder / str(number), first_id=400_000_001 + number * 100)
    return folder / str(number) / "alerts"


def test_after_each_exchange_everything_still_opens_goes_on_and_verifies(office, tmp_path):
    office.told("alerts", "import", earliest := alerts(tmp_path, 0))
    first = office.told("ledger", "checkpoint")["checkpoint"]
    written = [office.script(SCRIPT, "write")]
    for name in ("data", "django", "sign"):
        told = office.told("keys", "rotate", name)
        assert told["id"] != told["before"]
        written.append(office.script(SCRIPT, "write"))
    office.told("keys", "rotate", "data")
    office.told("alerts", "import", alerts(tmp_path, 1))
    made = office.told("ledger", "checkpoint")
    assert made["made"] is True
    assert made["checkpoint"]["public_key"] != first["public_key"]
    assert office.script(SCRIPT, "read", json.dumps(written)) == [["nota inventada", "ana"]] * 4
    assert office.told("ledger", "verify")["checkpoints"] == 2
    again = office.told("alerts", "import", earliest)
    assert (again["new"], again["replays"]) == (0, again["read"])


def test_the_list_tells_ids_and_moments_and_no_secret(office):
    done = office.hilo("keys", "list", "--json")
    rows = json.loads(done.stdout)["keys"]
    assert {row["name"] for row in rows if row["in_use"]} == {
        "django", "data", "index", "ledger_mac", "ledger_sign", "backup", "door",
    }  # fmt: skip
    assert sorted(row["name"] for row in rows if not row["in_use"]) == ["data", "data", "django", "ledger_sign"]
    kept = list((office.home / "keys" / "old").iterdir())
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    for path in (office.home / "keys").rglob("*.key"):
        assert path.read_text().strip() not in done.stdout


def test_a_record_signed_by_nobody_we_know_does_not_verify(office):
    old = [path for path in (office.home / "keys" / "old").iterdir() if path.name.startswith("ledger_sign")]
    apart = [path.rename(office.home / path.name) for path in old]
    done = office.hilo("ledger", "verify", "--json")
    for path in apart:
        path.rename(office.home / "keys" / "old" / path.name)
    assert done.returncode == 1
    assert "checkpoint_altered" in done.stdout
    assert office.told("ledger", "verify")["ok"] is True


def test_the_blind_index_is_not_exchanged(office):
    done = office.hilo("keys", "rotate", "index")
    assert done.returncode == 2
    assert "index" in done.stderr


def test_a_backup_brings_the_keys_of_before_too_and_opens_no_session_again(office, databases, tmp_path):
    written = office.script(SCRIPT, "write")
    told = office.told("backup", tmp_path / "x.respaldo")
    other = Deployment(tmp_path, databases.new())
    lines = office.told("keys", "show-backup")["lines"]
    assert from_paper("".join(lines)) == read_key(office.home / "keys" / "backup.key")
    put = other.told("restore", told["file"], given="\n".join(lines).encode())
    assert put["ledger_ok"] is True
    assert other.script(SCRIPT, "read", json.dumps([written])) == [["nota inventada", None]]
    assert len(other.told("keys", "list")["keys"]) == len(office.told("keys", "list")["keys"])

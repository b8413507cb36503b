"""The restore drill: a backup taken under load becomes, elsewhere, a system that verifies; without its key, nothing."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import HILO, Databases, Deployment

from bench.generate import generate
from hilo.lib.errors import BadInput
from hilo.lib.keys import read_key
from hilo.lib.paper import on_paper
from hilo.web.restore import _migrate_to

WAVES = 4


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def waves(tmp_path_factory) -> list[Path]:
    """Folders of invented alerts, to be imported one after the other."""
    out = tmp_path_factory.mktemp("generated")
    for number in range(WAVES):
        generate(70, seed=number, out=out / str(number), first_id=300_000_001 + number * 1000, malformed=True)
    return [out / str(number) / "alerts" for number in range(WAVES)]


@pytest.fixture(scope="module")
def office(databases, tmp_path_factory, waves) -> Deployment:
    """Where people work. ``backups``: those taken while alerts came in, with what ``hilo backup`` said."""
    made = Deployment(tmp_path_factory.mktemp("office"), databases.new())
    made.told("init")
    made.told("alerts", "import", waves[0])
    made.told("ledger", "checkpoint")
    made.backups = []
    importing = made.start(*HILO, "alerts", "import", *waves[1:])
    while importing.poll() is None:
        made.backups.append(made.told("backup", made.home / f"{len(made.backups)}.respaldo"))
    assert importing.returncode == 0
    importing.stdout.close()
    made.key = made.home / "keys" / "backup.key"
    return made


@pytest.fixture
def elsewhere(databases, tmp_path) -> Deployment:
    """An empty folder and an empty database."""
    home = tmp_path / "elsewhere"
    home.mkdir()
    return Deployment(home, databases.new())


@pytest.fixture
def backup(office) -> Path:
    return Path(office.backups[0]["file"])


def refused(done, says):
    """It ended with 2 and one sentence."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert says in line


def holds_nothing(deployment):
    """No keys, and no database that a command would open."""
    assert not (deployment.home / "keys").exists()
    refused(deployment.hilo("cases", "list"), "hilo init")


# --- the drill --------------------------------------------------------------------------------------------------


def test_a_backup_taken_under_load_restores_to_a_system_that_verifies_and_goes_on(office, elsewhere, waves):
    told = office.backups[0]
    assert told.keys() == {"file", "tables", "rows", "bytes", "sha256", "report_keys_file", "report_keys"}
    assert told["bytes"] == Path(told["file"]).stat().st_size
    put = elsewhere.told("restore", told["file"], "--key-file", office.key)
    assert (put["tables"], put["rows"], put["ledger_ok"]) == (told["tables"], told["rows"], True)
    assert elsewhere.told("ledger", "verify")["checkpoints"] == 1
    final = office.told("alerts", "list")["count"]
    assert 0 < elsewhere.told("alerts", "list")["count"] < final, "taken while alerts came in"
    elsewhere.told("alerts", "import", *waves)
    assert elsewhere.told("alerts", "list")["count"] == final
    assert elsewhere.told("ledger", "verify")["ok"] is True
    assert office.told("ledger", "verify")["ok"] is True


def test_a_restored_system_has_its_keys_its_guards_and_its_numbers(office, elsewhere, backup):
    elsewhere.told("restore", backup, "--key-file", office.key)
    for path in (office.home / "keys").glob("*.key"):
        found = elsewhere.home / "keys" / path.name
        assert (found.read_text(), found.stat().st_mode & 0o777) == (path.read_text(), 0o600)
    guards = elsewhere.script(Path(__file__).with_name("what_guards.py"))
    assert guards["refused"] == ["UPDATE", "DELETE", "case without clock"]
    assert guards["next_user"] > guards["last_user"]


def test_a_backup_does_not_overwrite_another_and_is_for_its_owner_only(office, backup):
    refused(office.hilo("backup", backup), "Ya existe")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path for path in office.home.iterdir() if path.suffix == ".part"] == []


# --- without the key --------------------------------------------------------------------------------------------


def test_without_the_key_nothing_opens(office, elsewhere, backup, tmp_path):
    refused(elsewhere.hilo("restore", backup, "--json", given=b""), "Falta la llave")
    other = tmp_path / "other.key"
    other.write_text("ab" * 32 + "\n")
    refused(elsewhere.hilo("restore", backup, "--key-file", other, "--json"), "no es la de este respaldo")
    holds_nothing(elsewhere)
    assert b"FGE-NAY" not in backup.read_bytes()


def test_the_key_on_paper_opens_it_and_a_slip_is_told(office, elsewhere, backup):
    lines = on_paper(read_key(office.key))
    slip = [lines[0], lines[1][:-1] + ("0" if lines[1][-1] != "0" else "1"), *lines[2:]]
    refused(elsewhere.hilo("restore", backup, given="\n".join(slip).encode()), "renglón 2")
    done = elsewhere.hilo("restore", backup, given="\n".join(lines).lower().encode())
    assert done.returncode == 0, done.stderr
    assert "El registro está íntegro" in done.stdout


def test_a_changed_file_restores_nothing(office, elsewhere, backup, tmp_path):
    data, path = backup.read_bytes(), tmp_path / "changed.respaldo"
    flipped, header = bytearray(data), bytearray(data)
    flipped[random.Random(1).randrange(2000, len(data))] ^= 1
    header[40] ^= 1
    for wrong in (flipped, header, data[:-1], data + b"\0", b"PK" + data):
        path.write_bytes(wrong)
        refused(elsewhere.hilo("restore", path, "--key-file", office.key), "alterad")
    holds_nothing(elsewhere)


# --- where something stands already -----------------------------------------------------------------------------


def with_a_person(home, databases):
    """A deployment of somebody else."""
    made = Deployment(home, databases.new())
    made.told("init")
    made.told("people", "add", "zoe", "--institution", "FGE-NAY", "--role", "caseworker", "--name", "Zoe Ruiz")
    return made


def test_a_database_with_something_in_it_is_kept_unless_it_is_to_be_replaced(office, databases, tmp_path, backup):
    other = with_a_person(tmp_path, databases)
    before, key = other.told("people", "list"), (tmp_path / "keys" / "data.key").read_text()
    refused(other.hilo("restore", backup, "--key-file", office.key), "--replace")
    assert other.told("people", "list") == before
    told = other.told("restore", backup, "--key-file", office.key, "--replace")
    assert told["ledger_ok"] is True
    assert (Path(told["keys_moved"]) / "data.key").read_text() == key


@pytest.mark.parametrize(("step", "old_stays"), [("_verified", True), ("_swap_keys", False)])
def test_a_restore_that_is_killed_leaves_the_old_system_or_one_that_says_what_to_do(
    office, databases, tmp_path, backup, step, old_stays
):
    other = with_a_person(tmp_path, databases)
    before = other.told("people", "list")
    script = [sys.executable, str(Path(__file__).with_name("killed_restore.py")), step, str(backup), str(office.key)]
    assert other.run(script).returncode == 9
    if old_stays:
        assert other.told("people", "list") == before
    else:
        refused(other.hilo("cases", "list"), "quedó a medias")
        assert other.hilo("serve", "staff", "--port", "0").returncode == 2
    assert other.told("restore", backup, "--key-file", office.key, "--replace")["ledger_ok"] is True
    assert other.told("cases", "list", "--limit", "1")["count"] == 1


def test_who_still_works_in_the_database_is_not_thrown_out(office, databases, tmp_path, backup):
    other = Deployment(tmp_path, databases.new())
    other.told("init")
    hold = other.start(sys.executable, Path(__file__).with_name("stay_connected.py"))
    try:
        assert hold.stdout.readline()
        refused(other.hilo("restore", backup, "--key-file", office.key, "--replace"), "Detenga el sitio")
    finally:
        hold.kill()
        hold.wait()
        hold.stdout.close()
    assert other.told("ledger", "verify")["entries"] == 0


# --- other engines, other versions ------------------------------------------------------------------------------


@pytest.mark.postgresql_only
def test_an_office_moves_from_one_engine_to_the_other_and_back(office, databases, tmp_path, backup):
    laptop, server = Deployment(tmp_path / "laptop"), Deployment(tmp_path / "server", databases.new())
    laptop.home.mkdir()
    server.home.mkdir()
    first = laptop.told("restore", backup, "--key-file", office.key)
    assert first["engine"] == "sqlite"
    laptop.told("backup", laptop.home / "1.respaldo")
    second = server.told("restore", laptop.home / "1.respaldo", "--key-file", office.key)
    assert (second["engine"], second["rows"], second["ledger_ok"]) == ("postgresql", first["rows"], True)
    assert server.told("cases", "list") == laptop.told("cases", "list")


@pytest.mark.django_db
def test_a_backup_of_a_newer_hilo_is_told_as_such():
    with pytest.raises(BadInput, match="más nuevo"):
        _migrate_to([("cases", "9999_from_the_future")])

"""``hilo doctor`` finds what was planted, says how to mend it, and what it says mends it."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from deployment import Databases, Deployment

from bench.generate import generate
from hilo.web import doctor_site

PLANT = Path(__file__).with_name("plant.py")


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def office(databases, tmp_path_factory) -> Deployment:
    """A whole and well kept deployment, until somebody plants something in it."""
    folder = tmp_path_factory.mktemp("doctor")
    (folder / "office").mkdir()
    made = Deployment(folder / "office", databases.new())
    made.told("init")
    generate(12, seed=3, out=folder, first_id=500_000_001)
    made.told("alerts", "import", folder / "alerts")
    made.script(PLANT, "people")
    made.told("work", "--once")
    made.told("backup", folder / "x.respaldo")
    return made


def found(deployment, *arguments):
    """Finding -> how to mend it; exit code 1 exactly when there are any."""
    done = deployment.hilo("doctor", "--json", *arguments)
    (line,) = done.stdout.splitlines()
    told = json.loads(line)
    assert told["ok"] == (not told["findings"])
    assert done.returncode == (0 if told["ok"] else 1), done.stderr
    assert all(len(one["what"]) > 20 and len(one["why"]) > 20 for one in told["findings"])
    return {one["code"]: one["mend"] for one in told["findings"]}


def test_what_keeps_hilo_from_starting_is_told_too(office, databases, tmp_path):
    (office.home / "restore.unfinished").write_text("x")
    assert "hilo restore" in found(office)["restore_unfinished"]
    (office.home / "restore.unfinished").unlink()
    empty = Deployment(tmp_path / "empty", databases.new())
    empty.home.mkdir()
    told = found(empty)
    assert {"keys_missing", "database_not_migrated"} <= told.keys()
    assert told["database_not_migrated"] == "hilo init"
    lost = Deployment(office.home, "postgres://nadie@127.0.0.1:1/nada")
    assert "DATABASE_URL" in found(lost)["database_unreachable"]


def test_sixteen_planted_mistakes_are_found_each_with_its_mend_and_mended(office, tmp_path):
    assert found(office) == {}
    assert office.hilo("doctor").stdout.startswith("Todo en orden")
    keys = office.home / "keys"
    office.script(PLANT, "guards", "owner", "outbox")
    (tmp_path / "data.key").write_text((keys / "data.key").read_text())
    (keys / "data.key").write_text("ab" * 32 + "\n")
    keys.chmod(0o755)
    (keys / "backup.key").rename(tmp_path / "backup.key")
    shutil.rmtree(office.home / "static")
    shutil.rmtree(office.home / "marks")
    office.env |= {"HILO_HOSTS": "hilo.example,*", "HILO_DEMO": "1", "HILO_TIME_ZONE": "Marte/Norte"}
    told = found(office)
    wanted = {
        "guards_missing": "--put-guards",
        "owners_closed": "hilo work --once",
        "nobody_supervises": "hilo people add",
        "outbox_stuck": "hilo work",
        "keys_of_another": "hilo restore",
        "keys_open_to_others": f"chmod -R u=rwX,go= {keys}",
        "backup_key_missing": "hilo init",
        "static_missing": "hilo init",
        "work_not_running": "hilo work",
        "no_recent_backup": "hilo backup",
        "https_off": "HILO_HTTPS=1",
        "origins_missing": "HILO_ORIGINS=https://hilo.example",
        "public_url_local": "HILO_ANSWERS_URL=https://",
        "demo_in_the_open": "unset HILO_DEMO",
        "hosts_too_wide": "HILO_HOSTS=",
        "time_zone_unknown": "HILO_TIME_ZONE=America/Mexico_City",
    }
    assert told.keys() == wanted.keys()
    assert {code: says for code, says in wanted.items() if says not in told[code]} == {}

    for name in ("HILO_HOSTS", "HILO_DEMO", "HILO_TIME_ZONE"):
        del office.env[name]
    (keys / "data.key").write_text((tmp_path / "data.key").read_text())
    assert office.run(["sh", "-c", told["keys_open_to_others"]]).returncode == 0
    assert office.hilo("doctor", "--put-guards").returncode == 1
    office.told("init")
    office.told("work", "--once")
    office.told("backup", tmp_path / "y.respaldo")
    assert found(office).keys() == {"nobody_supervises", "outbox_stuck"}


def test_people_without_second_factor_and_a_record_nobody_signs_are_found(office):
    office.script(PLANT, "factor")
    office.told("work", "--once", "--now", "2099-01-01T00:00:00")
    assert "no_second_factor" in found(office)
    later = found(office, "--now", "2100-01-01T00:00:00")
    assert {"work_not_running", "no_recent_backup", "checkpoint_old"} <= later.keys()
    assert later["checkpoint_old"] == "hilo ledger checkpoint"


def test_a_disk_that_is_nearly_full_is_found(monkeypatch):
    usage = type(shutil.disk_usage("/"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(100 << 30, 99 << 30, 1 << 20))
    (one,) = doctor_site.disk(datetime.now(UTC))
    assert (one.code, "1 MiB" in one.what) == ("disk_nearly_full", True)

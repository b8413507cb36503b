"""The keys of reports are copied apart from the database, and no backup brings back what was destroyed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Databases, Deployment

AT_WORK = Path(__file__).parents[1] / "door" / "at_work.py"
WHAT_OPENS = Path(__file__).with_name("what_opens.py")
CODES = ("12345678901234567897", "98765432109876543219")


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture
def office(databases, tmp_path) -> Deployment:
    """Two reports were told, ``reports``; ``backup`` was taken then."""
    home = tmp_path / "office"
    home.mkdir()
    made = Deployment(home, databases.new())
    made.told("init")
    made.script(AT_WORK, "prepare")
    sent = [{"digits": digits, "answers": {"account": "Perdí la mochila."}} for digits in CODES]
    made.reports = made.script(AT_WORK, "tell", json.dumps(sent))
    made.backup = made.told("backup", tmp_path / "x.respaldo")
    made.key = home / "keys" / "backup.key"
    return made


@pytest.fixture
def elsewhere(databases, tmp_path) -> Deployment:
    home = tmp_path / "elsewhere"
    home.mkdir()
    return Deployment(home, databases.new())


def test_a_backup_has_the_keys_of_reports_in_a_file_of_their_own(office):
    copy = Path(office.backup["report_keys_file"])
    assert (copy.name, office.backup["report_keys"]) == ("x.respaldo.llaves", 2)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert office.reports[0].encode() not in copy.read_bytes()
    done = office.hilo("backup", office.home / "y.respaldo")
    assert "y.respaldo.llaves" in done.stdout
    assert "bórrelas en pocos días" in done.stdout
    without = office.told("backup", office.home / "z.respaldo", "--without-report-keys")
    assert (without["report_keys_file"], without["report_keys"]) == (None, 0)
    assert not (office.home / "z.respaldo.llaves").exists()


def test_the_backup_of_the_database_alone_opens_no_report(office, elsewhere):
    put = elsewhere.told("restore", office.backup["file"], "--key-file", office.key)
    assert (put["report_keys"], put["reports_without_key"]) == (0, 2)
    assert elsewhere.script(WHAT_OPENS) == []


def test_with_the_copy_of_their_keys_reports_open_elsewhere(office, elsewhere):
    copy = office.backup["report_keys_file"]
    put = elsewhere.told("restore", office.backup["file"], "--key-file", office.key, "--report-keys", copy)
    assert (put["report_keys"], put["reports_without_key"]) == (2, 0)
    assert elsewhere.script(WHAT_OPENS) == sorted(office.reports)


def test_a_report_destroyed_since_the_backup_stays_destroyed_when_it_is_restored(office):
    gone, kept = office.reports
    office.script(WHAT_OPENS, "destroy", gone)
    for with_keys in ([], ["--report-keys", office.backup["report_keys_file"]]):
        put = office.told("restore", office.backup["file"], "--key-file", office.key, "--replace", *with_keys)
        assert (put["report_keys"], put["reports_without_key"]) == (0, 0)
        assert office.script(WHAT_OPENS) == [kept]


def test_lost_keys_come_back_from_a_copy_without_those_that_were_destroyed_before_it(office, tmp_path):
    gone, kept = office.reports
    office.script(WHAT_OPENS, "destroy", gone)
    later = office.told("backup", tmp_path / "later.respaldo")
    for path in office.home.glob("report-keys.sqlite3*"):
        path.unlink()
    command = ("restore", office.backup["file"], "--key-file", office.key, "--replace")
    assert office.told(*command)["reports_without_key"] == 2
    put = office.told(*command, "--report-keys", later["report_keys_file"])
    assert (put["report_keys"], put["reports_without_key"]) == (1, 0)
    assert office.script(WHAT_OPENS) == [kept]


def test_files_in_each_others_place_and_damaged_ones_change_nothing(office, elsewhere, tmp_path):
    file, copy = office.backup["file"], Path(office.backup["report_keys_file"])
    cut = tmp_path / "cut.llaves"
    cut.write_bytes(copy.read_bytes()[:-1])
    wrong = {
        (copy, copy): "délo con --report-keys",
        (file, file): "no trae llaves de avisos",
        (file, cut): "alterado o está incompleto",
        (file, tmp_path / "nada"): "No se puede leer",
    }
    for (database, keys), says in wrong.items():
        done = elsewhere.hilo("restore", database, "--key-file", office.key, "--report-keys", keys)
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.strip().splitlines()
        assert says in line
    assert not (elsewhere.home / "keys").exists()


def test_a_backup_beside_a_copy_of_the_same_name_is_refused_before_anything_is_written(office, tmp_path):
    (tmp_path / "w.respaldo.llaves").write_text("de otro")
    done = office.hilo("backup", tmp_path / "w.respaldo")
    assert done.returncode == 2
    assert "Ya existe" in done.stderr
    assert not (tmp_path / "w.respaldo").exists()

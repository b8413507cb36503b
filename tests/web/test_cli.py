"""The command line: exactly one JSON object with exactly the keys that were promised, and clear refusals."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from deployment import Databases, Deployment

from bench.generate import generate

NOW = "2026-11-02T15:00:00+00:00"
LATER = "2026-12-10T15:00:00+00:00"


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def alerts(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("generated")
    generate(80, seed=5, out=out, malformed=True)
    return out / "alerts"


@pytest.fixture(scope="module")
def hilo(databases, tmp_path_factory, alerts) -> Deployment:
    """A deployment in which the generated alerts were imported."""
    made = Deployment(tmp_path_factory.mktemp("home"), databases.new())
    made.told("init")
    made.imported = made.told("alerts", "import", alerts, "--now", NOW)
    return made


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Deployment:
    """A folder in which nothing was prepared."""
    return Deployment(tmp_path_factory.mktemp("nothing"))


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.tzinfo
    return found


# --- what is printed --------------------------------------------------------------------------------------


def test_init_says_where_everything_is_and_can_be_repeated(hilo):
    told = hilo.told("init")
    assert told.keys() == {"home", "database"}
    assert told["home"] == str(hilo.home)
    keys = {path.name: path.read_text() for path in (hilo.home / "keys").iterdir()}
    assert hilo.told("init") == told
    assert {path.name: path.read_text() for path in (hilo.home / "keys").iterdir()} == keys


def test_import_says_what_became_of_everything(hilo):
    told = hilo.imported
    assert told.keys() == {
        "read", "new", "replays", "versions", "quarantined", "cases_opened", "joined", "seconds",
    }  # fmt: skip
    assert told["new"] == told["cases_opened"] + told["joined"] > 0
    assert told["quarantined"] > 0


def test_list_of_alerts_is_ranked_and_can_be_narrowed(hilo):
    told = hilo.told("alerts", "list")
    assert told.keys() == {"alerts", "count"}
    assert told["count"] == len(told["alerts"]) == hilo.imported["new"]
    assert all(row.keys() == {"report_id", "tier", "rank", "case"} for row in told["alerts"])
    assert [row["rank"] for row in told["alerts"]] == list(range(1, told["count"] + 1))
    tiers = [row["tier"] for row in told["alerts"]]
    assert tiers == sorted(tiers)
    second = hilo.told("alerts", "list", "--tier", 3, "--limit", 2)
    assert second["alerts"] == [row for row in told["alerts"] if row["tier"] == 3][:2]


def test_one_alert_says_why_and_where_it_is_followed(hilo):
    first = hilo.told("alerts", "list", "--limit", 1)["alerts"][0]
    told = hilo.told("alerts", "show", first["report_id"])
    assert told.keys() == {
        "report_id", "sender", "tier", "factors", "not_applied", "case", "disposition", "versions",
    }  # fmt: skip
    assert (told["report_id"], told["tier"], told["case"]) == (first["report_id"], first["tier"], first["case"])
    assert told["factors"]
    assert told["not_applied"]


def test_quarantine_says_what_waits_and_why(hilo):
    told = hilo.told("alerts", "quarantine")
    assert told.keys() == {"items", "count"}
    assert told["count"] == len(told["items"]) == hilo.imported["quarantined"]
    for item in told["items"]:
        assert item.keys() == {"source", "reason", "received_at"}
        assert item["reason"].endswith(".")
        assert moment(item["received_at"]) == moment(NOW)


def test_list_of_cases_says_who_what_next_and_until_when(hilo):
    told = hilo.told("cases", "list", "--now", NOW)
    assert told.keys() == {"cases", "count"}
    assert told["count"] == len(told["cases"]) == hilo.imported["cases_opened"]
    for case in told["cases"]:
        assert case.keys() == {"code", "tier", "state", "institution", "owner", "next_duty", "silent_days"}
        assert case["next_duty"].keys() == {"label", "due_at", "law"}
        assert case["owner"]
        assert case["next_duty"]["label"]
        assert moment(case["next_duty"]["due_at"]) > moment(NOW)
        assert case["silent_days"] == 0


def test_overdue_and_silent_follow_the_moment_that_is_taken_as_now(hilo):
    assert hilo.told("cases", "list", "--overdue", "--now", NOW)["count"] == 0
    assert hilo.told("cases", "list", "--silent", "--now", NOW)["count"] == 0
    late = hilo.told("cases", "list", "--overdue", "--now", LATER)
    assert late["count"] == hilo.imported["cases_opened"]
    silent = hilo.told("cases", "list", "--silent", "--now", LATER)
    assert 0 < silent["count"] < late["count"]
    assert all(case["silent_days"] == 38 for case in silent["cases"])


def test_one_case_tells_its_thread_and_its_clocks_with_the_working(hilo):
    code = hilo.told("cases", "list", "--limit", 1)["cases"][0]["code"]
    told = hilo.told("cases", "show", code.lower(), "--now", NOW)
    assert {"code", "thread", "people", "clocks", "handoffs", "acts"} <= told.keys()
    assert told["code"] == code
    assert {event["kind"] for event in told["thread"]} >= {"case.opened", "alert.received", "alert.triaged"}
    for clock in told["clocks"]:
        assert {"rule", "label", "law", "state", "started_at", "due_at", "working"} <= clock.keys()
        assert len(clock["working"]) >= 2
    assert "sellado" not in json.dumps([clock["label"] for clock in told["clocks"]])


def test_the_ledger_verifies_whole_and_by_case(hilo):
    told = hilo.told("ledger", "verify")
    assert told.keys() == {"ok", "chains", "entries", "checkpoints", "broken"}
    assert (told["ok"], told["broken"]) == (True, [])
    assert told["chains"] >= hilo.imported["cases_opened"]
    code = hilo.told("cases", "list", "--limit", 1)["cases"][0]["code"]
    one = hilo.told("ledger", "verify", "--case", code)
    assert (one["ok"], one["chains"]) == (True, 1)


def test_work_records_once_however_often_it_runs(databases, tmp_path_factory, alerts):
    fresh = Deployment(tmp_path_factory.mktemp("home"), databases.new())
    fresh.told("init")
    opened = fresh.told("alerts", "import", alerts, "--now", NOW)["cases_opened"]
    told = fresh.told("work", "--once", "--now", LATER)
    assert told.keys() == {"reports_taken", "overdue_recorded", "escalations", "outbox_done", "outbox_failed"}
    assert told["overdue_recorded"] > opened
    assert told["escalations"] > 0
    assert not any(fresh.told("work", "--once", "--now", LATER).values())
    assert fresh.told("work", "--once", "--now", "2027-01-01T00:00:00")["escalations"] > 0
    assert fresh.told("work", "--once", "--now", "2027-01-01T00:00:00") == dict.fromkeys(told, 0)
    assert fresh.told("ledger", "verify")["ok"] is True


def test_people_are_added_listed_and_closed(hilo):
    added = hilo.told(
        "people", "add", "lupe", "--institution", "FGE-NAY", "--role", "caseworker", "--name", "Lupe Ejemplo"
    )
    assert added.keys() == {"id", "username", "password"}
    told = hilo.told("people", "list", "--institution", "FGE-NAY")
    assert told.keys() == {"people", "count"}
    assert {row["username"] for row in told["people"]} >= {"lupe", "guardia-fge-nay"}
    assert hilo.told("people", "deactivate", "lupe") == {"username": "lupe", "active": False, "cases": 0}


def test_alerts_come_through_the_standard_input_too(hilo, alerts):
    report = next(iter(sorted((alerts / "2-reports").glob("*.json")))).read_bytes()
    told = hilo.told("alerts", "import", "-", given=report)
    assert (told["read"], told["new"], told["replays"]) == (1, 0, 1)


@pytest.mark.parametrize(
    "arguments",
    ["alerts list", "alerts quarantine", "cases list", "ledger verify", "people list", "init"],
)
def test_without_json_people_are_answered_in_words(hilo, arguments):
    done = hilo.hilo(*arguments.split())
    assert done.returncode == 0
    assert done.stdout.strip()
    assert not done.stdout.lstrip().startswith("{")


# --- refusals ---------------------------------------------------------------------------------------------


BAD_PATH = "a folder that is not there"
BAD = {
    BAD_PATH: (["alerts", "import", "/nowhere/alerts"], "No existe «/nowhere/alerts»"),
    "a format that is not known": (["alerts", "import", ".", "--format", "fax"], "No existe el formato «fax»"),
    "a sender that is not known": (["alerts", "import", ".", "--sender", "NADIE"], "No existe la institución «NADIE»"),
    "an alert that is not there": (["alerts", "show", "999"], "No hay una alerta «999»"),
    "a tier that does not exist": (["alerts", "list", "--tier", "5"], "5"),
    "a limit below zero": (["alerts", "list", "--limit", "-1"], "-1"),
    "a case that is not there": (["cases", "show", "H-0000-0000"], "No hay un caso «H-0000-0000»"),
    "a moment that is none": (["work", "--once", "--now", "mañana"], "«mañana» no es una fecha ISO"),
    "a moment for ever": (["work", "--now", NOW], "--now solo sirve con --once"),
    "a case the ledger does not have": (["ledger", "verify", "--case", "H-0000-0000"], "H-0000-0000"),
    "a role that does not exist": (
        ["people", "add", "x", "--institution", "FGE-NAY", "--role", "king", "--name", "X"],
        "«king» no es un papel",
    ),
    "a command that does not exist": (["fly"], "fly"),
    "an option that does not exist": (["cases", "list", "--everything"], "--everything"),
    "nothing to import": (["alerts", "import"], "PATHS"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_one_clear_sentence_and_exit_2(hilo, name):
    arguments, says = BAD[name]
    done = hilo.hilo(*arguments, "--json") if name != "a command that does not exist" else hilo.hilo(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    assert says in line
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", ["alerts list", "cases list", "work --once", "ledger verify"])
def test_before_init_it_says_what_to_do(empty, arguments):
    done = empty.hilo(*arguments.split(), "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "hilo init" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(empty.home.iterdir()) == []


def test_keys_without_a_database_say_what_to_do(databases, tmp_path_factory):
    half = Deployment(tmp_path_factory.mktemp("half"), databases.new())
    half.told("init")
    other = Deployment(half.home, databases.new())
    if not other.env.get("DATABASE_URL"):
        (half.home / "hilo.sqlite3").unlink()
    done = other.hilo("cases", "list")
    assert done.returncode == 2
    assert "hilo init" in done.stderr


def test_a_ledger_that_does_not_hold_is_exit_1(databases, tmp_path_factory, alerts):
    forged = Deployment(tmp_path_factory.mktemp("home"), databases.new())
    forged.told("init")
    forged.told("alerts", "import", alerts, "--now", NOW)
    forged.script(Path(__file__).with_name("forge_event.py"))
    done = forged.hilo("ledger", "verify", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    (broken,) = told["broken"]
    assert told["ok"] is False
    assert broken.keys() == {"chain", "seq", "why"}


def test_help_needs_nothing_prepared(empty):
    done = empty.hilo("alerts", "import", "--help")
    assert done.returncode == 0
    assert "ndjson" in done.stdout

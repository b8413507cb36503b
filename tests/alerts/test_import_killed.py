"""An import killed at any moment, or run twice at once, ends as one that nothing disturbed."""

import json
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Databases, Deployment

from bench.generate import generate

HERE = Path(__file__).parent
KILLED, PROJECTION = HERE / "killed_import.py", HERE / "projection.py"
NOW = "2026-11-02T15:00:00+00:00"
REPORTS = 250


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def alerts(tmp_path_factory) -> Path:
    """A folder of generated alerts, with replays, versions, siblings, campaigns and some that cannot be read."""
    out = tmp_path_factory.mktemp("generated")
    generate(REPORTS, seed=11, out=out, malformed=True)
    return out / "alerts"


@pytest.fixture
def deployed(databases, tmp_path_factory):
    def make() -> Deployment:
        made = Deployment(tmp_path_factory.mktemp("home"), databases.new())
        made.told("init")
        return made

    return make


@pytest.fixture(scope="module")
def undisturbed(databases, alerts, tmp_path_factory) -> dict:
    """The end state of one import that nothing disturbed, in one large handful, and of the same again."""
    whole = Deployment(tmp_path_factory.mktemp("home"), databases.new())
    whole.told("init")
    told = whole.told("alerts", "import", alerts, "--now", NOW)
    end = whole.script(PROJECTION)
    again = whole.told("alerts", "import", alerts, "--now", NOW)
    return {"told": told, "end": end, "again": again, "after": whole.script(PROJECTION)}


def without_replays(end: dict) -> dict:
    return end | {"alerts": {ref: {**alert, "replays": None} for ref, alert in end["alerts"].items()}}


def run(deployment: Deployment, how: str, alerts: Path):
    return deployment.run([sys.executable, str(KILLED), how, "alerts", "import", str(alerts), "--json", "--now", NOW])


def test_every_generated_report_that_can_be_read_is_in_a_followed_case(undisturbed):
    told, end = undisturbed["told"], undisturbed["end"]
    assert told["new"] == told["cases_opened"] + told["joined"] == len(end["alerts"])
    assert told["versions"] > 0
    assert told["replays"] > 0
    assert told["quarantined"] == len(end["quarantined"]) + len(end["waiting"]) > 0
    assert all(case["next"][0] and case["owner"] for case in end["cases"].values())


def test_the_same_folder_again_changes_nothing_but_the_replays(undisturbed):
    told, again = undisturbed["told"], undisturbed["again"]
    assert (again["new"], again["versions"], again["cases_opened"], again["joined"]) == (0, 0, 0, 0)
    assert again["replays"] == told["read"] - told["quarantined"]
    assert without_replays(undisturbed["after"]) == without_replays(undisturbed["end"])


def test_killed_at_ten_random_moments_it_ends_as_if_undisturbed(deployed, alerts, undisturbed):
    cut = deployed()
    trial = deployed()
    counted = run(trial, "never", alerts)
    statements, seconds = int(counted.stderr.split()[-1]), json.loads(counted.stdout)["seconds"]
    assert trial.script(PROJECTION) == undisturbed["end"]
    rng = random.Random(3)
    for kill in range(10):
        how = f"statement:{rng.randrange(1, statements // 4)}" if kill % 2 else f"seconds:{rng.random() * seconds / 4}"
        assert run(cut, how, alerts).returncode == -signal.SIGKILL, how
    last = run(cut, "never", alerts)
    assert last.returncode == 0
    assert json.loads(last.stdout)["new"] < undisturbed["told"]["new"]
    assert cut.script(PROJECTION) == undisturbed["end"]
    assert cut.told("ledger", "verify")["ok"] is True


def test_two_imports_of_one_folder_at_once_end_as_one(deployed, alerts, undisturbed):
    both = deployed()
    command = [sys.executable, KILLED, "never", "alerts", "import", alerts, "--json", "--now", NOW]
    running = [both.start(*command) for _ in range(2)]
    told = [json.loads(one.communicate()[0]) for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert sum(one["new"] for one in told) == undisturbed["told"]["new"]
    assert without_replays(both.script(PROJECTION)) == without_replays(undisturbed["end"])
    assert both.told("ledger", "verify")["ok"] is True


def test_the_folders_two_halves_at_once_leave_no_alert_twice_or_unfollowed(deployed, alerts, undisturbed, tmp_path):
    both = deployed()
    names = sorted(path for path in alerts.rglob("*") if path.is_file())
    for number, path in enumerate(names):
        half = tmp_path / str(number % 2) / path.relative_to(alerts)
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(path.read_bytes())
    command = [sys.executable, KILLED, "never", "alerts", "import"]
    running = [both.start(*command, tmp_path / half, "--json", "--now", NOW) for half in "01"]
    assert [(one.communicate(), one.returncode)[1] for one in running] == [0, 0]
    end = both.script(PROJECTION)
    assert end["alerts"].keys() == undisturbed["end"]["alerts"].keys()
    assert end["waiting"] == undisturbed["end"]["waiting"]
    accounts = {ref: alert["join"] for ref, alert in end["alerts"].items() if alert["disposition"] == "joined"}
    assert accounts
    assert both.told("ledger", "verify")["ok"] is True

"""``hilo doctor`` looks after the public door, and ``hilo door grant`` gives its role what it needs and no more."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Databases, Deployment

PLANT = Path(__file__).with_name("plant.py")


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop()


@pytest.fixture
def office(databases, tmp_path) -> Deployment:
    """A deployment that takes reports as it should."""
    made = Deployment(tmp_path / "office", databases.new())
    made.home.mkdir()
    made.env["HILO_KEY_STORE"] = str(tmp_path / "keys.sqlite3")
    made.told("init")
    made.script(PLANT, "intake", "people")
    made.told("work", "--once")
    made.told("backup", tmp_path / "x.respaldo")
    return made


def found(deployment):
    """Finding -> how to mend it."""
    done = deployment.hilo("doctor", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == (0 if told["ok"] else 1), done.stderr
    assert all(one["what"] and one["why"] and one["mend"] for one in told["findings"])
    return {one["code"]: one["mend"] for one in told["findings"]}


def test_what_the_door_lacks_is_told_with_its_mend(office, tmp_path):
    assert found(office) == {}
    office.script(PLANT, "waits", "member", "stranger")
    (office.home / "keys" / "door.key").rename(tmp_path / "door.key")
    (office.home / "marks" / "report-keys").unlink()
    (tmp_path / "keys.sqlite3").chmod(0o604)
    office.env["HILO_EXIT_URL"] = "http://clima.example"
    wanted = {
        "door_key_missing": "hilo init",
        "exit_url_not_https": "HILO_EXIT_URL=https://",
        "key_store_open_to_others": f"chmod o= {tmp_path / 'keys.sqlite3'}",
        "report_keys_not_copied": "hilo backup",
        "unit_nobody_opens": "hilo recovery give FGE-NAY",
        "addressee_not_ours": "systemctl stop hilo-door",
        "reports_waiting": "systemctl restart",
    }
    told = found(office)
    assert told.keys() == wanted.keys()
    assert {code: says for code, says in wanted.items() if says not in told[code]} == {}


def test_a_lost_or_misplaced_key_store_is_told(office, tmp_path):
    store = tmp_path / "keys.sqlite3"
    store.rename(tmp_path / "moved")
    assert "--report-keys" in found(office)["report_keys_missing"]
    store.write_bytes(b"no es un almacen" * 1000)
    assert "key_store_unreadable" in found(office)
    store.unlink()
    office.told("init")
    assert "report_keys_missing" in found(office), "an empty one is no better"
    office.env["HILO_KEY_STORE"] = office.env.get("DATABASE_URL") or str(office.home / "hilo.sqlite3")
    assert "key_store_in_the_database" in found(office)


def test_a_door_that_nobody_could_read_behind_is_told_only_where_reports_are_taken(office, databases, tmp_path):
    office.script(PLANT, "addressees")
    assert found(office).keys() == {"no_addressee", "no_recovery_key"}
    quiet = Deployment(tmp_path / "quiet", databases.new())
    quiet.home.mkdir()
    quiet.told("init")
    assert {"no_addressee", "no_recovery_key"}.isdisjoint(found(quiet))
    quiet.env["HILO_PUBLIC_URL"] = "https://inicio.estado.example"
    assert {"no_addressee", "no_recovery_key"} <= found(quiet).keys()


# --- the role of the door ---------------------------------------------------------------------------------------


@pytest.mark.sqlite_only
def test_on_sqlite_one_sentence_says_that_the_door_is_apart_by_process_and_files_only(office):
    done = office.hilo("door", "grant", "puerta")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.strip().splitlines()
    assert "solo por su proceso y por los permisos de sus archivos" in line


@pytest.fixture
def role(office) -> Iterator[str]:
    import psycopg

    name = f"puerta-{secrets.token_hex(6)}"
    with psycopg.connect(office.env["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE ROLE \"{name}\" LOGIN PASSWORD 'x'")
        yield name
        server.execute(f'DROP OWNED BY "{name}"')
        server.execute(f'DROP ROLE "{name}"')


def on_server(office, *statements):
    import psycopg

    with psycopg.connect(office.env["DATABASE_URL"], autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


@pytest.mark.postgresql_only
def test_the_role_of_the_door_gets_what_it_needs_and_no_more(office, role):
    import psycopg

    printed = office.hilo("door", "grant", role, "--print").stdout.splitlines()
    assert all(line.startswith(("GRANT ", "REVOKE ")) and line.endswith(";") for line in printed)
    url = f"postgres://{role}:x@{office.env['DATABASE_URL'].rpartition('@')[2]}"
    with psycopg.connect(url) as door, pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute("SELECT count(*) FROM door_draft")  # only printed so far
    for _ in range(2):
        told = office.told("door", "grant", role)
        assert [f"{one};" for one in told["statements"]] == printed
    with psycopg.connect(url) as door:
        assert door.execute("SELECT count(*) FROM door_report").fetchone() == (0,)
        assert door.execute("SELECT count(*) FROM door_addressee").fetchone() == (2,)
    assert found(office) == {}


@pytest.mark.postgresql_only
def test_a_role_that_no_policy_binds_is_refused(office):
    owner = office.env["DATABASE_URL"].partition("://")[2].partition("@")[0].partition(":")[0]
    for name, says in ((owner, "superusuario"), ("nadie-hay", "createuser nadie-hay")):
        done = office.hilo("door", "grant", name)
        assert done.returncode == 2
        assert says in done.stderr


@pytest.mark.postgresql_only
def test_a_role_of_the_door_that_may_more_is_told_and_granting_again_takes_back_what_is_the_doors(office, role):
    office.told("door", "grant", role)
    on_server(office, f'GRANT SELECT ON cases_case TO "{role}"', f'GRANT DELETE ON door_report TO "{role}"')
    done = office.hilo("doctor")
    assert "DELETE en door_report" in done.stdout
    assert "SELECT en cases_case" in done.stdout
    assert f"hilo door grant {role}" in found(office)["door_role_too_powerful"]
    on_server(office, f'REVOKE SELECT ON cases_case FROM "{role}"')  # noqa: S608
    office.told("door", "grant", role)
    assert found(office) == {}


@pytest.mark.postgresql_only
def test_policies_of_rows_that_somebody_switched_off_are_told_and_put_back(office):
    office.script(PLANT, "rows")
    assert found(office).keys() == {"guards_missing"}
    assert "Puesto otra vez: door_draft" in office.hilo("doctor", "--put-guards").stderr
    assert found(office) == {}

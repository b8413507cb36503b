"""A case goes out as one file, says what it is, and leaves its trace on the thread."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import cryptography
import pytest
from click.testing import CliRunner
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases.access import Sight
from hilo.cases.models import Event
from hilo.evidence import actions, commands, export, export_case
from hilo.evidence.standalone import verify_hilo
from hilo.evidence.verify_command import verify
from hilo.ledger.seal import public_key
from hilo.lib.errors import BadInput, Denied
from hilo.lib.keys import OldKey
from tests.evidence import exports

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _not_checked_against_the_ontology(monkeypatch):
    """That takes seconds, and has tests of its own."""
    monkeypatch.setattr(export_case, "validated", lambda data, folder: "not checked here")


def test_an_export_verifies_and_says_what_is_proven_and_what_is_not(case, ana, beto, tmp_path):
    data = exports.exported(exports.full_case(case, ana, beto), ana, tmp_path)
    found = verify_hilo.verify(data, key=public_key().hex())
    assert (found["ok"], found["broken"], found["case"]) == (True, [], case.code)
    assert {"items": 3, "steps": 8, "acts": 2, "checkpoints": 3}.items() <= found["checked"].items()
    assert "Esa llave es la que usted indicó." in found["proven"]
    assert any("No hay sello de tiempo" in line for line in found["not_proven"])
    english = verify_hilo.words(verify_hilo.verify(data, en=True), en=True)
    assert "Not proven" in english
    assert "That what was written is true" in english


def test_a_copy_without_names_has_none_and_verifies_alike(case, ana, beto, tmp_path):
    exports.full_case(case, ana, beto)
    whole = exports.files_of(exports.exported(case, ana, tmp_path))
    bare = exports.exported(case, ana, tmp_path, redacted=True)
    files = exports.files_of(bare)
    secrets = [exports.HOLDER, "Bodega 3", "S-001", "Teléfono con funda azul", "jueza inventada", "Ana Robles"]
    text = b"".join(data for name, data in files.items() if name != "index.pdf").decode()
    assert [secret for secret in secrets if secret in text] == []
    told = whole["custody.json"].decode() + whole["acts.json"].decode()
    assert [secret for secret in secrets[:-1] if secret not in told] == []
    found = verify_hilo.verify(bare)
    assert found["ok"]
    assert any("copia sin nombres" in line for line in found["not_proven"])


def test_what_did_not_travel_with_the_case_stays_closed(case, ana, beto, tmp_path, monkeypatch):
    exports.full_case(case, ana, beto)
    later = timezone.now() + timedelta(days=1)
    withheld = Sight({"people": later, "notes": later})
    monkeypatch.setattr(export, "sight_of", lambda *_: withheld)
    data = exports.exported(case, ana, tmp_path)
    text = exports.files_of(data)["custody.json"].decode()
    assert ("Perita inventada" in text, "Teléfono" in text) == (False, False)
    assert verify_hilo.verify(data)["ok"]


def test_the_thread_keeps_who_exported_what_and_the_look_is_logged(case, ana, beto, tmp_path):
    exports.full_case(case, ana, beto)
    told = export.write(case=case, out=tmp_path / "e.zip", by=ana, now=timezone.now(), reason="Para el juzgado.")
    event = Event.objects.get(case=case, kind="evidence.exported")
    assert event.facts_dict() == {
        "manifest": told["manifest"],
        "redacted": False,
        "entries": told["checked"]["entries"],
    }
    assert event.note is not None
    look = SensitiveRead.objects.get(subject_id=case.pk, field="export")
    assert (look.user, look.reason) == (ana, "Para el juzgado.")
    again = export.write(case=case, out=tmp_path / "f.zip", by=ana, now=timezone.now(), redacted=True)
    assert verify_hilo.verify((tmp_path / "f.zip").read_bytes())["ok"]
    assert again["checked"]["entries"] > told["checked"]["entries"]
    assert SensitiveRead.objects.filter(field="export").count() == 1


def test_a_case_whose_record_was_changed_is_not_given_away(case, ana, beto, tmp_path):
    from django.db import connection

    from hilo.ledger.append_only import drop_statements

    exports.full_case(case, ana, beto)
    with connection.cursor() as cursor:
        for statement in drop_statements("evidence_custodyevent", connection.vendor):
            cursor.execute(statement)
        cursor.execute(
            """UPDATE evidence_custodyevent SET body = replace(body, '"found"', '"collected"') WHERE seq = 1"""
        )
    with pytest.raises(Denied, match="EX-0001 paso 1"):
        exports.exported(case, ana, tmp_path)
    assert not Event.objects.filter(kind="evidence.exported").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written_leaves_no_trace(case, ana, tmp_path):
    with pytest.raises(BadInput, match="No se puede escribir"):
        export.write(case=case, out=tmp_path / "no" / "hay.zip", by=ana, now=timezone.now())
    assert not Event.objects.filter(kind="evidence.exported").exists()


def test_what_an_earlier_key_signed_still_verifies(case, ana, beto, tmp_path, settings):
    exports.full_case(case, ana, beto)
    before = public_key()
    ring = settings.HILO_KEYS
    old = OldKey("ledger_sign", timezone.now(), ring.ledger_sign)
    settings.HILO_KEYS = replace(ring, ledger_sign=os.urandom(32), old=(old, *ring.old))
    data = exports.exported(case, ana, tmp_path)
    found = verify_hilo.verify(data, key=public_key().hex())
    assert (found["ok"], "more_keys" in exports.codes({"broken": found["notes"]})) == (True, True)
    assert exports.codes(verify_hilo.verify(data, key=before.hex())) == {"other_key"}


def test_another_institution_cannot_export(case, eva, tmp_path):
    with pytest.raises(Denied):
        exports.exported(case, eva, tmp_path)


def test_the_page_gives_the_file_and_then_tells_of_it(case, ana, signed_in):
    browser, address = signed_in(ana), reverse("evidence:export", kwargs={"code": case.code})
    assert "no se ha exportado" in browser.get(address).content.decode()
    refused = browser.post(address, {"copy": "redacted", "reason": ""})
    assert refused.status_code == 422
    given = browser.post(address, {"copy": "redacted", "reason": "Para la defensa."})
    assert given["Content-Type"] == "application/zip"
    assert given["Cache-Control"] == "private, no-store"
    assert f"{case.code}-sin-nombres-" in given["Content-Disposition"]
    assert verify_hilo.verify(given.content)["ok"]
    page = browser.get(address).content.decode()
    manifest = Event.objects.get(kind="evidence.exported").facts_dict()["manifest"]
    assert (manifest in page, "Ana Robles" in page) == (True, True)


def test_the_page_asks_the_same_number_of_questions_however_much_was_exported(
    case, ana, signed_in, tmp_path, django_assert_max_num_queries
):
    browser, address = signed_in(ana), reverse("evidence:export", kwargs={"code": case.code})
    for name in ("a.zip", "b.zip", "c.zip"):
        exports.exported(case, ana, tmp_path, redacted=True, name=name)
    with django_assert_max_num_queries(12):
        browser.get(address)


def test_the_commands_export_and_verify(case, ana, beto, tmp_path):
    exports.full_case(case, ana, beto)
    out = tmp_path / "expediente.zip"
    made = CliRunner().invoke(
        commands.evidence, ["export", case.code.lower(), "--out", str(out), "--redacted", "--json"]
    )
    assert json.loads(made.stdout)["case"] == case.code
    assert out.stat().st_mode & 0o777 == 0o600
    good = CliRunner().invoke(verify, [str(out)], standalone_mode=False)
    assert (good.return_value, "Todo coincide" in good.output) == (0, True)
    out.write_bytes(out.read_bytes()[:-1])
    bad = CliRunner().invoke(verify, [str(out), "--json"], standalone_mode=False)
    assert (bad.return_value, json.loads(bad.stdout)["ok"]) == (1, False)
    unknown = CliRunner().invoke(commands.evidence, ["export", "H-0000-0000", "--out", str(out)], standalone_mode=False)
    assert isinstance(unknown.exception, BadInput)


def test_hilo_verify_needs_no_database_and_no_keys(case, ana, tmp_path):
    out = tmp_path / "e.zip"
    out.write_bytes(exports.exported(case, ana, tmp_path))
    code = "import sys; from hilo.web.cli import main; sys.argv[1:] = ['verify', sys.argv[1]]; main()"
    bare = {"PATH": "/usr/bin", "HILO_HOME": str(tmp_path / "nada"), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/x"}
    call = [sys.executable, "-c", code, str(out)]
    done = subprocess.run(call, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "nada").exists()


BLOCKED = """
import importlib.abc, runpy, sys

class Blocked(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"hilo", "django", "pymerkle", "rfc3161_client", "typst"}:
            raise ImportError(name)

sys.meta_path.insert(0, Blocked())
sys.path.append(sys.argv.pop(1))
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_the_verifier_inside_runs_with_python_and_cryptography_only(case, ana, beto, tmp_path):
    data = exports.exported(exports.full_case(case, ana, beto), ana, tmp_path)
    script = tmp_path / "verify_hilo.py"
    script.write_bytes(exports.files_of(data)["verify_hilo.py"])
    packages = str(Path(cryptography.__file__).parents[1])
    call = [sys.executable, "-I", "-S", "-c", BLOCKED, packages, str(script), str(tmp_path / "expediente.zip")]
    done = subprocess.run([*call, "--key", public_key().hex()], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"{case.code}: Todo coincide.".encode() in done.stdout
    wrong = subprocess.run([*call, "--key", "00" * 32, "--json"], cwd=tmp_path, capture_output=True, check=False)
    assert wrong.returncode == 1
    assert exports.codes(json.loads(wrong.stdout)) == {"other_key"}
    absent = subprocess.run([*call[:-1], "no-hay.zip"], cwd=tmp_path, capture_output=True, check=False)
    assert absent.returncode == 2


def test_the_verifier_is_written_for_python_3_9():
    import ast

    ast.parse(Path(verify_hilo.__file__).read_text(), feature_version=(3, 9))


def test_custody_is_described_and_not_judged(case, ana, beto, tmp_path):
    now = timezone.now()
    item = exports.an_item(case, ana, found_at=now - timedelta(hours=30))
    actions.record(item=item, kind="packaged", by=ana, now=now, happened_at=now - timedelta(hours=31))
    actions.give(item=item, to_institution="", to_person="Perita inventada", by=ana, now=now)
    found = verify_hilo.verify(exports.exported(case, ana, tmp_path))
    assert found["ok"]
    told = [one for one in found["notes"] if one["file"] == "custody.json"]
    assert [(one["where"], one["why"].split(":")[0]) for one in told] == [
        ("EX-0001 paso 1", "late"),
        ("EX-0001 paso 2", "late"),
        ("EX-0001 paso 2", "backwards"),
        ("EX-0001 paso 3", "waiting"),
    ]

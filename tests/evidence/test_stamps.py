"""An outside authority stamps a checkpoint, by files: here an authority made with openssl in a folder."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hilo.evidence import commands, export_case, stamps
from hilo.evidence.models import Stamp
from hilo.evidence.standalone import verify_hilo
from hilo.ledger import checkpoint
from hilo.ledger.models import Checkpoint
from hilo.lib.errors import BadInput
from hilo.lib.ids import uuid7
from tests.evidence import exports

CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = {alg}
"""
USE = """
extendedKeyUsage = critical,timeStamping
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
"""


def run(*call):
    subprocess.run(["openssl", *call], check=True, capture_output=True)


class Authority:
    """A certificate authority and, under it, one that stamps."""

    def __init__(self, folder: Path, name: str, key: str = "rsa", alg: str = "sha256") -> None:
        folder.mkdir()
        self.folder, self.ca = folder, folder / "ca.pem"
        kind = ["rsa:2048"] if key == "rsa" else ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        (folder / "use").write_text(USE)
        (folder / "serial").write_text("01")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder, alg=alg))
        run("req", "-x509", "-newkey", *kind, "-nodes", "-keyout", f"{folder}/ca.key", "-out", f"{self.ca}",
            "-subj", f"/CN=Raiz {name}", "-days", "30")  # fmt: skip
        run("req", "-newkey", *kind, "-nodes", "-keyout", f"{folder}/tsa.key", "-out", f"{folder}/tsa.csr",
            "-subj", f"/CN={name}")  # fmt: skip
        run("x509", "-req", "-in", f"{folder}/tsa.csr", "-CA", f"{self.ca}", "-CAkey", f"{folder}/ca.key",
            "-CAcreateserial", "-out", f"{folder}/tsa.pem", "-days", "20", "-extfile", f"{folder}/use")  # fmt: skip

    def stamp(self, request: str) -> Path:
        """The answer to a request."""
        answer = self.folder / f"{uuid7()}.tsr"
        run("ts", "-reply", "-config", f"{self.folder}/tsa.cnf", "-queryfile", request, "-signer",
            f"{self.folder}/tsa.pem", "-inkey", f"{self.folder}/tsa.key", "-chain", f"{self.ca}",
            "-out", str(answer))  # fmt: skip
        return answer


@pytest.fixture(scope="module")
def authorities(tmp_path_factory):
    """Two that stamp, with different keys and different ways to name a certificate."""
    if shutil.which("openssl") is None:
        pytest.fail("these tests make an authority with openssl: install it")
    folder = tmp_path_factory.mktemp("authorities")
    return Authority(folder / "one", "Sellos de Prueba"), Authority(folder / "two", "Otra", key="ec", alg="sha1")


@pytest.fixture(autouse=True)
def _not_checked_against_the_ontology(monkeypatch):
    monkeypatch.setattr(export_case, "validated", lambda data, folder: "not checked here")


@pytest.fixture
def stamped(case, ana, beto, authorities, tmp_path):
    """A case with a checkpoint that the first authority stamped."""
    exports.full_case(case, ana, beto)
    checkpoint.make(timezone.now())
    asked = stamps.request(tmp_path / "fuera")
    stamps.keep(authorities[0].stamp(asked["file"]), authorities[0].ca, now=timezone.now())
    return case


@pytest.mark.parametrize("which", [0, 1])
def test_an_export_carries_the_stamp_and_says_what_it_proves(which, case, ana, beto, authorities, tmp_path):
    exports.full_case(case, ana, beto)
    authority = authorities[which]
    asked = stamps.request(tmp_path)
    kept = stamps.keep(authority.stamp(asked["file"]), authority.ca, now=timezone.now())
    assert kept["checkpoint"] == asked["checkpoint"] == Stamp.objects.get().checkpoint
    data = exports.exported(case, ana, tmp_path)
    found = verify_hilo.verify(data, authority=authority.ca.read_bytes())
    assert (found["ok"], found["checked"]["stamps"]) == (True, 1)
    assert any(f"«{kept['authority']}» selló el punto de control" in line for line in found["proven"])
    assert not any("No hay sello de tiempo" in line for line in found["not_proven"])
    assert not any("--authority" in line for line in found["not_proven"])
    assert any("--authority" in line for line in verify_hilo.verify(data)["not_proven"])
    other = verify_hilo.verify(data, authority=authorities[1 - which].ca.read_bytes())
    assert exports.codes(other) == {"stamp_authority"}


def test_a_stamp_that_was_touched_or_moved_is_found(stamped, ana, tmp_path):
    files = exports.files_of(exports.exported(stamped, ana, tmp_path))
    (name,) = [one for one in files if one.startswith("stamps/")]
    token = files[name]
    said = set()
    for at in range(0, len(token), 7):
        edited = exports.rebuilt(files | {name: token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]})
        found = verify_hilo.verify(edited)
        assert not found["ok"]
        said |= exports.codes(found)
    assert {"stamp_shape", "stamp_signature"} <= said
    left = {one: data for one, data in files.items() if one != name}
    first = json.loads(files["checkpoints.json"])["checkpoints"][0]["number"]
    moved = verify_hilo.verify(exports.rebuilt(left | {f"stamps/{first:06d}-1.tsr": token}))
    assert "stamp_other" in exports.codes(moved)
    nowhere = verify_hilo.verify(exports.rebuilt(left | {"stamps/000999-1.tsr": token}))
    assert "stamp_name" in exports.codes(nowhere)


def test_what_is_no_stamp_of_ours_is_not_kept(stamped, authorities, tmp_path):
    one, other = authorities
    foreign = tmp_path / "ajeno"
    foreign.write_bytes(b"otra cosa")
    asked = tmp_path / "ajeno.tsq"
    run("ts", "-query", "-data", str(foreign), "-cert", "-sha256", "-out", str(asked))
    mine = stamps.request(tmp_path)["file"]
    given = [
        (one.stamp(str(asked)), one.ca, "ningún punto de control"),
        (one.stamp(mine), other.ca, "no es de la autoridad"),
        (one.stamp(mine), foreign, "formato PEM"),
        (one.stamp(mine), one.ca, "Ya está guardado"),
        (foreign, one.ca, "No es un sello"),
        (tmp_path / "no-hay", one.ca, "No se puede leer"),
    ]
    for answer, certificate, sentence in given:
        with pytest.raises(BadInput, match=sentence):
            stamps.keep(answer, certificate, now=timezone.now())
    assert Stamp.objects.count() == 1


def test_an_older_checkpoint_can_be_stamped_late(case, ana, authorities, tmp_path):
    checkpoint.make(timezone.now() - timedelta(days=1))
    asked = stamps.request(tmp_path)
    exports.an_item(case, ana)
    checkpoint.make(timezone.now())
    kept = stamps.keep(authorities[0].stamp(asked["file"]), authorities[0].ca, now=timezone.now())
    assert kept["checkpoint"] == 1 < Checkpoint.objects.count()
    found = verify_hilo.verify(exports.exported(case, ana, tmp_path))
    assert (found["ok"], found["checked"]["stamps"]) == (True, 1)


def test_the_commands_ask_and_keep(case, authorities, tmp_path):
    call = CliRunner().invoke
    none = call(commands.evidence, ["stamp", "request", "--out", str(tmp_path)], standalone_mode=False)
    assert isinstance(none.exception, BadInput)
    checkpoint.make(timezone.now())
    asked = json.loads(call(commands.evidence, ["stamp", "request", "--out", str(tmp_path), "--json"]).stdout)
    assert Path(asked["file"]).name == "checkpoint-000001.tsq"
    answer = authorities[0].stamp(asked["file"])
    kept = call(commands.evidence, ["stamp", "keep", str(answer), "--certificate", str(authorities[0].ca), "--json"])
    assert set(json.loads(kept.stdout)) == {"checkpoint", "authority", "stamped_at"}

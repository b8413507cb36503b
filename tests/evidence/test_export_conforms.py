"""What is exported conforms to CASE/UCO 1.5, and W3C PROV can be derived from it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from bench.generate import generate
from hilo.alerts import actions as alerts
from hilo.cases.models import Case
from hilo.evidence import actions, export_case
from hilo.investigation import actions as plan
from hilo.ledger import checkpoint
from hilo.reference import pack
from tests.evidence import exports

FORMS = ("object", "device", "file", "account", "document", "sample")
ORIGINS = ("scene", "person", "child", "authority", "ncmec", "police_channel", "embassy", "hotline", "provider")
ENDS = ("planned", "asked", "ordered", "under_way", "done", "negative", "refused", "impossible", "set_aside")
WAY = {"refused": ("asked",), "done": ("asked", "ordered"), "under_way": ("ordered",), "negative": ("under_way",)}
BIN = Path(sys.executable).parent


@pytest.fixture
def twenty(ana, beto, tmp_path):
    """Twenty cases as a platform's reports open them, each with other acts, items and steps."""
    generate(60, seed=11, out=tmp_path, states=("NAY",), malformed=False)
    alerts.import_source(source=tmp_path / "alerts", name="prueba", now=timezone.now())
    cases = list(Case.objects.filter(institution="FGE-NAY", parent=None).order_by("code")[:20])
    for n, case in enumerate(cases):
        _plan(case, ana, n)
        _items(case, ana, beto, n)
    checkpoint.make(timezone.now())
    return cases


def _plan(case, by, n):
    types = [kind.code for kind in pack().acts.values() if not kind.needs_target]
    chosen = [plan.Adoption(types[(n + at) % len(types)]) for at in range(n % 4)]
    made = plan.adopt(case=case, adoptions=chosen, by=by, now=timezone.now()) if chosen else []
    for at, act in enumerate(made):
        end = ENDS[(n + at) % len(ENDS)]
        for state in (*WAY.get(end, ()), *([end] if end != "planned" else [])):
            asked = "prosecutor" if state == "asked" else ""
            plan.move(act=act, to=state, by=by, now=timezone.now(), note="Mochilas «azules» & <rojas>.", asked_by=asked)


def _items(case, by, other, n):
    first = None
    for at in range(n % 5):
        form, origin = FORMS[(n + at) % 6], ORIGINS[(n * 2 + at) % 9]
        more = {"sha256": f"{n * 16 + at:064x}", "size": 2**33 * at} if form == "file" else {}
        item = exports.an_item(
            case, by, form=form, origin=origin, description='Cuaderno "azul"\n\\u202e', derived_from=first, **more
        )
        first = first or (item if n % 2 else None)
        if at % 2:
            actions.record(item=item, kind="examined", by=by, now=timezone.now(), holder="Perita")
        else:
            given = actions.give(item=item, to_institution="PPNNA-NAY" if n % 3 else "", to_person="Lia", by=by,
                                 now=timezone.now())  # fmt: skip
            if not n % 3:
                actions.receive(transfer=given, by=other, now=timezone.now(), reference="Acuse 3")


def test_twenty_varied_cases_conform_and_prov_derives(twenty, ana, tmp_path, monkeypatch):
    monkeypatch.setattr(export_case, "validated", lambda data, folder: "not checked here")
    paths, seen = [], set()
    for n, case in enumerate(twenty):
        files = exports.files_of(exports.exported(case, ana, tmp_path, redacted=bool(n % 2)))
        paths.append(tmp_path / f"{n}.jsonld")
        paths[-1].write_bytes(files["case.jsonld"])
        seen |= {node["@type"] for node in json.loads(files["case.jsonld"])["@graph"]}
    assert len(paths) == 20
    assert seen == {
        "inv:Investigation", "inv:InvestigativeAction", "inv:ProvenanceRecord", "inv:Authorization", "obs:File",
        "obs:ObservableObject", "id:Organization", "tool:Tool",
    }  # fmt: skip
    whole = tmp_path / "all.jsonld"  # one start of the program instead of twenty; no IRI is shared between cases
    graphs = [json.loads(path.read_bytes()) for path in paths]
    nodes = [node for graph in graphs for node in graph["@graph"]]
    assert len({node["@id"] for node in nodes}) == len(nodes)
    whole.write_text(json.dumps({"@context": graphs[0]["@context"], "@graph": nodes}))
    _run("case_validate", str(whole))
    prov = tmp_path / "prov.ttl"
    _run("case_prov_rdf", str(prov), str(whole))
    for relation in ("wasGeneratedBy", "wasInformedBy", "wasAssociatedWith", "used"):
        assert f"prov:{relation}" in prov.read_text()
    _run("case_prov_check", str(whole), str(prov))


def _run(program, *arguments):
    done = subprocess.run([str(BIN / program), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def test_an_export_says_by_itself_whether_it_conforms(case, ana, beto, tmp_path):
    exports.full_case(case, ana, beto)
    files = exports.files_of(exports.exported(case, ana, tmp_path))
    assert json.loads(files["manifest.json"])["validated"] is True
    graph = json.loads(files["case.jsonld"])
    graph["@graph"][0]["inv:investigacion"] = "una palabra que no existe"
    assert export_case.validated(json.dumps(graph).encode(), tmp_path) is False


def test_without_the_program_that_checks_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "case_utils.case_validate", None)
    assert export_case.validated(b"{}", tmp_path) == "not checked here"

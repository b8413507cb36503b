"""The synthetic alerts are what their truth says, and the reader and triage meet it."""

import json
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import hilo.reference
from bench.generate import UNTIL, Truth, compose, generate, main
from hilo.alerts.draft import AlertDraft, IdKind, Malformed
from hilo.alerts.formats import parse
from hilo.alerts.triage import assess
from hilo.reference.lines import Document
from hilo.reference.models import TriageTable

TABLE_FILE = Document(Path(hilo.reference.__file__).parent / "data" / "mx" / "triage.yaml")
TABLE = TABLE_FILE.row(TriageTable, TABLE_FILE.data, ())
COUNT, SEED = 1500, 11


@pytest.fixture(scope="module")
def planted() -> tuple[dict[str, AlertDraft], dict[str, str], Truth]:
    """Drafts by file with their file descriptions joined, reasons of what was refused, and the truth."""
    documents, truth = compose(COUNT, seed=SEED, malformed=True)
    drafts, refused, files = {}, {}, defaultdict(list)
    for document in documents:
        try:
            for draft in parse(document.data, name=document.name):
                if isinstance(draft, AlertDraft):
                    drafts[document.name] = draft
                else:
                    files[draft.report_id].append(draft.file)
        except Malformed as error:
            refused[document.name] = error.code
    for draft in drafts.values():
        draft.files.extend(files[draft.report_id])
    return drafts, refused, truth


def test_the_same_seed_makes_the_same_alerts_and_another_seed_others():
    assert compose(200, seed=1) == compose(200, seed=1)
    assert compose(200, seed=1)[0] != compose(200, seed=2)[0]


@pytest.mark.parametrize("count", [1, 7, 100, 601])
def test_exactly_as_many_reports_are_made_as_were_asked_for(count):
    assert len(compose(count, seed=3, malformed=True)[1].items) == count


def test_every_kind_is_planted_in_both_formats(planted):
    seen = {(item.kind, item.file.rsplit(".")[-1]) for item in planted[2].items}
    kinds = {
        "plain",
        "noise",
        "urgent",
        "viral",
        "informational",
        "campaign",
        "replay_of",
        "version_of",
        "sibling_of",
        "malformed",
    }
    assert seen == {(kind, form) for kind in kinds for form in ("xml", "json")}


def test_the_truth_lies_outside_what_is_imported(tmp_path):
    truth = generate(60, seed=5, out=tmp_path)
    files = {str(path.relative_to(tmp_path / "alerts")) for path in (tmp_path / "alerts").rglob("*.*")}
    assert files == {item.file for item in truth.items} | {name for name, _ in truth.files}
    assert json.loads((tmp_path / "truth.json").read_text("utf-8")) == json.loads(json.dumps(truth.as_json()))


def test_two_sets_of_alerts_never_mix(tmp_path):
    generate(5, seed=5, out=tmp_path)
    with pytest.raises(FileExistsError):
        generate(5, seed=6, out=tmp_path)


def test_the_same_alerts_come_as_zip_and_as_lines(tmp_path, capsys):
    main([str(tmp_path), "--count", "40", "--seed", "2", "--shape", "zip"])
    assert json.loads(capsys.readouterr().out)["reports"] == 40
    with zipfile.ZipFile(tmp_path / "alerts.zip") as archive:
        assert len(archive.namelist()) >= 40
    generate(40, seed=2, out=tmp_path, shape="ndjson")
    lines = (tmp_path / "alerts.ndjson").read_bytes().splitlines()
    assert len({json.loads(line)["reportId"] for line in lines}) < len(lines) == 40


def test_exactly_the_malformed_are_refused(planted):
    _, refused, truth = planted
    assert set(refused) == {item.file for item in truth.of_kind("malformed")}


def test_every_report_is_read_under_its_own_number(planted):
    drafts, _, truth = planted
    expected = {item.file: item.report_id for item in truth.items if item.kind != "malformed"}
    assert {name: draft.report_id for name, draft in drafts.items()} == expected


def test_a_replay_reads_the_same_and_a_version_does_not(planted):
    drafts, _, truth = planted
    first = first_files(truth)
    for item in truth.items:
        if item.kind in ("replay_of", "version_of"):
            same = drafts[item.file].digest() == drafts[first[item.of]].digest()
            assert same == (item.kind == "replay_of"), item


def test_a_sibling_shares_the_account_and_half_name_the_earlier_report(planted):
    drafts, _, truth = planted
    first = first_files(truth)
    named = Counter()
    for item in truth.of_kind("sibling_of"):
        draft = drafts[item.file]
        assert accounts(draft) == accounts(drafts[first[item.of]])
        named[item.of in {*draft.prior_reports, *draft.persons[0].prior_reports}] += 1
    assert named[True] > 10 < named[False]


def first_files(truth: Truth) -> dict[str, str]:
    return {one.report_id: one.file for one in truth.items if one.kind not in ("replay_of", "version_of")}


def accounts(draft: AlertDraft) -> set[str]:
    return {one.value for one in draft.identifiers if one.kind is IdKind.ACCOUNT and one.party == "reported"}


def test_a_campaign_is_one_file_in_many_accounts(planted):
    drafts, _, truth = planted
    waves = defaultdict(list)
    for item in truth.of_kind("campaign"):
        waves[item.campaign].append(drafts[item.file])
    assert len(waves) > 5
    for wave in waves.values():
        assert len({value for draft in wave for file in draft.files for value in file.hashes.values()}) == 1
        assert len(set.union(*map(accounts, wave))) == len(wave)


def test_every_urgent_alert_is_in_the_first_two_tiers_and_no_viral_or_informational_one_is(planted):
    drafts, _, truth = planted
    tiers = defaultdict(Counter)
    for item in truth.items:
        if item.kind != "malformed":
            judged = assess(drafts[item.file], table=TABLE, now=UNTIL, seen_hashes={})
            tiers[item.nature][judged.tier] += 1
    assert set(tiers["urgent"]) <= {1, 2}
    assert not {1, 2} & (set(tiers["viral"]) | set(tiers["informational"]))
    high = sum(count[1] + count[2] for count in tiers.values())
    assert high < 0.1 * len(drafts)

"""Whatever somebody does to an exported file, it is found, and it is said where."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from hilo.evidence import export_case
from hilo.evidence.standalone import verify_hilo
from hilo.ledger.seal import public_key
from tests.evidence import exports

HOUR = 3_600_000_000
PROVING = ("ledger.json", "checkpoints.json", "custody.json", "acts.json", "case.jsonld")


@pytest.fixture
def two(case, ana, beto, arrive, tmp_path, monkeypatch):
    """The files of an export, its bytes, and the files of an export of another case of the same institution."""
    monkeypatch.setattr(export_case, "validated", lambda data, folder: "not checked here")
    other = arrive("OCN-0002").case
    exports.an_item(other, ana, now=timezone.now() - timedelta(days=1))
    theirs = exports.files_of(exports.exported(other, ana, tmp_path))
    data = exports.exported(exports.full_case(case, ana, beto), ana, tmp_path)
    return exports.files_of(data), data, theirs


def parsed(files, name):
    return json.loads(files[name])


def changed(files, name, value, **manifest):
    """The same with one JSON file changed, and the manifest computed anew."""
    return exports.rebuilt(files | {name: json.dumps(value).encode()}, **manifest)


# Each takes (random, files, bytes, files of another case) and gives bytes.


def a_byte_flipped(random, files, data, theirs):
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ random.randrange(1, 256)]) + data[at + 1 :]


def a_byte_flipped_inside(random, files, data, theirs):
    name = random.choice(sorted(set(files) - {"manifest.json"}))
    at = random.randrange(len(files[name]))
    return exports.rebuilt(
        files | {name: files[name][:at] + bytes([files[name][at] ^ 1]) + files[name][at + 1 :]}
    )  # fmt: skip


def two_files_swapped(random, files, data, theirs):
    one, other = random.sample(sorted(files), 2)
    swapped = files | {one: files[other], other: files[one]}
    readable = "manifest.json" not in (one, other)
    return exports.rebuilt(swapped) if readable and random.random() < 0.5 else verify_hilo.build(swapped)


def a_file_removed(random, files, data, theirs):
    gone = random.choice(sorted(files))
    left = {name: content for name, content in files.items() if name != gone}
    readable = gone != "manifest.json"
    return exports.rebuilt(left) if readable and random.random() < 0.5 else verify_hilo.build(left)


def a_file_added(random, files, data, theirs):
    more = files | {random.choice(["stamps/000001-1.tsr", "otro.txt", "A.json"]): random.randbytes(40)}
    return exports.rebuilt(more) if random.random() < 0.5 else verify_hilo.build(more)


def cut(random, files, data, theirs):
    return data[: random.randrange(len(data))]


def lengthened(random, files, data, theirs):
    at = random.choice([0, len(data), random.randrange(len(data))])
    return data[:at] + random.randbytes(random.randrange(1, 50)) + data[at:]


def packed_again(random, files, data, theirs):
    target = io.BytesIO()
    names = random.sample(sorted(files), len(files))
    with zipfile.ZipFile(target, "w", random.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as made:
        for name in names:
            made.writestr(name, files[name])
    return target.getvalue()


def a_checkpoint_of_another_case(random, files, data, theirs):
    mine, other = parsed(files, "checkpoints.json"), parsed(theirs, "checkpoints.json")
    if random.random() < 0.5:
        return changed(files, "checkpoints.json", other)
    at = random.randrange(len(mine["checkpoints"]))
    mine["checkpoints"][at] = random.choice(other["checkpoints"])
    return changed(files, "checkpoints.json", mine)


def a_file_of_another_case(random, files, data, theirs):
    name = random.choice(PROVING)
    return exports.rebuilt(files | {name: theirs[name]})


def a_checkpoint_removed(random, files, data, theirs):
    told = parsed(files, "checkpoints.json")
    del told["checkpoints"][random.randrange(1, len(told["checkpoints"]))]
    return changed(files, "checkpoints.json", told)


def a_checkpoint_moved_in_time(random, files, data, theirs):
    told = parsed(files, "checkpoints.json")
    random.choice(told["checkpoints"])["at"] += random.choice([-24, -1, 1, 24]) * HOUR
    return changed(files, "checkpoints.json", told)


def the_clock_moved(random, files, data, theirs):
    told = parsed(files, "ledger.json")
    row = random.choice(told["entries"])
    moved = random.choice([-48, -1, 1, 48]) * HOUR
    for name in random.choice([("at",), ("entered_at",), ("happened_at",), ("at", "entered_at", "happened_at")]):
        (row if name == "at" else row["event"])[name] += moved
    return changed(files, "ledger.json", told)


def an_event_changed(random, files, data, theirs):
    told = parsed(files, "ledger.json")
    row = random.choice(told["entries"])
    name, value = random.choice([("facts", "{}"), ("note", "00" * 32), ("by", 77)])
    row["event"][name] = value
    return changed(files, "ledger.json", told)


def an_entry_removed(random, files, data, theirs):
    told = parsed(files, "ledger.json")
    del told["entries"][random.randrange(len(told["entries"]))]
    if random.random() < 0.5:
        for n, row in enumerate(told["entries"], 1):
            row["seq"] = n
    return changed(files, "ledger.json", told, entries=len(told["entries"]))


def the_log_cut(random, files, data, theirs):
    told = parsed(files, "ledger.json")
    left = random.randrange(1, len(told["entries"]))
    told["entries"] = told["entries"][:left]
    rows = parsed(files, "checkpoints.json")
    if random.random() < 0.5:  # and the checkpoints that saw more
        rows["checkpoints"] = [one for one in rows["checkpoints"] if one.get("leaf", {}).get("length", 0) <= left]
    files = files | {"checkpoints.json": json.dumps(rows).encode()}
    return changed(files, "ledger.json", told, entries=left)


def the_chain_forked(random, files, data, theirs):
    """From one entry on another past, with every hash right."""
    told = parsed(files, "ledger.json")
    start = random.randrange(len(told["entries"]))
    told["entries"][start]["event"]["facts"] = '{"otra":1}'
    return changed(files, "ledger.json", linked(told, start))


def linked(told, start):
    """The entries from there on, with digests and hashes computed anew."""
    chain = bytes.fromhex(told["chain"])
    for row in told["entries"][start:]:
        before = told["entries"][row["seq"] - 2]["hash"] if row["seq"] > 1 else "00" * 32
        subject = bytes.fromhex(row["subject"])
        content = verify_hilo.event_digest(subject, chain, row["kind"], row["event"])
        row["prev"], row["content"] = before, content.hex()
        made = verify_hilo.entry_hash(
            chain, row["seq"], row["kind"], subject, content, row["at"], bytes.fromhex(before)
        )
        row["hash"] = made.hex()
    return told


def custody_back_dated(random, files, data, theirs):
    """A step says that it happened earlier; sometimes with every hash of the item and of the ledger made to fit."""
    told, ledger = parsed(files, "custody.json"), parsed(files, "ledger.json")
    item = random.choice(told["items"])
    first = random.randrange(len(item["steps"]))
    fits = random.random() < 0.5
    for n, step in enumerate(item["steps"][first:], first):
        body = json.loads(step["body"])
        body["happened_at"] -= 30 * HOUR if n == first else 0
        step["body"] = verify_hilo.canonical(body).decode()
        if fits:
            rehashed(step, item["steps"][n - 1]["hash"] if n else "00" * 32, body, ledger)
    files = files | {"custody.json": json.dumps(told).encode()}
    return changed(files, "ledger.json", linked(ledger, 0) if fits else ledger)


def rehashed(step, before, body, ledger):
    step["hash"] = hashlib.sha256(b"hilo custody 1\0" + bytes.fromhex(before) + step["body"].encode()).hexdigest()
    event = next(one["event"] for one in ledger["entries"] if one["subject"] == step["event"])
    event["happened_at"] = body["happened_at"]
    event["facts"] = verify_hilo.canonical(json.loads(event["facts"]) | {"hash": step["hash"]}).decode()


def custody_changed(random, files, data, theirs):
    told = parsed(files, "custody.json")
    item = random.choice(told["items"])
    step = random.choice(item["steps"])
    how = random.randrange(6)
    if how == 0:
        item["steps"].remove(step)
    elif how == 1:
        item["steps"].append(step)
    elif how == 2:
        step["told"]["holder"]["text"] = "Otra persona"
    elif how == 3:
        step["signature"] = random.randbytes(64).hex()
    elif how == 4:
        told["items"].remove(item)
    else:
        item["sha256"] = "ef" * 32
    return changed(files, "custody.json", told)


def acts_changed(random, files, data, theirs):
    told = parsed(files, "acts.json")
    act = random.choice(told["acts"])
    how = random.randrange(3)
    if how == 0:
        act["state"] = "done"
    elif how == 1:
        told["acts"].remove(act)
    else:
        random.choice(act["steps"])["happened_at"] -= HOUR
    return changed(files, "acts.json", told)


def the_case_file_changed(random, files, data, theirs):
    told = parsed(files, "case.jsonld")
    kinds = ("inv:exhibitNumber", "act:startTime", "types:hashValue")
    node = random.choice([one for one in _nodes(told) if set(kinds) & set(one)])
    name = next(one for one in kinds if one in node)
    node[name] = "EX-0009" if name == kinds[0] else {"@value": "2020-01-01T00:00:00+00:00"}
    return changed(files, "case.jsonld", told)


def _nodes(value):
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(part)


def words_changed(random, files, data, theirs):
    """What only the manifest's signature holds."""
    name = random.choice(["LEAME.txt", "index.pdf", "verify_hilo.py"])
    return exports.rebuilt(files | {name: files[name] + b" "})


def the_manifest_changed(random, files, data, theirs):
    more = random.choice(
        [{"redacted": True}, {"case": "H-0000-0000"}, {"made_at": "2020"}, {"keys": {}}, {"links": False}]
    )
    return exports.rebuilt(files, **more)


EDITS = {one.__name__: one for one in (
    a_byte_flipped, a_byte_flipped_inside, two_files_swapped, a_file_removed, a_file_added, cut, lengthened,
    packed_again, a_checkpoint_of_another_case, a_file_of_another_case, a_checkpoint_removed,
    a_checkpoint_moved_in_time, the_clock_moved, an_event_changed, an_entry_removed, the_log_cut, the_chain_forked,
    custody_back_dated, custody_changed, acts_changed, the_case_file_changed, words_changed, the_manifest_changed,
)}  # fmt: skip
# What the layer itself must say, whatever the manifest's signature says.
SAID = {
    "cut": {"cut", "not_zip", "container"},
    "packed_again": {"packed", "container"},
    "a_checkpoint_of_another_case": {"inclusion", "checkpoint_order", "checkpoint_gap", "checkpoint_fork", "uncovered"},
    "a_file_of_another_case": {"other_case", "inclusion", "item_unvouched", "step_missing", "act_missing", "case_code"},
    "a_checkpoint_removed": {"checkpoint_gap", "uncovered"},
    "a_checkpoint_moved_in_time": {"checkpoint_signature"},
    "the_clock_moved": {"event_altered", "entry_altered"},
    "an_event_changed": {"event_altered"},
    "an_entry_removed": {"entry_place", "chain_broken", "log_cut"},
    "the_log_cut": {"log_cut", "uncovered", "step_unvouched", "act_unvouched", "item_unvouched"},
    "the_chain_forked": {"fork"},
    "custody_back_dated": {"step_altered", "step_signature", "fork"},
    "custody_changed": {
        "step_place", "step_altered", "commitment", "step_signature", "item_missing", "item_hash", "step_missing",
    },
    "acts_changed": {"act_state", "act_missing", "act_unvouched"},
    "the_case_file_changed": {"case_exhibits", "case_step", "manifest_signature"},
}  # fmt: skip


def test_five_hundred_edits_are_each_rejected_with_a_place(two):
    files, data, theirs = two
    assert verify_hilo.verify(data)["ok"]
    names, missed = list(EDITS), []
    for seed in range(500):
        random, name = Random(seed), names[seed % len(names)]
        edited = EDITS[name](random, files, data, theirs)
        if edited == data:
            continue
        found = verify_hilo.verify(edited)
        placed = found["broken"] and all(one["file"] and one["why"] for one in found["broken"])
        if found["ok"] or not placed or found["proven"] or (name in SAID and not exports.codes(found) & SAID[name]):
            missed.append((seed, name, found["broken"][:3]))
    assert missed == []


def test_a_manifest_signed_anew_by_a_stranger_is_only_believed_without_the_key(two):
    files, _, _ = two
    mine = Ed25519PrivateKey.generate()
    public = mine.public_key().public_bytes_raw()
    keys = json.loads(files["manifest.json"])["keys"] | {hashlib.sha256(public).hexdigest()[:16]: public.hex()}
    told = parsed(files, "custody.json")
    told["items"][0]["description"] = "Otra cosa"
    edited = exports.files_of(changed(files, "custody.json", told, key=public.hex(), keys=keys))
    edited["manifest.sig"] = mine.sign(b"hilo export manifest 1\0" + edited["manifest.json"]).hex().encode()
    data = verify_hilo.build(edited)
    believed = verify_hilo.verify(data)
    assert (believed["ok"], "more_keys" in exports.codes({"broken": believed["notes"]})) == (True, True)
    assert any("Compárela" in line for line in believed["not_proven"])
    assert exports.codes(verify_hilo.verify(data, key=public_key().hex())) == {"other_key"}
    told["items"][0]["steps"][0]["told"]["place"]["text"] = "Otro lugar"
    forged = exports.files_of(changed(edited, "custody.json", told))
    forged["manifest.sig"] = mine.sign(b"hilo export manifest 1\0" + forged["manifest.json"]).hex().encode()
    assert exports.codes(verify_hilo.verify(verify_hilo.build(forged))) == {"commitment"}


def test_where_it_does_not_hold_is_said_to_the_entry_and_to_the_step(two):
    files, _, _ = two
    told = parsed(files, "ledger.json")
    told["entries"][4]["event"]["happened_at"] -= HOUR
    found = verify_hilo.verify(changed(files, "ledger.json", told))
    assert ("ledger.json", "entrada 5") in {(one["file"], one["where"]) for one in found["broken"]}
    told = parsed(files, "custody.json")
    del told["items"][1]["steps"][2]
    found = verify_hilo.verify(changed(files, "custody.json", told))
    assert ("custody.json", "EX-0002 paso 3") in {(one["file"], one["where"]) for one in found["broken"]}
    assert "EX-0002 paso 3" in verify_hilo.words(found)

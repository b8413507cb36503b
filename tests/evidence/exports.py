"""A case with acts, items and custody, exported; and a zip taken apart and put together again by somebody else."""

import hashlib
import json

from django.utils import timezone

from hilo.evidence import actions, export
from hilo.evidence.standalone import verify_hilo
from hilo.investigation import actions as acts
from hilo.ledger import checkpoint
from hilo.reference import pack

HOLDER = "Perita inventada"


def full_case(case, by, colleague):
    """Two acts, one ordered; three items with custody; checkpoints in between, so that there is a past to fake."""
    now = timezone.now()
    adopted = _acts(case, by)
    phone = an_item(case, by, sha256="ab" * 32, act=adopted[0])
    for kind in ("collected", "packaged"):
        actions.record(item=phone, kind=kind, by=by, now=timezone.now(), holder=HOLDER, seal="S-001")
    checkpoint.make(now)
    disk = an_item(case, by, origin="provider", form="file", sha256="cd" * 32, size=4047)
    given = actions.give(item=disk, to_institution="", to_person=HOLDER, by=by, now=timezone.now(), place="Bodega 3")
    actions.receive(transfer=given, by=colleague, now=timezone.now(), reference="Acuse 7")
    actions.record(item=disk, kind="examined", by=by, now=timezone.now(), holder=HOLDER)
    checkpoint.make(timezone.now())
    an_item(case, by, derived_from=disk, form="file", sha256="cd" * 32)
    return case


def an_item(case, by, *, now=None, **more):
    """An item with the first step of its custody."""
    told = {"form": "device", "origin": "scene", "description": "Teléfono con funda azul", "holder": HOLDER}
    return actions.register(case=case, by=by, now=now or timezone.now(), **told | more)


def _acts(case, by):
    types = [kind for kind in pack().acts.values() if not kind.needs_target][:2]
    made = acts.adopt(
        case=case, adoptions=[acts.Adoption(one.code) for one in types], by=by, now=timezone.now()
    )  # fmt: skip
    acts.move(act=made[0], to="ordered", by=by, now=timezone.now(), note="Lo ordenó la jueza inventada.")
    return made


def exported(case, by, folder, *, redacted=False, name="expediente.zip"):
    """The bytes of an export."""
    out = folder / name
    export.write(case=case, out=out, by=by, now=timezone.now(), redacted=redacted, reason="Se entrega al juzgado.")
    return out.read_bytes()


def files_of(data):
    """What is inside, by name."""
    report = verify_hilo.Report(False)
    files = verify_hilo.unpack(data, report)
    assert report.broken == []
    return files


def rebuilt(files, **changed):
    """Put together as an export, with the manifest computed anew by somebody without the key.

    ``changed``: what the manifest says otherwise.
    """
    files = dict(files)
    manifest = json.loads(files["manifest.json"]) | changed
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in files.items()
        if name not in verify_hilo.UNLISTED
    }
    files["manifest.json"] = json.dumps(manifest).encode()
    return verify_hilo.build(files)


def codes(found):
    """The codes of what does not hold."""
    return {one["why"].split(":")[0] for one in found["broken"]}

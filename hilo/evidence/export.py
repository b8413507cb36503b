"""A case with everything that proves it, as one file that verifies without us (see ``standalone/verify_hilo.py``)."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

import hilo
from hilo.accounts.actions import log_read
from hilo.cases.access import Sight, sight_of, withheld_from
from hilo.cases.models import Case
from hilo.cases.thread import Weave
from hilo.evidence import export_case, export_index, export_ledger, export_policies, export_rows
from hilo.evidence.export_zip import packed, written
from hilo.evidence.standalone import verify_hilo
from hilo.ledger import checkpoint
from hilo.ledger.seal import key_id, known_public_keys, public_key
from hilo.lib.errors import BadInput, Denied

if TYPE_CHECKING:
    from hilo.accounts.models import User

VERIFIER = Path(verify_hilo.__file__)


@dataclass(frozen=True, slots=True)
class Export:
    """What an export is made of, all read at one moment. Rows as they are written to the files of the same name."""

    case: Case
    at: datetime
    redacted: bool
    entries: list[dict[str, Any]]
    checkpoints: list[dict[str, Any]]
    linked: bool
    items: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    stamps: dict[str, bytes]


def write(
    *, case: Case, out: Path, by: "User | None", now: datetime, redacted: bool = False, reason: str = ""
) -> dict[str, Any]:
    """Write the export of ``case`` to ``out``, which is replaced only when it is whole; and put it on the thread.

    ``by`` None: the operator, at the terminal. Returns what a command answers: ``case``, ``file``, ``sha256`` (of the
    zip), ``manifest`` (SHA-256), ``size``, ``redacted``, ``validated``, ``checkpoint``, ``checked``. Raises Denied
    when the person may not, or when the record of the case does not hold: what would not verify is not given away.
    """
    export_policies.check_can_export(case, by=by, redacted=redacted)
    gathered = _gather(case, by=by, now=now, redacted=redacted)
    data, manifest, valid = _made(gathered)
    found = verify_hilo.verify(data)
    if not found["ok"]:
        first = found["broken"][0]
        told = {"where": " ".join((first["file"], first["where"])), "why": first["why"]}
        raise Denied(_("El expediente no se exportó: no se puede comprobar (%(where)s, %(why)s).") % told)
    digest = hashlib.sha256(manifest).hexdigest()
    with _placed(out, data):
        _record(gathered, digest, by=by, now=now, reason=reason)
    return {
        "case": case.code,
        "file": str(out),
        "sha256": hashlib.sha256(data).hexdigest(),
        "manifest": digest,
        "size": len(data),
        "redacted": redacted,
        "validated": valid if isinstance(valid, str) else ("yes" if valid else "no"),
        "checkpoint": gathered.checkpoints[-1]["number"],
        "checked": found["checked"],
    }


@transaction.atomic
def _gather(case: Case, *, by: "User | None", now: datetime, redacted: bool) -> Export:
    """Sign a checkpoint, so that the last entry is vouched for, and read everything while nothing can be added."""
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    sight = None if redacted else (sight_of(held, by, now) if by else Sight(withheld_from(held, held.institution)))
    checkpoint.make(now)
    entries = export_ledger.chain_of(held)
    checkpoints, linked = export_ledger.checkpoints_of(held.pk)
    return Export(
        held,
        now,
        redacted,
        entries,
        checkpoints,
        linked,
        export_rows.items_of(held, sight),
        export_rows.acts_of(held, sight),
        export_ledger.stamps_of(checkpoints),
    )


def _made(told: Export) -> tuple[bytes, bytes, bool | str]:
    """The zip, its manifest, and whether the CASE file conforms."""
    case, chain = told.case, told.case.pk
    with override("es"):
        graph = export_case.graph_of(
            chain=chain,
            code=case.code,
            is_open=case.is_open,
            institution=case.institution,
            items=told.items,
            acts=told.acts,
        )
        index = export_index.pdf(told)
    files = {
        "LEAME.txt": export_index.read_me(told),
        "acts.json": written({"v": 1, "acts": told.acts}),
        "case.jsonld": written(graph),
        "checkpoints.json": written({"v": 1, "checkpoints": told.checkpoints}),
        "custody.json": written({"v": 1, "items": told.items}),
        "index.pdf": index,
        "ledger.json": written({"v": 1, "chain": chain.hex, "entries": told.entries}),
        "verify_hilo.py": VERIFIER.read_bytes(),
        **told.stamps,
    }
    with TemporaryDirectory() as folder:
        valid = export_case.validated(files["case.jsonld"], Path(folder))
    return *packed(files, _manifest(told, valid)), valid


def _manifest(told: Export, valid: bool | str) -> Mapping[str, Any]:
    used = {one["key"] for one in told.checkpoints} | {step["key"] for item in told.items for step in item["steps"]}
    public = {key.hex(): one.hex() for key, one in known_public_keys().items()}
    mine = public_key()
    return {
        "case": told.case.code,
        "chain": told.case.pk.hex,
        "institution": told.case.institution,
        "made_at": told.at.isoformat(),
        "hilo": hilo.__version__,
        "redacted": told.redacted,
        "entries": len(told.entries),
        "links": told.linked,
        "validated": valid,
        "key": mine.hex(),
        "keys": {name: key for name, key in public.items() if name in {*used, key_id(mine).hex()}},
    }


@transaction.atomic
def _record(told: Export, digest: str, *, by: "User | None", now: datetime, reason: str) -> None:
    if by is not None and not told.redacted:
        log_read(user=by, subject_kind="case", subject_id=told.case.pk, field="export", reason=reason[:240])
    weave = Weave(now=now, by=by)
    weave.hold([told.case.pk])
    facts = {"manifest": digest, "redacted": told.redacted, "entries": len(told.entries)}
    weave.event(weave.cases[told.case.pk], "evidence.exported", facts=facts, note=reason.strip())
    weave.write()


@contextmanager
def _placed(out: Path, data: bytes) -> Iterator[None]:
    """Put the file where it was asked for, in one step, once what is done meanwhile has held; readable by its owner."""
    part = out.with_name(out.name + ".part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            target.write(data)
        yield
        part.replace(out)
    except OSError as wrong:
        raise BadInput(
            _("No se puede escribir en «%(where)s»: %(why)s.") % {"where": out, "why": wrong.strerror}
        ) from None
    finally:
        part.unlink(missing_ok=True)

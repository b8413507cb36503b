"""Documents come in through one door, sealed; their content can be erased for good with a reason."""

import hashlib
from datetime import datetime

from django.db import transaction

from hilo.accounts.actions import log_read
from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text, vault
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.cases.policies import check_unchanged
from hilo.cases.thread import Weave
from hilo.evidence import document_policies as policies
from hilo.evidence import documents
from hilo.evidence.models import Document
from hilo.investigation.models import Act, Request
from hilo.lib.ids import uuid7


@transaction.atomic
def keep(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    name: str,
    content: bytes,
    media_type: str,
    kind: str,
    by: User,
    now: datetime,
    act: Act | None = None,
    request: Request | None = None,
    revision: int | None = None,
) -> Document:
    """Keep a document that consists of text. Raises Denied for any other, and then nothing of it stays."""
    documents.check(content, media_type)
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_keep(fresh, by=by, kind=kind, name=name, act=act, request=request)
    pk = uuid7()
    document = Document.objects.create(
        id=pk, case=fresh, act=act, request=request, kind=kind, media_type=media_type, size=len(content),
        name=seal_text(name.strip(), place=f"document.name:{pk}"),
        content=vault().seal(content, place=f"document.content:{pk}"),
        sha256=hashlib.sha256(content).hexdigest(), kept_at=now, kept_by=by,
    )  # fmt: skip
    facts = {"document": str(pk), "kind": kind, "sha256": document.sha256}
    weave.event(fresh, "document.kept", facts=facts, subject=pk)
    weave.write()
    return document


@transaction.atomic
def erase(*, document: Document, by: User, now: datetime, reason: str, revision: int | None = None) -> Document:
    """Erase content and title; that it was there, its hash, who erased it and why stay."""
    weave, fresh = _held(document.case, by=by, now=now, revision=revision)
    row = Document.objects.select_for_update().get(pk=document.pk)
    row.case = fresh
    policies.check_can_erase(row, by=by, reason=reason)
    row.content, row.erased_at, row.erased_by = None, now, by
    row.name = seal_text("", place=f"document.name:{row.pk}")
    row.save(update_fields=["content", "name", "erased_at", "erased_by"])
    facts = {"document": str(row.pk), "kind": row.kind}
    weave.event(fresh, "document.erased", facts=facts, note=reason, subject=row.pk)
    weave.write()
    return row


def opened(*, document: Document, by: User, sight: Sight) -> bytes:
    """The content, for somebody who may see it; the look is logged first. Raises Denied."""
    policies.check_can_open(document, by=by, sight=sight)
    log_read(user=by, subject_kind="document", subject_id=document.pk, field="content", reason=sight.reason())
    return vault().open(bytes(document.content or b""), place=f"document.content:{document.pk}")


def _held(case: Case, *, by: User, now: datetime, revision: int | None) -> tuple[Weave, Case]:
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    check_unchanged(weave.cases[case.pk], revision)
    return weave, weave.cases[case.pk]

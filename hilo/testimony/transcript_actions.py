"""Transcripts come in whole and are kept for good: bytes, hash, words. What stands beside them is made elsewhere."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hilo.accounts.actions import log_read
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text, seal_text
from hilo.cases.access import Sight, withheld_from
from hilo.cases.models import Case
from hilo.cases.policies import Changed, check_holds, check_reason
from hilo.lib.errors import BadInput, Denied
from hilo.lib.ids import uuid7
from hilo.testimony import kept, policies, transcript_policies
from hilo.testimony.held import held
from hilo.testimony.models import Draft, Interview, Transcript
from hilo.testimony.transcripts.model import Transcript as Words
from hilo.testimony.transcripts.reading import read

# What is to be made of a transcript once it is kept, such as the suggested kind of each question: called inside the
# transaction with the row, who kept it and when.
AFTER_KEEP: list[Callable[[Transcript, User, datetime], None]] = []


@transaction.atomic
def keep(
    *,
    interview: Interview,
    data: bytes,
    by: User,
    now: datetime,
    name: str = "",
    typed: bool = False,
    revision: int | None = None,
) -> Transcript:
    """Keep a transcript of an interview. Raises Denied for what is no text, too large, or kept before."""
    policies.check_can_code(interview.case, by=by)
    words = read_or_refuse(data, name)  # a long one takes seconds, in which nobody is to wait for the case
    weave, fresh = held(interview.case, by=by, now=now, revision=revision)
    policies.check_can_code(fresh, by=by)
    interview.refresh_from_db()
    transcript_policies.check_begun(interview)
    if Transcript.objects.filter(case=fresh, sha256=words.sha256).exists():
        raise Denied(_("Esta transcripción ya está guardada en el caso, igual byte por byte."))
    row = Transcript(
        case=fresh, child_id=interview.child_id, interview=interview, number=_next_number(fresh), typed=typed,
        kept_at=now, kept_by=by,
    )  # fmt: skip
    kept.sealed(row, words)
    row.save(force_insert=True)
    facts = {"transcript": str(row.pk), "number": row.number, "sha256": row.sha256}
    weave.event(fresh, "transcript.kept", facts=facts, subject=row.pk)
    weave.write()
    for after in AFTER_KEEP:
        after(row, by, now)
    return row


def read_or_refuse(data: bytes, name: str = "") -> Words:
    """What a reader makes of the bytes. Raises Denied for what is no text, too large, a picture, or nobody's words."""
    try:
        words = read(data, name)
    except BadInput as wrong:
        raise Denied(str(wrong)) from None
    transcript_policies.check_no_picture(words)
    return words


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody is typing. ``version`` tells one saving from the next; "" before the first."""

    text: str = ""
    version: str = ""


def draft_of(interview: Interview, by: User) -> Typed:
    """What this person has typed of an interview and not kept yet; the look is logged."""
    row = Draft.objects.filter(interview=interview, by=by).first()
    if row is None:
        return Typed()
    log_read(user=by, subject_kind="draft", subject_id=row.pk, field="text")
    return Typed(open_text(row.text, place=f"draft.text:{row.pk}"), _version(row))


def _version(row: Draft) -> str:
    return row.saved_at.isoformat()


@transaction.atomic
def save_draft(*, interview: Interview, text: str, by: User, now: datetime, version: str = "") -> str:
    """Keep what is being typed, for who types it alone; gives its new version.

    Raises Changed when another window saved since ``version``, so that it does not write over what is there.
    """
    policies.check_can_code(interview.case, by=by)
    transcript_policies.check_begun(interview)
    policies.check_text(text)
    row = Draft.objects.select_for_update().filter(interview=interview, by=by).first()
    if (_version(row) if row else "") != version:
        raise Changed(_("Este borrador cambió en otra ventana. Compare los dos textos y guarde el que valga."))
    row = row or Draft(id=uuid7(), interview=interview, by=by)
    row.text, row.saved_at = seal_text(text, place=f"draft.text:{row.pk}"), now
    row.save()
    return _version(row)


def digest_of(text: str) -> str:
    """By which a text is known again: of its bytes as they would be kept."""
    return hashlib.sha256(_bytes(text)).hexdigest()


def read_typed(text: str) -> Words:
    """How a typed text is read. Raises Denied."""
    return read_or_refuse(_bytes(text))


def _bytes(text: str) -> bytes:
    """UTF-8 with LF: a browser sends CRLF for every end of a line."""
    return text.replace("\r\n", "\n").encode("utf-8", "replace")


@transaction.atomic
def keep_typed(
    *, interview: Interview, text: str, looked: str, by: User, now: datetime, revision: int | None = None
) -> Transcript:
    """What was typed becomes a transcript, for good, and the draft goes.

    ``looked``: digest of the text of which the person saw how it is read. Raises Denied.
    """
    transcript_policies.check_looked_at(looked=looked, digest=digest_of(text))
    row = keep(interview=interview, data=_bytes(text), typed=True, by=by, now=now, revision=revision)
    Draft.objects.filter(interview=interview, by=by).delete()
    return row


@transaction.atomic
def taken_out(
    *, transcript: Transcript, form: str, reason: str, by: User, now: datetime, revision: int | None = None
) -> Words:
    """The words, for somebody who takes them out of Hilo with a reason; the look and the event are written first."""
    weave, fresh = held(transcript.case, by=by, now=now, revision=revision)
    check_holds(fresh, by, Permission.TESTIMONY_EXPORT)
    check_reason(reason)
    policies.check_can_read(by=by, sight=Sight(withheld_from(fresh, by.institution)), kept_at=transcript.kept_at)
    log_read(user=by, subject_kind="transcript", subject_id=transcript.pk, field="export", reason=reason[:240])
    facts = {"transcript": str(transcript.pk), "number": transcript.number, "form": form}
    weave.event(fresh, "testimony.exported", facts=facts, note=reason, subject=transcript.pk)
    weave.write()
    return kept.words_of(transcript)


def _next_number(case: Case) -> int:
    last: int | None = Transcript.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1

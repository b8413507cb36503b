"""The confirmed codes of a case for other programs (REFI-QDA): what people said, never what the machine suggests.

People travel under the name that Hilo shows; children and cases under numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.actions import log_read
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight, withheld_from
from hilo.cases.models import Case
from hilo.cases.policies import check_holds, check_reason
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import kept, policies
from hilo.testimony.held import held
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.label_words import LABEL_WORDS
from hilo.testimony.models import Layer, Mark, MarkState, Transcript
from hilo.testimony.refi import RefiCode, RefiCoding, RefiProject, RefiSource, RefiUser, guid, sync_points
from hilo.testimony.refi import write_qdc as qdc
from hilo.testimony.refi import write_qdpx as qdpx
from hilo.testimony.transcripts.model import Transcript as Words
from hilo.testimony.transcripts.reading import grouped

CODED = (Layer.PROMPT, Layer.SEGMENT)


def codes() -> list[RefiCode]:
    """The labels of questions and the indicators, each below a heading of its own."""
    asked = RefiCode(guid("layer", "prompt"), "Qué pide cada pregunta", codable=False)
    topics = RefiCode(guid("layer", "segment"), "Indicadores", codable=False)
    return [
        asked,
        *(RefiCode(guid("prompt", one), one, str(words), asked.guid) for one, words in LABEL_WORDS.items()),
        topics,
        *(
            RefiCode(guid("segment", one.id), f"{one.label.es} ({one.id})", one.id, topics.guid)
            for one in codebook().indicators
        ),
    ]


def codebook_file() -> bytes:
    """All codes without any words: a .qdc file."""
    return qdc(codes())


@transaction.atomic
def taken_out(*, case: Case, reason: str, by: User, now: datetime, revision: int | None = None) -> bytes:
    """The case's transcripts with their confirmed codes: a .qdpx file. Raises Denied; looks and event are written."""
    weave, fresh = held(case, by=by, now=now, revision=revision)
    check_holds(fresh, by, Permission.TESTIMONY_EXPORT)
    check_reason(reason)
    sight = Sight(withheld_from(fresh, by.institution))
    found = fresh.transcripts.select_related("interview").order_by("number")
    rows = [row for row in found if not policies.hidden(row.kept_at, sight)]
    if not rows:
        raise Denied(_("Este caso no tiene transcripciones que sacar."))
    try:
        data = qdpx(_project(fresh, rows, now))
    except BadInput as wrong:
        raise Denied(str(wrong)) from None
    for row in rows:
        log_read(user=by, subject_kind="transcript", subject_id=row.pk, field="export", reason=reason[:240])
    facts = {"form": "qdpx", "transcripts": len(rows)}
    weave.event(fresh, "testimony.exported", facts=facts, note=reason)
    weave.write()
    return data


def _project(case: Case, rows: Sequence[Transcript], now: datetime) -> RefiProject:
    marks = list(_confirmed(rows))
    people = {mark.by_id: mark.by for mark in marks}
    users = {pk: RefiUser(guid("user", str(pk)), f"{who.get_full_name()} ({pk})") for pk, who in people.items()}
    words = {row.pk: kept.words_of(row) for row in rows}
    sources = {
        row.pk: RefiSource(
            guid("transcript", str(row.pk)), f"Transcripción {row.number}", words[row.pk].text,
            sync_points(words[row.pk].utterances),
        )
        for row in rows
    }  # fmt: skip
    codings = tuple(_coding(mark, words[mark.transcript_id], sources, users) for mark in marks)
    return RefiProject(case.code, now, tuple(users.values()), tuple(codes()), tuple(sources.values()), codings)


def _confirmed(rows: Iterable[Transcript]) -> Iterable[Mark]:
    standing = Mark.objects.filter(
        transcript__in=list(rows), layer__in=CODED, state=MarkState.CONFIRMED, replaced__isnull=True
    )
    return standing.select_related("by").order_by("transcript__number", "turn", "at", "id")


def _coding(mark: Mark, words: Words, sources: Mapping[UUID, RefiSource], users: Mapping[int, RefiUser]) -> RefiCoding:
    group = grouped(words)[mark.turn - 1]
    start = mark.start if mark.start is not None else group[0].start
    end = mark.end if mark.end is not None else group[-1].end
    memo = " ".join(part for part in (mark.flags, mark.provenance, open_text(mark.body, place=mark.body_place)) if part)
    code = guid(mark.layer, mark.code)
    return RefiCoding(sources[mark.transcript_id].guid, start, end, code, users[mark.by_id].guid, mark.at, memo)

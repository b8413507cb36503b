"""A person marks a passage with an indicator, keeps an odd detail, answers a suggestion, and may take each back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.cases import access
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.lib.errors import Denied
from hilo.testimony import indicator_policies as policies
from hilo.testimony import indicator_suggestions as suggestions
from hilo.testimony import kept
from hilo.testimony.held import held
from hilo.testimony.indicator_queries import confirmed, states_of
from hilo.testimony.indicator_suggestions import Suggested
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.indicators.proposals import proposals
from hilo.testimony.models import Layer, Mark, MarkState, Run, Transcript


@dataclass(frozen=True, slots=True)
class Passage:
    """``start`` and ``end``: code points of ``Transcript.text``, end excluded; None for the whole turn."""

    turn: int
    start: int | None = None
    end: int | None = None

    @property
    def ends(self) -> dict[str, int | None]:
        """As arguments."""
        return {"start": self.start, "end": self.end}


@transaction.atomic
def mark(  # noqa: PLR0913 - every column of the row is named
    *,
    transcript: Transcript,
    passage: Passage,
    code: str,
    provenance: str,
    by: User,
    now: datetime,
    denied: bool = False,
    answers: Mark | None = None,
    revision: int | None = None,
) -> Mark:
    """Confirm an indicator on a passage. ``answers``: a row, not kept yet, that names the suggestion it confirms."""
    weave, fresh = held(transcript.case, by=by, now=now, revision=revision)
    policies.check_can_mark(fresh, transcript, by=by)
    policies.check_code(code)
    words = kept.words_of(transcript)
    policies.check_passage(words, turn=passage.turn, **passage.ends)
    policies.check_provenance(words, turn=passage.turn, provenance=provenance, denied=denied)
    policies.check_new(transcript, layer=Layer.SEGMENT, code=code, turn=passage.turn, **passage.ends)
    row = answers or Mark(transcript=transcript, layer=Layer.SEGMENT)
    row.code, row.turn, row.start, row.end = code, passage.turn, passage.start, passage.end
    row.state, row.version, row.at, row.by = MarkState.CONFIRMED, suggestions.version(), now, by
    row.provenance, row.first_by_child = provenance, not provenance.startswith("adult_first")
    row.denied = denied or provenance == "adult_first_denied"
    row.unanswered = provenance == "adult_first_unanswered"
    row.save(force_insert=True)
    weave.event(fresh, "indicator.confirmed", facts=_facts(fresh, row), subject=row.pk)
    weave.write()
    return row


@transaction.atomic
def withdraw(*, mark: Mark, by: User, now: datetime, reason: str, revision: int | None = None) -> Mark:
    """Take a passage or an odd detail back, with a reason; the row that said it stays."""
    transcript = mark.transcript
    weave, fresh = held(transcript.case, by=by, now=now, revision=revision)
    policies.check_can_mark(fresh, transcript, by=by)
    policies.check_can_withdraw(mark, reason=reason)
    row = Mark(
        transcript=transcript, layer=mark.layer, turn=mark.turn, start=mark.start, end=mark.end, code=mark.code,
        state=MarkState.REJECTED, run=mark.run, suggested=mark.suggested, version=mark.version, replaces=mark, at=now,
        by=by,
    )  # fmt: skip
    row.body = seal_text(reason.strip(), place=row.body_place)
    row.save(force_insert=True)
    if mark.layer == Layer.SEGMENT:
        weave.event(fresh, "indicator.withdrawn", facts=_facts(fresh, row), subject=row.pk)
    else:
        weave.event(fresh, "layer.saved", facts=_noted(row), subject=row.pk)
    weave.write()
    return row


@transaction.atomic
def keep_unusual(
    *, transcript: Transcript, passage: Passage, by: User, now: datetime, revision: int | None = None
) -> Mark:
    """Keep an odd detail as it was said: neither explained nor corrected."""
    weave, fresh = held(transcript.case, by=by, now=now, revision=revision)
    policies.check_can_mark(fresh, transcript, by=by)
    policies.check_passage(kept.words_of(transcript), turn=passage.turn, **passage.ends)
    policies.check_new(transcript, layer=Layer.NOTE, code=policies.NOTE, turn=passage.turn, **passage.ends)
    row = Mark.objects.create(
        transcript=transcript, layer=Layer.NOTE, code=policies.NOTE, turn=passage.turn, state=MarkState.CONFIRMED,
        at=now, by=by, **passage.ends,
    )  # fmt: skip
    weave.event(fresh, "layer.saved", facts=_noted(row), subject=row.pk)
    weave.write()
    return row


@transaction.atomic
def accept(
    *,
    transcript: Transcript,
    run: Run,
    key: str,
    provenance: str,
    by: User,
    now: datetime,
    denied: bool = False,
    revision: int | None = None,
) -> Mark:
    """Confirm one suggestion; how it came to be said is the person's answer."""
    one, row = _answer(transcript, run, key, by=by, now=now, revision=revision)
    passage = Passage(one.turn, one.start, one.end)
    return mark(
        transcript=transcript, passage=passage, code=one.indicator, provenance=provenance, denied=denied, answers=row,
        by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def reject(*, transcript: Transcript, run: Run, key: str, by: User, now: datetime, revision: int | None = None) -> Mark:
    """Discard one suggestion. It stays on the record that the machine had made it."""
    one, row = _answer(transcript, run, key, by=by, now=now, revision=revision)
    if row.replaces is not None:
        raise Denied(_answered())
    row.turn, row.start, row.end, row.code = one.turn, one.start, one.end, one.indicator
    row.state, row.version, row.at, row.by = MarkState.REJECTED, run.version, now, by
    row.save(force_insert=True)
    return row


def _answer(
    transcript: Transcript, run: Run, key: str, *, by: User, now: datetime, revision: int | None
) -> tuple[Suggested, Mark]:
    """The suggestion, and a row about it that is not kept yet. Raises Denied when somebody confirmed it already."""
    _weave, fresh = held(transcript.case, by=by, now=now, revision=revision)
    policies.check_can_mark(fresh, transcript, by=by)
    found = suggestions.opened(run, transcript=transcript, by=by, sight=_sight(fresh, by))
    one = next((one for one in found if one.key == key), None)
    before = suggestions.answers_to(run).get(key)
    if one is None or (before is not None and before.state == MarkState.CONFIRMED):
        raise Denied(_answered())
    return one, Mark(transcript=transcript, layer=Layer.SEGMENT, run=run, suggested=key, replaces=before)


def _answered() -> str:
    return _("Esa sugerencia ya tiene respuesta. Vuelva a abrir la página.")


def _sight(case: Case, by: User) -> Sight:
    return Sight(access.withheld_from(case, by.institution))


def _facts(case: Case, row: Mark) -> dict[str, Any]:
    """State of the indicator for this child as it is now, over all transcripts, and the acts it calls for."""
    since = access.withheld_from(case, case.institution).get("narratives")
    state = states_of(confirmed(case, row.transcript.child_id, since))[row.code]
    return {
        "transcript": str(row.transcript_id),
        "child": str(row.transcript.child_id),
        "indicator": row.code,
        "state": state.state,
        "acts": [one.act for one in proposals({row.code: state}, codebook())],
        "codebook": row.version,
    }


def _noted(row: Mark) -> dict[str, Any]:
    return {"layer": row.layer, "n": 1, "transcript": str(row.transcript_id)}

"""What the machine suggests about indicators: made when somebody asks for it, and read by whoever may.

Before the free narrative is closed there is nothing: no row, no count, no event. See docs/explanation/indicators.md.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.actions import log_read
from hilo.accounts.models import User
from hilo.accounts.sealing import open_text, seal_text
from hilo.cases.access import Sight
from hilo.lib.ids import uuid7
from hilo.testimony import indicator_policies as policies
from hilo.testimony import kept
from hilo.testimony.held import held
from hilo.testimony.indicator_words import lang
from hilo.testimony.indicators import places, suggest
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.models import Layer, Mark, Run, Transcript
from hilo.testimony.transcripts.model import Transcript as Words
from hilo.testimony.transcripts.model import Utterance
from hilo.testimony.transcripts.reading import grouped, turns


@dataclass(frozen=True, slots=True)
class Suggested:
    """``start`` and ``end``: code points of ``Transcript.text``; None where codes of the format stand in between."""

    key: str  # of this one within its run
    indicator: str
    turn: int
    start: int | None
    end: int | None
    words: str  # as said there
    listed: str
    negation: str
    by_adult: bool

    @property
    def why(self) -> str:
        """The reason, in the reader's language: the words matched, and what to look out for."""
        label = codebook().indicator(self.indicator).label.get(lang())
        told = {"said": self.words, "label": label, "listed": self.listed}
        parts = [_("Dice «%(said)s»; la lista de «%(label)s» tiene «%(listed)s».") % told]
        if self.negation:
            parts.append(_("Cerca hay una negación («%(word)s»): puede que diga que no.") % {"word": self.negation})
        if self.by_adult:
            parts.append(_("Lo dijo una persona adulta."))
        return " ".join((*parts, _("Lea el pasaje completo antes de confirmar o descartar.")))


def version() -> str:
    """Of the codebook: its number and its digest. What is marked today cites it."""
    return f"{codebook().version}:{codebook().hash}"


@transaction.atomic
def make(*, transcript: Transcript, by: User, sight: Sight, now: datetime) -> Run:
    """Look for the words of the codebook, once per version of it. Raises Denied for who may not read the result."""
    held(transcript.case, by=by, now=now)
    policies.check_can_read_suggestions(transcript, by=by, sight=sight)
    there = run_of(transcript)
    if there is not None:
        return there
    row = Run(id=uuid7(), transcript=transcript, layer=Layer.SEGMENT, version=version(), made_at=now, made_by=by)
    found = [asdict(one) for one in _found(kept.words_of(transcript))]
    row.body = seal_text(json.dumps(found, ensure_ascii=False), place=row.body_place)
    row.save(force_insert=True)
    return row


def run_of(transcript: Transcript) -> Run | None:
    """What there is by this version of the codebook."""
    return transcript.runs.filter(layer=Layer.SEGMENT, version=version()).first()


def opened(run: Run, *, transcript: Transcript, by: User, sight: Sight) -> list[Suggested]:
    """The suggestions in the order of the text, for who may read them; the look is logged first. Raises Denied."""
    policies.check_can_read_suggestions(transcript, by=by, sight=sight)
    log_read(user=by, subject_kind="transcript", subject_id=transcript.pk, field="suggestions", reason=sight.reason())
    return [Suggested(**one) for one in json.loads(open_text(run.body, place=run.body_place))]


def answers_to(run: Run) -> dict[str, Mark]:
    """What people said last of each suggestion, by its key."""
    marks = run.marks.filter(replaced__isnull=True).select_related("by").defer("body")
    return {mark.suggested: mark for mark in marks}


def _found(words: Words) -> Iterator[Suggested]:
    groups, said = grouped(words), {turn.number: turn.text for turn in turns(words)}
    for one in suggest.suggest(turns(words), codebook(), adults_too=True):
        start, end = _in_text(words, groups[one.turn - 1], said[one.turn], one)
        yield Suggested(
            key=f"{one.indicator}:{one.turn}:{one.start}-{one.end}", indicator=one.indicator, turn=one.turn,
            start=start, end=end, words=said[one.turn][one.start : one.end], listed=one.listed,
            negation=one.negation, by_adult=one.by_adult,
        )  # fmt: skip


def _in_text(
    words: Words, group: Iterable[Utterance], said: str, one: suggest.Suggestion
) -> tuple[int | None, int | None]:
    """The place in the text as received: the same words, as often before it as among the words said."""
    wanted = said[one.start : one.end]
    before = sum(start < one.start for start, _end in places.find(said, wanted))
    found = [
        (utterance.start + start, utterance.start + end)
        for utterance in group
        for start, end in places.find(words.text[utterance.start : utterance.end], wanted)
    ]
    return found[before] if len(found) == len(places.find(said, wanted)) else (None, None)

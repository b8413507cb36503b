"""A transcript as it stands on the pages that mark passages: its turns, and what the prompt before one proposes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from hilo.accounts.sealing import open_text
from hilo.lib.errors import BadInput
from hilo.testimony.coding.interview import code_interview
from hilo.testimony.details import AFTER, RUNS_ON
from hilo.testimony.indicator_actions import Passage
from hilo.testimony.indicators import places
from hilo.testimony.labels import family
from hilo.testimony.models import Layer, Mark, MarkState, Transcript
from hilo.testimony.transcripts.model import Transcript as Words
from hilo.testimony.transcripts.model import Utterance
from hilo.testimony.transcripts.reading import grouped, turns

AROUND = 40  # signs on each side of words that stand in a turn more than once


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn as received, with what stands beside it."""

    number: int
    by_child: bool
    said: tuple[Utterance, ...]
    marks: Sequence[tuple[Mark, str]]  # with their words, "" for the whole turn


class Several(BadInput):
    """The words stand in the turn more than once. ``choices``: where each begins, with what is around."""

    def __init__(self, choices: Sequence[tuple[int, str, str, str]]) -> None:
        super().__init__(_("Esas palabras aparecen varias veces en el turno. Elija cuáles."))
        self.choices = choices


def rows(words: Words, marks: Iterable[Mark]) -> list[TurnRow]:
    """Every turn with its marks."""
    beside: dict[int, list[tuple[Mark, str]]] = {}
    for mark in marks:
        beside.setdefault(mark.turn, []).append((mark, quoted(words, mark)))
    return [
        TurnRow(number, group[0].role == "child", group, beside.get(number, ()))
        for number, group in enumerate(grouped(words), start=1)
    ]


def quoted(words: Words, mark: Mark) -> str:
    """The words of a mark, exactly as received."""
    return words.text[mark.start : mark.end] if mark.start is not None else ""


def passage_in(words: Words, *, turn: int, typed: str, at: int | None) -> Passage:
    """The place of what was typed or selected. Raises BadInput where it stands nowhere, Several where it is not one."""
    if not typed.strip():
        return Passage(turn)
    found = [
        (one, one.start + start, one.start + end)
        for one in grouped(words)[turn - 1]
        for start, end in places.find(words.text[one.start : one.end], typed)
    ]
    if not found:
        raise BadInput(_("No encuentro esas palabras en este turno. Cópielas tal como aparecen."))
    chosen = found if len(found) == 1 else [place for place in found if place[1] == at]
    if not chosen:
        raise Several([(start, *_around(words.text, one, start, end)) for one, start, end in found])
    return Passage(turn, *chosen[0][1:])


def _around(text: str, utterance: Utterance, start: int, end: int) -> tuple[str, str, str]:
    """Some whole words of the same stretch on each side."""
    before, after = text[utterance.start : start], text[end : utterance.end]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return before, text[start:end], after


def proposals(transcript: Transcript, words: Words) -> dict[int, str]:
    """For each turn of the child, how what is said there came to be said, by the prompt before it.

    What a person confirmed of the prompts counts before what the rules suggest. It is a proposal: a person decides.
    """
    spoken = turns(words)
    label = {one.turn: one.label for one in code_interview(spoken)}
    said = transcript.marks.filter(layer=Layer.PROMPT, state=MarkState.CONFIRMED, replaced__isnull=True)
    label |= dict(said.exclude(code="").values_list("turn", "code"))
    found, before = {}, ""
    for turn in spoken:
        if turn.by_child:
            found[turn.number] = AFTER.get(family(before), "spontaneous")
        elif label.get(turn.number, "") not in RUNS_ON:
            before = label.get(turn.number, "")
    return found


def quotes(marks: Iterable[Mark]) -> dict[UUID, str]:
    """The words of marks of any transcripts: one query. Whoever calls it has logged the look."""
    wanted = {mark.transcript_id for mark in marks}
    found = Transcript.objects.filter(pk__in=wanted).only("text") if wanted else ()
    texts = {row.pk: open_text(row.text, place=row.place("text")) for row in found}
    return {
        mark.pk: texts[mark.transcript_id][mark.start : mark.end] if mark.start is not None else "" for mark in marks
    }

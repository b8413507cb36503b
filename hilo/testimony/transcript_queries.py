"""A transcript as its page shows it: turns in pages of a hundred, and what stands beside each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from hilo.accounts.sealing import open_text
from hilo.testimony.models import Layer, Mark, MarkState, Transcript
from hilo.testimony.transcripts.model import Layer as Tier
from hilo.testimony.transcripts.model import Transcript as Words
from hilo.testimony.transcripts.model import Utterance
from hilo.testimony.transcripts.reading import grouped

AT_ONCE = 100  # turns on a page


@dataclass(frozen=True, slots=True)
class Beside:
    """A note or a translation: the row, its text, and the words it is about, "" for the whole turn."""

    mark: Mark
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn as received. ``prompt``: what a person said that it asks, None while nobody did."""

    number: int
    by_child: bool
    said: tuple[Utterance, ...]
    prompt: Mark | None
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the turns. ``pages``: how many there are; ``page``: this one, from 1."""

    rows: list[TurnRow]
    page: int
    pages: int


def page_of(row: Transcript, words: Words, asked: str) -> Page:
    """The page that was asked for, the first for anything else: one query, whatever the number of turns."""
    groups = grouped(words)
    pages = max(1, -(-len(groups) // AT_ONCE))
    page = int(asked) if asked.isascii() and asked.isdigit() and 1 <= int(asked[:6]) <= pages else 1
    first, last = (page - 1) * AT_ONCE + 1, page * AT_ONCE
    marks = current(row).filter(turn__range=(first, last)).select_related("by")
    prompts, beside = _by_turn(words, marks)
    numbered = enumerate(groups[first - 1 : last], start=first)
    return Page(
        [TurnRow(n, one[0].role == "child", one, prompts.get(n), tuple(beside.get(n, ()))) for n, one in numbered],
        page,
        pages,
    )


def current(row: Transcript) -> QuerySet[Mark]:
    """Marks that nothing replaces and nobody took back; indicators have pages of their own."""
    return (
        row.marks.filter(replaced__isnull=True, state=MarkState.CONFIRMED)
        .exclude(layer=Layer.SEGMENT)
        .exclude(layer=Layer.NOTE, code="unusual")
    )


def _by_turn(words: Words, marks: Iterable[Mark]) -> tuple[dict[int, Mark], dict[int, list[Beside]]]:
    prompts: dict[int, Mark] = {}
    beside: dict[int, list[Beside]] = {}
    for mark in marks:
        if mark.layer == Layer.PROMPT:
            prompts[mark.turn] = mark
        else:
            quoted = words.text[mark.start : mark.end] if mark.start is not None else ""
            text = open_text(mark.body, place=mark.body_place)
            beside.setdefault(mark.turn, []).append(Beside(mark, text, quoted))
    return prompts, beside


def confirmed_prompts(row: Transcript, words: Words) -> Tier:
    """What people said that adults' turns ask, as a tier: on the last utterance of each turn."""
    groups = grouped(words)
    marks = current(row).filter(layer=Layer.PROMPT).order_by("turn")
    return Tier("cod", {groups[one.turn - 1][-1].number: " ".join((one.code, *one.flags.split())) for one in marks})

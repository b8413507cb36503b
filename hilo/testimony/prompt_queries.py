"""Adults' turns of a transcript with what was suggested and what a person said; and what waits to be looked at."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from hilo.accounts.models import User
from hilo.cases.models import Case, Withheld
from hilo.testimony import prompt_runs
from hilo.testimony.models import Layer, Mark, Run, Transcript
from hilo.testimony.prompt_actions import current
from hilo.testimony.turns import Prompt, Turn

AT_ONCE = 40  # turns on a page
SHOWN = 200  # transcripts of the queue
_OF_A_RUN = ("transcript", "transcript__case__tier", "transcript__kept_at", "low")


@dataclass(frozen=True)
class Coded:
    """All that is said of the questions of one transcript."""

    turns: Sequence[Turn]
    run: Run | None
    suggested: dict[int, Prompt]
    marks: dict[int, Mark]

    @cached_property
    def prompts(self) -> list[Prompt]:
        """What counts: a person's word, else the suggestion; turns with neither are left out."""
        found = []
        for turn in self.turns:
            mark, was = self.marks.get(turn.number), self.suggested.get(turn.number)
            if mark:
                form = was.form if was and was.label == mark.code else ""
                found.append(Prompt(turn.number, mark.code, tuple(mark.flags.split()), mark.phase, form=form))
            elif was and not turn.by_child:
                found.append(was)
        return found

    @property
    def confirmed(self) -> int:
        """How many of them a person confirmed."""
        return len(self.marks)


@dataclass(frozen=True, slots=True)
class Row:
    """One adult turn, with the child's words around it."""

    turn: Turn
    before: str
    after: str
    suggested: Prompt | None
    mark: Mark | None

    @property
    def label(self) -> str:
        """What the form begins with."""
        return self.mark.code if self.mark else self.suggested.label if self.suggested else ""

    @property
    def flags(self) -> tuple[str, ...]:
        """The same for the flags."""
        return tuple(self.mark.flags.split()) if self.mark else self.suggested.flags if self.suggested else ()

    @property
    def phase(self) -> str:
        """The same for the phase."""
        return self.mark.phase if self.mark else self.suggested.phase if self.suggested else "substantive"

    @property
    def low(self) -> bool:
        """Whether the rule behind the suggestion is one of the less sure."""
        return self.suggested is not None and self.suggested.confidence < prompt_runs.LOW


def coded(row: Transcript, turns: Sequence[Turn]) -> Coded:
    """Two queries, whatever the number of turns."""
    run = prompt_runs.latest(row)
    return Coded(turns, run, prompt_runs.suggested(run) if run else {}, {one.turn: one for one in current(row)})


def rows(found: Coded, *, unsure_first: bool) -> list[Row]:
    """Every adult turn; ``unsure_first``: what nobody confirmed and the machine is less sure of comes first."""
    said = {turn.number: turn.text for turn in found.turns if turn.by_child}
    every = [
        Row(turn, said.get(turn.number - 1, ""), said.get(turn.number + 1, ""), found.suggested.get(turn.number),
            found.marks.get(turn.number))
        for turn in found.turns
        if not turn.by_child
    ]  # fmt: skip
    return sorted(every, key=lambda row: (row.mark is not None, not row.low)) if unsure_first else every


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transcript with suggestions that nobody looked at. ``low``: of the less sure; ``confirmed``: by people."""

    row: Transcript
    low: int
    confirmed: int


def queue(user: User) -> tuple[list[Waiting], int]:
    """Transcripts of cases that this person may see, with less sure suggestions left: the SHOWN of the most urgent
    cases, those kept first before; and how many there are in all. Three queries, none unsealed.
    """
    left = left_of(user)
    rows = readable(user).filter(pk__in=[pk for pk, _low, _done in left[:SHOWN]]).select_related("case", "interview")
    shown = {row.pk: row for row in rows}
    return [Waiting(shown[pk], low, done) for pk, low, done in left[:SHOWN] if pk in shown], len(left)


def left_of(user: User) -> list[tuple[UUID, int, int]]:
    """Transcript, less sure turns that nobody has looked at, and turns that people confirmed."""
    mine = readable(user)
    runs = Run.objects.filter(layer=Layer.PROMPT, transcript__in=mine.values("pk")).order_by("made_at", "id")
    found = {pk: (tier, kept_at, low) for pk, tier, kept_at, low in runs.values_list(*_OF_A_RUN)}  # the newest stays
    done: dict[UUID, set[int]] = {pk: set() for pk in found}
    marks = Mark.objects.filter(layer=Layer.PROMPT, replaced__isnull=True, transcript__in=mine.values("pk"))
    for pk, turn in marks.values_list("transcript", "turn"):
        done.setdefault(pk, set()).add(turn)
    ordered = sorted(found, key=lambda pk: found[pk][:2])
    counted = [(pk, len(set(json.loads(found[pk][2])) - done[pk]), len(done[pk])) for pk in ordered]
    return [one for one in counted if one[1]]


def readable(user: User) -> QuerySet[Transcript]:
    """Those that travelled to the institution, or came in later."""
    withheld = Withheld.objects.filter(
        case=OuterRef("case"), institution=user.institution, part=Withheld.Part.NARRATIVES,
        released_at__isnull=True, before__gt=OuterRef("kept_at"),
    )  # fmt: skip
    mine = Transcript.objects.filter(case__in=Case.objects.visible_to(user)).exclude(Exists(withheld))
    return mine.defer("original", "text", "lines")

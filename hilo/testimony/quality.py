"""What adults did in an interview, in figures: which prompts, in which phase, who named what first.

Pure: turns and their codes in, frozen values out. Every figure carries what it was counted of; a share of nothing is
None. No figure says anything about the child, and none is a limit. Definitions and sources:
docs/explanation/interview-quality.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any, Final, Protocol

from hilo.testimony.agreement import Share, share
from hilo.testimony.coding.words import plain
from hilo.testimony.labels import CLASSES, INVITATION, LABELS, NON_QUESTION, OPTION, PHASES, family
from hilo.testimony.quality_answers import repeats
from hilo.testimony.quality_bands import bands
from hilo.testimony.quality_parts import Interview, asks, summary
from hilo.testimony.quality_rules import ground_rules, practice
from hilo.testimony.quality_values import (
    AdultFirst,
    FirstMention,
    FirstSuggestive,
    Marked,
    Opening,
    Phase,
    Quality,
    Repeated,
    Words,
)
from hilo.testimony.turns import Prompt, Turn

ASKING: Final = tuple(name for name in CLASSES if name != NON_QUESTION)
FAMILIES: Final = ("INV", "DIR", "OPT", "SUG")
AGE_BANDS: Final = ("<=5", "6-8", "9+")
_TELL: Final = re.compile(
    r"\b(?:cuent|platic|narr|relat|explic|describ)(?:a|e)(?:me|nos)\w*|\b(?:dime|dimelo|dinos|digame|hablame|hablanos)\b"
    r"|\b(?:me|nos) (?:cuent|platiqu|platic|dig|dic|expliqu|explic|describ|habl)(?:as|es)\b"
    r"|\b(?:puedes|podrias|quieres|quisieras) (?:contar|platicar|decir|explicar|describir|hablar|narrar)\w*"
)


class Detail(Protocol):
    """What is used of a detail (hilo.testimony.details.Detail): who named it first, and after what."""

    @property
    def id(self) -> str: ...
    @property
    def first_turn(self) -> int | None: ...
    @property
    def by_child(self) -> bool: ...
    @property
    def status(self) -> str: ...
    @property
    def after_label(self) -> str: ...
    @property
    def child_turn(self) -> int | None: ...


def describe(
    turns: Sequence[Turn], prompts: Sequence[Prompt], details: Sequence[Detail] = (), age: int | None = None
) -> Quality:
    """All figures of one interview. ``age`` in full years; it changes no figure and travels beside all of them.

    Raises BadInput when a code stands on no adult turn or stands there twice, or the age is impossible.
    """
    talk = Interview.of(turns, prompts, age)
    coded = {prompt.turn for prompt in talk.prompts}
    return Quality(
        age=age,
        age_band=None if age is None else age_band(age),
        uncoded=tuple(turn.number for turn in talk.turns if not turn.by_child and turn.number not in coded),
        phases={name: _phase(talk, name) for name in ("all", *PHASES)},
        opening=_opening(talk.prompts),
        first_suggestive=_first_suggestive(talk.prompts),
        adult_first=_adult_first(details),
        repeated=_repeated(talk),
        interruptions=_interruptions(talk),
        ground_rules=ground_rules(talk),
        practice=practice(talk),
        support=_marked(talk.prompts, [one for one in talk.prompts if one.label == "SUP"]),
        paired=_paired(talk.prompts),
        faux=_flagged(_tell_me(talk), "faux"),
        recast=_flagged([one for one in talk.prompts if _invites(one)], "recast"),
        multiple=_flagged([one for one in talk.prompts if asks(one)], "multiple"),
        published=bands(),
    )


def age_band(age: int) -> str:
    """One of AGE_BANDS: the three of the public measurement of words per answer."""
    return AGE_BANDS[(age > 5) + (age > 8)]


def _phase(talk: Interview, name: str) -> Phase:
    here = [one for one in talk.prompts if name in ("all", one.phase)]
    asking = [one for one in here if asks(one)]
    return Phase(
        turns=len(here),
        asks=len(asking),
        classes={one: _part(here, [p for p in here if p.class4 == one]) for one in CLASSES},
        asking={one: _part(asking, [p for p in asking if p.class4 == one]) for one in ASKING},
        families={one: _part(asking, [p for p in asking if family(p.label) == one]) for one in FAMILIES},
        labels={one: _part(here, [p for p in here if p.label == one]) for one in LABELS},
        words={one: summary(talk.after(p for p in here if p.class4 == one)) for one in CLASSES},
        talk=talk.talk(None if name == "all" else name),
    )


def _part(whole: Sequence[Prompt], part: Sequence[Prompt]) -> Share:
    return share(len(part), len(whole))


def _marked(whole: Sequence[Prompt], part: Sequence[Prompt]) -> Marked:
    return Marked(tuple(prompt.turn for prompt in part), _part(whole, part))


def _flagged(whole: Sequence[Prompt], flag: str) -> Marked:
    return _marked(whole, [prompt for prompt in whole if flag in prompt.flags])


def _tell_me(talk: Interview) -> list[Prompt]:
    """Turns that ask with a tell-verb, whatever they then ask."""
    asking = [one for one in talk.prompts if asks(one)]
    return [one for one in asking if "faux" in one.flags or _TELL.search(plain(talk.text(one.turn)))]


def _invites(prompt: Prompt) -> bool:
    """An invitation, or one begun and turned into something else in the same turn."""
    return prompt.class4 == INVITATION or (asks(prompt) and "recast" in prompt.flags)


def _opening(prompts: Sequence[Prompt]) -> Opening:
    first = next((one for one in prompts if one.phase == "substantive" and asks(one)), None)
    return Opening(first.turn, first.label, first.class4 == INVITATION) if first else Opening(None, None, None)


def _first_suggestive(prompts: Sequence[Prompt]) -> FirstSuggestive | None:
    for place, one in enumerate(prompts, start=1):
        if family(one.label) == "SUG":
            return FirstSuggestive(one.turn, place, len(prompts), one.label, one.flags, one.phase)
    return None


def _adult_first(details: Sequence[Detail]) -> AdultFirst:
    found = [
        FirstMention(one.id, one.first_turn, one.after_label, one.status, one.child_turn)
        for one in details
        if one.first_turn is not None and not one.by_child
    ]
    named = sum(one.first_turn is not None for one in details)
    return AdultFirst(share(len(found), named), len(details), tuple(sorted(found, key=lambda one: one.turn)))


def _repeated(talk: Interview) -> Repeated:
    asking = [one for one in talk.prompts if asks(one)]
    questions = repeats(talk)
    compared = [one for one in questions if one.changed is not None]
    return Repeated(
        share(sum("repeated" in one.flags for one in asking), len(asking)),
        share(sum(bool(one.changed) for one in compared), len(compared)),
        questions,
    )


def _interruptions(talk: Interview) -> Marked:
    """Adult turns that cut the child off, of all that come right after the child's."""
    flagged = {one.turn for one in talk.prompts if "interrupts" in one.flags}
    after = [
        (turn.number, before.cut_off or turn.number in flagged)
        for before, turn in pairwise(talk.turns)
        if before.by_child and not turn.by_child
    ]
    cut = tuple(number for number, interrupts in after if interrupts)
    return Marked(cut, share(len(cut), len(after)))


def _paired(prompts: Sequence[Prompt]) -> Marked:
    """Substantive option-posing turns whose next turn that asks is an invitation («pairing», Lamb et al. 2007)."""
    asking = [one for one in prompts if asks(one)]
    whole = [one for one in asking if one.phase == "substantive" and one.class4 == OPTION]
    followed = {one.turn for one, after in pairwise(asking) if after.class4 == INVITATION}
    return _marked(whole, [one for one in whole if one.turn in followed])


def productivity(interviews: Iterable[Interview]) -> dict[str, dict[str, Words]]:
    """The child's words in the turn after an invitation, a wh- and an option-posing turn, by age band.

    By grammar alone where it is known (``Prompt.form``): what a statement brings in asks for no answer.

    Keys: ``all`` (also the interviews without an age) and AGE_BANDS; then the three classes that ask. All phases.
    Words are counted as :func:`hilo.testimony.turns.words` does; the mean of few long answers is far above its median.
    """
    counts: dict[str, dict[str, list[int | None]]] = {
        band: {name: [] for name in ASKING} for band in ("all", *AGE_BANDS)
    }
    for one in interviews:
        for band in {"all", "all" if one.age is None else age_band(one.age)}:
            for name in ASKING:
                asked = (prompt for prompt in one.prompts if (prompt.form or prompt.class4) == name)
                counts[band][name] += one.after(asked)
    return {band: {name: summary(said) for name, said in classes.items()} for band, classes in counts.items()}


def as_dict(quality: Quality) -> dict[str, Any]:
    """The figures ready for JSON: numbers rounded to four places, a share as ``count, of, share, low, high``."""
    found: dict[str, Any] = _plain(quality)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Share):
        low, high = value.interval or (None, None)
        return _plain({"count": value.count, "of": value.of, "share": value.value, "low": low, "high": high})
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value

"""One turn of an interviewer: the one label that its sentences give, and the flags."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding import structure as s
from hilo.testimony.coding.found import Found
from hilo.testimony.coding.words import plain
from hilo.testimony.turns import Prompt, words

RULES = Path(__file__).parents[1] / "data" / "prompt_rules.yaml"


def suggestion(
    number: int, found: Sequence[Found], turn: str, *, repeated: bool = False, interrupts: bool = False
) -> Prompt:
    """The one prompt that the sentences of a turn give, with its flags and the words that led to it."""
    decides = label_of(found)
    flags = flags_of(found, turn, repeated=repeated) + (("interrupts",) if interrupts else ())
    new = sorted({word for part in found for word in part.new})
    why = told_as()[decides.rule] + (f": {', '.join(new)}" if new else "")
    return Prompt(number, decides.label, flags, confidence=_trust(decides, turn), why=why, form=decides.form)


def _trust(decides: Found, turn: str) -> float:
    """How far to trust it: less without marks, less the longer the turn. It orders the review, no more."""
    unmarked = not any(mark in turn for mark in ".?!¿¡")
    return round(decides.sure * (0.85 if unmarked else 1) * (1 - 0.004 * min(words(turn), 40)), 3)


@cache
def told_as() -> dict[str, str]:
    """Each rule as the code names it, and as a person reads it."""
    return dict(yaml.safe_load(RULES.read_text(encoding="utf-8")))


def label_of(found: Sequence[Found]) -> Found:
    """The one that decides: suggestive anywhere wins, social pressure before the last; else the last prompt."""
    pressed = [f for f in found if f.label == "SUG-SOC"]
    suggestive = pressed or [f for f in found if f.suggests]
    prompts = suggestive or [f for f in found if f.is_prompt]
    if prompts:
        return prompts[-1] if prompts[-1].own or len(prompts) == 1 else prompts[-2]
    for label in ("STR", "SUP", "FAC"):
        rest = [f for f in found if f.label == label]
        if rest:
            return rest[-1]
    return Found("FAC", "nothing asked", sure=0.6)


def flags_of(found: Sequence[Found], turn: str, *, repeated: bool = False) -> tuple[str, ...]:
    """The flags of a turn, in the order of hilo.testimony.labels.FLAGS. ``interrupts`` comes from the transcript."""
    prompts = [f for f in found if f.is_prompt and not _only_states(f)]
    real = [f for f in prompts if f.own] or prompts
    joined = sum(a.label.startswith("INV") and b.label.startswith("INV") for a, b in pairwise(real))
    count = sum(f.prompts for f in real) - joined  # a request in two sentences is one
    recast = any(a.label.startswith("INV") and not b.label.startswith("INV") for a, b in pairwise(real))
    flags = {
        "multiple": count > 1,
        "recast": recast,
        "faux": any(f.faux for f in found) or _bare_before_question(found),
        "repeated": repeated or bool(p.AGAIN.search(plain(turn)) and not s.RULE.search(plain(turn)) and prompts),
        "new_content": any(f.new for f in found if f.label not in ("STR", "SUP", "")),
    }
    return tuple(name for name, holds in flags.items() if holds)


def _only_states(found: Found) -> bool:
    return found.label == "SUG-INTRO" or (found.label == "SUG-SOC" and found.rule not in ("invites to imagine",))


def _bare_before_question(found: Sequence[Found]) -> bool:
    return any(a.rule == "bare request" and b.is_prompt and not b.label.startswith("INV") for a, b in pairwise(found))

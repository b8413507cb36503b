"""The start of an interview: which ground rules were said, and whether the child practised telling.

Rules and practice are those of the NICHD protocol (Lamb et al. 2007, PMC2180422). Found by their words, so a rule said
in other words is not found.
"""

import re
from collections.abc import Mapping
from typing import Final

from hilo.testimony.coding.words import plain
from hilo.testimony.labels import INVITATION, family
from hilo.testimony.quality_parts import Interview
from hilo.testimony.quality_values import Practice
from hilo.testimony.turns import words

_IF: Final = r"\b(?:si|cuando)(?: \w+){0,8}"
_SAY: Final = r"\b(?:di|dime|dimelo|puedes decir(?:me)?|me dices|me digas|puedes contestar)(?: \w+){0,2}"
_REALLY: Final = r"(?:si|de verdad|realmente|en verdad|de veras)"
_AGAIN: Final = r"(?:misma pregunta|lo mismo|dos veces|varias veces|mas de una vez|otra vez|de nuevo)"
_PAST: Final = r"(?:(?:te|les) )?(?:paso|pasaron|sucedio|sucedieron|ocurrio|ocurrieron)\b"

_MAYBE: Final = r"\b(?:si|cuando|aunque|puede que|a veces)"

# over text without accents or marks
RULES: Final[Mapping[str, re.Pattern[str]]] = {
    "dont_know": re.compile(
        rf"{_IF} no (?:lo )?(?:te )?(?:sabes|sepas|acuerdas|acuerdes|recuerdas|recuerdes)\b"
        rf"|{_SAY} no (?:lo )?(?:se|sabes|me acuerdo)\b"
        r"|\bno (?:se vale|tienes que|hay que) adivinar\b|\bno adivines\b"
    ),
    "correct_me": re.compile(
        r"\bcorrig(?:e|es|eme|enos)\b|\bcorrij(?:a|as)\b|\bcorregir(?:me|nos)\b"
        r"|\bsi (?:yo )?(?:me equivoco|digo algo mal|digo algo que no)\b"
    ),
    "dont_understand": re.compile(
        rf"{_IF} no (?:me |le |lo |la )?(?:entiendes|entiendas|entendiste|comprendes)\b"
        rf"|{_SAY} no (?:te |lo |le )?(?:entiendo|entendi|entiendes)\b"
    ),
    "what_happened": re.compile(
        rf"\b(?:cosas que|lo que) (?:{_REALLY} )+{_PAST}"
        rf"|\bsolo(?: \w+){{0,6}} (?:cosas que|lo que) (?:{_REALLY} )*{_PAST}"
        r"|\bpromet\w+(?: \w+){0,4} verdad\b|\bverdad o (?:es )?(?:una )?mentira\b"
    ),
    "asked_again": re.compile(
        rf"{_MAYBE}(?: \w+){{0,3}} (?:pregunt\w+|repit\w+|hag\w+)(?: \w+){{0,3}} {_AGAIN}\b"
        rf"|{_MAYBE}(?: \w+){{0,2}} repit\w+ (?:la|una|alguna) pregunta\b"
    ),
}


def ground_rules(interview: Interview) -> dict[str, tuple[int, ...]]:
    """For each rule the adult turns that say it. What presses the child («dime la verdad») is no rule."""
    pressing = {prompt.turn for prompt in interview.prompts if family(prompt.label) == "SUG"}
    said = {
        turn.number: plain(turn.text) for turn in interview.turns if not turn.by_child and turn.number not in pressing
    }
    return {name: tuple(number for number, text in said.items() if rule.search(text)) for name, rule in RULES.items()}


def practice(interview: Interview) -> Practice:
    """Invitations of the phase before the event, and what the child told in answer."""
    invited = [one.turn for one in interview.prompts if one.phase == "pre" and one.class4 == INVITATION]
    told = {turn: words(interview.answer(turn) or "") for turn in invited}
    return Practice(tuple(invited), tuple(turn for turn in invited if told[turn]), sum(told.values()))

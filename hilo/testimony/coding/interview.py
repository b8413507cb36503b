"""A whole interview, turn by turn: what is known grows with every answer of the child."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding import structure as s
from hilo.testimony.coding.answers import affirms
from hilo.testimony.coding.found import Found
from hilo.testimony.coding.known import Known, echo_share
from hilo.testimony.coding.sentences import sentences
from hilo.testimony.coding.turn import label_of, suggestion
from hilo.testimony.coding.units import units
from hilo.testimony.coding.words import bases, content, fold, is_event, plain, split
from hilo.testimony.labels import INVITATION
from hilo.testimony.turns import Prompt, Turn

_PRACTICE = re.compile(
    r"\bpracticar\b|\bpractica\b|\bconocer(?:te|nos)\b|\bte gust(?:e|a|en|an)\b|\bsobre ti\b|\bde ti\b|"
    r"\bdesde que te (?:levantaste|despertaste)\b|\bpor ejemplo\b"
)
_TURNS_TO_EVENT = re.compile(r"\bahora\b|\bviniste\b|\bvenias\b|\b(?:lo que|que) (?:te )?paso\b|\bestas aqui\b")
_HELLO = re.compile(r"\b(?:hola|buenos dias|buenas tardes|buen dia)(?: a)? (?P<name>\w+)")
_ONE_ASK = frozenset({"INV-F", "FAC", "SUP", "STR"})


@dataclass(frozen=True)
class Asked:
    """A prompt asked before: its words, so that the same question is known again."""

    turn: int
    kind: str
    about: frozenset[str]


def code_interview(turns: Sequence[Turn]) -> list[Prompt]:
    """Suggest a code for each turn of the interviewer, in order.

    Content that the child confirmed with a clear yes counts as said from then on; the event's own name from the
    moment it is named. Flags ``repeated`` and ``interrupts`` come from the turns before.
    """
    start = substantive_start(turns)
    last_told = max((turn.number for turn in turns if turn.by_child and len(split(turn.text)) > 3), default=0)
    known, previous, earlier = Known(whole=True), "", list[Asked]()
    prompts: list[Prompt] = []
    pending: tuple[str, ...] = ()
    _greet(turns, known)
    for at, turn in enumerate(turns):
        if turn.by_child:
            if affirms(turn.text):
                known.learn(" ".join(pending))
            known.hear(turn.text)
            continue
        if turn.number == start:
            _name_event(turn.text, known)
        prompt, found = _one(turn, known, previous, earlier, turns[at - 1] if at else None)
        prompt = _placed(prompt, label_of(found).rule, start)
        if turn.number > last_told and label_of(found).rule == "states what was not said":
            prompt = replace(prompt, label="STR", flags=())  # a farewell: nothing is told after it
        prompts.append(prompt)
        pending = tuple(word for part in found for word in part.new)
        previous = prompt.label if prompt.label not in _ONE_ASK else previous
    return _phased(prompts, start)


def _one(
    turn: Turn, known: Known, previous: str, earlier: list[Asked], before: Turn | None
) -> tuple[Prompt, list[Found]]:
    found = sentences(turn.text, known, previous)
    again = _asked_before(turn, label_of(found), earlier, known.last)
    cut = before is not None and before.by_child and cut_off(before)
    return suggestion(turn.number, found, turn.text, repeated=again, interrupts=cut), found


def _greet(turns: Sequence[Turn], known: Known) -> None:
    """The child's own name, said in the greeting, is nobody's news."""
    for turn in turns[:3]:
        if hello := _HELLO.search("" if turn.by_child else plain(turn.text)):
            known.learn(hello["name"])


def _placed(prompt: Prompt, rule: str, start: int) -> Prompt:
    """Before the event is asked for nothing can presuppose a part of it; the first request is for all of it."""
    flags = tuple(flag for flag in prompt.flags if flag != "new_content")
    if prompt.turn < start and prompt.label == "SUG-PRE":
        return replace(prompt, label=FORMS.get(rule, "DIR"), flags=flags)
    if prompt.turn < start and prompt.label.startswith("OPT"):
        return replace(prompt, flags=flags)
    return replace(prompt, label="INV-G") if prompt.turn == start and prompt.label == "INV-C" else prompt


FORMS = {
    "takes for granted what was not said": "OPT-YN",
    "request about what was not said": "INV-G",
    "choice about what was not said": "OPT-FC",
}


def cut_off(turn: Turn) -> bool:
    """Was this turn of the child interrupted? In plain text its line ends in a dash."""
    return turn.cut_off or turn.text.rstrip().endswith(("—", "–", "--", "-"))


def _asked_before(turn: Turn, decides: Found, earlier: list[Asked], last: str) -> bool:
    """Does the turn ask again what was asked? Free invitations may be said as often as one likes."""
    if decides.label in _ONE_ASK or decides.label.startswith("INV"):
        return False
    if decides.label == "OPT-FC" and content(split(last)) and _offers_back(turn.text, last):
        return True
    asked = Asked(turn.number, _kind(turn.text), _about(turn.text))
    again = any(_alike(asked, one) for one in earlier)
    earlier.append(asked)
    return again


def _offers_back(question: str, answer: str) -> bool:
    """Are all the words of the last answer among the options of this question? Then it asks what was just answered."""
    return len(split(answer)) <= 8 and echo_share(split(answer), question) >= 0.99


def _kind(text: str) -> str:
    """The asking word, "si" for yes/no."""
    words = p.WH_WORD.findall(plain(text))
    return words[0] if words else "si"


def _about(text: str) -> frozenset[str]:
    """One base for each word that could name something, asking words aside."""
    return frozenset(min(bases(word)) for word in content(split(text)) if not s.NOT_A_REMARK.match(fold(word)))


def _alike(one: Asked, other: Asked) -> bool:
    if len(one.about) < 2 or not other.about:
        return one.kind == other.kind and one.about == other.about and bool(one.about)
    shared = len(one.about & other.about)
    return (
        shared >= 2
        and shared / min(len(one.about), len(other.about)) >= 0.75
        and (one.kind == other.kind or shared >= 3)
    )


def substantive_start(turns: Sequence[Turn]) -> int:
    """The number of the turn that first asks for the event; 0 where nobody asks anything.

    A request that only follows what the child just said in getting acquainted does not count, nor does practice.
    """
    requests = [turn for turn, known in _with_known(turns) if _asks_for_event(turn.text, known)]
    named = [turn for turn in requests if _of_event(turn.text) and turn.number <= len(turns) * 0.4]
    asked = [turn for turn in turns if not turn.by_child]
    return next((turn.number for turn in (*named, *requests, *asked)), 0)


def _with_known(turns: Sequence[Turn]) -> Iterator[tuple[Turn, Known]]:
    known = Known()
    for turn in turns:
        if turn.by_child:
            known.hear(turn.text)
        else:
            yield turn, known


def _asks_for_event(text: str, known: Known) -> bool:
    if _PRACTICE.search(plain(text)):
        return False
    found = sentences(text, known)
    first = any(part.label == "INV-G" or (part.label == "SUG-PRE" and part.form == INVITATION) for part in found)
    return first or (any(part.label.startswith("INV") for part in found) and _of_event(text))


def _of_event(text: str) -> bool:
    return any(is_event(word) for word in split(text)) or bool(_TURNS_TO_EVENT.search(plain(text)))


def _name_event(text: str, known: Known) -> None:
    """The phrase that names the event («la excursión al museo»): its words are nobody's news from now on."""
    words = split(text)
    at = [i for i, word in enumerate(words) if is_event(word)]
    reported = re.search(r"\bme (?:dijo|conto|dijeron|contaron)\b", plain(text))
    for i in at:
        known.learn(words[i] if reported else " ".join(words[max(0, i - 1) : i + 4]))
    if not at and not reported:
        known.learn(" ".join(unit.said for unit in units(text) if p.TELL.match(unit.asks)))


def _phased(prompts: list[Prompt], start: int) -> list[Prompt]:
    """``pre`` before the first request for the event; ``closing``: the last run of turns that ask nothing more."""
    last = max((prompt.turn for prompt in prompts if prompt.label != "STR"), default=0)
    return [replace(one, phase=_phase(one, start, last)) for one in prompts]


def _phase(prompt: Prompt, start: int, last: int) -> str:
    if prompt.turn < start:
        return "pre"
    return "closing" if prompt.turn > last and prompt.label == "STR" else "substantive"

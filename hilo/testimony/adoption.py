"""What became of a detail that an adult named first: taken up by the child, denied, or left without an answer."""

from collections.abc import Mapping, Sequence

from hilo.testimony.coding.answers import affirms, denies, unknown
from hilo.testimony.coding.words import content, fold, split
from hilo.testimony.mentions import Term, mentioned
from hilo.testimony.turns import Turn

ADOPTED, DENIED, UNANSWERED = "adult_first_adopted", "adult_first_denied", "adult_first_unanswered"

BARE = 4  # words in which an adult presses and names nothing


def outcome(turns: Sequence[Turn], first: Turn, term: Term, labels: Mapping[int, str]) -> tuple[str, int | None]:
    """The status, and the first turn in which the child names, affirms or denies it. ``labels``: of adults' turns.

    The next answer counts first; what the child says later as a fact makes it adopted even so.
    """
    label = labels.get(first.number, "")
    later = [turn for turn in turns if turn.number > first.number]
    answer = later[0] if later and later[0].by_child else None
    status, at = _answered(answer, term, label, first) if answer else (UNANSWERED, None)
    if status == ADOPTED:
        return status, at
    for turn in later[1:]:
        if turn.by_child and mentioned(term, turn.text) and not _negated(turn.text, term):
            return ADOPTED, at or turn.number
        asked_again = _asked_again(later, turn, term, labels)
        if turn.by_child and asked_again and (affirms(turn.text) or _tells_of_it(later, turn, labels)):
            return ADOPTED, at or turn.number
        if turn.by_child and asked_again and status == UNANSWERED and denies(turn.text):
            status, at = DENIED, turn.number
    return status, at


def _answered(answer: Turn, term: Term, label: str, first: Turn) -> tuple[str, int | None]:
    if unknown(answer.text) and not affirms(answer.text):
        return UNANSWERED, None
    names = mentioned(term, answer.text)
    if names and not _negated(answer.text, term) and not (denies(answer.text) and not _negative_question(label)):
        return ADOPTED, answer.number
    if denies(answer.text) or (names and not affirms(answer.text)):
        return DENIED, answer.number
    if affirms(answer.text) or (label == "SUG-PRE" and content(split(answer.text))):
        return ADOPTED, answer.number
    if label == "OPT-FC" and content(split(answer.text)):
        return DENIED, answer.number
    return UNANSWERED, None


def _negative_question(label: str) -> bool:
    return label == "SUG-NEG"


_NOT = frozenset({"no", "nunca", "tampoco", "ni", "ningun", "ninguna", "sin"})


def _negated(text: str, term: Term) -> bool:
    """Is the thing named after a negation in the same clause? «Estaba enojada porque no sonaba» does not deny it."""
    return any(mentioned(term, clause) and _denied_in(clause, term) for clause in _clauses(text))


def _denied_in(clause: str, term: Term) -> bool:
    words = split(clause)
    at = next((n for n, word in enumerate(words) if fold(word) in _NOT), None)
    return at is not None and mentioned(term, " ".join(words[at:]))


def _clauses(text: str) -> list[str]:
    out = [text]
    for mark in (". ", "; ", ", ", " pero ", " y ", " porque "):
        out = [piece for clause in out for piece in clause.split(mark)]
    return out


def _asked_again(later: Sequence[Turn], turn: Turn, term: Term, labels: Mapping[int, str]) -> bool:
    """The adult names it again, or only presses, right after an answer that was none («haz memoria»)."""
    at = later.index(turn)
    pressed = at == 2 and labels.get(later[1].number) == "SUG-SOC" and len(split(later[1].text)) <= BARE
    pressed = pressed and unknown(later[0].text)
    return at > 0 and not later[at - 1].by_child and (pressed or mentioned(term, later[at - 1].text))


def _tells_of_it(later: Sequence[Turn], turn: Turn, labels: Mapping[int, str]) -> bool:
    """«¿Qué pasó con la banca?», and the child tells: no yes, but what was taken for granted is taken up."""
    label = labels.get(later[later.index(turn) - 1].number, "")
    opened = label.startswith(("INV", "DIR")) or label == "SUG-PRE"
    return opened and bool(content(split(turn.text))) and not denies(turn.text) and not unknown(turn.text)

"""How each indicator came to be on the record of one child, from the passages that people confirmed.

The first mention decides. What came after a question that named the topic does not become spontaneous because the child
says it again later (Garven et al. 2000: effects of a first session persisted in a neutral second one), and an adult
who named it first stays first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hilo.lib.errors import BadInput
from hilo.testimony.indicators.codebook import Codebook
from hilo.testimony.labels import STATUSES

DENIED: Final = "denied"
NO_ANSWER: Final = "asked_no_answer"
ADOPTED: Final = "adult_first_adopted"
NEVER: Final = "never_asked_not_mentioned"
# by how little an adult had put before the child; then a denial, then a silence; "never" is no finding
STATES: Final = (*STATUSES[:6], DENIED, NO_ANSWER, NEVER)
AFFIRMED: Final = frozenset(STATUSES[:6])

STATE_WORDS: Final[dict[str, dict[str, str]]] = {
    "spontaneous": {"es": "Lo dijo sin que se le preguntara", "en": "Said without being asked"},
    "after_invitation": {"es": "Lo dijo después de una invitación", "en": "Said after an invitation"},
    "after_directive": {"es": "Lo dijo después de una pregunta directa", "en": "Said after a direct question"},
    "after_option": {"es": "Lo dijo después de una pregunta con opciones", "en": "Said after a question with options"},
    "after_suggestive": {"es": "Lo dijo después de una pregunta sugestiva", "en": "Said after a suggestive question"},
    ADOPTED: {
        "es": "Lo nombró primero una persona adulta y después lo afirmó",
        "en": "An adult named it first and the child affirmed it afterwards",
    },
    DENIED: {
        "es": "Dijo que no; esto no descarta que haya ocurrido",
        "en": "Answered no; this does not rule out that it happened",
    },
    NO_ANSWER: {"es": "Se preguntó y quedó sin respuesta", "en": "Asked, and left without an answer"},
    NEVER: {
        "es": "Ni se preguntó ni se mencionó: no se sabe",
        "en": "Neither asked nor mentioned: not known",
    },
}


@dataclass(frozen=True)
class CodedPassage:
    """A passage marked with an indicator. ``status``: one of ``labels.STATUSES``; ``session`` orders the interviews."""

    indicator: str
    turn: int
    first_by_child: bool
    status: str
    confirmed: bool  # by a person; a suggestion that nobody confirmed counts for nothing
    denied: bool = False
    unanswered: bool = False
    session: int = 1

    @property
    def state(self) -> str:
        """One of :data:`STATES`: what this passage alone says."""
        if self.denied or self.status == "adult_first_denied":
            return DENIED
        if self.unanswered or self.status == "adult_first_unanswered":
            return NO_ANSWER
        return self.status


@dataclass(frozen=True)
class IndicatorState:
    """``session`` and ``turn``: where the state comes from, None where nothing was said.

    ``also``: the other states among the confirmed passages, in the order of :data:`STATES`. A denial beside an
    affirmation is seen there; neither is preferred.
    """

    indicator: str
    state: str
    session: int | None = None
    turn: int | None = None
    also: tuple[str, ...] = ()

    @property
    def affirmed(self) -> bool:
        return self.state in AFFIRMED


def states(passages: Iterable[CodedPassage], codebook: Codebook) -> dict[str, IndicatorState]:
    """A state for every indicator of the codebook, in its order, for the passages of **one** child.

    Raises :class:`BadInput` for an unknown indicator or status, and for a passage that contradicts itself.
    """
    of: dict[str, list[CodedPassage]] = {which: [] for which in codebook.ids}
    for passage in passages:
        _check(passage)
        codebook.indicator(passage.indicator)
        if passage.confirmed:
            of[passage.indicator].append(passage)
    return {which: _state(which, sorted(found, key=_place)) for which, found in of.items()}


def _place(passage: CodedPassage) -> tuple[int, int, int]:
    """In time; in the same turn, in the order of the states."""
    return (passage.session, passage.turn, STATES.index(passage.state))


def _state(which: str, found: Sequence[CodedPassage]) -> IndicatorState:
    """``found``: the confirmed passages of one indicator, in time."""
    if not found:
        return IndicatorState(which, NEVER)
    from_ = min(found, key=lambda one: (_rank(one), _place(one)))
    adult_before = any(not one.first_by_child and _place(one) < _place(from_) for one in found)
    state = ADOPTED if from_.state in AFFIRMED and adult_before else from_.state
    others = {one.state for one in found if one is not from_} - {state}
    return IndicatorState(which, state, from_.session, from_.turn, tuple(s for s in STATES if s in others))


def _rank(passage: CodedPassage) -> int:
    """What was affirmed comes before a denial, and a denial before a question without answer."""
    return {DENIED: 1, NO_ANSWER: 2}.get(passage.state, 0)


def _check(passage: CodedPassage) -> None:
    if passage.status not in STATUSES:
        raise BadInput(f"No hay una procedencia «{passage.status}». Use una de: {', '.join(STATUSES)}.")
    if passage.first_by_child == passage.status.startswith("adult_first"):
        raise BadInput(
            f"El pasaje del turno {passage.turn} se contradice sobre quién lo dijo primero. "
            "Revise ese dato o la procedencia."
        )
    if passage.denied and passage.unanswered:
        raise BadInput(
            f"El pasaje del turno {passage.turn} está marcado como negado y como sin respuesta. "
            "Deje solo uno de los dos."
        )

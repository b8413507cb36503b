"""What kind of prompt an interviewer's turn is: suggested by rules that a person can read, confirmed by a person."""

from hilo.testimony.coding.known import Known
from hilo.testimony.coding.sentences import sentences
from hilo.testimony.coding.turn import suggestion
from hilo.testimony.turns import Prompt


def code_turn(text: str, child: str = "", *, known: Known | None = None, previous: str = "", number: int = 1) -> Prompt:
    """Suggest what the interviewer's turn ``text`` asks, after the child's turn ``child``.

    ``known`` holds all that the child said before, in a whole interview; without it only ``child`` counts.
    ``previous`` is the label of the interviewer's question before, for elliptic ones.
    """
    known = known if known is not None else Known(last=child)
    return suggestion(number, sentences(text, known, previous), text)

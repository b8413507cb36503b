"""What kind of turn the trainee has just said: coded as a transcript is, though the conversation has not ended yet."""

from collections.abc import Sequence
from dataclasses import replace

from hilo.testimony.coding.interview import code_interview
from hilo.testimony.practice.hearing import touches
from hilo.testimony.practice.story import Story
from hilo.testimony.turns import Prompt, Turn

# The coder reads whole interviews: a last turn without an answer would be taken for a farewell.
_ANSWER = "Todavía falta lo que va a contestar."
_REQUEST = "Cuéntame todo lo que pasó."


def code(turns: Sequence[Turn], text: str, story: Story) -> Prompt:
    """The code of ``text``, said after ``turns``. Before anybody names the story, all is getting acquainted."""
    at = len(turns) + 1
    so_far = [*turns, Turn(at, by_child=False, text=text), Turn(at + 1, by_child=True, text=_ANSWER)]
    if not any(touches(turn.text, story) for turn in so_far if not turn.by_child):
        so_far.append(Turn(at + 2, by_child=False, text=_REQUEST))
    return next(prompt for prompt in code_interview(so_far) if prompt.turn == at)


def placed(turns: Sequence[Turn], prompts: Sequence[Prompt]) -> list[Prompt]:
    """The same codes, each in the phase that shows only when the conversation is over: before, substantive, closing."""
    phases = {prompt.turn: prompt.phase for prompt in code_interview(turns)}
    return [replace(prompt, phase=phases[prompt.turn]) for prompt in prompts]

"""A simulated child in an invented story: it answers an interviewer's turn by the kind of turn it is.

Nothing here understands language. The kind comes from outside as a :class:`Prompt`; the text only tells which parts
of the story are touched. The design (details in store, released by the kind of question) is that of the published
avatar trainings: Pompedda, Zappalà and Santtila 2015 (doi 10.1080/1068316X.2014.915323), Haginoya et al. 2023
(doi 10.3389/fpsyg.2023.1133621). Their tables were not at hand: ours, and where each number comes from, is
``data/practice_stories.yaml``.
"""

from collections.abc import Callable
from typing import Final

from hilo.lib.errors import BadInput
from hilo.testimony.practice import closed, recall
from hilo.testimony.practice.chances import Chances, Luck
from hilo.testimony.practice.hearing import Heard, Reply, hear
from hilo.testimony.practice.mind import Mind
from hilo.testimony.practice.story import Story, chances
from hilo.testimony.practice.words import last_place
from hilo.testimony.turns import Prompt

_GREETING = ("hola", "buenos dias", "buenas tardes", "me llamo", "mucho gusto")
_RULE_PRACTICE = ("si te pregunto", "si yo te pregunto", "si te preguntara", "si yo te preguntara")
_RULE = (
    "no sabes", "no sepas", "no se", "no te acuerdas", "no te acuerdes", "no me acuerdo", "no entiendes",
    "no entiendas", "no entiendo", "me equivoco", "corrigeme", "me corriges",
)  # fmt: skip


def _supported(mind: Mind, heard: Heard) -> Reply:
    mind.supports += 1
    return Reply(mind.voice("affirm"), why="Apoyo: facilita lo que sigue")


def _structure(mind: Mind, heard: Heard) -> Reply:
    if last_place(_RULE_PRACTICE, heard.words) >= 0:
        mind.rules = True
        return Reply(mind.voice("rule_practice"), why="Práctica de una regla")
    if last_place(_RULE, heard.words) >= 0:
        mind.rules = True
        return Reply(mind.voice("rules"), why="Regla: adivinará menos")
    if last_place(_GREETING, heard.words) >= 0:
        return Reply(mind.voice("greetings"), why="Saludo")
    return Reply(mind.voice("affirm"), why="Estructura de la entrevista")


_RULES: Final[dict[str, Callable[[Mind, Heard], Reply]]] = {
    "INV-G": recall.general,
    "INV-F": recall.follow,
    "INV-C": recall.cued,
    "INV-T": recall.between,
    "DIR": recall.directive,
    "OPT-YN": closed.yes_no,
    "OPT-FC": closed.choice,
    "SUG-TAG": closed.led,
    "SUG-NEG": closed.led,
    "SUG-PRE": closed.led,
    "SUG-INTRO": closed.led,
    "SUG-SOC": closed.pressed,
    "FAC": recall.go_on,
    "SUP": _supported,
    "STR": _structure,
}
_ABOUT_THE_INTERVIEW = frozenset({"FAC", "SUP", "STR"})


class SimulatedChild:
    """Answers turn by turn. The same story, age, seed and sequence of turns give the same conversation.

    ``age``: years, one of ``story.ages``; :class:`BadInput` otherwise. ``table``: another table of chances than the
    published one, for research.
    """

    def __init__(self, story: Story, age: int, seed: int, table: Chances | None = None) -> None:
        if age not in story.ages:
            raise BadInput(
                f"Esta historia es para edades de {min(story.ages)} a {max(story.ages)} años. Elija una de ellas."
            )
        self.story, self.age, self.seed = story, age, seed
        self._mind = Mind(story, age, table or chances(), Luck(f"{story.id}/{story.version}/{age}/{seed}"))
        self._heard = 0
        self._rapport = list(story.rapport)

    def reply(self, prompt: Prompt, text: str) -> Reply:
        """The child's answer to an adult's turn. Any text and any label have one."""
        self._heard += 1
        heard, rule = hear(prompt, text, self.story, self._heard), _RULES.get(prompt.label)
        if rule is None or not heard.words:
            return Reply(self._mind.voice("again"), why="No se entendió el turno")
        if not heard.of_event and prompt.label not in _ABOUT_THE_INTERVIEW:
            return self._about_myself()
        before = self._mind.denied
        answer = rule(self._mind, heard)
        if self._mind.denied is before:
            self._mind.denied = None
        return answer

    def _about_myself(self) -> Reply:
        """Before and after the account a child talks about its own things."""
        said = self._rapport.pop(0) if self._rapport else self._mind.voice("nothing_more")
        return Reply(said, why="Conversación fuera del relato")

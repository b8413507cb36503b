"""What one sentence of a turn was found to be."""

from dataclasses import dataclass

from hilo.testimony.labels import INVITATION, LABELS, NON_QUESTION, OPTION, WH


@dataclass(frozen=True)
class Found:
    """``label`` as in hilo.testimony.labels, or "" for what is no prompt and no remark («bueno»).

    ``sure`` is how far the rule alone can be trusted, 0-1, measured on the authored sets; ``own`` says that a request
    named its own object, so that a question after it is a second prompt.
    """

    label: str
    rule: str
    new: tuple[str, ...] = ()
    faux: bool = False
    own: bool = True
    sure: float = 0.9
    prompts: int = 1

    @property
    def form(self) -> str:
        """The class of four that grammar alone would give; "statement" for what is no question at all."""
        if self.label in ("SUG-INTRO", "SUG-SOC"):
            return "statement"
        if self.label == "SUG-PRE":
            return {"wh-": WH, "req": INVITATION, "lim": INVITATION}.get(self.rule[:3], OPTION)
        return LABELS.get(self.label, NON_QUESTION)

    @property
    def is_prompt(self) -> bool:
        return self.label not in ("", "FAC", "SUP", "STR") and self.prompts > 0

    @property
    def suggests(self) -> bool:
        return self.label.startswith("SUG-")

"""The names of what an interviewer's turn can be.

The NICHD family of question types with Lyon's collapse into four classes; each label's exact boundary is in
docs/explanation/prompt-coding.md. Sources: Lamb et al. 2007 (protocol), Szojka, Yashraj and Lyon 2025
(doi 10.1037/lhb0000590, four classes), Schreiber et al. 2006 (social influence).
"""

from typing import Final

INVITATION: Final = "invitation"
WH: Final = "wh"
OPTION: Final = "option"
NON_QUESTION: Final = "non-question"
CLASSES: Final = (INVITATION, WH, OPTION, NON_QUESTION)

# label -> its class of four; suggestive forms count as option-posing, whatever their grammar
LABELS: Final[dict[str, str]] = {
    "INV-G": INVITATION,  # the event as a whole
    "INV-F": INVITATION,  # more, naming nothing
    "INV-C": INVITATION,  # cued by what the child said
    "INV-T": INVITATION,  # a stretch of time between two points of the child's
    "DIR": WH,
    "OPT-YN": OPTION,
    "OPT-FC": OPTION,
    "SUG-TAG": OPTION,
    "SUG-NEG": OPTION,
    "SUG-PRE": OPTION,
    "SUG-INTRO": OPTION,
    "SUG-SOC": OPTION,
    "FAC": NON_QUESTION,
    "SUP": NON_QUESTION,
    "STR": NON_QUESTION,
}
FLAGS: Final = ("multiple", "recast", "faux", "repeated", "new_content", "interrupts")
PHASES: Final = ("pre", "substantive", "closing")

# how a detail came to be on the record; the last three: an adult named it first
STATUSES: Final = (
    "spontaneous",
    "after_invitation",
    "after_directive",
    "after_option",
    "after_suggestive",
    "adult_first_adopted",
    "adult_first_denied",
    "adult_first_unanswered",
)


def family(label: str) -> str:
    """The part before the dash: INV, DIR, OPT, SUG, FAC, SUP or STR."""
    return label.partition("-")[0]

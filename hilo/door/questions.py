"""What is asked at the door, one question a page, in the order of each path. Texts are in :mod:`hilo.door.words`."""

from dataclasses import dataclass
from enum import StrEnum

from hilo.door.telling import Age, Path

ALL = tuple(Path)
ABOUT_ANOTHER = (Path.KNOWN, Path.ADULT, Path.SERVICE)
ABOUT_ME = (Path.ME, Path.PAST)


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"  # one of its choices
    YES_NO = "yes_no"
    PLACE = "place"  # a code of door_places.yaml
    STATE = "state"  # a key of the pack's states
    LINE = "line"  # one line of words
    TEXT = "text"  # as many words as wanted
    NAMED = "named"  # links, accounts, telephones: one a line, inert
    WISHES = "wishes"  # any of its choices


@dataclass(frozen=True)
class Question:
    """``sensitive``: comes after the page that says how to leave. ``needed``: cannot be skipped.

    ``coarse``: the field of :class:`hilo.door.telling.Coarse` that its answer becomes; "" stays among the sealed words.
    """

    code: str
    kind: Kind
    choices: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ALL
    sensitive: bool = True
    needed: bool = False
    coarse: str = ""


AGES = (Age.UNDER_12.value, Age.TEEN.value, Age.ADULT.value)
WHENS = ("today", "week", "year", "past")
WISHES = ("no_home", "no_guardian", "no_contact")

# in the order in which they are asked
QUESTIONS: tuple[Question, ...] = (
    Question("age", Kind.CHOICE, AGES, ABOUT_ME, sensitive=False, coarse="age"),
    Question("child_age", Kind.CHOICE, AGES, ABOUT_ANOTHER, sensitive=False, coarse="age"),
    Question("danger", Kind.YES_NO, paths=(Path.ME, *ABOUT_ANOTHER), coarse="danger"),
    Question("account", Kind.TEXT, needed=True),
    Question("child_name", Kind.LINE, paths=ABOUT_ANOTHER),
    Question("who", Kind.TEXT),
    Question("place", Kind.PLACE, coarse="place"),
    Question("place_name", Kind.LINE),
    Question("ongoing", Kind.YES_NO, coarse="ongoing"),
    Question("when", Kind.CHOICE, WHENS, coarse="when"),
    Question("state", Kind.STATE, coarse="state"),
    Question("named", Kind.NAMED),
    Question("images", Kind.YES_NO, coarse="images"),
    Question("wishes", Kind.WISHES, WISHES),
    Question("contact", Kind.LINE),
    Question("name", Kind.LINE),
)
BY_CODE: dict[str, Question] = {question.code: question for question in QUESTIONS}


def asked_on(path: str) -> list[Question]:
    """The questions of a path, in order."""
    return [question for question in QUESTIONS if path in question.paths]


def steps_of(path: str) -> list[str]:
    """The names of all pages of a path after the first one, in order: what to know, questions, check, code, sent."""
    steps = ["service"] if path == Path.SERVICE else []
    warned = False
    for question in asked_on(path):
        if question.sensitive and not warned:
            warned = True
            steps = [*steps, "before"]
        steps = [*steps, question.code]
        if path == Path.PAST and question.code == "age":  # it speaks of the law, in words for that age
            steps = [*steps, "past"]
    return [*steps, "check", "code", "sent"]

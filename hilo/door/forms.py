"""What was posted, read question by question; and what was answered, as a :class:`hilo.door.telling.Telling`."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from hilo.door import images
from hilo.door.journey import Journey
from hilo.door.questions import ABOUT_ANOTHER, BY_CODE, Kind, Question, asked_on
from hilo.door.telling import MOST_SIGNS, Coarse, Named, Path, Telling
from hilo.door.words import say
from hilo.reference import pack

MOST_LINE = 300  # signs of one line
MOST_NAMED = 40  # links and accounts of one report
YES, NO = "yes", "no"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # no sign of writing; some databases refuse them
NARROW = (Kind.LINE, Kind.CHOICE, Kind.YES_NO, Kind.PLACE, Kind.STATE)


@dataclass(frozen=True)
class Choice:
    """One entry of a list: its code, its words, whether it is the answer so far."""

    value: str
    label: str
    chosen: bool


def take(journey: Journey, question: Question, posted: QueryDict) -> bool:
    """Keep the answer to a question; False when it was refused, with the typed words kept for its field."""
    raw = posted.get(question.code, "")
    typed = written(raw)
    if question.kind == Kind.WISHES:
        chosen = [one for one in posted.getlist(question.code) if one in question.choices]
        journey.state.answers[question.code] = chosen
        return True
    if wrong := "error.image" if images.holds_picture(raw) else _wrong(question, typed):
        journey.refuse(question.code, wrong, typed="" if wrong == "error.image" else typed, **_values(question))
        return False
    journey.state.answers[question.code] = typed
    return True


def written(text: str) -> str:
    """What somebody typed, as typed but for signs that are none of writing."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _wrong(question: Question, typed: str) -> str:
    """The code of what is wrong with an answer; "" when nothing is."""
    if question.needed and not typed:
        return "error.needed"
    if len(typed) > most_signs(question):
        return "error.too_long"
    if typed and (allowed := allowed_values(question)) and typed not in allowed:
        return "error.choice"
    return ""


def most_signs(question: Question) -> int:
    """How long an answer may be."""
    return MOST_LINE if question.kind in NARROW else MOST_SIGNS


def _values(question: Question) -> dict[str, Any]:
    return {"most": most_signs(question)}


def allowed_values(question: Question) -> tuple[str, ...]:
    """The codes one of which is the answer; empty for words."""
    return {
        Kind.CHOICE: question.choices,
        Kind.YES_NO: (YES, NO),
        Kind.PLACE: tuple(pack().door_places),
        Kind.STATE: tuple(pack().states),
    }.get(question.kind, ())


def choices(question: Question, journey: Journey) -> list[Choice]:
    """The list of a question in the visitor's language and words."""
    answer = answered(question, journey)
    values = question.choices or allowed_values(question)
    chosen = answer if isinstance(answer, list) else [answer]
    return [Choice(one, label_of(question, one, journey.audience), one in chosen) for one in values]


def answered(question: Question, journey: Journey) -> Any:
    """The answer so far: what was typed and refused, or what was taken."""
    state = journey.state
    empty: Any = [] if question.kind == Kind.WISHES else ""
    return state.typed.get(question.code, state.answers.get(question.code, empty))


def label_of(question: Question, value: str, audience: str) -> str:
    """The words of a code."""
    language = get_language() or "es"
    if question.kind == Kind.PLACE:
        return pack().door_places[value].label.get(language)
    if question.kind == Kind.STATE:
        return pack().states[value].name.get(language)
    return say(f"common.{value}" if question.kind == Kind.YES_NO else f"{question.code}.{value}", audience)


def shown(question: Question, journey: Journey) -> str:
    """An answer as it is shown on «check your answers»; "" when it was skipped."""
    answer = journey.state.answers.get(question.code) or ""
    if question.kind == Kind.WISHES:
        return "\n".join(label_of(question, one, journey.audience) for one in answer)
    if answer and allowed_values(question):
        return label_of(question, answer, journey.audience)
    return str(answer)


# --- what is sent ---


def telling(journey: Journey) -> Telling:
    """All answers of the journey, as the last step takes them."""
    answers = {name: value for name, value in journey.state.answers.items() if value and _asked(name, journey)}
    words = {name: value for name, value in answers.items() if name in WORDS}
    if "no_contact" in answers.get("wishes", []):
        words["wishes"] = "no_contact"
    return Telling(_coarse(journey, answers), words, tuple(named(answers.get("named", ""))), get_language() or "es")


WORDS = frozenset(name for name, question in BY_CODE.items() if question.kind in (Kind.LINE, Kind.TEXT, Kind.NAMED))


def _asked(name: str, journey: Journey) -> bool:
    """Whether the question belongs to the chosen path: answers of a path left behind are not sent."""
    return BY_CODE[name] in asked_on(journey.state.path)


def _coarse(journey: Journey, answers: dict[str, Any]) -> Coarse:
    about_another = journey.state.path in ABOUT_ANOTHER
    wishes = answers.get("wishes", [])
    return Coarse(
        path=Path(journey.state.path).value,
        age=answers.get("child_age" if about_another else "age", ""),
        danger=journey.state.urgent or answers.get("danger") == YES,
        ongoing={YES: True, NO: False}.get(answers.get("ongoing", "")),
        when=answers.get("when", ""),
        state=answers.get("state", ""),
        place=answers.get("place", ""),
        no_home="no_home" in wishes,
        no_guardian="no_guardian" in wishes,
        images=answers.get("images") == YES,
    )


ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?)", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
PHONE = re.compile(r"\+?[\d\s().-]{8,}")


def named(text: str) -> list[Named]:
    """The links, accounts, telephones and e-mails of a text, one on each line, as typed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [Named(_kind(line), line[:MOST_LINE]) for line in lines[:MOST_NAMED]]


def _kind(line: str) -> str:
    if EMAIL.fullmatch(line):
        return "email"
    if PHONE.fullmatch(line) and sum(sign.isdigit() for sign in line) >= 8:
        return "phone"
    return "url" if ADDRESS.fullmatch(line) else "screen_name"

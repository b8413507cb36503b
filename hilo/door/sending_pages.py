"""The last pages: check your answers, the code, and sent."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from hilo.door import drafts, forms, pages
from hilo.door.asking_pages import URGENT_ASKS
from hilo.door.journey import SENT, Journey
from hilo.door.limits import look
from hilo.door.pages import Page
from hilo.door.questions import BY_CODE, Kind, asked_on
from hilo.door.submit import Came, send
from hilo.lib.codes import as_words, grouped, new_digits
from hilo.reference import pack


@dataclass(frozen=True)
class Answer:
    """A row of «check your answers»."""

    code: str
    words: str
    inert: bool


def show_check(request: HttpRequest, journey: Journey) -> HttpResponse:
    """All answers, each with «change»; when it is urgent, the code and the last step too."""
    answers = [
        Answer(one.code, forms.shown(one, journey), one.kind == Kind.NAMED) for one in asked_on(journey.state.path)
    ]
    if journey.state.urgent:
        answers = [one for one in answers if one.words or one.code in URGENT_ASKS]
    return journey.draw(request, "door/check.html", answers=answers, **the_code(journey))


def take_check(request: HttpRequest, journey: Journey) -> str:
    """Change one answer; or, with everything that is needed, the code."""
    what, _, code = request.POST.get("go", "").partition(":")
    if what == "change" and code in BY_CODE:
        journey.state.changing = True
        return code
    if missing := _missing(journey):
        journey.refuse(missing, "error.needed")
        return missing
    return _send(request, journey) if journey.state.urgent else "code"


def _missing(journey: Journey) -> str:
    needed = [one.code for one in asked_on(journey.state.path) if one.needed]
    return next((code for code in needed if not journey.state.answers.get(code)), "")


def show_code(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The code, before the last step."""
    return journey.draw(request, "door/code.html", **the_code(journey))


def take_code(request: HttpRequest, journey: Journey) -> str:
    """The last step."""
    return _send(request, journey)


def the_code(journey: Journey) -> dict[str, Any]:
    """The code in figures and in words; empty while there is none."""
    digits = journey.state.digits
    return {"digits": grouped(digits), "words": as_words(digits)} if digits else {}


def make_code(journey: Journey) -> None:
    """A code for this journey, once: sending it twice, or again after a failure, gives one report."""
    if not journey.state.digits:
        journey.state.digits = new_digits()


def _send(request: HttpRequest, journey: Journey) -> str:
    told = forms.telling(journey)
    came = _came(request, told.answers)
    send(digits=journey.state.digits, telling=told, now=drafts.moment(), came=came)
    journey.sent()
    journey.state.data["slow"] = came.slow
    return SENT


def _came(request: HttpRequest, answers: dict[str, str]) -> Came:
    looked = look(request, "\n".join(answers.values()))
    return Came(slow=looked.slow, signature=looked.signature, network=looked.network)


def show_sent(request: HttpRequest, journey: Journey) -> HttpResponse:
    """It is here; what comes next and by when; the code once more. Nothing of the story."""
    answers = journey.state.answers
    said = {
        "danger": journey.state.urgent or answers.get("danger") == forms.YES,
        "images": answers.get("images") == "yes",
    }
    hours = promised_hours(danger=said["danger"], slow=bool(journey.state.data.get("slow")))
    return journey.draw(request, "door/sent.html", hours=hours, **said, **the_code(journey))


def promised_hours(*, danger: bool, slow: bool) -> int:
    """By when somebody answers at the latest. Only what is kept is promised: danger now is of the first tier, what
    came with very many others may be of the last, and nothing else falls below the third.
    """
    span = pack().clocks["first_answer_to_child"].span_for(4 if slow else 1 if danger else 3)
    return span.amount * {"hours": 1}.get(span.unit, 24)


def nothing(request: HttpRequest, journey: Journey) -> str:
    """All is done."""
    return SENT


pages.add(Page("check", show_check, take_check))
pages.add(Page("code", show_code, take_code))
pages.add(Page(SENT, show_sent, nothing))

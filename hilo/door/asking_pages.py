"""The pages that ask: one question each, and the one of danger now, which asks three things at once."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from hilo.door import forms, pages
from hilo.door.forms import Choice
from hilo.door.journey import Journey
from hilo.door.pages import Page
from hilo.door.questions import BY_CODE, Question
from hilo.door.telling import Path

URGENT_ASKS = ("account", "place_name", "state")


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it."""

    code: str
    kind: str
    needed: bool
    most: int
    value: Any = ""
    choices: list[Choice] = field(default_factory=list)
    refused: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def asked(question: Question, journey: Journey) -> Asked:
    """A question with the answer so far and why it was not taken."""
    return Asked(
        question.code,
        question.kind.value,
        question.needed,
        forms.most_signs(question),
        forms.answered(question, journey),
        forms.choices(question, journey),
        journey.refused(question.code),
    )


def show_question(request: HttpRequest, journey: Journey) -> HttpResponse:
    """One question."""
    question = BY_CODE[journey.state.page]
    done = bool(journey.state.answers.get("account")) and question.code != "account" and not journey.state.changing
    return journey.draw(request, "door/question.html", asked=asked(question, journey), may_finish=done)


def take_question(request: HttpRequest, journey: Journey) -> str:
    """Keep the answer; «skip» keeps none, «finish» goes straight to checking."""
    question = BY_CODE[journey.state.page]
    if request.POST.get("go") == "skip" and not question.needed:
        journey.state.answers.pop(question.code, None)
    elif not forms.take(journey, question, request.POST):
        return question.code
    if question.code == "danger" and journey.state.answers.get("danger") == forms.YES and not journey.state.changing:
        return "danger_now"
    if request.POST.get("go") == "finish":
        return "check"
    return journey.after(question.code)


def show_urgent(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Call 911; who cannot, writes what happens and where."""
    questions = {code: asked(BY_CODE[code], journey) for code in URGENT_ASKS}
    return journey.draw(request, "door/urgent.html", **questions)


def take_urgent(request: HttpRequest, journey: Journey) -> str:
    """All three; only what happens is needed."""
    journey.state.path = Path.KNOWN if request.POST.get("about") == Path.KNOWN else Path.ME
    journey.state.urgent = True
    taken = [forms.take(journey, BY_CODE[code], request.POST) for code in URGENT_ASKS]
    return "check" if all(taken) else "urgent"


def keep_typed(request: HttpRequest, journey: Journey, page: str) -> None:
    """Going back or looking something up loses no words: what can be kept is kept, what is wrong is left."""
    codes = URGENT_ASKS if page == "urgent" else (page,)
    for question in (BY_CODE[code] for code in codes if code in BY_CODE):
        if question.code in request.POST:
            forms.take(journey, question, request.POST)
    journey.forgive()


for one in BY_CODE:
    pages.add(Page(one, show_question, take_question))
pages.add(Page("urgent", show_urgent, take_urgent))

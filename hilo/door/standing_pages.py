"""The pages that say something: the first one, how to leave, danger now, safety, help, what the law asks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from hilo.door import pages
from hilo.door.help import has_own, services
from hilo.door.journey import HOME, Journey
from hilo.door.pages import Page
from hilo.door.telling import Path
from hilo.reference import pack

ELSEWHERE = ("return", "help", "safety", "urgent")  # where the first page leads besides the paths


def show_home(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Who tells; and who has a code, looks for help, or is in danger now."""
    return journey.draw(request, "door/home.html", paths=[path.value for path in Path])


def take_home(request: HttpRequest, journey: Journey) -> str:
    """A path, or one of the other ways."""
    chosen = request.POST.get("go", "")
    if chosen in ELSEWHERE:
        return chosen
    return journey.start(chosen) if chosen in list(Path) else HOME


def show_help(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Services near the visitor: of a state when they chose one, and of the whole country."""

    state = help_state(journey)
    language = get_language() or "es"
    return journey.draw(
        request,
        "door/help.html",
        services=services(state, journey.audience),
        states=[(key, one.name.get(language)) for key, one in pack().states.items()],
        state=state,
        has_own=has_own(state),
    )


def take_help(request: HttpRequest, journey: Journey) -> str:
    """Another state."""
    state = request.POST.get("help_state", "")
    journey.state.data["help_state"] = state if state in pack().states else ""
    return "help"


def help_state(journey: Journey) -> str:
    """The state the visitor chose here, or told before."""
    return str(journey.state.data.get("help_state", journey.state.answers.get("state", "")))


def says(template: str) -> Callable[[HttpRequest, Journey], HttpResponse]:
    """A page that only says something."""

    def show(request: HttpRequest, journey: Journey) -> HttpResponse:
        return journey.draw(request, template)

    return show


def go_on(request: HttpRequest, journey: Journey) -> str:
    """The next page of the path."""
    return journey.after(journey.state.page)


def after_danger(request: HttpRequest, journey: Journey) -> str:
    """Whoever said that there is danger now goes on where the question led."""
    return journey.after("danger")


def stay(request: HttpRequest, journey: Journey) -> str:
    """Nothing to take."""
    return journey.state.page


pages.add(Page(HOME, show_home, take_home))
pages.add(Page("help", show_help, take_help, apart=True))
pages.add(Page("safety", says("door/safety.html"), stay, apart=True))
pages.add(Page("before", says("door/before.html"), go_on))
pages.add(Page("service", says("door/service.html"), go_on))
pages.add(Page("past", says("door/past.html"), go_on))
pages.add(Page("danger_now", says("door/danger_now.html"), after_danger))

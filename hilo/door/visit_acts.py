"""What can be done on a visit: write, tell more, ask that nobody writes, close the code."""

from collections.abc import Callable
from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse

from hilo.door import drafts, images, pages, visit
from hilo.door.forms import written
from hilo.door.journey import HOME, Journey, State
from hilo.door.models import Passage
from hilo.door.pages import Page
from hilo.door.telling import MOST_SIGNS
from hilo.door.visit import Over, Visit
from hilo.door.visit_pages import ACTS, CLOSED, INSIDE, RETURN, VISIT, here, over

WRITES = {ACTS["write"]: Passage.Kind.MESSAGE, ACTS["add"]: Passage.Kind.ADDITION}
SAYS = {ACTS["write"]: "visit.write", ACTS["add"]: "visit.add", ACTS["stop"]: "visit.stop", ACTS["lock"]: "visit.lock"}
DONE = {ACTS["write"]: "visit.wrote", ACTS["add"]: "visit.added", ACTS["stop"]: "visit.stop.done"}


def show_writing(request: HttpRequest, journey: Journey) -> HttpResponse:
    """One field; with what was being written when the time was over."""
    page = journey.state.page
    unsent = journey.state.data.get("unsent", {}).get(page, "")
    context = {"says": SAYS[page], "typed": journey.state.typed.get("words", unsent), "most": MOST_SIGNS}
    return journey.draw(
        request, "door/visit_write.html", **context, kept=bool(unsent) and not journey.state.refusals,
        refused=journey.refused("words"),
    )  # fmt: skip


def take_writing(request: HttpRequest, journey: Journey) -> str:
    """Seal it, once."""
    page, raw = journey.state.page, request.POST.get("words", "")
    words = written(raw)
    if wrong := _wrong(raw, words):
        journey.refuse("words", wrong, typed="" if wrong == "error.image" else words, most=MOST_SIGNS)
        return page
    once = uuid5(UUID(journey.state.data.get("once") or uuid4().hex), words)
    return _do(journey, lambda kept: visit.write(kept, WRITES[page], words, once=once, now=drafts.moment()))


def _wrong(raw: str, words: str) -> str:
    if images.holds_picture(raw):  # its bytes may be signs that are none of writing
        return "error.image"
    if not words:
        return "visit.empty"
    return "visit.too_long" if len(words) > MOST_SIGNS else ""


def show_sure(request: HttpRequest, journey: Journey) -> HttpResponse:
    """What it means, said honestly, before it is done."""
    return journey.draw(request, "door/visit_sure.html", says=SAYS[journey.state.page])


def take_stop(request: HttpRequest, journey: Journey) -> str:
    """Nobody writes to them any more."""
    if request.POST.get("go") != "yes":
        return VISIT
    return _do(journey, lambda kept: visit.stop_writing(kept, drafts.moment()))


def take_lock(request: HttpRequest, journey: Journey) -> str:
    """The code is closed, and so is the visit."""
    if request.POST.get("go") != "yes":
        return VISIT
    _do(journey, lambda kept: visit.lock(kept, drafts.moment()))
    journey.state = State(page=CLOSED, language=journey.state.language, spoken_to=journey.state.spoken_to)
    return CLOSED


def _do(journey: Journey, act: Callable[[Visit], None]) -> str:
    page = journey.state.page
    try:
        act(here(journey))
    except Over:
        over(journey, say="return.unknown")
        return RETURN
    journey.state.data["done"] = DONE.get(page, "")
    journey.state.data.pop("once", None)
    journey.state.data.get("unsent", {}).pop(page, None)
    return VISIT


def keep_unsent(request: HttpRequest, journey: Journey, page: str) -> None:
    """Words that were typed on a page of the visit and not sent: to show them there again."""
    raw = request.POST.get("words", "")
    words = written(raw)[:MOST_SIGNS]
    if page in WRITES and words and not images.holds_picture(raw):
        journey.state.data.setdefault("unsent", {})[page] = words


def came_late(request: HttpRequest, journey: Journey, page: str) -> bool:
    """A page of a visit was posted after its time: the code again, and no words are lost. Whether it was one."""
    if page not in INSIDE:
        return False
    keep_unsent(request, journey, page)
    over(journey)
    return True


def show_closed(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The code is closed."""
    return journey.draw(request, "door/visit_closed.html")


def take_closed(request: HttpRequest, journey: Journey) -> str:
    """Nothing is kept any more; they may tell again."""
    journey.state.page = HOME
    return HOME


for one in WRITES:
    pages.add(Page(one, show_writing, take_writing))
pages.add(Page(ACTS["stop"], show_sure, take_stop))
pages.add(Page(ACTS["lock"], show_sure, take_lock))
pages.add(Page(CLOSED, show_closed, take_closed))

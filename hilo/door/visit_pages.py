"""The pages of coming back: the code, whether it is safe now, and what happened since."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from hilo.door import drafts, limits, pages, visit
from hilo.door.journey import HOME, Journey, State
from hilo.door.models import Report, Stage
from hilo.door.pages import Page
from hilo.door.visit import Over, Visit
from hilo.lib.codes import WrongCode, read_code

MINUTES = 15  # that a visit lives after its last page
MOST_TYPED = 200  # signs of a code, however it is spaced: what is longer is not kept
MOST_SHOWN = 20  # messages at once
BUSY = "return.busy"
RETURN, SAFE, NOT_NOW, VISIT, CLOSED = "return", "safe_now", "not_now", "visit", "visit_closed"
ACTS = {"write": "visit_write", "add": "visit_add", "stop": "visit_stop", "lock": "visit_lock"}
INSIDE = (SAFE, NOT_NOW, VISIT, *ACTS.values())  # pages that need an open visit


def show_return(request: HttpRequest, journey: Journey) -> HttpResponse:
    """One field for the code; 503 when it has to be pressed again in a moment."""
    busy = journey.refused("code") == BUSY
    context = {"typed": journey.state.typed.get("code", ""), "refused": journey.refused("code"), "busy": busy}
    return journey.draw(request, "door/visit_return.html", **context, status=503 if busy else 200)


def take_return(request: HttpRequest, journey: Journey) -> str:
    """Read the code; with one that opens, the visit takes the place of all that was kept."""
    typed = request.POST.get("code", "")
    try:
        digits = read_code(typed)
    except WrongCode as no:
        journey.refuse("code", f"return.{no.kind}", typed=_short(typed), **({"word": no.word[:40]} if no.word else {}))
        return RETURN
    try:
        return _try(request, journey, digits, typed)
    except limits.Busy:
        journey.refuse("code", BUSY, typed=_short(typed))
        return RETURN


def _try(request: HttpRequest, journey: Journey, digits: str, typed: str) -> str:
    with limits.trying(request) as one:
        found = visit.come_in(digits)
        one.opened = found is not None
    if found is None:
        journey.refuse("code", "return.unknown", typed=_short(typed))
        return RETURN
    begin(journey, found)
    return SAFE


def _short(typed: str) -> str:
    return typed.replace("\0", "") if len(typed) <= MOST_TYPED else ""


def begin(journey: Journey, found: Visit) -> None:
    """Keep the visit, and what was being written when the last one ended; nothing else."""
    old = journey.state
    unsent = {"unsent": old.data["unsent"]} if "unsent" in old.data else {}
    journey.state = State(page=SAFE, language=old.language, spoken_to=journey.audience, minutes=MINUTES)
    journey.state.data = {"visit": found.plain(), **unsent}


def here(journey: Journey) -> Visit:
    """The visit that is kept. Raises Over when there is none."""
    kept = journey.state.data.get("visit")
    if kept is None:
        raise Over
    return Visit(**kept)


def over(journey: Journey, *, say: str = "visit.gone") -> None:
    """Back to the code: the time is over, or it opens no more. Words that were not sent yet are kept."""
    old = journey.state
    unsent = {"unsent": old.data["unsent"]} if "unsent" in old.data else {}
    journey.state = State(page=RETURN, trail=[HOME], language=old.language, spoken_to=old.spoken_to, data=unsent)
    journey.refuse("code", say)


# --- is it safe now ---


def show_safe(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Whether they can write without anybody seeing."""
    return journey.draw(request, "door/visit_safe.html")


def take_safe(request: HttpRequest, journey: Journey) -> str:
    """Go on; or how to leave and come back."""
    answer = request.POST.get("go")
    if answer == "yes":
        return _enter(journey, unsafe=False)
    return NOT_NOW if answer == "no" else SAFE


def show_not_now(request: HttpRequest, journey: Journey) -> HttpResponse:
    """How to leave and come back."""
    return journey.draw(request, "door/visit_not_now.html")


def take_not_now(request: HttpRequest, journey: Journey) -> str:
    """They go on all the same: the unit is told with what they write."""
    return _enter(journey, unsafe=True) if request.POST.get("go") == "go_on" else NOT_NOW


def _enter(journey: Journey, *, unsafe: bool) -> str:
    try:
        kept = replace(here(journey), unsafe=unsafe)
        visit.arrive(kept, drafts.moment())
    except Over:
        over(journey, say="return.unknown")
        return RETURN
    journey.state.data["visit"] = kept.plain()
    journey.state.page, journey.state.trail = VISIT, []
    return VISIT


# --- what happened ---


def show_visit(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Where it stands, what comes next and by when, what the unit wrote, what can be done."""
    try:
        kept = here(journey)
        with visit.held(kept) as report:
            new, before = visit.messages(kept, report)
    except Over:
        return _closed_meanwhile(request, journey)
    older = journey.state.data.get("older", False)
    shown = {"new": new[:MOST_SHOWN], "before": before[:MOST_SHOWN] if older else [], "count": len(before)}
    acts = [name for name in ACTS if name != "stop" or report.withdrawn_at is None]
    done = journey.state.data.get("done", "")
    return journey.draw(
        request, "door/visit.html", stage=report.stage, acts=acts, done=done, stopped=report.withdrawn_at is not None,
        minutes=MINUTES, **shown, **promise(report, drafts.moment()),
    )  # fmt: skip


def promise(report: Report, now: datetime) -> dict[str, str]:
    """``promise``: the code of what is said about the next step, "" for nothing; ``when``: by when."""
    if report.promised_at is None or report.stage == Stage.CLOSED or report.withdrawn_at is not None:
        return {"promise": "", "when": ""}
    when = date_format(localtime(report.promised_at), "DATETIME_FORMAT")
    return {"promise": "visit.by" if report.promised_at > now else "visit.late", "when": when}


def _closed_meanwhile(request: HttpRequest, journey: Journey) -> HttpResponse:
    over(journey)
    journey.save(now=drafts.moment())
    return show_return(request, journey)


def take_visit(request: HttpRequest, journey: Journey) -> str:
    """One of the things that can be done; or the messages from before."""
    go = request.POST.get("go", "")
    journey.state.data.pop("done", None)
    if go == "older":
        journey.state.data["older"] = True
    journey.state.data["once"] = uuid4().hex  # so that a button that is pressed twice writes once
    return ACTS.get(go, VISIT)


pages.add(Page(RETURN, show_return, take_return))
pages.add(Page(SAFE, show_safe, take_safe))
pages.add(Page(NOT_NOW, show_not_now, take_not_now))
pages.add(Page(VISIT, show_visit, take_visit))

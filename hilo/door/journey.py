"""One visitor's way through the pages: where they are, what they said, what to show again. Kept as a sealed draft."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from hilo.door import drafts
from hilo.door.questions import steps_of
from hilo.door.telling import Age, Path
from hilo.door.words import ADULT, CHILD, TEEN

HOME, SENT = "home", "sent"
SPOKEN_TO: dict[str, str] = {Age.UNDER_12: CHILD, Age.TEEN: TEEN, Age.ADULT: ADULT}


@dataclass
class Refused:
    """The field ``name`` was not taken: ``code`` of the text that says why, ``values`` for its places."""

    name: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class State:
    """All that is kept between two pages. ``typed``: the words of fields that were refused, to show them again.

    ``data`` is for pages that keep something of their own, such as the visit with a code.
    """

    page: str = HOME
    trail: list[str] = field(default_factory=list)
    path: str = ""
    urgent: bool = False
    language: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    refusals: list[dict[str, Any]] = field(default_factory=list)
    changing: bool = False  # came from «check your answers» to change one
    digits: str = ""  # the code of the report that is being told
    spoken_to: str = ""  # audience, once the answers are gone
    data: dict[str, Any] = field(default_factory=dict)
    minutes: int = drafts.MINUTES


class Journey:
    """``state`` and the keys of the visitor's cookie. ``is_new``: nothing is kept, not yet or no more."""

    def __init__(self, token: str, state: State, *, is_new: bool) -> None:
        self.keys = drafts.keys_of(token)
        self.token = token
        self.state = state
        self.is_new = is_new

    @classmethod
    def load(cls, token: str, *, now: datetime) -> "Journey":
        """The journey of a cookie; at its beginning when there is none yet, or it is too old."""
        found = drafts.load(drafts.keys_of(token), now=now)
        return cls(token, State(**found) if found else State(), is_new=found is None)

    def save(self, *, now: datetime) -> None:
        """Keep it until ``state.minutes`` from now."""
        drafts.save(self.keys, asdict(self.state), now=now, minutes=self.state.minutes)

    def forget(self) -> None:
        """Delete all of it."""
        drafts.forget(self.keys)
        self.state = State(language=self.state.language)

    # --- where ---

    def may_come_from(self, page: str) -> bool:
        """Whether a form of this page can be one of ours, drawn for where the visitor is or was."""
        return page == self.state.page or page in self.state.trail

    def go_to(self, page: str) -> None:
        """The next page; the way back leads to the one before. A page that was passed before is returned to."""
        state = self.state
        if page == state.page:
            return
        if page in state.trail:
            del state.trail[state.trail.index(page) :]
        else:
            state.trail.append(state.page)
        state.page = page

    def stand_on(self, page: str) -> None:
        """As if the visitor had stayed on this page of their way: a form was sent twice, or from an older view."""
        if page in self.state.trail:
            del self.state.trail[self.state.trail.index(page) :]
        self.state.page = page

    def go_back(self) -> None:
        """To the page before; the first page has none."""
        self.state.changing = False
        self.state.page = self.state.trail.pop() if self.state.trail else HOME

    def steps(self) -> list[str]:
        """The pages of the chosen path."""
        return steps_of(self.state.path) if self.state.path else []

    def after(self, page: str) -> str:
        """The page that follows in the path; «check» when one answer was being changed."""
        if self.state.changing:
            self.state.changing = False
            return "check"
        steps = self.steps()
        if page not in steps:
            return steps[0] if steps else HOME
        return steps[min(steps.index(page) + 1, len(steps) - 1)]

    def start(self, path: str) -> str:
        """Choose a path; what was answered before is kept. The name of its first page."""
        self.state.path, self.state.urgent = Path(path).value, False
        return self.steps()[0]

    def sent(self) -> None:
        """Only the code stays, and how to speak to who told; the story is no longer here."""
        old = self.state
        self.state = State(page=SENT, language=old.language, digits=old.digits, spoken_to=self.audience)
        self.state.answers = {name: old.answers[name] for name in ("images", "danger") if name in old.answers}
        self.state.urgent = old.urgent

    # --- to whom ---

    @property
    def audience(self) -> str:
        """To whom the pages speak, as far as it was said."""
        state = self.state
        if state.spoken_to:
            return state.spoken_to
        if state.path in (Path.ADULT, Path.SERVICE):
            return ADULT
        age = str(state.answers.get("age", "")) if state.path in (Path.ME, Path.PAST) else ""
        return SPOKEN_TO.get(age, ADULT if state.path == Path.PAST else TEEN)

    @property
    def life(self) -> int:
        """How many minutes this is kept after the last page."""
        return self.state.minutes

    # --- what is not taken ---

    def refuse(self, name: str, code: str, *, typed: str | None = None, **values: Any) -> None:
        """Show the page again with this sentence; ``typed``: the words to show again in the field."""
        self.state.refusals.append(asdict(Refused(name, code, values)))
        if typed is not None:
            self.state.typed[name] = typed

    def forgive(self) -> None:
        """Nothing is refused any more: another page was posted."""
        self.state.refusals, self.state.typed = [], {}

    def refused(self, name: str) -> str:
        """The code of why this field was not taken; "" when it was."""
        return next((one["code"] for one in self.state.refusals if one["name"] == name), "")

    # --- how ---

    def draw(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A whole page with what every page has: the way to leave, 911, help, the form field and errors."""
        return render(request, template, {**self.shared(), **context}, status=context.get("status", 200))

    def shared(self) -> dict[str, Any]:
        """What every template of the door can use."""
        return {
            "journey": self,
            "audience": self.audience,
            "page": self.state.page,
            "form_key": self.keys.form,
            "refusals": self.state.refusals,
            "language": get_language() or "es",
            "others": [(code, name) for code, name in settings.LANGUAGES if code != get_language()],
            "can_go_back": bool(self.state.trail),
        }


def known_language(code: str) -> str:
    """The language when it is one of the door; "" for any other."""
    return code if code in dict(settings.LANGUAGES) else ""

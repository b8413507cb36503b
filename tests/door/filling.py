"""Fills every form of a page as somebody would who types the same text into each of its fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_plus

from django.http import HttpResponse
from django.test import Client

FORM = "application/x-www-form-urlencoded"
TYPED = {"text", "search", "email", "tel", "url", "password", "date", "time", "datetime-local", "number", ""}
ELSEWHERE = ("salir", "logout", "idioma", "language", "cookies")  # forms of every page, not of this one


@dataclass
class Form:
    """``typed``: fields one types into; ``chosen``: what is sent besides, as the page offers it."""

    action: str = ""
    typed: list[str] = field(default_factory=list)
    chosen: list[tuple[str, str]] = field(default_factory=list)

    def body(self, text: str) -> bytes:
        """The form, filled, as a browser encodes it; a lone surrogate as whoever attacks encodes it."""
        pairs = [*((name, text) for name in self.typed), *self.chosen]
        return "&".join(f"{_sent(name)}={_sent(value)}" for name, value in pairs).encode()


def _sent(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


class Forms(HTMLParser):
    """The forms of a page that are sent by POST."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = Form(given.get("action", ""))
            self.forms.append(self._open)
        elif self._open is not None:
            self._take(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _take(self, tag: str, given: dict[str, str]) -> None:
        form, name, kind = self._open, given.get("name", ""), given.get("type", "").lower()
        assert form is not None
        if tag == "textarea" or (tag == "input" and kind in TYPED):
            form.typed.append(name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and given.get("value") and self._select not in dict(form.chosen):
            form.chosen.append((self._select, given["value"]))
        elif tag == "input" and (kind in ("hidden", "checkbox") or (kind == "radio" and name not in dict(form.chosen))):
            form.chosen.append((name, given.get("value", "on")))


def fill(client: Client, address: str, text: str) -> list[HttpResponse]:
    """Send each form of the page at ``address`` with ``text`` in every field; the answers, and where they lead."""
    page = client.get(address)
    answers = [page]
    for form in Forms(page.content.decode()).forms:
        if any(word in form.action for word in ELSEWHERE):
            continue
        answer = client.post(form.action or address, form.body(text), content_type=FORM)
        answers.append(answer)
        if answer.status_code in (302, 303) and answer.headers["Location"].startswith("/"):
            answers.append(client.get(answer.headers["Location"]))
    return answers


def post(client: Client, address: str, fields: dict[str, Any]) -> HttpResponse:
    """One form, as :func:`fill` sends it."""
    body = "&".join(f"{_sent(name)}={_sent(str(value))}" for name, value in fields.items())
    return client.post(address, body.encode(), content_type=FORM)

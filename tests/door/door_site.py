"""The door's own site inside the tests: its addresses, its middleware and templates, as its process has them."""

import importlib
import re
from html import unescape
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

TAKEN = (
    "ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "LANGUAGES", "FILE_UPLOAD_HANDLERS", "SECURE_REFERRER_POLICY",
    "DATA_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_NUMBER_FIELDS", "HILO_EXIT_URL", "HILO_HTTPS", "HILO_PROXIES",
    "HILO_SITE", "STORAGES", "WHITENOISE_USE_FINDERS", "WHITENOISE_ALLOW_ALL_ORIGINS",
)  # fmt: skip


def door_settings() -> ModuleType:
    """The settings of the door's process."""
    return importlib.import_module("hilo.web.settings_public")


def as_door(settings: Any) -> None:
    """Make the settings of a test those of the door; the models of all parts stay, for there is one test database."""
    own = door_settings()
    for name in TAKEN:
        setattr(settings, name, getattr(own, name))


class Visitor:
    """Somebody at the door, without JavaScript: looks at the page, presses one of its buttons, follows «Seguir»."""

    def __init__(self, *, language: str = "es", **headers: str) -> None:
        self.client = Client(headers={"accept-language": language} | headers)
        self.answer: HttpResponse | None = None
        self.page = ""
        self.look()

    def look(self) -> str:
        """The page where they are."""
        found = self.client.get("/")
        assert found.status_code == 200, found.content
        self.page = found.content.decode()
        return self.page

    def press(self, go: str = "next", **fields: Any) -> str:
        """Press a button with what was typed or chosen; the page that comes then."""
        self.answer = self.post(self.hidden() | {"go": go} | fields)
        return self.look()

    def post(self, fields: dict[str, Any]) -> HttpResponse:
        """Send these fields as a browser sends a form."""
        return self.client.post("/", urlencode(fields, doseq=True), content_type=FORM)

    def hidden(self) -> dict[str, str]:
        """What stands hidden in the form of the page."""
        return {name: unescape(value) for name, value in HIDDEN.findall(self.page)}

    @property
    def at(self) -> str:
        """The name of the page."""
        return self.hidden()["p"]

    @property
    def digits(self) -> str:
        """The code as figures, "" on a page without it."""
        return dict(CODE.findall(self.page)).get("digits", "").strip()

    @property
    def code_words(self) -> str:
        """The code as six words."""
        return dict(CODE.findall(self.page)).get("words", "").strip()

    @property
    def words(self) -> str:
        """What can be read on the page."""
        return " ".join(unescape(re.sub(r"<!--.*?-->|<[^>]+>", " ", self.page, flags=re.DOTALL)).split())


FORM = "application/x-www-form-urlencoded"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
CODE = re.compile(r'class="(digits|words)"[^>]*>([^<]+)<')

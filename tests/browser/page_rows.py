"""Values of the browser suite: a page and who opens it, and what comes back when something is sent from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.urls import reverse
from playwright.sync_api import Page as Tab

from hilo.cases.models import Case


@dataclass(frozen=True)
class Page:
    """``name``: of its address; ``who``: of the cast, "" for nobody; ``of``: argument -> key of the caseload."""

    name: str
    who: str = ""
    of: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200

    def path(self, load: SimpleNamespace) -> str:
        """The address, with the caseload's own objects."""
        given = {name: _key(load, key) for name, key in self.of.items()}
        query = re.sub(r"\{(\w+)\}", lambda key: str(_key(load, key[1])), self.query)
        return reverse(self.name, kwargs=given) + query


def _key(load: SimpleNamespace, key: str) -> object:
    """A case gives its code, anything else its primary key; text after "=" stands for itself."""
    if key.startswith("="):
        return key[1:]
    found = getattr(load, key)
    return found.code if isinstance(found, Case) else found.pk


@dataclass(frozen=True)
class Answer:
    """What comes after sending something from ``page``: fill ``fills`` (selector -> text), press ``press``."""

    page: Page
    press: str
    fills: Mapping[str, str] = field(default_factory=dict)
    choose: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[str, ...] = ()
    status: int = 200

    def send(self, tab: Tab) -> None:
        """Do it in an open page."""
        for selector, text in self.fills.items():
            tab.locator(selector).fill(text)
        for selector, value in self.choose.items():
            tab.locator(selector).select_option(value)
        for selector in self.checks:
            tab.locator(selector).check()
        tab.locator(self.press).first.click()
        tab.wait_for_load_state()


CASE = {"code": "case"}
SEARCH = "form.asking button"
ACT = "main form[method=post] p.actions button"

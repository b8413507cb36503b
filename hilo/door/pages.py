"""The pages of the door: states of one journey, all drawn at the same address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from hilo.door.journey import Journey


@dataclass(frozen=True)
class Page:
    """One state of the journey.

    ``show`` draws it; ``take`` reads what was posted from it and gives the name of the page that comes next, or its own
    name when ``journey.refuse`` was called. Before ``take`` comes all that every page shares: to go back, to leave for
    help or safety, another language. ``apart`` pages are looked at on the way: «back» returns from them.
    """

    name: str
    show: Callable[[HttpRequest, "Journey"], HttpResponse]
    take: Callable[[HttpRequest, "Journey"], str]
    apart: bool = False


PAGES: dict[str, Page] = {}


def add(page: Page) -> None:
    """Put a page into :data:`PAGES`; each module of pages does it when it is imported by :mod:`hilo.door.views`."""
    PAGES[page.name] = page

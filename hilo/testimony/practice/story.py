"""The invented stories of the practice room, read from ``data/practice_stories.yaml``. Frozen and versioned."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from hilo.lib.errors import BadInput
from hilo.testimony.practice.chances import BANDS, Chances, band, read_chances
from hilo.testimony.practice.words import fold

Phrase = Literal[
    "greetings", "rules", "rule_practice", "dont_know", "dont_remember", "assent", "dissent", "affirm", "again",
    "nothing_more", "all_told", "told_before", "rather_yes", "rather_no", "what_you_said", "maybe", "then", "also",
]  # fmt: skip
FILE = Path(__file__).parents[1] / "data" / "practice_stories.yaml"


@dataclass(frozen=True)
class Wrong:
    """What did not happen, and a led child may say. ``instead_of``: the detail it takes the place of, or empty."""

    id: str
    says: str
    keys: tuple[str, ...] = ()
    instead_of: str = ""


@dataclass(frozen=True)
class Detail:
    """What happened. ``order``: its place in time, from 0; ``asks``: the wh- word it answers, without accent."""

    id: str
    order: int
    central: bool
    asks: str
    keys: tuple[str, ...]
    short: str
    says: tuple[str, ...]  # one for each of BANDS
    mistaken: Wrong

    def said_at(self, age: int) -> str:
        """The sentence of a child of this age."""
        return self.says[band(age)]


@dataclass(frozen=True)
class Story:
    """An event, what happened in it, what did not, and how the child talks about all else.

    ``about``: words that name the event itself; ``voice``: kind of phrase, each of
    :data:`Phrase`, -> phrases.
    """

    id: str
    version: int
    name: str
    event: str
    about: tuple[str, ...]
    ages: tuple[int, ...]
    details: tuple[Detail, ...]
    wrong: tuple[Wrong, ...]
    neutral: tuple[str, ...]
    rapport: tuple[str, ...]
    voice: dict[str, tuple[str, ...]]

    def detail(self, which: str) -> Detail:
        return next(one for one in self.details if one.id == which)

    def wrongs(self) -> tuple[Wrong, ...]:
        """All that did not happen, details told wrong included."""
        return (*self.wrong, *(one.mistaken for one in self.details))


@cache
def _raw() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


@cache
def stories() -> tuple[Story, ...]:
    """Every story, in the order of the file."""
    return tuple(_story(row) for row in _raw()["stories"])


@cache
def chances() -> Chances:
    """The table of chances that belongs to the stories."""
    return read_chances(_raw()["version"], _raw()["chances"])


def story(which: str) -> Story:
    """The story with this id. Raises :class:`BadInput` where there is none."""
    for one in stories():
        if one.id == which:
            return one
    raise BadInput(f"No hay una historia de práctica «{which}». Elija una de: {', '.join(s.id for s in stories())}.")


def _story(raw: dict[str, Any]) -> Story:
    return Story(
        **{name: raw[name] for name in ("id", "name", "event")},
        version=_raw()["version"],
        about=_keys(raw["about"]),
        ages=tuple(raw["ages"]),
        details=tuple(_detail(order, row) for order, row in enumerate(raw["details"])),
        wrong=tuple(_wrong(row) for row in raw["wrong"]),
        neutral=tuple(raw["neutral"]),
        rapport=tuple(raw["rapport"]),
        voice={kind: tuple(phrases) for kind, phrases in _raw()["voice"].items()},
    )


def _detail(order: int, raw: dict[str, Any]) -> Detail:
    return Detail(
        **{name: raw[name] for name in ("id", "central", "asks", "short")},
        order=order,
        keys=_keys(raw["keys"]),
        says=tuple(raw["says"][name] for name in BANDS),
        mistaken=_wrong(raw["mistaken"], instead_of=raw["id"]),
    )


def _wrong(raw: dict[str, Any], instead_of: str = "") -> Wrong:
    return Wrong(raw["id"], raw["says"], _keys(raw["keys"]), instead_of)


def _keys(raw: list[str]) -> tuple[str, ...]:
    return tuple(fold(key) for key in raw)

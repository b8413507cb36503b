"""The lists of phrases of ``data/prompt_phrases.yaml`` as patterns."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[1] / "data" / "prompt_phrases.yaml"


@cache
def _lists() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return found


def phrase(name: str) -> re.Pattern[str]:
    """The pattern of a list: its phrases anywhere in a sentence, or as the whole of it."""
    entry = _lists()["phrases"][name]
    any_of = "|".join(re.sub(r"<(\w+)>", _words, line) for line in entry["any"])
    return re.compile(rf"^(?:{any_of})$" if entry["find"] == "whole" else any_of)


def _words(name: re.Match[str]) -> str:
    return f"(?:{'|'.join(_lists()['words'][name.group(1)])})"

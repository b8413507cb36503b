"""The invented interviews and prompts beside the tests, with what their author says of them."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hilo.testimony.coding import code_turn
from hilo.testimony.coding.interview import code_interview
from hilo.testimony.details import Detail, keys, trace
from hilo.testimony.transcripts.reading import read, turns
from hilo.testimony.turns import Prompt, Turn

DATA = Path(__file__).parent / "data"
DEVELOPMENT = sorted(DATA.glob("dev_t*.txt"))
HELD_OUT = sorted((DATA / "held_out").glob("*.txt"))


@dataclass(frozen=True)
class Assessed:
    """One interview as the program sees it, and the author's own labels."""

    turns: list[Turn]
    prompts: list[Prompt]
    details: list[Detail]
    truth: dict[str, Any]


@cache
def assessed(path: Path) -> Assessed:
    said = turns(read(path.read_bytes(), path.name))
    prompts = code_interview(said)
    looked_for = json.loads(path.with_suffix(".details.json").read_text(encoding="utf-8"))
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return Assessed(said, prompts, trace(said, prompts, keys(looked_for)), truth)


@cache
def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def coded(path: Path) -> list[Prompt]:
    """What the program says of each row of a table of prompts."""
    return [code_turn(row["prompt"], row["context_child_last_turn"]) for row in rows(path)]

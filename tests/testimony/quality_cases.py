"""The four invented interviews as the figures take them, and a short way to write others."""

import json
from dataclasses import dataclass
from pathlib import Path

from hilo.testimony.quality import describe
from hilo.testimony.turns import Prompt, Turn

DATA = Path(__file__).parent / "data"
NAMES = ("dev_t1", "dev_t2", "dev_t3", "dev_t4")


@dataclass(frozen=True)
class Found:
    id: str
    first_turn: int | None
    by_child: bool
    status: str
    after_label: str
    child_turn: int | None


def labelled(name):
    return json.loads((DATA / f"{name}.truth.json").read_text(encoding="utf-8"))


def turns_of(name):
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [Turn(at, line.startswith("N:"), line[3:], line.endswith("—")) for at, line in enumerate(lines, start=1)]


def prompts_of(name):
    return [Prompt(t["turn"], t["label"], tuple(t["flags"]), t["phase"]) for t in labelled(name)["interviewer_turns"]]


def details_of(name):
    return [
        Found(d["id"], d["first_turn"], d["first_speaker"] == "N", d["status"], d["after_label"], d["child_turn"])
        for d in labelled(name)["details"]
    ]


def quality(name):
    return describe(turns_of(name), prompts_of(name), details_of(name), labelled(name)["child_age"])


def talk(*lines):
    """``talk("INV-G: Cuéntame", "N: Nada", …)``: turns and prompts; an adult's line opens with its label."""
    turns, prompts = [], []
    for number, line in enumerate(lines, start=1):
        mark, _, text = line.partition(": ")
        turns.append(Turn(number, mark == "N", text))
        if mark != "N":
            label, *flags = mark.split()
            prompts.append(Prompt(number, label, tuple(flags)))
    return turns, prompts

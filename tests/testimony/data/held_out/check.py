"""Whether the held-out set agrees with itself: labels, turns and first mentions. Run from the project's root.

``python tests/testimony/data/held_out/check.py`` prints one line per problem and leaves with 1 when there is any.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hilo.testimony.labels import FLAGS, LABELS, PHASES, STATUSES, family

HERE = Path(__file__).parent
AFTER = {"INV": "invitation", "DIR": "directive", "OPT": "option", "SUG": "suggestive"}
NOT_BY_ITS_WORDS = {"diminutive", "synonym"}  # the first mention does not hold a term
SAID_BEFORE = {"other_sense", "ground_rule"}  # a term is heard earlier, about something else


def plain(text: str) -> str:
    """Lower case without accents; ñ becomes n."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def holds(text: str, terms: list[str]) -> bool:
    return any(re.search(rf"\b{re.escape(plain(term))}\b", plain(text)) for term in terms)


def prompt_problems() -> Iterator[str]:
    with (HERE / "prompts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if [row["id"] for row in rows] != [f"H{n:03}" for n in range(1, 241)]:
        yield "prompts.csv: the ids are not H001 to H240"
    for row in rows:
        yield from (f"{row['id']}: {problem}" for problem in label_problems(row | {"flags": split(row["flags"])}))
        if row["note"].partition(";")[0] not in ("ordinary", "enriched"):
            yield f"{row['id']}: the note does not begin with its part"
    for label in sorted(LABELS):
        if Counter(row["label"] for row in rows)[label] < 6:
            yield f"prompts.csv: fewer than six {label}"


def split(flags: str) -> list[str]:
    return flags.split(";") if flags else []


def label_problems(coded: dict[str, Any]) -> Iterator[str]:
    label, flags = coded["label"], coded["flags"]
    if LABELS.get(label) != coded["class4"]:
        yield f"{label} is not {coded['class4']}"
    if not set(flags) <= set(FLAGS) or len(set(flags)) < len(flags):
        yield f"flags {flags}"
    if "recast" in flags and "multiple" not in flags:
        yield "recast without multiple"
    if label in ("SUG-PRE", "SUG-INTRO") and "new_content" not in flags:
        yield f"{label} without new content"


def interview_problems(name: str) -> Iterator[str]:
    said = [line.split(": ", 1) for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    truth = json.loads((HERE / f"{name}.truth.json").read_text(encoding="utf-8"))
    given = json.loads((HERE / f"{name}.details.json").read_text(encoding="utf-8"))
    yield from turn_problems(said, truth)
    for detail in truth["details"]:
        yield from (f"{detail['id']}: {problem}" for problem in detail_problems(detail, said, truth))
    named = sorted(({k: d[k] for k in ("id", "detail", "terms")} for d in truth["details"]), key=lambda d: d["id"])
    if given["details"] != named:
        yield "details.json lists other details than truth.json"


def turn_problems(said: list[list[str]], truth: dict[str, Any]) -> Iterator[str]:
    coded = truth["interviewer_turns"]
    if truth["turns"] != len(said) or not 30 <= len(said) <= 50:
        yield f"{len(said)} turns"
    if [c["turn"] for c in coded] != [n for n, (who, _) in enumerate(said, 1) if who == "E"]:
        yield "the coded turns are not the interviewer's turns"
    if [PHASES.index(c["phase"]) for c in coded] != sorted(PHASES.index(c["phase"]) for c in coded):
        yield "a phase comes back"
    cut = [n + 1 for n, (who, text) in enumerate(said, 1) if who == "N" and text.endswith("—")]
    if not cut == truth["interruptions"] == [c["turn"] for c in coded if "interrupts" in c["flags"]]:
        yield "interruptions"
    again = [turn for repeat in truth["repeated"] for turn in repeat["turns"][1:]]
    if again != [c["turn"] for c in coded if "repeated" in c["flags"]]:
        yield "repeated questions"
    for turn in coded:
        yield from (f"turn {turn['turn']}: {problem}" for problem in label_problems(turn))


def detail_problems(detail: dict[str, Any], said: list[list[str]], truth: dict[str, Any]) -> Iterator[str]:
    first, terms, trap = detail["first_turn"], detail["terms"], detail["trap"]
    if said[first - 1][0] != detail["first_speaker"]:
        yield "the first speaker is another"
    if holds(said[first - 1][1], terms) == (trap in NOT_BY_ITS_WORDS):
        yield f"turn {first} and the terms disagree"
    if any(holds(text, terms) for _, text in said[: first - 1]) != (trap in SAID_BEFORE):
        yield "a term is heard before the first mention, or should have been"
    child_said = any(holds(text, terms) for who, text in said if who == "N")
    if trap == "confirmed_only" and (child_said or detail["status"] != "adult_first_adopted"):
        yield "the child did say it"
    if detail["status"] not in STATUSES or (detail["after_turn"], detail["status"]) != expected(detail, said, truth):
        yield f"status {detail['status']} after turn {detail['after_turn']}"


def expected(detail: dict[str, Any], said: list[list[str]], truth: dict[str, Any]) -> tuple[int, str]:
    """The prompt behind a first mention, and the status that follows; an adult's first mention keeps the given one."""
    first, child = detail["first_turn"], detail["child_turn"]
    labels = {coded["turn"]: coded["label"] for coded in truth["interviewer_turns"]}
    if detail["first_speaker"] == "E":
        answered = child is not None and child > first and said[child - 1][0] == "N"
        fits = detail["status"].startswith("adult_first") and answered != detail["status"].endswith("unanswered")
        return first, detail["status"] if fits and labels[first] == detail["after_label"] else "?"
    asked = max(turn for turn, label in labels.items() if turn < first and label not in ("FAC", "SUP"))
    kind = AFTER.get(family(labels[asked]))
    fits = child == first and labels[asked] == detail["after_label"]
    return asked, (f"after_{kind}" if kind else "spontaneous") if fits else "?"


def main() -> int:
    problems = [f"prompts: {problem}" for problem in prompt_problems()]
    for path in sorted(HERE.glob("h_t*.txt")):
        problems += [f"{path.stem}: {problem}" for problem in interview_problems(path.stem)]
    print("\n".join(problems) or "No problem found.")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())

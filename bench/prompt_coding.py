"""How far suggested prompt codes agree with their authors: ``python -m bench.prompt_coding``.

Prints kappa on four classes, precision and recall of each with 95 % intervals, and what the surest 60 % come to, for
the development set (seen while the rules were written) and for the held-out rows (never).
"""

import csv
from pathlib import Path

from hilo.testimony.agreement import Share, kappa, per_class
from hilo.testimony.coding import code_turn
from hilo.testimony.turns import Prompt

DATA = Path(__file__).parents[1] / "tests" / "testimony" / "data"
SUREST = 0.6


def main() -> None:
    """Print the figures of each set, and of both halves of the held-out one."""
    held_out = _read(DATA / "held_out" / "prompts.csv")
    _tell("development", _read(DATA / "prompts_dev.csv"))
    _tell("held out", held_out)
    for name in ("ordinary", "enriched"):
        _tell(f"held out, {name}", [row for row in held_out if row["note"].startswith(name)])


def _read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _tell(name: str, rows: list[dict[str, str]]) -> None:
    prompts = [code_turn(row["prompt"], row["context_child_last_turn"]) for row in rows]
    told, found = [row["class4"] for row in rows], [prompt.class4 for prompt in prompts]
    agreed = kappa(told, found)
    print(f"\n{name}: {agreed.equal} of {agreed.units} classes, kappa {agreed.value:.2f} {_interval(agreed.interval)}")
    print(f"  fine labels: {sum(row['label'] == prompt.label for row, prompt in zip(rows, prompts, strict=True))}")
    print(f"  surest {SUREST:.0%}: {_surest(told, prompts):.3f} right")
    for label, one in per_class(told, found).items():
        print(f"  {label:<13} precision {_share(one.precision)}  recall {_share(one.recall)}")


def _surest(told: list[str], prompts: list[Prompt]) -> float:
    order = sorted(zip(told, prompts, strict=True), key=lambda pair: -pair[1].confidence)
    kept = order[: round(SUREST * len(order))]
    return sum(label == prompt.class4 for label, prompt in kept) / len(kept)


def _share(part: Share) -> str:
    return "none" if part.value is None else f"{part.value:.2f} {_interval(part.interval)} ({part.count}/{part.of})"


def _interval(found: tuple[float, float] | None) -> str:
    return "" if found is None else f"[{found[0]:.2f}, {found[1]:.2f}]"


if __name__ == "__main__":
    main()

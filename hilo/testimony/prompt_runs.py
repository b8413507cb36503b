"""What the rules suggest for the adults' turns of a transcript: kept once for each version of the rules."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from hilo.accounts.models import User
from hilo.accounts.sealing import open_text, seal_text
from hilo.lib.ids import uuid7
from hilo.testimony import kept
from hilo.testimony.coding import interview
from hilo.testimony.coding.interview import code_interview
from hilo.testimony.models import Layer, Run, Transcript
from hilo.testimony.turns import Prompt

# Below it a person should look first. On rows that the rules had not met, the surest 60 % are 98 % right, and those are
# the ones from about here on (python -m bench.prompt_coding). It is a constant of each rule, not a probability.
LOW: Final = 0.85
MOST_TURNS: Final = 3_000  # beyond it nothing is suggested while a transcript is kept, only when somebody asks
DATA: Final = Path(interview.__file__).parents[1] / "data"


@cache
def version() -> str:
    """Of the rules: the digest of their code and words, as a run cites it."""
    files = [*sorted(Path(interview.__file__).parent.glob("*.py")), *sorted(DATA.glob("prompt_*.yaml"))]
    return "prompt-rules " + hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def after_keep(row: Transcript, by: User, now: datetime) -> None:
    """What happens once a transcript is kept; nothing for a very long one."""
    if row.turns <= MOST_TURNS:
        make(row, by=by, now=now)


def make(row: Transcript, *, by: User | None, now: datetime) -> Run:
    """The run of this version for a transcript; the one there is, or a new one."""
    found = row.runs.filter(layer=Layer.PROMPT, version=version()).first()
    if found:
        return found
    prompts = code_interview(kept.turns_of(row))
    pk = uuid7()
    body = json.dumps([asdict(one) for one in prompts], ensure_ascii=False)
    return Run.objects.create(
        id=pk, transcript=row, layer=Layer.PROMPT, version=version(), made_at=now, made_by=by,
        low=json.dumps([one.turn for one in prompts if one.confidence < LOW]),
        body=seal_text(body, place=f"run.body:{pk}"),
    )  # fmt: skip


def latest(row: Transcript) -> Run | None:
    """The newest run for the adults' turns."""
    return row.runs.filter(layer=Layer.PROMPT).order_by("-made_at", "-id").first()


def suggested(run: Run) -> dict[int, Prompt]:
    """Turn -> what was suggested for it."""
    rows = json.loads(open_text(run.body, place=run.body_place))
    return {row["turn"]: Prompt(**{**row, "flags": tuple(row["flags"])}) for row in rows}

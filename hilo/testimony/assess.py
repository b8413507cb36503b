"""One interview, or a table of prompts, assessed without a case: what ``hilo testimony assess`` prints."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hilo.lib.errors import BadInput
from hilo.testimony.agreement import share
from hilo.testimony.coding import code_turn
from hilo.testimony.coding.interview import code_interview
from hilo.testimony.details import Detail, keys, trace
from hilo.testimony.labels import CLASSES
from hilo.testimony.transcripts.reading import read, turns
from hilo.testimony.turns import Prompt

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 100_000
COLUMNS = ("id", "context_child_last_turn", "prompt")


def assess(data: bytes, name: str, details: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Codes of every turn of the interviewer, shares by class with 95 % intervals, and who named each detail first.

    ``data`` are the bytes of a transcript (CHAT, WebVTT, ELAN or plain). Every code is a suggestion. A share is of all
    the interviewer's turns, and ``n`` is their number. Raises BadInput with one sentence.
    """
    said = turns(read(data, name))
    if not any(not turn.by_child for turn in said):
        raise BadInput(
            "No hay ninguna intervención de quien entrevista; marque sus líneas con «E:» y las de la niña "
            "o el niño con «N:»."
        )
    prompts = code_interview(said)
    found = trace(said, prompts, keys(details)) if details is not None else []
    return {
        "prompts": [_prompt(prompt) for prompt in prompts],
        "shares": shares(prompts),
        "details": {detail.id: _detail(detail) for detail in found},
    }


def shares(prompts: Sequence[Prompt]) -> dict[str, dict[str, Any]]:
    """The share of each class of four among ``prompts``, with its Wilson interval; None where there are none."""
    found = {}
    for name in CLASSES:
        part = share(sum(prompt.class4 == name for prompt in prompts), len(prompts))
        low, high = part.interval or (None, None)
        found[name] = {"share": _short(part.value), "low": _short(low), "high": _short(high), "n": part.of}
    return found


def _short(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _prompt(prompt: Prompt) -> dict[str, Any]:
    return {
        "turn": prompt.turn,
        "label": prompt.label,
        "class4": prompt.class4,
        "confidence": round(prompt.confidence, 3),
        "flags": list(prompt.flags),
        "phase": prompt.phase,
        "why": prompt.why,
        "status": "suggested",
    }


def _detail(detail: Detail) -> dict[str, Any]:
    speaker = None if detail.first_turn is None else "N" if detail.by_child else "E"
    return {
        "first_turn": detail.first_turn,
        "first_speaker": speaker,
        "status": detail.status,
        "after_turn": detail.after_turn,
        "after_label": detail.after_label,
        "child_turn": detail.child_turn,
    }


def assess_rows(data: bytes) -> dict[str, Any]:
    """Codes of a table of single prompts (CSV with ``id, context_child_last_turn, prompt``). Raises BadInput."""
    rows = _rows(data)
    return {"rows": [_row(row) for row in rows]}


def _row(row: Mapping[str, str]) -> dict[str, Any]:
    prompt = code_turn(row["prompt"] or "", row["context_child_last_turn"] or "")
    return {
        "id": row["id"],
        "label": prompt.label,
        "class4": prompt.class4,
        "confidence": round(prompt.confidence, 3),
        "flags": list(prompt.flags),
        "status": "suggested",
    }


def _rows(data: bytes) -> list[dict[str, str]]:
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput("La tabla no se puede leer: guárdela como CSV en UTF-8, con comas y comillas.") from error
    missing = [name for name in COLUMNS if not rows or name not in rows[0]]
    if missing:
        raise BadInput(
            f"A la tabla le falta la columna «{missing[0]}»; necesita {', '.join(COLUMNS)}, y al menos una fila."
        )
    if len(rows) > MOST_ROWS:
        raise BadInput(f"La tabla tiene más de {MOST_ROWS} filas; divídala en varias.")
    return rows


def read_details(path: Path) -> dict[str, Any]:
    """A JSON file of details to look for. Raises BadInput."""
    try:
        found = json.loads(take(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise BadInput(f"«{path.name}» no es JSON en UTF-8; revise comas y llaves.") from error
    if not isinstance(found, dict):
        raise BadInput(f'«{path.name}» debe ser un objeto con "details".')
    return found


def take(path: Path) -> bytes:
    """The bytes of a file, at most 8 MiB. Raises BadInput."""
    try:
        with path.open("rb") as source:
            data = source.read(MOST_BYTES + 1)
    except OSError as wrong:
        raise BadInput(f"No se puede leer «{path}»: {wrong.strerror}.") from None
    if len(data) > MOST_BYTES:
        raise BadInput(f"«{path.name}» pasa de 8 MiB; divida el archivo.")
    return data

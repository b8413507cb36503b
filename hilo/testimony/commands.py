"""``hilo testimony``: what needs neither a case nor a database."""

from pathlib import Path
from typing import Any

import click

from hilo.lib.console import answer, json_option
from hilo.lib.errors import BadInput

FILE = click.Path(dir_okay=False, path_type=Path)
CLASS_NAMES = {
    "invitation": "invitaciones",
    "wh": "preguntas directas",
    "option": "de opción",
    "non-question": "sin pregunta",
}

STATUS_NAMES = {
    "spontaneous": "sin que se preguntara",
    "after_invitation": "tras una invitación",
    "after_directive": "tras una pregunta directa",
    "after_option": "tras una pregunta de opción",
    "after_suggestive": "tras una pregunta sugestiva",
    "adult_first_adopted": "la niña o el niño lo retomó",
    "adult_first_denied": "la niña o el niño lo negó",
    "adult_first_unanswered": "quedó sin respuesta",
}


@click.group()
def testimony() -> None:
    """Entrevistas: qué se preguntó, y quién dijo cada cosa primero."""


@testimony.command("assess")
@click.argument("file", type=FILE, required=False)
@click.option("--details", type=FILE, default=None, metavar="D.json", help="Detalles que se buscan, con sus palabras.")
@click.option(
    "--rows", type=FILE, default=None, metavar="F.csv", help="Una tabla de preguntas sueltas en vez de una entrevista."
)
@json_option
def assess(file: Path | None, details: Path | None, rows: Path | None, as_json: bool) -> None:
    """Sugiere qué tipo de pregunta es cada intervención de quien entrevista. Describe; no califica a nadie."""
    from hilo.testimony import assess as part

    if (file is None) == (rows is None):
        raise BadInput(
            "Diga una entrevista (hilo testimony assess ARCHIVO) o una tabla (--rows F.csv), una de las dos."
        )
    if rows is not None:
        answer(part.assess_rows(part.take(rows)), as_json=as_json, words=_rows)
        return
    assert file is not None  # noqa: S101 - one of the two is there
    looked_for = part.read_details(details) if details else None
    answer(part.assess(part.take(file), file.name, looked_for), as_json=as_json, words=_interview)


def _interview(found: dict[str, Any]) -> str:
    lines = ["Turno  Código     Marcas                Por qué (sugerencia; una persona confirma)"]
    lines += [f"{p['turn']:>5}  {p['label']:<9}  {' '.join(p['flags']):<20}  {p['why']}" for p in found["prompts"]]
    lines += ["", *(_share(name, part) for name, part in found["shares"].items())]
    lines += [_detail(name, detail) for name, detail in found["details"].items()]
    return "\n".join(lines)


def _share(name: str, part: dict[str, Any]) -> str:
    interval = f"entre {part['low']:.0%} y {part['high']:.0%}"
    return f"{CLASS_NAMES[name]}: {part['share']:.0%} ({interval}, de {part['n']} intervenciones)"


def _detail(name: str, detail: dict[str, Any]) -> str:
    if detail["first_turn"] is None:
        return f"{name}: nadie lo mencionó"
    who = "la niña o el niño" if detail["first_speaker"] == "N" else "quien entrevista"
    after = detail["after_label"] or "sin pregunta antes"
    return f"{name}: primero {who}, turno {detail['first_turn']} ({STATUS_NAMES[detail['status']]}; {after})"


def _rows(found: dict[str, Any]) -> str:
    return "\n".join(f"{row['id']:<8} {row['label']:<9} {' '.join(row['flags'])}" for row in found["rows"])

"""``hilo evidence``: a case with its proofs, and time stamps of an outside authority. ``hilo verify`` stands apart,
in :mod:`hilo.evidence.verify_command`: it needs neither database nor settings.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hilo.evidence.hashing import hash_files
from hilo.lib.console import answer, json_option, now_option, parse_now
from hilo.lib.errors import BadInput

if TYPE_CHECKING:
    from hilo.cases.models import Case

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def evidence() -> None:
    """Indicios: exportar un expediente con sus pruebas, y sellos de tiempo."""


evidence.add_command(hash_files)


@evidence.command("export")
@click.argument("code")
@click.option("--out", type=FILE, required=True, metavar="F.zip", help="Archivo que se escribe.")
@click.option("--redacted", is_flag=True, help="Sin nombres, descripciones ni notas; se comprueba igual.")
@click.option("--reason", default="", metavar="TEXTO", help="Para qué se exporta; queda en el hilo, sellado.")
@json_option
@now_option
def export(code: str, out: Path, redacted: bool, reason: str, as_json: bool, now_text: str | None) -> None:
    """Escribe el expediente con sus pruebas en un solo archivo, que se comprueba sin Hilo."""
    from hilo.evidence import export

    made = export.write(
        case=_case(code), out=out, by=None, now=parse_now(now_text), redacted=redacted, reason=reason
    )  # fmt: skip
    answer(made, as_json=as_json, words=_exported)


def _case(code: str) -> "Case":
    from hilo.cases.models import Case

    found = Case.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise BadInput(f"No hay un caso «{code}». Revise la clave con «hilo cases list».")
    return found


def _exported(made: dict[str, Any]) -> str:
    checked = {"yes": "cumple", "no": "NO cumple"}.get(made["validated"], "no se revisó aquí (falta case-utils)")
    lines = [
        f"{made['case']} quedó en {made['file']} ({made['size']} bytes).",
        f"SHA-256 del archivo: {made['sha256']}",
        f"CASE/UCO 1.5: {checked}. Punto de control {made['checkpoint']}.",
        "Compruébelo con «hilo verify», o con el verify_hilo.py que publica Hilo.",
    ]
    if not made["redacted"]:
        lines.append("Trae nombres y descripciones: cuídelo como el expediente.")
    return "\n".join(lines)


@evidence.group()
def stamp() -> None:
    """Sellos de tiempo de una autoridad externa (RFC 3161), sin red: por archivos."""


@stamp.command("request")
@click.option("--out", type=FOLDER, required=True, metavar="DIR", help="Carpeta donde se deja la solicitud.")
@json_option
def stamp_request(out: Path, as_json: bool) -> None:
    """Deja como archivo la solicitud de sello del último punto de control."""
    from hilo.evidence import stamps

    answer(
        stamps.request(out),
        as_json=as_json,
        words=lambda made: f"Lleve {made['file']} a la autoridad de sellos (punto de control {made['checkpoint']}).",
    )


@stamp.command("keep")
@click.argument("file", type=FILE)
@click.option("--certificate", type=FILE, required=True, metavar="CA.pem", help="Certificado de la autoridad, en PEM.")
@json_option
@now_option
def stamp_keep(file: Path, certificate: Path, as_json: bool, now_text: str | None) -> None:
    """Comprueba y guarda el sello que dio la autoridad; lo que se exporte después lo lleva."""
    from hilo.evidence import stamps

    answer(
        stamps.keep(file, certificate, now=parse_now(now_text)),
        as_json=as_json,
        words=lambda made: (
            f"«{made['authority']}» selló el punto de control {made['checkpoint']} el {made['stamped_at'].isoformat()}."
        ),
    )

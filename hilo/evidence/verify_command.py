"""``hilo verify``: the same file that travels inside every export, called without database, keys or settings."""

from pathlib import Path

import click

from hilo.evidence.standalone import verify_hilo
from hilo.lib.console import answer, json_option
from hilo.lib.errors import BadInput

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("verify")
@click.argument("file", type=FILE)
@click.option("--key", default="", metavar="HEX", help="Llave pública que la institución publicó.")
@click.option("--authority", type=FILE, default=None, metavar="CA.pem", help="Certificado de la autoridad de sellos.")
@click.option("--en", "english", is_flag=True, help="Responder en inglés.")
@json_option
@click.pass_context
def verify(
    context: click.Context, file: Path, key: str, authority: Path | None, english: bool, as_json: bool
) -> None:  # fmt: skip
    """Comprueba un expediente exportado y dice qué queda probado, qué no, y dónde no coincide."""
    try:
        with file.open("rb") as source:
            data = source.read(verify_hilo.MOST_BYTES + 1)
        trusted = authority.read_bytes() if authority else b""
        found = verify_hilo.verify(data, key=key, authority=trusted, en=english)
    except OSError as wrong:
        raise BadInput(f"No se puede leer «{wrong.filename}»: {wrong.strerror}.") from None
    except ValueError:
        raise BadInput("El certificado de la autoridad debe venir en formato PEM.") from None
    answer(found, as_json=as_json, words=lambda told: verify_hilo.words(told, en=english))
    context.exit(0 if found["ok"] else 1)

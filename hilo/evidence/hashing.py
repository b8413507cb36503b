"""SHA-256 of files where they are: ``hilo evidence hash FILE…``. No database, no settings, nothing is sent or kept."""

import hashlib
from pathlib import Path

import click

from hilo.lib.console import answer, json_option
from hilo.lib.errors import BadInput

PIECE = 1 << 20  # bytes read at a time: memory stays flat for any file


def sha256_of(path: Path) -> tuple[str, int]:
    """64 hex signs and the size in bytes. Raises BadInput for a folder, or a file that cannot be read."""
    if path.is_dir():
        raise BadInput(f"«{path}» es una carpeta: dé los archivos uno por uno.")
    seal, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                seal.update(piece)
                size += len(piece)
    except OSError as error:
        raise BadInput(f"No se puede leer «{path}»: {error.strerror}.") from None
    return seal.hexdigest(), size


@click.command("hash")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def hash_files(files: tuple[Path, ...], as_json: bool) -> None:
    """Calcula el SHA-256 de archivos sin abrirlos ni enviarlos: para escribirlo al registrar un indicio."""
    rows = [dict(zip(("sha256", "size"), sha256_of(path), strict=True)) | {"file": str(path)} for path in files]
    told = {"files": rows, "count": len(rows)}
    answer(told, as_json=as_json, words=lambda _told: "\n".join(f"{row['sha256']}  {row['file']}" for row in rows))

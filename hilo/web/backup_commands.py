"""``hilo backup`` and ``hilo restore``."""

import sys
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from hilo.lib.console import answer, json_option
from hilo.lib.errors import BadInput
from hilo.lib.keys import BACKUP, key_id, read_key
from hilo.lib.paper import from_paper

SURE = "reemplazar"
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--without-report-keys", is_flag=True, help="No copiar las llaves de los avisos en FILE.llaves.")
@json_option
def backup(file: Path, without_report_keys: bool, as_json: bool) -> None:
    """Guarda la base de datos y las llaves en FILE, cifrado, sin detener nada; las de los avisos, en FILE.llaves."""
    from hilo.web.backup import backup as take

    bars: list[Any] = []

    def say(total: int) -> Any:
        bars.append(_bar(total, "fila", "Respaldo"))
        return bars[-1].update

    try:
        told = take(file, now=datetime.now(UTC), report_keys=not without_report_keys, say=say)
    finally:
        for bar in bars:
            bar.close()
    answer(told, as_json=as_json, words=_taken)


def _taken(told: dict[str, Any]) -> str:
    said = [
        f"Respaldo en {told['file']}: {told['tables']} tablas, {told['rows']} filas, {told['bytes']} bytes.",
        f"SHA-256 {told['sha256']}",
        "Sin la llave de los respaldos («hilo keys show-backup») este archivo no se abre: guárdela en otro lugar.",
    ]
    if told["report_keys_file"]:
        said.append(
            f"Las llaves de los avisos ({told['report_keys']}) están en {told['report_keys_file']}: guárdelas aparte y "
            "bórrelas en pocos días. Mientras exista esa copia, lo que se destruya hoy todavía se abre con ella."
        )
    else:
        said.append(
            "No se copiaron las llaves de los avisos: sin ellas, lo que se contó no se abre en ningún respaldo."
        )
    return "\n".join(said)


@click.command()
@click.argument("file", type=FILE)
@click.option("--key-file", type=FILE, default=None, help="Archivo con la llave de los respaldos, o con la del papel.")
@click.option("--report-keys", type=FILE, default=None, help="Copia de las llaves de los avisos: FILE.llaves.")
@click.option("--replace", is_flag=True, help="Perder lo que haya en la base de datos y poner el respaldo.")
@json_option
@click.pass_context
def restore(
    context: click.Context, file: Path, key_file: Path | None, report_keys: Path | None, replace: bool, as_json: bool
) -> None:
    """Pone en su lugar la base de datos y las llaves de FILE, enteras o nada."""
    from hilo.web.backup_reading import header_of
    from hilo.web.restore import restore as put_back

    header = header_of(file)
    key = _read_key(key_file) if key_file else _own_key(header) or _typed_key()
    if replace and sys.stdin.isatty():
        typed = click.prompt(f"Se perderá lo que haya en la base de datos. Escriba «{SURE}» para seguir", err=True)
        if typed.strip().lower() != SURE:
            raise BadInput("No se cambió nada.")
    with _bar(file.stat().st_size, "B", "Comprobar") as checking, _bar(None, "fila", "Restaurar") as loading:
        told = put_back(
            file, key, report_keys=report_keys, replace=replace, checked=checking.update, loaded=loading.update
        )
    answer(told, as_json=as_json, words=_put)
    context.exit(0 if told["ledger_ok"] else 1)


def _own_key(header: dict[str, Any]) -> bytes | None:
    """The key of this deployment, if it is the one that sealed the file."""
    from django.conf import settings

    path = settings.HILO_HOME / "keys" / f"{BACKUP}.key"
    key = read_key(path) if path.exists() else None
    return key if key and key_id(BACKUP, key) == header["key"] else None


def _read_key(path: Path) -> bytes:
    try:
        return _key_of(path.read_text())
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"No se puede leer la llave «{path}».") from None


def _typed_key() -> bytes:
    if sys.stdin.isatty():
        click.echo("La llave de los respaldos, como está en el papel: cuatro renglones.", err=True)
        return _key_of("".join(click.prompt(f"Renglón {number}", err=True) for number in range(1, 5)))
    text = sys.stdin.read(4096)
    if not text.strip():
        raise BadInput("Falta la llave de este respaldo: désela con --key-file o por la entrada. Sin ella no se abre.")
    return _key_of(text)


def _key_of(text: str) -> bytes:
    """The key as a file has it (hexadecimal), or as the paper has it."""
    signs = "".join(text.split())
    try:
        return bytes.fromhex(signs) if len(signs) == 64 and "-" not in signs else from_paper(text)
    except ValueError:
        return from_paper(text)


def _put(told: dict[str, Any]) -> str:
    said = [f"Restaurado el respaldo de {told['at'][:16]}: {told['tables']} tablas, {told['rows']} filas."]
    if told["keys_moved"]:
        said.append(f"Las llaves que había quedaron en {told['keys_moved']}.")
    if told["report_keys"]:
        said.append(f"Volvieron {told['report_keys']} llaves de avisos.")
    if told["reports_without_key"]:
        said.append(
            f"{told['reports_without_key']} avisos no se abren: falta su llave. Si tiene la copia, repita la orden con "
            "--report-keys."
        )
    if told["ledger_ok"]:
        said.append("El registro está íntegro.")
    else:
        said.append("El registro NO está íntegro; tampoco lo estaba al respaldar. Véalo con «hilo ledger verify».")
    return "\n".join(said)


def _bar(total: int | None, unit: str, title: str) -> AbstractContextManager[Any]:
    """Progress and time left on a terminal; nothing elsewhere."""
    bar: AbstractContextManager[Any] = tqdm(
        total=total, unit=unit, desc=title, disable=not sys.stderr.isatty(), file=sys.stderr, unit_scale=True
    )
    return bar

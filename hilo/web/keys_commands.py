"""``hilo keys``: which keys there are, exchanging them, and the one for backups on paper. Never a secret but that."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from hilo.lib.console import answer, json_option
from hilo.lib.errors import BadInput
from hilo.lib.keys import BACKUP, DOOR, KEY_NAMES, ROTATING, KeyRing, key_id, read_key, rotate
from hilo.lib.paper import on_paper

# what a person types -> the name of the key
NAMES = {"data": "data", "django": "django", "sign": "ledger_sign"}
FOR = {
    "data": "datos sellados",
    "django": "sesiones y formularios",
    "index": "índice de identificadores",
    "ledger_mac": "finales de las cadenas del registro",
    "ledger_sign": "firma de los puntos de control",
    BACKUP: "respaldos",
    DOOR: "claves para regresar y borradores de la puerta pública",
}


@click.group()
def keys() -> None:
    """Las llaves de esta instalación: verlas por su clave, cambiarlas, guardar la de los respaldos."""


@keys.command("list")
@json_option
def list_keys(as_json: bool) -> None:
    """Qué llaves hay y desde cuándo, en uso y de antes. Nunca las muestra."""
    folder = _folder()
    ring = KeyRing.load(folder)
    rows = [_in_use(folder, name) for name in (*KEY_NAMES, BACKUP, DOOR) if (folder / f"{name}.key").exists()]
    rows += [
        {"name": one.name, "id": key_id(one.name, one.key), "since": None, "until": one.until, "in_use": False}
        for one in ring.old
    ]
    answer({"keys": rows, "count": len(rows)}, as_json=as_json, words=_listed)


@keys.command("rotate")
@click.argument("name", type=click.Choice(list(NAMES)))
@json_option
def rotate_key(name: str, as_json: bool) -> None:
    """Cambia una llave desde ahora; la de antes se guarda y sigue abriendo lo suyo."""
    from hilo.accounts.sealing import vault

    folder, which = _folder(), NAMES[name]
    before = key_id(which, read_key(folder / f"{which}.key"))
    ring = rotate(folder, which, now=datetime.now(UTC))
    vault.cache_clear()
    told = {"name": which, "id": key_id(which, getattr(ring, which)), "before": before}
    answer(told, as_json=as_json, words=_rotated)


@keys.command("show-backup")
@json_option
def show_backup(as_json: bool) -> None:
    """Muestra la llave de los respaldos para copiarla en papel, con signos de comprobación."""
    path = _folder() / f"{BACKUP}.key"
    if not path.exists():
        raise BadInput("Todavía no hay llave de los respaldos. Ejecute «hilo init».")
    key = read_key(path)
    answer({"id": key_id(BACKUP, key), "lines": on_paper(key)}, as_json=as_json, words=_on_paper)


def _folder() -> Path:
    from django.conf import settings

    folder: Path = settings.HILO_HOME / "keys"
    return folder


def _in_use(folder: Path, name: str) -> dict[str, Any]:
    """The moment is that of the file, which a backup keeps."""
    path = folder / f"{name}.key"
    since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return {"name": name, "id": key_id(name, read_key(path)), "since": since, "until": None, "in_use": True}


def _listed(data: dict[str, Any]) -> str:
    lines = []
    for row in data["keys"]:
        when = f"desde {row['since']:%Y-%m-%d}" if row["in_use"] else f"hasta {row['until']:%Y-%m-%d}"
        changes = " · se puede cambiar" if row["in_use"] and row["name"] in ROTATING else ""
        lines.append(f"{row['id']}  {row['name']:<12} {when}  {FOR[row['name']]}{changes}")
    return "\n".join(lines)


def _rotated(told: dict[str, Any]) -> str:
    return (
        f"La llave {told['name']} es ahora {told['id']}; la de antes, {told['before']}, quedó en keys/old.\n"
        "Reinicie el sitio y «hilo work» para que la usen, y haga un respaldo: los anteriores no traen la llave nueva."
    )


def _on_paper(data: dict[str, Any]) -> str:
    lines = "\n".join(f"  {number}  {line}" for number, line in enumerate(data["lines"], 1))
    return (
        f"Llave de los respaldos ({data['id']}). Cópiela en papel y guárdela lejos de este equipo:\n\n"
        f"{lines}\n\n"
        "Con ella y un respaldo se abre todo; sin ella, ningún respaldo se abre."
    )

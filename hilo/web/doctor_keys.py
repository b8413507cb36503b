"""Looks at the keys folder."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from hilo.lib.errors import BadInput
from hilo.lib.keys import BACKUP, KeyRing
from hilo.web.doctor_finding import Finding, Look
from hilo.web.ready import UNFINISHED


def there(_now: datetime) -> Iterator[Finding]:
    """All five, readable."""
    try:
        KeyRing.load(settings.HILO_HOME / "keys")
    except BadInput as wrong:
        yield Finding(
            "keys_missing",
            str(wrong).split(". ", maxsplit=1)[0] + ".",
            "Sin sus llaves nada se puede sellar, firmar ni abrir, y el sitio no arranca.",
            "Si ya había datos: hilo restore RESPALDO --replace. Si todavía no: hilo init",
        )
    except OSError:
        yield Finding(
            "keys_unreadable",
            "Esta cuenta no puede leer la carpeta de llaves.",
            "Hilo corre con la cuenta que creó las llaves; con otra no abre nada.",
            f"chown -R hilo: {settings.HILO_HOME / 'keys'}",
        )


def private(_now: datetime) -> Iterator[Finding]:
    """Folders 0700, files 0600."""
    folder = settings.HILO_HOME / "keys"
    if not folder.exists():
        return
    paths = [folder, *folder.rglob("*")]
    if any(path.stat().st_mode & 0o077 for path in paths):
        yield Finding(
            "keys_open_to_others",
            "Otras cuentas de este equipo pueden leer las llaves.",
            "Quien tiene las llaves y la base de datos puede abrir todo.",
            f"chmod -R u=rwX,go= {folder}",
        )


def backup_key(_now: datetime) -> Iterator[Finding]:
    """The one that opens backups."""
    folder = settings.HILO_HOME / "keys"
    if folder.exists() and not (folder / f"{BACKUP}.key").exists():
        yield Finding(
            "backup_key_missing",
            "Falta la llave de los respaldos.",
            "Sin ella no se puede respaldar.",
            "hilo init && hilo keys show-backup",
        )


def restore_finished(_now: datetime) -> Iterator[Finding]:
    """No mark of a restore that was cut short while database and keys changed places."""
    if (settings.HILO_HOME / UNFINISHED).exists():
        yield Finding(
            "restore_unfinished",
            "Una restauración quedó a medias.",
            "La base de datos y las llaves pueden no ser del mismo respaldo; mientras tanto nada arranca.",
            "hilo restore RESPALDO --replace --key-file LLAVE",
        )


LOOKS: tuple[Look, ...] = (there, private, backup_key, restore_finished)

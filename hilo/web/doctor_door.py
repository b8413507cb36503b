"""Looks at what the public door needs: its key, the store of outer keys, somebody who can read, a role with few rights.

A deployment that takes no reports is not told of who cannot read them: see :func:`_takes_reports`.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from hilo.accounts import unit_keys, vouchers
from hilo.accounts.models import RecoveryKey, UnitKey
from hilo.door.models import Addressee, Report
from hilo.door.role import rights_beyond
from hilo.lib.errors import BadInput
from hilo.lib.keys import DOOR
from hilo.web import backup_report_keys, marks
from hilo.web.checks import LOOPBACK
from hilo.web.doctor_finding import Finding, Look

TAKEN_WITHIN = timedelta(seconds=10)
COPIED_EVERY = timedelta(days=2)


def key(_now: datetime) -> Iterator[Finding]:
    """The key from which codes are looked up and drafts are sealed."""
    folder = settings.HILO_HOME / "keys"
    if folder.exists() and not (folder / f"{DOOR}.key").exists():
        yield Finding(
            "door_key_missing",
            "Falta la llave de la puerta pública (door.key).",
            "Sin ella la puerta no abre, y con otra ninguna clave entregada encontraría su aviso.",
            "Si ya había avisos: hilo restore RESPALDO --replace. Si todavía no: hilo init",
        )


def exit_url(_now: datetime) -> Iterator[Finding]:
    """Who leaves in a hurry goes somewhere harmless, by HTTPS."""
    there = os.environ.get("HILO_EXIT_URL", "")
    if there and (urlsplit(there).scheme != "https" or not urlsplit(there).hostname):
        yield Finding(
            "exit_url_not_https",
            f"HILO_EXIT_URL dice {there}, que no es una dirección HTTPS.",
            "Quien sale de prisa de la puerta toparía con un aviso del navegador, o con quien mira la red.",
            "HILO_EXIT_URL=https://smn.conagua.gob.mx/es/",
        )


def store_apart(_now: datetime) -> Iterator[Finding]:
    """Outer keys stand neither in the database they protect, nor where other accounts read."""
    where = settings.HILO_KEY_STORE
    if _same_database(where):
        yield Finding(
            "key_store_in_the_database",
            "HILO_KEY_STORE es la misma base de datos que guarda los avisos.",
            "Sus llaves irían en cada copia de ella: lo que se destruya se podría abrir con una copia de antes.",
            "HILO_KEY_STORE=/var/lib/hilo-keys/report-keys.sqlite3    (o otra base de datos)",
        )
    elif not _on_server(where) and Path(where).exists() and Path(where).stat().st_mode & 0o007:
        yield Finding(
            "key_store_open_to_others",
            "Otras cuentas de este equipo pueden leer el almacén de llaves de los avisos.",
            "Con él y una copia de la base de datos falta una sola llave para abrir lo que se contó.",
            f"chmod o= {where}",
        )


def store(_now: datetime) -> Iterator[Finding]:
    """The store can be opened and has the key of every report that nobody destroyed."""
    where = settings.HILO_KEY_STORE
    if not _on_server(where) and not Path(where).exists():
        if Report.objects.exists():
            yield _lost("No está el almacén de llaves de los avisos: " + where)
        return
    try:
        missing = backup_report_keys.without_key()
    except BadInput as wrong:
        yield Finding(
            "key_store_unreadable",
            str(wrong),
            "Sin él no se recibe ni se abre ningún aviso.",
            "systemctl start postgresql    (y revise HILO_KEY_STORE)" if _on_server(where) else f"ls -l {where}",
        )
        return
    if missing:
        yield _lost(f"Hay {missing} avisos cuya llave no está en el almacén y que nadie destruyó.")


def copied(now: datetime) -> Iterator[Finding]:
    """The outer keys were copied in these days."""
    last = marks.when(marks.REPORT_KEYS_COPIED)
    if Report.objects.exists() and (last is None or now - last > COPIED_EVERY):
        yield Finding(
            "report_keys_not_copied",
            f"Las llaves de los avisos no se copian {f'desde {last:%Y-%m-%d}' if last else 'y nunca se han copiado'}.",
            "Si se pierde su almacén, ningún aviso se vuelve a abrir, aunque haya respaldos de la base de datos.",
            f"hilo backup hilo-{now:%Y-%m-%d}.respaldo",
        )


def units(_now: datetime) -> Iterator[Finding]:
    """Somebody can read: a unit, with members, and the recovery key behind it."""
    if not _takes_reports():
        return
    in_use = Addressee.objects.filter(retired_at__isnull=True)
    if not in_use.filter(kind=Addressee.Kind.UNIT).exists():
        yield Finding(
            "no_addressee",
            "Ninguna unidad de recepción tiene llave.",
            "La puerta pública no abre: nadie podría leer lo que se cuente.",
            "Pida a quien recibe avisos que entre con su contraseña: así se hace la llave de su unidad.",
        )
    if not in_use.filter(kind=Addressee.Kind.RECOVERY).exists():
        yield Finding(
            "no_recovery_key",
            "No hay llave de recuperación.",
            "Si todas las personas de una unidad olvidan su contraseña o se van, sus avisos no se abren nunca más.",
            "hilo recovery make",
        )
    for unit in UnitKey.objects.filter(retired_at__isnull=True).order_by("institution"):
        if not unit.shares.filter(user__in=unit_keys.readers(unit.institution)).exists():
            yield Finding(
                "unit_nobody_opens",
                f"Nadie que tenga cuenta puede abrir los avisos de {unit.institution}.",
                "Lo que un niño cuente ahí se guarda y nadie lo lee.",
                f"hilo recovery give {unit.institution} USUARIO",
            )


def own_addressees(_now: datetime) -> Iterator[Finding]:
    """What the door seals to are keys that this deployment made: nobody wrote another into the database."""
    if settings.HILO_KEYS is None:
        return
    ours = {one.pk: one for model in (UnitKey, RecoveryKey) for one in model.objects.filter(retired_at__isnull=True)}
    for row in Addressee.objects.filter(retired_at__isnull=True).order_by("pk"):
        known = ours.get(row.pk)
        if known is None or bytes(known.public_key) != bytes(row.public_key) or not vouchers.holds(known):
            yield Finding(
                "addressee_not_ours",
                f"La puerta sella avisos para una llave que este sistema no hizo ({row}).",
                "Alguien pudo escribirla en la base de datos para leer lo que se cuente desde entonces.",
                "systemctl stop hilo-door; hilo ledger verify    (y averigüe quién entró a la base de datos)",
            )


def waiting(now: datetime) -> Iterator[Finding]:
    """Reports become cases at once."""
    late = Report.objects.filter(
        taken_at__isnull=True, destroyed_at__isnull=True, slow=False, arrived_at__lt=now - TAKEN_WITHIN
    ).count()
    if late:
        yield Finding(
            "reports_waiting",
            f"Hay {late} avisos que llegaron y todavía no son un caso.",
            "Nadie los ve en la bandeja y ningún plazo corre.",
            "systemctl restart hilo@staff hilo-work",
        )


def role(_now: datetime) -> Iterator[Finding]:
    """On PostgreSQL, who may put reports in may do nothing else."""
    if connection.vendor != "postgresql":
        return
    for name, beyond in sorted(rights_beyond().items()):
        yield Finding(
            "door_role_too_powerful",
            f"El papel {name} de la base de datos puede más que la puerta pública: {beyond}.",
            "Quien tome el proceso de la puerta leería lo que ella no debe ver.",
            f"hilo door grant {name}    (y quítele lo demás con REVOKE)",
        )


def _takes_reports() -> bool:
    """Whether its door has an address, a unit has a key, or somebody told something."""
    named = urlsplit(settings.HILO_PUBLIC_URL).hostname not in LOOPBACK
    return named or UnitKey.objects.exists() or Addressee.objects.exists() or Report.objects.exists()


def _lost(what: str) -> Finding:
    return Finding(
        "report_keys_missing",
        what,
        "Sin su llave un aviso no se abre nunca más, ni con la base de datos entera.",
        "Revise HILO_KEY_STORE; si se perdió: hilo restore RESPALDO --replace --report-keys RESPALDO.llaves",
    )


def _on_server(where: str) -> bool:
    return where.startswith(("postgres://", "postgresql://"))


def _same_database(where: str) -> bool:
    ours = connection.settings_dict
    if not _on_server(where):
        return connection.vendor == "sqlite" and Path(where).resolve() == Path(str(ours["NAME"])).resolve()
    there = urlsplit(where)
    host = ours["HOST"] or "localhost"
    same_server = (there.hostname or "localhost", there.port or 5432) == (host, int(ours["PORT"] or 5432))
    return connection.vendor == "postgresql" and same_server and there.path.lstrip("/") == ours["NAME"]


BEFORE: tuple[Look, ...] = (key, exit_url, store_apart)
LOOKS: tuple[Look, ...] = (store, copied, units, own_addressees, waiting, role)

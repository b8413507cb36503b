"""The copy of the store of outer keys: a sealed file of its own, apart from the database and with a shorter life.

A report is destroyed by erasing its outer key. In one file with the database, or kept as long, that key would stay in
every copy there ever was. See ``docs/explanation/backup.md``.
"""

import json
import os
import secrets
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from hilo import __version__
from hilo.door.models import Report
from hilo.door.sealing import key_store
from hilo.lib.errors import BadInput
from hilo.lib.key_store import Contents
from hilo.lib.keys import BACKUP, key_id
from hilo.lib.sealed_file import Sealer, opened, read_header

ENDING = ".llaves"
WHAT = "report keys"


def beside(path: Path) -> Path:
    """Where the copy of the keys of the backup ``path`` goes."""
    return path.with_name(path.name + ENDING)


def write(path: Path, key: bytes, now: datetime) -> int:
    """Copy the store into a new file under the backup key; how many keys it has. Raises BadInput."""
    found = key_store().contents()
    header = {
        "format": 1,
        "what": WHAT,
        "hilo": __version__,
        "at": now.astimezone(UTC).isoformat(),
        "key": key_id(BACKUP, key),
        "salt": secrets.token_hex(32),
    }
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            sealer = Sealer(file, key, header)
            sealer.write(zlib.compress(json.dumps(_plain(found)).encode(), 1))
            sealer.finish()
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as wrong:
        raise BadInput(f"No se puede escribir «{path}»: {wrong.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    return len(found.keys)


def read(path: Path, key: bytes) -> Contents:
    """What :func:`write` wrote, once the whole file has opened. Raises BadInput."""
    try:
        with path.open("rb") as file:
            header = read_header(file)
            if header.get("what") != WHAT:
                raise BadInput(f"«{path}» no trae llaves de avisos: es otro respaldo.")
            if header.get("key") != key_id(BACKUP, key):
                raise BadInput(f"La llave de los respaldos no es la de «{path}»: no se abrió nada.")
            plain = zlib.decompress(b"".join(opened(file, key)))
    except OSError as wrong:
        raise BadInput(f"No se puede leer «{path}»: {wrong.strerror}.") from None
    told = json.loads(plain)
    keys = {UUID(pk): bytes.fromhex(one) for pk, one in told["keys"].items()}
    return Contents(keys, {UUID(pk) for pk in told["erased"]})


def take_back(copy: Contents) -> int:
    """Add the keys of a copy to the store; how many. Reports that the database knows destroyed stay destroyed."""
    destroyed = Report.objects.filter(destroyed_at__isnull=False).values_list("pk", flat=True)
    return key_store().take_back(copy, but=list(destroyed))


def without_key() -> int:
    """How many reports nobody can open any more though nobody destroyed them: their outer key is not in the store."""
    standing = list(Report.objects.filter(destroyed_at__isnull=True).values_list("pk", flat=True))
    found = key_store().contents()  # read last: the key of a report is there before the report
    return sum(pk not in found.keys and pk not in found.erased for pk in standing)


def _plain(found: Contents) -> dict[str, Any]:
    return {
        "keys": {str(pk): key.hex() for pk, key in found.keys.items()},
        "erased": sorted(str(pk) for pk in found.erased),
    }

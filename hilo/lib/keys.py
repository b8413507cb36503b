"""The keys of a deployment: files of HILO_HOME/keys, never in the database or the repository.

Three of them can be exchanged (:data:`ROTATING`). The key that goes is kept in ``keys/old`` under its name,
the moment it went and its id, because what was sealed or signed with it must still open and verify.
"""

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hilo.lib.errors import BadInput

KEY_NAMES = ("django", "data", "index", "ledger_mac", "ledger_sign")
BACKUP = "backup"  # opens backups; made with the others, and not needed to serve
DOOR = "door"  # the only key that the public door has; never exchanged, or no code would be found again
ROTATING = ("data", "django", "ledger_sign")
KEY_BYTES = 32
ID_BYTES = 4

_OLD = re.compile(r"(?P<name>[a-z_]+)-(?P<until>\d{8}T\d{6}Z)-(?P<id>[0-9a-f]{8})\.key")
_WHEN = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, repr=False)
class OldKey:
    """A key that was exchanged: its ``name``, until when it was used, and itself."""

    name: str
    until: datetime
    key: bytes


@dataclass(frozen=True, repr=False)
class KeyRing:
    """Five keys of 32 bytes: web secret, data at rest, blind index, ledger head, ledger signature.

    ``backup`` and ``door`` are None where they were never made; ``old`` are the keys of before, the latest first.
    """

    django: bytes
    data: bytes
    index: bytes
    ledger_mac: bytes
    ledger_sign: bytes
    backup: bytes | None = None
    door: bytes | None = None
    old: tuple[OldKey, ...] = ()

    @classmethod
    def create(cls, folder: Path) -> "KeyRing":
        """Make what is missing (mode 0600) and load all; a key that exists is never replaced."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in (*KEY_NAMES, BACKUP, DOOR):
            path = folder / f"{name}.key"
            if not path.exists():
                _write(path, secrets.token_bytes(KEY_BYTES))
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> "KeyRing":
        """Read all keys. Raises BadInput naming the file that is missing or damaged."""
        keys = {name: read_key(folder / f"{name}.key") for name in KEY_NAMES}
        backup, door = (_if_there(folder / f"{name}.key") for name in (BACKUP, DOOR))
        return cls(**keys, backup=backup, door=door, old=tuple(_old_keys(folder / "old")))

    def earlier(self, name: str) -> list[bytes]:
        """The keys that had this name before, the latest first."""
        return [one.key for one in self.old if one.name == name]


def rotate(folder: Path, name: str, *, now: datetime) -> KeyRing:
    """Exchange one of :data:`ROTATING`; the key of before goes to ``old``. The ring as it is then.

    Cut short at any point it leaves the old key in use or the new one, and in either case both readable.
    """
    path = folder / f"{name}.key"
    key = read_key(path)
    old = folder / "old"
    old.mkdir(exist_ok=True, mode=0o700)
    kept = old / f"{name}-{now.astimezone(UTC).strftime(_WHEN)}-{key_id(name, key)}.key"
    fresh = folder / f"{name}.key.new"
    fresh.unlink(missing_ok=True)
    _write(fresh, secrets.token_bytes(KEY_BYTES))
    if not kept.exists():
        _write(kept, key)
        os.utime(kept, (path.stat().st_atime, path.stat().st_mtime))  # tells since when the key was used
    fresh.replace(path)
    return KeyRing.load(folder)


def key_id(name: str, key: bytes) -> str:
    """Eight hexadecimal signs that tell keys apart and say nothing about them."""
    return hashlib.sha256(f"hilo key {name}\0".encode() + key).digest()[:ID_BYTES].hex()


def read_key(path: Path) -> bytes:
    """One key. Raises BadInput when the file is missing or damaged."""
    if not path.exists():
        raise BadInput(f"Falta la llave {path.name}. Ejecute «hilo init» o restaure la carpeta de llaves.")
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadInput(f"La llave {path.name} está dañada: restaure la copia de la carpeta de llaves.")
    return key


def _if_there(path: Path) -> bytes | None:
    return read_key(path) if path.exists() else None


def _old_keys(folder: Path) -> list[OldKey]:
    found = []
    for path in sorted(folder.glob("*.key"), reverse=True):
        if told := _OLD.fullmatch(path.name):
            until = datetime.strptime(told["until"], _WHEN).replace(tzinfo=UTC)
            found.append(OldKey(told["name"], until, read_key(path)))
    return sorted(found, key=lambda one: one.until, reverse=True)


def _write(path: Path, key: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())

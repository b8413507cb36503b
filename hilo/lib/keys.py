"""The keys of a deployment: files of HILO_HOME/keys, never in the database or the repository."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from hilo.lib.errors import BadInput

KEY_NAMES = ("django", "data", "index", "ledger_mac", "ledger_sign")
KEY_BYTES = 32


@dataclass(frozen=True, repr=False)
class KeyRing:
    """Five keys of 32 bytes: web secret, data at rest, blind index, ledger head, ledger signature."""

    django: bytes
    data: bytes
    index: bytes
    ledger_mac: bytes
    ledger_sign: bytes

    @classmethod
    def create(cls, folder: Path) -> "KeyRing":
        """Make what is missing (mode 0600) and load all; a key that exists is never replaced."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in KEY_NAMES:
            path = folder / f"{name}.key"
            if not path.exists():
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w") as file:
                    file.write(secrets.token_hex(KEY_BYTES) + "\n")
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> "KeyRing":
        """Read all keys. Raises BadInput naming the file that is missing or damaged."""
        return cls(**{name: _read(folder / f"{name}.key") for name in KEY_NAMES})


def _read(path: Path) -> bytes:
    if not path.exists():
        raise BadInput(f"Falta la llave {path.name}. Ejecute «hilo init» o restaure la carpeta de llaves.")
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadInput(f"La llave {path.name} está dañada: restaure la copia de la carpeta de llaves.")
    return key

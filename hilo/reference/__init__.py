"""Reference data: read-only, per country, each row with source, text date and certainty."""

import os
from functools import lru_cache
from pathlib import Path

from hilo.reference.lines import PackError
from hilo.reference.loader import load
from hilo.reference.pack import Choice, Pack

__all__ = ["Choice", "Pack", "PackError", "pack"]

DATA = Path(__file__).parent / "data"


def pack(country: str | None = None) -> Pack:
    """The pack of ``country`` (a folder of ``data/``), else of ``HILO_COUNTRY``, else ``mx``.

    Loaded once. Raises PackError, naming file, line and mend, when the pack is wrong.
    """
    return _remembered(country or os.environ.get("HILO_COUNTRY") or "mx")


@lru_cache
def _remembered(country: str) -> Pack:
    if not country.isalpha():
        raise PackError(f"«{country}» no es un país: use dos letras, por ejemplo mx.")
    return load(DATA / country.lower())

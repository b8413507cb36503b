"""``hilo bench``: runs a benchmark of ``bench/`` in a database of its own, which it then removes."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url

from hilo.lib.errors import BadInput

ROOT = Path(__file__).resolve().parents[2]


def measure(name: str, count: int) -> dict[str, Any]:
    """Run ``bench.<name>`` in a fresh database on the configured engine; its figures, floor and ratio."""
    if not (ROOT / "bench" / f"{name}.py").exists():
        raise BadInput("Las mediciones necesitan la carpeta «bench» del repositorio.")
    with tempfile.TemporaryDirectory() as home, _database(Path(home)) as url:
        environment = os.environ | {"HILO_HOME": home, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "bench.run", name, str(count)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own module
    if done.returncode:
        raise BadInput(f"La medición «{name}» no terminó. Lo que dijo está arriba.")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def _database(home: Path) -> Iterator[str]:
    """An empty database on the engine of DATABASE_URL, removed afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{home / 'hilo.sqlite3'}"
        return
    import psycopg

    settings = dj_database_url.parse(url)
    name = f"hilo_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url.replace(f"/{settings['NAME']}", f"/{name}", 1) if settings["NAME"] in url else url
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

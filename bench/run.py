"""``python -m bench.run NAME COUNT``: prepares the database it is given, measures, prints one JSON object."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from bench.generate_write import WRITERS, Document  # noqa: E402 - Django first
from hilo.alerts.actions import import_source  # noqa: E402
from hilo.web.commands import prepare  # noqa: E402


@contextmanager
def lay_out(documents: list[Document]) -> Iterator[Path]:
    """The documents in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        WRITERS["folder"](Path(folder), documents)
        yield Path(folder) / "alerts"


def product(folder: Path) -> None:
    """What a person runs: an import of a folder."""
    import_source(source=folder, name=str(folder), now=datetime.now(UTC))


def main(name: str, count: int) -> None:
    """Measure and print."""
    prepare()
    if name == "alerts":
        from bench.alerts import run

        found = run(count, database_url=os.environ["DATABASE_URL"], product=product, lay_out=lay_out)
    elif name == "door":
        from bench.door import run as run_door

        found = run_door(count)
    elif name == "casefile":
        from bench.casefile import run as run_casefile

        found = run_casefile(count)
    else:
        from bench.pages import run as run_pages

        found = run_pages(count)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

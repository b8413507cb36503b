"""The database of a process, from its address."""

from pathlib import Path
from typing import Any

import dj_database_url


def database(address: str | None, home: Path) -> Any:
    """Django's settings for ``address`` (as DATABASE_URL), or for the embedded file in ``home``."""
    found = dj_database_url.parse(address or f"sqlite:///{home / 'hilo.sqlite3'}", conn_max_age=60)
    if str(found["ENGINE"]).endswith("sqlite3"):
        found["OPTIONS"] = {
            # IMMEDIATE takes the write lock at BEGIN, which is what select_for_update gives elsewhere
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
            # without it INSERT OR REPLACE deletes rows past the append-only triggers
            "PRAGMA recursive_triggers=ON;",
        }
    return found

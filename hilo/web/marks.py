"""Small files in HILO_HOME/marks that say when something was last done on this machine: no table for one moment."""

from datetime import UTC, datetime

from django.conf import settings

BACKED_UP = "backup"
REPORT_KEYS_COPIED = "report-keys"
WORKED = "work"


def note(name: str, at: datetime) -> None:
    """Remember that ``name`` was done; a folder that cannot be written is told by ``hilo doctor``, not here."""
    folder = settings.HILO_HOME / "marks"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder / f"{name}.new"
        fresh.write_text(at.astimezone(UTC).isoformat() + "\n")
        fresh.replace(folder / name)
    except OSError:
        return


def when(name: str) -> datetime | None:
    """When ``name`` was last done; None for never, or for what is no moment."""
    try:
        return datetime.fromisoformat((settings.HILO_HOME / "marks" / name).read_text().strip())
    except (OSError, ValueError):
        return None

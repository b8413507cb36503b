"""Entries about a school trip and a lost backpack, for the tests of disclosure histories."""

from datetime import UTC, datetime, timedelta

from hilo.testimony.disclosure.fields import Value
from hilo.testimony.disclosure.history import Entry

START = datetime(2026, 3, 20, 12, tzinfo=UTC)


def entry(id: str, field: str, minutes: int = 0, corrects: str = "", /, **parts: Value) -> Entry:
    """What the mother says, written by a psychologist so many minutes after noon."""
    return Entry(id, field, parts, "mother", START + timedelta(minutes=minutes), "psychologist", corrects)

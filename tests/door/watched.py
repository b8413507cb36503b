"""``python watched.py FILE serve public``: ``hilo …`` that notes in FILE every path it opens to write.

Python tells of each opening, also of temporary files that never have a name (their folder is noted then). The
databases are not among them: SQLite opens its files by itself.
"""

import os
import sys
from typing import Any

notes = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def note(event: str, given: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(given[2], int) and given[2] & WRITES:
        os.write(notes, f"{given[0]}\n".encode())


sys.addaudithook(note)
sys.argv = ["hilo", *sys.argv[2:]]

from hilo.web.cli import main  # noqa: E402

main()

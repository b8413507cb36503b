"""Sites of a deployment as processes of their own, with all that they say in a file."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deployment import HILO, Deployment

WATCHED = Path(__file__).parent / "watched.py"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
PATIENCE = 120  # seconds: a busy machine is slow, not wrong


@contextmanager
def serving(
    deployment: Deployment, site: str = "public", *, log: Path, watch: bool = False, **more: str
) -> Iterator[int]:
    """Serve a site; gives its port. ``watch``: what it opens to write goes to ``log`` with «.opened» at its end."""
    command = [sys.executable, str(WATCHED), f"{log}.opened"] if watch else HILO
    with log.open("ab") as says:
        process = subprocess.Popen(
            [*command, "serve", site, "--port", "0"],
            env=deployment.env | {"PYTHONDONTWRITEBYTECODE": "1"} | more,
            cwd=deployment.home,
            stdout=says,
            stderr=says,
        )
    try:
        yield _port(process, log)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := ADDRESS.search(log.read_text()):
            return int(found[1])
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(log.read_text())

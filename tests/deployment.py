"""A deployment of its own for a test: a folder with keys, an empty database on the engine of this run, processes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
HILO = [sys.executable, "-c", "from hilo.web.cli import main; main()"]


class Deployment:
    """Runs ``hilo`` and small scripts as processes that share nothing with the tests but the code."""

    def __init__(self, home: Path, url: str = "") -> None:
        self.home = home
        paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.env = keep | {"HILO_HOME": str(home), "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}
        if url:
            self.env["DATABASE_URL"] = url

    def hilo(self, *arguments: Any, given: bytes | None = None) -> subprocess.CompletedProcess[str]:
        """``hilo …`` with what it printed; ``given`` on its standard input."""
        return self.run([*HILO, *map(str, arguments)], given)

    def run(self, command: list[str], given: bytes | None = None) -> subprocess.CompletedProcess[str]:
        """A command in this deployment."""
        done = subprocess.run(command, env=self.env, cwd=self.home, input=given, capture_output=True, check=False)
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *command: Any) -> "subprocess.Popen[bytes]":
        """A command that runs beside the test."""
        return subprocess.Popen([*map(str, command)], env=self.env, cwd=self.home, stdout=subprocess.PIPE)

    def told(self, *arguments: Any, given: bytes | None = None) -> dict[str, Any]:
        """The one JSON object that ``hilo … --json`` prints."""
        done = self.hilo(*arguments, "--json", given=given)
        assert done.returncode == 0, done.stderr
        (line,) = done.stdout.splitlines()
        found: dict[str, Any] = json.loads(line)
        return found

    def script(self, path: Path, *arguments: Any) -> Any:
        """What a script of the tests prints as JSON."""
        done = self.run([sys.executable, str(path), *map(str, arguments)])
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


class Databases:
    """Empty databases on the engine of this run, dropped at the end."""

    def __init__(self) -> None:
        self.url = os.environ.get("DATABASE_URL", "")
        self.made: list[str] = []

    def new(self) -> str:
        """Its URL; empty on SQLite, where the database is a file of the deployment."""
        if not self.url.startswith("postgres"):
            return ""
        name = f"hilo_test_{uuid4().hex}"
        self._on_server(f"CREATE DATABASE {name}")
        self.made.append(name)
        return f"{self.url.rpartition('/')[0]}/{name}"

    def drop(self) -> None:
        """Drop all that were made."""
        for name in self.made:
            self._on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _on_server(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(f"{self.url.rpartition('/')[0]}/postgres", autocommit=True) as server:
            server.execute(statement)  # type: ignore[call-overload]

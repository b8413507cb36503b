"""``make check``: types, import contracts, migrations, reference data, translations and generated documents.

Each check gives a list of problems, empty when all is well. ``python -m tests.checks`` runs them all.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from hilo.lib.keys import KeyRing

ROOT = Path(__file__).resolve().parents[1]
STRICT_PARTS = ("lib", "reference", "ledger", "linkage", "door", "intake")
STRICT_FILES = ("*actions.py", "*policies.py")


def _run(*command: str) -> list[str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [(done.stdout + done.stderr).strip()]


def types() -> list[str]:
    """mypy --strict for the parts and files that carry the rules."""
    files = sorted(str(path) for part in STRICT_PARTS for path in (ROOT / "hilo" / part).rglob("*.py"))
    files = [path for path in files if "/migrations/" not in path]
    files += sorted(str(path) for name in STRICT_FILES for path in (ROOT / "hilo").rglob(name))
    return _run(sys.executable, "-m", "mypy", "--strict", *dict.fromkeys(files))


def imports() -> list[str]:
    """Who may import whom."""
    return _run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache")


def migrations() -> list[str]:
    """No model change without its migration."""
    return _run(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run")


def reference_data() -> list[str]:
    """The country pack is valid."""
    return _run(sys.executable, "-m", "hilo.reference")


def translations() -> list[str]:
    """No text without its English, and the compiled catalogue is fresh."""
    from tests.translations import check

    return check()


def documents() -> list[str]:
    """docs/reference says what the code says."""
    from tests.reference_docs import check

    return check()


CHECKS: dict[str, Callable[[], list[str]]] = {
    "types": types,
    "import contracts": imports,
    "migrations": migrations,
    "reference data": reference_data,
    "translations": translations,
    "generated documents": documents,
}


def main() -> int:
    """Run all; 1 when one does not hold."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HILO_HOME": home, "DJANGO_SETTINGS_MODULE": "hilo.web.settings"}
        os.environ.pop("DATABASE_URL", None)
        KeyRing.create(Path(home) / "keys")
        import django

        django.setup()
        failed = False
        for name, check in CHECKS.items():
            problems = check()
            failed = failed or bool(problems)
            print(f"{'FAIL' if problems else 'ok  '} {name}")
            for problem in problems:
                print(f"     {problem}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

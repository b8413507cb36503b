"""docs/reference, written from code and data: ``python -m tests.reference_docs write|check``.

What can be read from the code is never written by hand. ``make check`` fails when a page is stale.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTICE = "<!-- Written by `make docs` from the code; change the code, not this page. -->\n"


def pages() -> dict[str, str]:
    """Name of each file of docs/reference and its whole text; needs Django set up."""
    from django.utils.translation import override

    from tests import reference_api as api
    from tests import reference_code as code
    from tests import reference_law as law
    from tests import reference_pack as pack

    writers: dict[str, Callable[[], str]] = {
        "commands": code.commands,
        "settings": code.settings,
        "permissions-and-roles": code.permissions_and_roles,
        "models": code.models,
        "formats": code.formats,
        "event-kinds": pack.event_kinds,
        "clocks": pack.clocks,
        "ladder": pack.ladder,
        "outside-bodies": pack.outside_bodies,
        "institutions": pack.institutions,
        "courses": pack.courses,
        "triage": pack.triage,
        "outcomes": pack.outcomes,
        "dialects": pack.dialects,
        "terminology": pack.terminology,
        "acts": law.acts,
        "letters": law.letters,
        "offences": law.offences,
        "gaps": law.gaps,
        "evidence-rules": law.evidence_rules,
        "partner-api": api.partner_api,
    }
    with override("es"):  # whatever a page shown before has left active
        found = {f"{name}.md": f"{NOTICE}\n{write()}" for name, write in writers.items()}
    found["README.md"] = f"{NOTICE}\n{_index(found)}"
    found["partner-api.json"] = api.openapi()
    return found


def _index(found: dict[str, str]) -> str:
    lines = ["# Reference", "", "Written from the code and the country pack by `make docs`.", ""]
    for name, text in sorted(found.items()):
        title, first = text.split("\n# ", 1)[1].split("\n", 1)
        lines.append(f"- [{title}]({name}) — {first.strip().split('. ')[0].split(chr(10))[0].rstrip('.')}.")
    return "\n".join(lines) + "\n"


def _there() -> list[Path]:
    return [*FOLDER.glob("*.md"), *FOLDER.glob("*.json")]


def check() -> list[str]:
    """Pages that are missing, stale or left over; empty when docs/reference says what the code says."""
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in _there()}
    stale = [name for name in sorted(wanted) if there.get(name) != wanted[name]]
    problems = [f"docs/reference/{name} is stale (make docs)" for name in stale]
    return problems + [f"docs/reference/{name} is left over" for name in sorted(there.keys() - wanted.keys())]


def write() -> None:
    """Write every page and remove those that are no longer wanted."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in _there():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """``write`` or ``check``; 1 when a page is stale."""
    if arguments not in (["write"], ["check"]):
        print("usage: python -m tests.reference_docs write|check", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HILO_HOME": home, "DJANGO_SETTINGS_MODULE": "hilo.web.settings"}
        import django

        django.setup()
        if arguments == ["write"]:
            write()
        problems = check()
    for problem in problems:
        print(problem)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

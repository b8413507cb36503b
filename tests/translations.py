"""The English catalogue: collect every Spanish text of the code, keep what is translated, compile it.

``python -m tests.translations write`` collects and compiles; ``check`` (also part of ``make check``) tells what is
missing. Nothing of GNU gettext is needed: Babel reads Python and writes the catalogue, Django turns templates into
what Babel can read. Spanish is the source: its texts are the msgids, so it has no catalogue.
"""

import ast
import gettext
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "hilo/web/locale/en/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
HEADER = """\
# English texts of Hilo. The msgids are the Spanish texts of the code; `make translations` collects them.
msgid ""
msgstr ""
"Project-Id-Version: hilo\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# Plain Python may not import Django: its sentences are plain strings, translated where a page shows them.
# The reasons of a quarantine are kept in the database in Spanish and translated where they are shown, too.
PLAIN = ("hilo/alerts/formats", "hilo/alerts/draft.py", "hilo/alerts/source*.py", "hilo/alerts/actions.py")
_SENTENCE = re.compile(r"[A-ZÁÉÍÓÚÑ¿¡][^{}]* [^{}]* [^{}]*\.\Z", re.DOTALL)

Key = tuple[str, str | tuple[str, str]]  # context, msgid or (singular, plural)


def collect() -> Catalog:
    """Every text that a person may see, with the files it stands in; no translations."""
    catalog = Catalog(locale="en")
    for path in sorted((ROOT / "hilo").rglob("*.py")):
        if "migrations" not in path.parts:
            _add(catalog, path, path.read_bytes())
    for path in sorted((ROOT / "hilo").rglob("templates/**/*.*")):
        _add(catalog, path, _as_python(path).encode())
    for path in _plain_files():
        for sentence in _sentences(path):
            catalog.add(sentence, locations=[(_place(path), 0)])
    return catalog


def _add(catalog: Catalog, path: Path, source: bytes) -> None:
    for _line, message, comments, context in extract("python", io.BytesIO(source), KEYWORDS, ("Translators:",)):
        catalog.add(message, locations=[(_place(path), 0)], auto_comments=comments, context=context)


def _as_python(path: Path) -> str:
    from django.utils.translation.template import templatize

    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.lstrip() for line in text.splitlines())  # an indented X is no Python


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _plain_files() -> list[Path]:
    found: list[Path] = []
    for pattern in PLAIN:
        found += ROOT.glob(pattern if pattern.endswith(".py") else f"{pattern}/**/*.py")
    return sorted(found)


def _sentences(path: Path) -> Iterator[str]:
    """Whole sentences among the strings of a file: no docstrings, nothing with a value put into it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(part) for node in ast.walk(tree) for part in _not_texts(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in skipped else None
        if isinstance(text, str) and _SENTENCE.match(text):
            yield text


def _not_texts(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    return [node.value] if isinstance(node, ast.Expr) else []


def merged() -> Catalog:
    """What is collected now with the translations there are; a text that is gone is left out."""
    catalog, known = collect(), _kept()
    for message in catalog:
        if message.id and (message.id, message.context) in known:
            old = known[message.id, message.context]
            message.string, message.flags = old.string, message.flags | (old.flags & {"fuzzy"})
    return catalog


def _kept() -> dict[Any, Any]:
    if not PO.exists():
        return {}
    with PO.open("rb") as file:
        return {(message.id, message.context): message for message in read_po(file, locale="en") if message.id}


def as_po(catalog: Catalog) -> str:
    """The catalogue as the file that translators edit; without dates, so that equal texts are equal files."""
    out = io.BytesIO()
    write_po(out, catalog, width=120, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return HEADER + out.getvalue().decode()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _messages(compiled: bytes) -> dict[Any, Any]:
    found = dict(gettext.GNUTranslations(io.BytesIO(compiled))._catalog)  # type: ignore[attr-defined]
    found.pop("", None)
    return found


def check() -> list[str]:
    """What is wrong with the catalogue, a line each; empty when every text has its English."""
    now = merged()
    problems = [f"has no English: {_shown(m.id)}" for m in now if m.id and not _translated(m)]
    problems += [f"is marked fuzzy: {_shown(m.id)}" for m in now if m.id and m.fuzzy]
    problems += [f"is no longer in the code: {_shown(key[0])}" for key in _kept() if now.get(*key) is None]
    for message in now:
        if message.id and _translated(message):
            problems += [f"{wrong}: {_shown(message.id)}" for wrong in message.check(now)]
    if not MO.exists() or _messages(MO.read_bytes()) != _messages(as_mo(now)):
        problems.append("django.mo is not the one of django.po")
    return [f"{problem} (make translations)" for problem in problems]


def _translated(message: Any) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _shown(text: Any) -> str:
    return repr(text if isinstance(text, str) else text[0])


def write() -> None:
    """Write the catalogue and compile it."""
    catalog = merged()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(as_po(catalog), encoding="utf-8")
    MO.write_bytes(as_mo(catalog))


def main(arguments: list[str]) -> int:
    """``write`` or ``check``; 1 when something is missing."""
    if arguments not in (["write"], ["check"]):
        print("usage: python -m tests.translations write|check", file=sys.stderr)
        return 2
    if arguments == ["write"]:
        write()
    problems = check()
    for problem in problems:
        print(problem)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

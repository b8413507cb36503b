"""Tables and lists in Markdown, for the documents that are written from the code."""

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; "" for no rows."""
    lines = [[_cell(value) for value in row] for row in rows]
    if not lines:
        return ""
    parts = [list(head), ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in parts) + "\n"


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split())


def codes(values: Iterable[object]) -> str:
    """``a``, ``b`` for a cell or a sentence."""
    return ", ".join(f"`{value}`" for value in values)


def prose(docstring: str | None) -> str:
    """A docstring as Markdown: its marks of code and of roles become plain code."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", docstring or "")
    text = re.sub(r"``([^`]+)``", r"`\1`", text)
    lines = [line.replace("::", ":") if line.endswith("::") else line for line in text.splitlines()]
    return "\n".join(lines).strip()


def first(docstring: str | None) -> str:
    """The first sentence or paragraph of a docstring."""
    return " ".join(prose(docstring).split("\n\n")[0].split())


def pages(title: str, lead: str, *parts: str) -> str:
    """A whole page."""
    return "\n".join([f"# {title}\n\n{lead}\n", *(f"{part.strip()}\n" for part in parts if part.strip())])

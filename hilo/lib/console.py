"""How every command answers: words for people, or exactly one JSON object."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click


def answer(data: dict[str, Any], *, as_json: bool, words: Callable[[dict[str, Any]], str]) -> None:
    """Print ``data`` as one JSON object, or the words made of it. Nothing else may go to stdout."""
    click.echo(json.dumps(data, ensure_ascii=False, default=_plain) if as_json else words(data))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def parse_now(text: str | None) -> datetime:
    """The moment given by ``--now`` (ISO 8601; without zone it is UTC), else the present.

    Raises click.BadParameter with one clear sentence.
    """
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"«{text}» no es una fecha ISO, por ejemplo 2026-11-22T09:00:00-06:00.", param_hint="--now"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


json_option = click.option("--json", "as_json", is_flag=True, help="Un solo objeto JSON en la salida.")
now_option = click.option("--now", "now_text", default=None, metavar="ISO", help="Momento que se toma como ahora.")

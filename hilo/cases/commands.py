"""``hilo cases …``: what is followed, by whom, until when."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from hilo.lib.console import answer, json_option, now_option, parse_now
from hilo.lib.errors import BadInput

if TYPE_CHECKING:
    from hilo.cases.models import Case


def cases_group(handoffs_of: "Callable[[Case], list[dict[str, Any]]]") -> click.Group:
    """The commands. ``handoffs_of``: what the part above knows of how a case was handed over."""

    @click.group()
    def cases() -> None:
        """Casos: quién los lleva, qué sigue y hasta cuándo."""

    @cases.command("show")
    @click.argument("code")
    @json_option
    @now_option
    def show(code: str, as_json: bool, now_text: str | None) -> None:
        """El hilo de un caso, sus personas, sus plazos con la cuenta y sus canalizaciones."""
        from hilo.cases.queries import told

        case = _case(code)
        data = told(case, now=parse_now(now_text)) | {"handoffs": handoffs_of(case)}
        answer(data, as_json=as_json, words=_story)

    cases.add_command(list_cases)
    return cases


@click.command("list")
@click.option("--overdue", is_flag=True, help="Solo los que tienen vencido lo que sigue.")
@click.option("--silent", is_flag=True, help="Solo los que están en silencio.")
@click.option("--limit", type=click.IntRange(min=0), default=None, help="Cuántos, como máximo.")
@json_option
@now_option
def list_cases(overdue: bool, silent: bool, limit: int | None, as_json: bool, now_text: str | None) -> None:
    """Casos abiertos, los más urgentes primero."""
    from hilo.cases.queries import listed

    now = parse_now(now_text)
    rows = listed(now=now, overdue=overdue, silent=silent, limit=limit)
    answer({"cases": rows, "count": len(rows)}, as_json=as_json, words=lambda data: _table(data, now))


def _table(data: dict[str, Any], now: datetime) -> str:
    lines = [
        f"{row['code']}  nivel {row['tier']}  {row['institution']:<12} {row['owner']:<28} "
        f"{row['next_duty']['label']} · {row['next_duty']['due_at'][:16]}"
        for row in data["cases"]
    ]
    return "\n".join([*lines, f"{data['count']} casos abiertos."])


def _case(code: str) -> "Case":
    from hilo.cases.models import Case

    case = Case.objects.select_related("owner").filter(code=code.strip().upper()).first()
    if case is None:
        raise BadInput(f"No hay un caso «{code}». Revise la clave con «hilo cases list».")
    return case


def _story(data: dict[str, Any]) -> str:
    lines = [f"{data['code']} · nivel {data['tier']} · {data['institution']} · {data['owner']}"]
    lines += [f"  {row['happened_at'][:16]}  {row['label']}" for row in data["thread"]]
    for clock in data["clocks"]:
        lines.append(f"  [{clock['state']}] {clock['label']} · {clock['due_at'][:16]} · {clock['law']}")
        lines += [f"      {line}" for line in clock["working"]]
    lines += [
        f"  {row['folio']}  {row['sender']} → {row['receiver']} · {row['label']}"
        + (f" · vence {row['due_at'][:16]}" if row["due_at"] else "")
        for row in data["handoffs"]
    ]
    return "\n".join(lines)

"""``hilo alerts …``: bring alerts in, and see what became of each."""

import sys
import time
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from hilo.lib.console import answer, json_option, now_option, parse_now
from hilo.lib.errors import BadInput


@click.group()
def alerts() -> None:
    """Alertas internacionales: cada una abre un caso o se une a uno."""


@alerts.command("import")
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "format_", default="auto", help="Formato; por omisión se reconoce solo.")
@click.option("--sender", default=None, metavar="CLAVE", help="Institución que envía, si el archivo no lo dice.")
@json_option
@now_option
def import_(paths: tuple[str, ...], format_: str, sender: str | None, as_json: bool, now_text: str | None) -> None:
    """Trae alertas de archivos, carpetas, zip, ndjson(.gz) o de la entrada («-»)."""
    from hilo.alerts import formats
    from hilo.alerts.actions import Counts, import_source
    from hilo.reference import pack

    if format_ != "auto" and format_ not in formats.FORMATS:
        raise click.UsageError(f"No existe el formato «{format_}». Use auto o uno de: {', '.join(formats.FORMATS)}.")
    if sender is not None and sender not in pack().institutions:
        raise click.UsageError(f"No existe la institución «{sender}» en los datos de referencia.")
    now = parse_now(now_text)
    missing = [path for path in paths if path != "-" and not Path(path).exists()]
    if missing:
        raise BadInput(f"No existe «{missing[0]}». Revise la ruta; no se importó nada.")
    began = time.monotonic()
    total = Counts()
    for path in paths:
        source: Any = sys.stdin.buffer if path == "-" else Path(path)
        name = f"stdin:{now.isoformat()}" if path == "-" else str(Path(path).resolve())
        with _bar(path) as bar:
            total.add(
                import_source(source=source, name=name, now=now, format=format_, sender=sender, progress=bar.update)
            )
    keys = ("read", "new", "replays", "versions", "quarantined", "cases_opened", "joined")
    done: dict[str, Any] = {key: getattr(total, key) for key in keys}
    done["seconds"] = round(time.monotonic() - began, 3)
    answer(done, as_json=as_json, words=_summary)


def _bar(path: str) -> Any:
    """Progress and time left on a terminal; nothing elsewhere."""
    from hilo.alerts.sources import count_items

    on = sys.stderr.isatty()
    total = count_items(path) if on and path != "-" else None
    return tqdm(total=total, unit="alerta", disable=not on, file=sys.stderr, desc=Path(path).name or path)


def _summary(done: dict[str, Any]) -> str:
    return (
        f"Leídas {done['read']}: {done['new']} nuevas, {done['versions']} con cambios, {done['replays']} repetidas, "
        f"{done['quarantined']} en cuarentena.\n"
        f"{done['cases_opened']} casos abiertos, {done['joined']} alertas unidas a un caso. {done['seconds']} s."
    )


@alerts.command()
@click.argument("report_id")
@json_option
def show(report_id: str, as_json: bool) -> None:
    """Una alerta: su nivel, por qué, su caso y sus versiones."""
    from hilo.alerts.queries import told_alert

    found = told_alert(report_id)
    if found is None:
        raise BadInput(f"No hay una alerta «{report_id}». Revise la clave con «hilo alerts list».")
    answer(found, as_json=as_json, words=lambda data: "\n".join(f"{k}: {v}" for k, v in data.items()))


@alerts.command("list")
@click.option("--tier", type=click.IntRange(1, 4), default=None, help="Solo este nivel.")
@click.option("--limit", type=click.IntRange(min=0), default=None, help="Cuántas, como máximo.")
@json_option
def list_alerts(tier: int | None, limit: int | None, as_json: bool) -> None:
    """Alertas, las más urgentes primero."""
    from hilo.alerts.queries import ranked

    rows = ranked(tier=tier, limit=limit)
    answer(
        {"alerts": rows, "count": len(rows)},
        as_json=as_json,
        words=lambda data: "\n".join(
            f"{row['rank']:>6}  nivel {row['tier']}  {row['report_id']}  {row['case']}" for row in data["alerts"]
        ),
    )


@alerts.command()
@json_option
def quarantine(as_json: bool) -> None:
    """Lo que llegó y no se pudo leer, con su razón."""
    from hilo.alerts.queries import quarantined

    rows = quarantined()
    answer(
        {"items": rows, "count": len(rows)},
        as_json=as_json,
        words=lambda data: "\n".join(f"{row['source']}: {row['reason']}" for row in data["items"]) or "Nada espera.",
    )

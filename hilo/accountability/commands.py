"""``hilo figures INSTITUTION``: the figures of an institution, as on its page."""

from pathlib import Path
from typing import Any

import click

from hilo.lib.console import answer, json_option, now_option, parse_now
from hilo.lib.errors import BadInput


@click.command()
@click.argument("institution")
@click.option("--from", "since", default="", metavar="AAAA-MM", help="Primer mes. Sin él, un año hasta el último.")
@click.option("--to", "until", default="", metavar="AAAA-MM", help="Último mes. Sin él, el presente.")
@click.option("--public", is_flag=True, help="Como las ven otras instituciones: con mínimo, los últimos doce meses.")
@click.option(
    "--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Escribe también este archivo CSV."
)
@json_option
@now_option
def figures(
    institution: str, since: str, until: str, public: bool, file: Path | None, as_json: bool, now_text: str | None
) -> None:
    """Lo que una institución recibió, en cuánto actuó y cuánto tarda, por mes."""
    from hilo.accountability import exports
    from hilo.accountability import figures as counting
    from hilo.accountability.ground import Asked
    from hilo.accountability.minimum import MINIMUM
    from hilo.accountability.periods import Period
    from hilo.reference import pack

    if institution not in pack().institutions:
        raise BadInput(f"No hay una institución «{institution}». Vea las claves en docs/reference/institutions.md.")
    if public and (since or until):
        raise BadInput(
            "Con --public el periodo es siempre de los últimos doce meses: restando dos periodos se vería lo reservado."
        )
    now = parse_now(now_text)
    asked = Asked(institution, Period.read(since, until, now=now), now)
    told = counting.figures(asked, minimum=MINIMUM if public else 0)
    if file is not None:
        file.write_text(exports.as_csv(told), encoding="utf-8", newline="")
    answer(exports.as_data(told), as_json=as_json, words=_words)


def _words(data: dict[str, Any]) -> str:
    codes = ("received", "acted", "still_open", "silent", "offered", "in_time", "accepted", "alerts", "told")
    rows = [("mes", *(data["definitions"][code]["label"] for code in codes))]
    rows += [(line["month"], *(str(line[code]) for code in codes)) for line in data["lines"]]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    table = ["  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([f"{data['name']}, de {data['from']} a {data['to']}", *table])

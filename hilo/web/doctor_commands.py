"""``hilo doctor``."""

from dataclasses import asdict
from typing import Any

import click

from hilo.lib.console import answer, json_option, now_option, parse_now


@click.command()
@click.option("--put-guards", is_flag=True, help="Poner otra vez los candados que falten en la base de datos.")
@json_option
@now_option
@click.pass_context
def doctor(context: click.Context, put_guards: bool, as_json: bool, now_text: str | None) -> None:
    """Dice qué quedó a medias en esta instalación, por qué importa y cómo se arregla."""
    from hilo.web import doctor_database
    from hilo.web.doctor import examine

    if put_guards:
        for name in doctor_database.put_guards():
            click.echo(f"Puesto otra vez: {name}", err=True)
    found, looks = examine(parse_now(now_text))
    told = {"ok": not found, "looked_at": looks, "findings": [asdict(one) for one in found]}
    answer(told, as_json=as_json, words=_words)
    context.exit(0 if told["ok"] else 1)


def _words(told: dict[str, Any]) -> str:
    if told["ok"]:
        return f"Todo en orden: {told['looked_at']} revisiones."
    parts = [f"✗ {one['what']}\n  {one['why']}\n  → {one['mend']}" for one in told["findings"]]
    return "\n\n".join([*parts, f"Hallazgos: {len(parts)}, en {told['looked_at']} revisiones."])

"""``hilo door``: what only the operator does for the public door."""

from typing import Any

import click

from hilo.lib.console import answer, json_option


@click.group()
def door() -> None:
    """La puerta pública: su papel en la base de datos."""


@door.command("grant")
@click.argument("role")
@click.option("--print", "only_print", is_flag=True, help="Mostrar las órdenes de SQL sin ejecutarlas.")
@json_option
def grant_role(role: str, only_print: bool, as_json: bool) -> None:
    """Da al papel ROLE de PostgreSQL lo que la puerta necesita, y nada más; repetirla no cambia nada."""
    from hilo.door import role as roles

    roles.check(role)
    run = roles.statements(role) if only_print else roles.grant(role)
    told = {"role": role, "run": not only_print, "statements": run}
    answer(told, as_json=as_json, words=_printed if only_print else _granted)


def _printed(told: dict[str, Any]) -> str:
    return "\n".join(f"{statement};" for statement in told["statements"])


def _granted(told: dict[str, Any]) -> str:
    return (
        f"El papel {told['role']} ya puede lo que la puerta necesita: poner avisos, y leer uno con su clave. "
        "Ningún caso, ninguna cuenta."
    )

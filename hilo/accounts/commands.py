"""``hilo people``: accounts are opened and closed at the terminal, by whoever runs the system."""

import secrets
import sys
from typing import Any

import click

from hilo.lib.console import answer, json_option
from hilo.lib.errors import BadInput, Denied


@click.group()
def people() -> None:
    """Personas con cuenta: abrir, listar, cerrar."""


@people.command()
@click.argument("username")
@click.option("--institution", required=True, help="Clave de la institución, por ejemplo FGE-NAY.")
@click.option("--role", required=True, help="Papel, por ejemplo caseworker o supervisor.")
@click.option("--name", required=True, help="Nombre que verán las demás personas.")
@click.option("--language", default="es", show_default=True, help="Idioma: es o en.")
@click.option("--generate", is_flag=True, help="Crear la contraseña y mostrarla una sola vez.")
@json_option
def add(username: str, institution: str, role: str, name: str, language: str, generate: bool, as_json: bool) -> None:
    """Abre la cuenta de USERNAME. Sin terminal, la contraseña se crea y se muestra una sola vez."""
    from hilo.accounts import actions

    asked = not generate and not as_json and sys.stdin.isatty()
    password = (
        click.prompt("Contraseña", hide_input=True, confirmation_prompt=True) if asked else secrets.token_urlsafe(18)
    )
    try:
        person = actions.create_person(
            username=username,
            display_name=name,
            institution=institution,
            role=role,
            language=language,
            password=password,
            by=None,
        )
    except (BadInput, Denied) as no:
        raise click.UsageError(str(no)) from None
    shown = {} if asked else {"password": password}
    answer({"id": person.pk, "username": person.username} | shown, as_json=as_json, words=_added)


@people.command("list")
@click.option("--institution", default=None, help="Solo las de esta institución.")
@json_option
def list_people(institution: str | None, as_json: bool) -> None:
    """Lista las cuentas."""
    from hilo.accounts.models import User

    accounts = User.objects.filter(**({"institution": institution} if institution else {}))
    rows = [
        {
            "username": one.username,
            "name": one.display_name,
            "institution": one.institution,
            "role": one.role,
            "active": one.is_active,
            "desk": one.is_desk,
        }
        for one in accounts.order_by("institution", "role", "username")
    ]
    answer({"people": rows, "count": len(rows)}, as_json=as_json, words=_listed)


@people.command()
@click.argument("username")
@json_option
def deactivate(username: str, as_json: bool) -> None:
    """Cierra la cuenta de USERNAME; lo que hizo sigue a su nombre."""
    from hilo.accounts import actions
    from hilo.accounts.models import User

    person = User.objects.filter(username=username).first()
    if person is None:
        raise click.UsageError(f"No hay ninguna cuenta «{username}»: véalas con «hilo people list».")
    try:
        actions.deactivate(user=person, by=None)
    except Denied as no:
        raise click.UsageError(str(no)) from None
    answer(
        {"username": username, "active": False},
        as_json=as_json,
        words=lambda data: f"La cuenta «{data['username']}» quedó cerrada.",
    )


def _added(data: dict[str, Any]) -> str:
    opened = f"La cuenta «{data['username']}» quedó abierta."
    if "password" not in data:
        return opened
    return f"{opened}\nContraseña (no se vuelve a mostrar): {data['password']}"


def _listed(data: dict[str, Any]) -> str:
    if not data["people"]:
        return "Todavía no hay cuentas. Abra la primera con «hilo people add»."
    return "\n".join(
        f"{row['institution']:<14}{row['role']:<22}{row['username']:<24}{row['name']}"
        + ("" if row["active"] else "  (cerrada)")
        for row in data["people"]
    )

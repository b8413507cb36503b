"""``hilo people``: accounts are opened and closed at the terminal, by whoever runs the system."""

import secrets
import sys
from collections.abc import Callable
from typing import Any

import click

from hilo.lib.console import answer, json_option, now_option, parse_now
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
@click.option("--email", default="", help="Correo para avisarle que hay algo que ver; no dirá qué.")
@click.option("--generate", is_flag=True, help="Crear la contraseña y mostrarla una sola vez.")
@json_option
def add(username: str, generate: bool, as_json: bool, **about: str) -> None:
    """Abre la cuenta de USERNAME. Sin terminal, la contraseña se crea y se muestra una sola vez."""
    from hilo.accounts import actions

    password, shown = _new_password(generate or as_json)
    try:
        person = actions.create_person(
            username=username,
            display_name=about["name"],
            institution=about["institution"],
            role=about["role"],
            language=about["language"],
            notify_to=about["email"],
            password=password,
            by=None,
        )
    except (BadInput, Denied) as no:
        raise click.UsageError(str(no)) from None
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
@click.argument("address", default="")
@json_option
def email(username: str, address: str, as_json: bool) -> None:
    """Pone el correo con el que se avisa a USERNAME que hay algo que ver; sin ADDRESS, lo quita."""
    from hilo.accounts import actions

    try:
        person = actions.set_notify_to(user=_person(username), address=address)
    except Denied as no:
        raise click.UsageError(str(no)) from None
    answer({"username": username, "email": bool(person.notify_to)}, as_json=as_json, words=_mailed)


@people.command("reset-factors")
@click.argument("username")
@json_option
def reset_factors(username: str, as_json: bool) -> None:
    """Retira los segundos factores de USERNAME, que los perdió: sale de todas partes y al entrar pondrá otros."""
    from hilo.accounts import factor_actions

    count = factor_actions.reset_factors(user=_person(username), by=None)
    answer({"username": username, "removed": count}, as_json=as_json, words=_reset)


@people.command("reset-password")
@click.argument("username")
@click.option("--generate", is_flag=True, help="Crear la contraseña y mostrarla una sola vez.")
@json_option
def reset_password(username: str, generate: bool, as_json: bool) -> None:
    """Pone otra contraseña a USERNAME, que olvidó la suya. Sin terminal, se crea y se muestra una sola vez."""
    from hilo.accounts import actions

    person = _person(username)
    password, shown = _new_password(generate or as_json)
    try:
        actions.reset_password(user=person, password=password)
    except (BadInput, Denied) as no:
        raise click.UsageError(str(no)) from None
    answer({"username": username} | shown, as_json=as_json, words=_reset_password)


def people_group(close: Callable[..., int]) -> click.Group:
    """The whole group. ``close``: closes an account and hands its cases over, which accounts know nothing of."""

    @people.command()
    @click.argument("username")
    @json_option
    @now_option
    def deactivate(username: str, as_json: bool, now_text: str | None) -> None:
        """Cierra la cuenta de USERNAME y pasa sus casos a la guardia; lo que hizo sigue a su nombre."""
        try:
            count = close(user=_person(username), by=None, now=parse_now(now_text))
        except Denied as no:
            raise click.UsageError(str(no)) from None
        answer({"username": username, "active": False, "cases": count}, as_json=as_json, words=_closed)

    return people


def _new_password(generate: bool) -> tuple[str, dict[str, str]]:
    """Asked for at a terminal, or made; and what the answer then shows of it."""
    if not generate and sys.stdin.isatty():
        return click.prompt("Contraseña", hide_input=True, confirmation_prompt=True), {}
    password = secrets.token_urlsafe(18)
    return password, {"password": password}


def _person(username: str) -> Any:
    from hilo.accounts.models import User

    person = User.objects.filter(username=username).first()
    if person is None:
        raise click.UsageError(f"No hay ninguna cuenta «{username}»: véalas con «hilo people list».")
    return person


def _reset(data: dict[str, Any]) -> str:
    return (
        f"Factores retirados de «{data['username']}»: {data['removed']}. Sus sesiones terminaron; "
        "al entrar con su contraseña pondrá un segundo factor nuevo."
    )


def _reset_password(data: dict[str, Any]) -> str:
    done = (
        f"«{data['username']}» tiene otra contraseña; sus sesiones terminaron y sus segundos factores siguen.\n"
        "Si leía avisos, vuelve a leerlos cuando haya entrado y luego entre un colega que tenga la llave de la unidad."
    )
    return done + (f"\nContraseña (no se vuelve a mostrar): {data['password']}" if "password" in data else "")


def _closed(data: dict[str, Any]) -> str:
    return f"La cuenta «{data['username']}» quedó cerrada. Casos que pasaron a la guardia: {data['cases']}."


def _added(data: dict[str, Any]) -> str:
    opened = f"La cuenta «{data['username']}» quedó abierta."
    if "password" not in data:
        return opened
    return f"{opened}\nContraseña (no se vuelve a mostrar): {data['password']}"


def _mailed(data: dict[str, Any]) -> str:
    how = "se le avisará por correo cuando haya algo que ver" if data["email"] else "ya no se le avisará por correo"
    return f"A «{data['username']}» {how}."


def _listed(data: dict[str, Any]) -> str:
    if not data["people"]:
        return "Todavía no hay cuentas. Abra la primera con «hilo people add»."
    return "\n".join(
        f"{row['institution']:<14}{row['role']:<22}{row['username']:<24}{row['name']}"
        + ("" if row["active"] else "  (cerrada)")
        for row in data["people"]
    )

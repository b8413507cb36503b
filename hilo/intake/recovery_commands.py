"""``hilo recovery``: the key on paper, in three parts of which two open. Its parts are shown on a terminal, once."""

import secrets
import sys
from datetime import UTC, datetime
from typing import Any

import click

from hilo.lib import recovery as paper
from hilo.lib.errors import BadInput
from hilo.lib.sealed_to import KeyPair


@click.group()
def recovery() -> None:
    """La llave de recuperación: en papel y en tres partes; dos cualesquiera abren."""


@recovery.command()
@click.option("--replace", is_flag=True, help="Cambiar la que está en uso; con la de antes se abre lo de antes.")
def make(replace: bool) -> None:
    """Hace la llave de recuperación y muestra sus tres partes una sola vez, en la terminal."""
    from hilo.accounts import recovery_keys

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput("Las tres partes se muestran una sola vez: haga esto en una terminal, sin tuberías ni archivos.")
    if recovery_keys.in_use() and not replace:
        raise BadInput("Ya hay una llave de recuperación en uso. Para cambiarla por otra, use --replace.")
    pair = KeyPair.make()
    _copy_down(paper.split(pair.private))
    key = recovery_keys.put_in_use(public=pair.public, replace=replace, now=datetime.now(UTC))
    click.echo(_made([unit.institution for unit in recovery_keys.units_without(key)]))


@recovery.command()
@click.argument("institution")
@click.argument("username")
def give(institution: str, username: str) -> None:
    """Con dos partes, devuelve a USERNAME la llave de la unidad de INSTITUTION y lo que se contó a ella."""
    from hilo.intake.recovering import recover

    person = _reader(institution, username)
    private = paper.join([_ask(number) for number in range(1, paper.NEEDED + 1)])
    done = recover(private=private, to=person, now=datetime.now(UTC))
    click.echo(
        f"«{username}» vuelve a leer los avisos de {institution}. Llaves de la unidad: {done.units}; "
        f"avisos abiertos uno por uno: {done.reports}."
    )


def _copy_down(parts: list[str]) -> None:
    """Show each part until it is copied, and have one word of it said: nothing is in use before."""
    for number, part in enumerate(parts, 1):
        click.clear()
        words = part.split()
        rows = [words[at : at + 6] for at in range(0, len(words), 6)]
        lines = "\n".join(f"  {at * 6 + 1:>2}  {'  '.join(row)}" for at, row in enumerate(rows))
        click.echo(f"Parte {number} de {paper.PARTS}. Cópiela en un papel que solo tendrá una persona:\n\n{lines}\n")
        place = secrets.randbelow(len(words))
        while click.prompt(f"Escriba la palabra {place + 1} de su papel").strip().lower() != words[place]:
            click.echo("No es esa: revise lo que copió.")
    click.clear()


def _ask(number: int) -> str:
    """One part; typed without showing it, or one line of what is piped in."""
    if sys.stdin.isatty():
        typed: str = click.prompt(f"Parte {number} ({paper.WORDS} palabras; no se ven al escribirlas)", hide_input=True)
        return typed
    return sys.stdin.readline()


def _reader(institution: str, username: str) -> Any:
    from hilo.accounts import unit_keys
    from hilo.accounts.models import User

    person = User.objects.filter(username=username).first()
    if person is None:
        raise click.UsageError(f"No hay ninguna cuenta «{username}»: véalas con «hilo people list».")
    unit_keys.check_reader(person, institution)
    return person


def _made(lacking: list[str]) -> str:
    lines = [
        "La llave de recuperación está en uso. Cada parte queda con una persona distinta, lejos de este equipo;",
        "con dos cualesquiera se abre lo que se contó, con una sola no se abre nada. No se vuelven a mostrar.",
    ]
    if lacking:
        lines.append(
            "Estas unidades quedarán cubiertas cuando entre con su contraseña alguien que lee sus avisos: "
            f"{', '.join(sorted(set(lacking)))}."
        )
    return "\n".join(lines)

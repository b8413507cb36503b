"""``hilo partners``: the systems of other institutions, their keys and their limits."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from hilo.lib.console import answer, json_option, now_option, parse_now
from hilo.lib.errors import BadInput


@click.group()
def partners() -> None:
    """Sistemas de otras instituciones que envían y preguntan con peticiones firmadas."""


@partners.command()
@click.argument("code")
@click.option("--institution", required=True, help="Clave de la institución por la que habla.")
@click.option("--name", required=True, help="Nombre del sistema.")
@click.option("--scope", "scopes", multiple=True, required=True, help="alerts, handoffs u outcomes; se repite.")
@click.option(
    "--per-minute", default=60, show_default=True, type=click.IntRange(1, 6000), help="Peticiones por minuto."
)
@json_option
@now_option
def add(
    code: str,
    institution: str,
    name: str,
    scopes: tuple[str, ...],
    per_minute: int,
    as_json: bool,
    now_text: str | None,
) -> None:
    """Da de alta el sistema CODE. Todavía necesita una llave."""
    from hilo.exchange.api import actions

    partner = actions.add_partner(
        code=code, name=name, institution=institution, scopes=scopes, per_minute=per_minute, now=parse_now(now_text)
    )
    answer(
        {"code": partner.code, "institution": partner.institution, "scopes": sorted(partner.scope_set)},
        as_json=as_json,
        words=lambda data: f"«{data['code']}» quedó de alta. Falta su llave: «hilo partners key {data['code']} …».",
    )


@partners.command("list")
@json_option
def list_partners(as_json: bool) -> None:
    """Lista los sistemas y las claves de sus llaves; nunca las llaves."""
    from hilo.exchange.models import Partner

    rows = [_told(one) for one in Partner.objects.order_by("code").prefetch_related("keys")]
    answer({"partners": rows, "count": len(rows)}, as_json=as_json, words=_listed)


def _told(partner: Any) -> dict[str, Any]:
    return {
        "code": partner.code,
        "name": partner.name,
        "institution": partner.institution,
        "scopes": sorted(partner.scope_set),
        "per_minute": partner.per_minute,
        "active": partner.active,
        "keys": [
            {"key_id": key.key_id, "from": key.valid_from, "until": key.valid_until}
            for key in sorted(partner.keys.all(), key=lambda key: key.key_id)
        ],
    }


def _listed(data: dict[str, Any]) -> str:
    if not data["partners"]:
        return "Todavía no hay sistemas. Dé de alta el primero con «hilo partners add»."
    return "\n".join(
        f"{row['code']:<20}{row['institution']:<14}{','.join(row['scopes']):<28}{row['per_minute']:>5}/min  "
        f"llaves: {', '.join(key['key_id'] for key in row['keys']) or 'ninguna'}"
        + ("" if row["active"] else "  (cerrado)")
        for row in data["partners"]
    )


@partners.command()
@click.argument("code")
@click.argument("key_id")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--until", "until_text", default=None, metavar="ISO", help="Hasta cuándo vale; sin ella, hasta cerrarla.")
@click.option("--end", is_flag=True, help="La llave deja de valer desde ahora.")
@json_option
@now_option
def key(
    code: str, key_id: str, file: Path | None, until_text: str | None, end: bool, as_json: bool, now_text: str | None
) -> None:
    """Da al sistema CODE la llave pública de FILE (PEM o base64) con la clave KEY_ID, o la termina con --end."""
    from hilo.exchange.api import actions

    now = parse_now(now_text)
    partner = _partner(code)
    if end:
        row = actions.end_key(key=_key(partner, key_id), now=now)
    else:
        until = _moment(until_text)
        row = actions.add_key(partner=partner, key_id=key_id, public=_text(file), now=now, until=until)
    answer(
        {"code": code, "key_id": row.key_id, "from": row.valid_from, "until": row.valid_until},
        as_json=as_json,
        words=lambda data: f"La llave «{data['key_id']}» de «{code}» {'ya no vale' if end else 'quedó guardada'}.",
    )


@partners.command()
@click.argument("code")
@json_option
@now_option
def deactivate(code: str, as_json: bool, now_text: str | None) -> None:
    """Cierra el sistema CODE y sus llaves; lo que envió se queda."""
    from hilo.exchange.api import actions

    partner = actions.deactivate(partner=_partner(code), now=parse_now(now_text))
    answer(
        {"code": partner.code, "active": partner.active},
        as_json=as_json,
        words=lambda data: f"«{data['code']}» quedó cerrado.",
    )


def _partner(code: str) -> Any:
    from hilo.exchange.models import Partner

    found = Partner.objects.filter(code=code).first()
    if found is None:
        raise BadInput(f"No hay ningún sistema «{code}»: véalos con «hilo partners list».")
    return found


def _key(partner: Any, key_id: str) -> Any:
    found = partner.keys.filter(key_id=key_id).first()
    if found is None:
        raise BadInput(f"«{partner.code}» no tiene una llave «{key_id}»: véalas con «hilo partners list».")
    return found


def _moment(text: str | None) -> datetime | None:
    return parse_now(text) if text else None


def _text(file: Path | None) -> str:
    if file is None:
        raise BadInput("Diga el archivo de la llave pública, o --end para terminarla.")
    try:
        return file.read_text(encoding="ascii")
    except (OSError, ValueError):
        raise BadInput(f"No se puede leer «{file}»: dé un archivo PEM, o uno con la llave en base64.") from None

"""``hilo ledger``: verify the record, and sign checkpoints of it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from hilo.ledger.checkpoint import make
from hilo.ledger.models import Checkpoint
from hilo.ledger.seal import known_public_keys
from hilo.ledger.verify import ContentSource, verify
from hilo.lib.console import answer, json_option, now_option, parse_now


def ledger_group(
    resolve_case: Callable[[str], UUID | None], source_factory: Callable[[], ContentSource | None]
) -> click.Group:
    """The group ``ledger``. ``resolve_case`` gives the chain of a case code, None for an unknown case."""
    group = click.Group("ledger", help=_("El registro: verificarlo y firmar puntos de control."))
    group.add_command(verify_command(resolve_case, source_factory))
    group.add_command(checkpoint_command())
    return group


def verify_command(
    resolve_case: Callable[[str], UUID | None], source_factory: Callable[[], ContentSource | None]
) -> click.Command:
    """``hilo ledger verify``: exit 0 when all holds, 1 when something does not, 2 for an unknown case."""

    @click.command("verify", help=_("Verifica que nada del registro fue alterado, borrado ni reordenado."))
    @click.option("--case", "code", default=None, metavar="CODE", help=_("Solo este caso."))
    @json_option
    @click.pass_context
    def command(context: click.Context, code: str | None, as_json: bool) -> None:
        chain = resolve_case(code) if code else None
        if code and chain is None:
            raise click.BadParameter(_("No hay un caso «%s».") % code, param_hint="--case")
        found = asdict(verify(source=source_factory(), chain=chain))
        answer(found, as_json=as_json, words=_verified)
        context.exit(0 if found["ok"] else 1)

    return command


def checkpoint_command() -> click.Command:
    """``hilo ledger checkpoint``: sign where every chain touched since the last one ends.

    JSON: ``{"made": bool, "checkpoint": {…} | null}`` with the latest checkpoint, bytes in hexadecimal: what
    to keep outside of this machine.
    """

    @click.command("checkpoint", help=_("Firma dónde termina cada cadena que cambió. Guarde fuera lo que dice."))
    @now_option
    @json_option
    def command(now_text: str | None, as_json: bool) -> None:
        made = make(parse_now(now_text))
        latest = made or Checkpoint.objects.order_by("-number").first()
        shown = _shown(latest) if latest else None
        answer({"made": made is not None, "checkpoint": shown}, as_json=as_json, words=_signed)

    return command


def _shown(checkpoint: Checkpoint) -> dict[str, Any]:
    signer = known_public_keys().get(bytes(checkpoint.key_id), b"")
    return {
        "number": checkpoint.number,
        "at": checkpoint.at,
        "leaves": checkpoint.leaves,
        "root": bytes(checkpoint.root).hex(),
        "prev_hash": bytes(checkpoint.prev_hash).hex(),
        "hash": bytes(checkpoint.hash).hex(),
        "signature": bytes(checkpoint.signature).hex(),
        "public_key": signer.hex(),
    }


def _verified(found: dict[str, Any]) -> str:
    counted = _("%(chains)s cadenas, %(entries)s entradas, %(checkpoints)s puntos de control.") % found
    if found["ok"]:
        return _("El registro está íntegro: %s") % counted
    lines = [f"  {b['chain']} · {b['seq']} · {b['why']}" for b in found["broken"]]
    return "\n".join([_("El registro NO está íntegro: %s") % counted, *lines])


def _signed(data: dict[str, Any]) -> str:
    latest = data["checkpoint"]
    if latest is None:
        return _("Todavía no hay nada que firmar.")
    said: str = _("Punto de control %(number)s, %(leaves)s cadenas, hash %(hash)s.") % latest
    return said if data["made"] else _("Nada cambió desde el último. %s") % said

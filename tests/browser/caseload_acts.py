"""Acts of a full case in every state: to be ordered, waiting for the judge, refused, done, and past its last day."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from hilo.investigation import actions
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act

LONG = "https://red.example/" + "perfil-azul-" * 12


def write(load: SimpleNamespace) -> None:
    """Into the case of ``load.alert``, by Ana."""
    seen = timezone.localdate(load.now) - timedelta(days=8)
    load.act_planned = _act(load, "data_subscriber")
    load.act_kept = _act(load, "preserve_data", LONG)
    load.act_emergency = _act(load, "emergency_data", "Línea 55 0000 0000", follows=load.act_kept)
    load.act_refused = _act(load, "call_records", "Línea 55 0000 0000", asked_by="victim", data_from=seen)
    load.act_done, load.act_negative = _act(load, "public_page", LONG), _act(load, "place_record", "Biblioteca")
    load.act_lapsed = _act(load, "cctv_logs", "Entrada de la escuela", data_from=seen)  # the sweep finds it
    for act in (load.act_kept, load.act_emergency):
        _move(load, act, "ordered", note="Oficio 12.\n\nSe entregó en la ventanilla.")
    _move(load, load.act_refused, "refused", note="Dijeron que no hace falta. " + "palabra" * 12)
    _move(load, load.act_done, "done", note="Se copió la página con su dirección y su hora.")
    _move(load, load.act_negative, "negative", note="Se buscó la mochila en las dos salas y no estaba.")
    load.act_aside = actions.set_aside(
        case=load.alert.case, type="sender_content", reason="No se necesita.", by=load.ana, now=load.now
    )


def _act(load: SimpleNamespace, code: str, target: str = "", **more: Any) -> Act:
    adoption = Adoption(code, target=target, **more)
    at = load.now - timedelta(days=2)
    return actions.adopt(case=load.alert.case, adoptions=[adoption], by=load.ana, now=at)[0]


def _move(load: SimpleNamespace, act: Act, to: str, **more: Any) -> None:
    at = load.now - timedelta(hours=5)
    actions.move(act=act, to=to, by=load.ana, now=load.now, happened_at=at, **more)

"""Items of a full case: one with every step and something to explain, one on its way, and packages to be answered."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from hilo.cases.models import Case
from hilo.evidence import actions
from hilo.evidence.models import Item, Transfer

LONG = "Mochila azul con una libreta de " + "mapas" * 16
HOUR = timedelta(hours=1)


def write(load: SimpleNamespace) -> None:
    """Into the case of ``load.alert`` by Ana; and from Eva, into a case of hers, what she sent to Ana's institution."""
    case, theirs, eva, at = load.alert.case, load.got.case, load.people["eva"], load.now - 40 * HOUR
    load.item = _item(case, load.ana, at, description=LONG, place="Patio de la escuela", sha256="ab" * 32, size=1)
    for n, kind in enumerate(("packaged", "collected", "examined")):  # packaged before it was collected
        actions.record(item=load.item, kind=kind, holder="Ana", seal=f"S-{n}", by=load.ana, now=at + n * HOUR)
    load.item_sent = _item(case, load.ana, at, description="Libreta", origin="person")
    on_its_way = _give(load.item_sent, load.ana, at + HOUR, "FGE-MOR")
    actions.miss(transfer=on_its_way, by=eva, now=at + 30 * HOUR, note="El mensajero no vino, y nadie avisó.")
    load.item_out = _item(case, load.ana, at, description="Tarjeta", origin="person")
    load.package_mine = _give(load.item_out, load.ana, at + HOUR, "")
    load.package = _give(_item(theirs, eva, at), eva, at + HOUR, "FGE-NAY")
    load.held = _give(_item(theirs, eva, at), eva, at + HOUR, "FGE-NAY")
    actions.receive(transfer=load.held, by=load.ana, now=at + 2 * HOUR, seal="S-8")


def _item(case: Case, by: Any, at: datetime, **more: Any) -> Item:
    given = {"form": "object", "origin": "scene", "description": "Mochila"} | more
    return actions.register(case=case, by=by, now=at, found_at=at, **given)


def _give(item: Item, by: Any, at: datetime, to: str) -> Transfer:
    return actions.give(item=item, to_institution=to, to_person="Perita de guardia", seal="S-8", by=by, now=at)

"""Items with their custody, and acts with their moves, as an export tells them; sealed texts only where they may be."""

import json
from datetime import datetime
from typing import Any

from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.evidence.models import CustodyEvent, Item
from hilo.investigation.models import Act, ActStep
from hilo.ledger.encoding import microseconds
from hilo.reference import pack

TEXTS = ("holder", "place", "condition", "seal")


def items_of(case: Case, sight: Sight | None) -> list[dict[str, Any]]:
    """Every item with its steps of custody. Two queries. ``sight`` None: a copy without names, nothing is opened."""
    rows = Item.objects.filter(case=case).order_by("number").select_related("derived_from")
    return [_item(row, sight) for row in rows.prefetch_related("custody")]


def _item(row: Item, sight: Sight | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "item": row.pk.hex,
        "exhibit": row.exhibit,
        "number": row.number,
        "form": row.form,
        "origin": row.origin,
        "sha256": row.sha256,
        "hashed": row.hashed,
        "size": row.size,
        "registered_at": microseconds(row.registered_at),
        "act": row.act_id.hex if row.act_id else None,
        "derived_from": row.derived_from.exhibit if row.derived_from else None,
        "steps": [_step(one, sight) for one in row.custody.all()],
    }
    if _shows(sight, "notes", row.registered_at):
        told["description"] = open_text(row.description, place=f"item.description:{row.pk}")
    if row.place and _shows(sight, "places", row.registered_at):
        told["place"] = open_text(row.place, place=f"item.place:{row.pk}")
    return told


def _step(row: CustodyEvent, sight: Sight | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "event": row.event.hex,
        "body": row.body,
        "hash": bytes(row.hash).hex(),
        "key": bytes(row.key).hex(),
        "signature": bytes(row.signature).hex(),
    }
    if _shows(sight, "people", row.entered_at) and _shows(sight, "places", row.entered_at):
        opened = json.loads(open_text(row.told, place=f"custody.told:{row.pk}"))
        told["told"] = {name: {"text": opened[name], "salt": opened["salts"][name]} for name in TEXTS}
    return told


def acts_of(case: Case, sight: Sight | None) -> list[dict[str, Any]]:
    """Every act of the plan with its moves. Two queries."""
    return [_act(row, sight) for row in Act.objects.filter(case=case).order_by("number").prefetch_related("steps")]


def _act(row: Act, sight: Sight | None) -> dict[str, Any]:
    kind = pack().acts.get(row.type)
    told: dict[str, Any] = {
        "act": row.pk.hex,
        "number": row.number,
        "type": row.type,
        "label": kind.label.es if kind else row.type,
        "law": kind.law if kind else "",
        "state": row.state,
        "origin": row.origin,
        "essential": row.essential,
        "asked_by": row.asked_by,
        "added_at": microseconds(row.added_at),
        "window_ends_at": microseconds(row.window_ends_at) if row.window_ends_at else None,
        "steps": [_move(one, sight) for one in row.steps.all()],
    }
    if row.target and _shows(sight, "alerts", row.added_at):
        told["target"] = open_text(row.target, place=row.target_place)
    return told


def _move(row: ActStep, sight: Sight | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "event": row.event.hex,
        "state": row.state,
        "happened_at": microseconds(row.happened_at),
        "entered_at": microseconds(row.entered_at),
    }
    if row.note and _shows(sight, "notes", row.entered_at):
        told["note"] = open_text(row.note, place=row.note_place)
    return told


def _shows(sight: Sight | None, part: str, at: datetime) -> bool:
    """Whether a sealed text may be opened: in a full copy, and when it travelled to who holds the case."""
    return sight is not None and not sight.hides(part, at)

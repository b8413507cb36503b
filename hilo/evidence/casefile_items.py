"""The last part of the printed case file: items with every hand they passed through, documents, formal reviews."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from hilo.cases.models import Case, Event
from hilo.cases.queries import institution_name
from hilo.evidence import custody
from hilo.evidence.casefile_rows import (
    GONE,
    NOT_TRAVELLED,
    Block,
    Cell,
    Line,
    Reader,
    cell,
    facts,
    heading,
    line,
    moment,
    paragraph,
    section,
    table,
)
from hilo.evidence.document_forms import KIND_WORDS
from hilo.evidence.models import CustodyEvent, Document, Item, Review
from hilo.evidence.words import FORMS

REVIEWED = {"met": "cumplidos", "missing": "pendientes", "not_applicable": "no corresponden"}
TOLD = {"holder": "Quien lo tiene", "place": "Lugar", "condition": "Estado en que está", "seal": "Sello"}


def items(case: Case, events: Iterable[Event], reader: Reader, now: datetime) -> Block:
    """Each item with its custody as a table, and in words what does not fit."""
    vouched = _vouched(events)
    rows = case.items.order_by("number").select_related("act", "derived_from").prefetch_related("custody__by")
    blocks = [block for one in rows for block in _item(one, reader, vouched.get(str(one.pk), []), now)]
    empty = paragraph(
        "No hay indicios registrados. Hilo guarda su descripción, su hash y quién los tuvo; nunca la cosa."
    )
    return section("indicios", "Indicios y cadena de custodia", *(blocks or [empty]))


def _vouched(events: Iterable[Event]) -> dict[str, list[dict[str, Any]]]:
    """What the thread says of steps of custody, by item, as it was entered."""
    found: dict[str, list[dict[str, Any]]] = {}
    for event in sorted(events, key=lambda one: (one.entered_at, one.pk)):
        if event.kind == "custody.recorded":
            facts = event.facts_dict()
            found.setdefault(facts["item"], []).append(facts)
    return found


def _item(one: Item, reader: Reader, vouched: list[dict[str, Any]], now: datetime) -> Iterator[Block]:
    steps = list(one.custody.all())
    yield heading(f"{one.exhibit}. {str(FORMS.get(one.form, one.form)).capitalize()}", f"x{one.number}")
    yield facts(
        ("Qué es", cell(reader.opened(one.description, f"item.description:{one.pk}", one.registered_at, look=""))),
        ("De dónde viene", cell(str(one.get_origin_display()))),
        ("Lugar", cell(reader.opened(one.place, f"item.place:{one.pk}", one.registered_at, look=""))),
        ("Hash SHA-256", cell(line(one.sha256, "mono"))),
        ("Tamaño", cell(f"{one.size} bytes" if one.size is not None else "")),
        ("Lo trajo", cell(line(f"acto {one.act.number}", "", f"p{one.act.number}") if one.act else None)),
        ("Es copia de", cell(_derived(one.derived_from))),
    )
    if steps:
        rows = [("", _step(step, reader)) for step in steps]
        yield table(("Paso", "Cuándo", "Quién lo anotó", "Qué se anotó"), (20, 22, 22, 36), rows)
    faults = custody.faults(steps, vouched, now=now)
    if faults:
        told = ((f"Paso {one.seq}", cell(one.words)) for one in faults)
        yield paragraph("Lo que conviene explicar de esta cadena (CNPP 228: no por ello pierde su valor):", "quiet")
        yield facts(*told)
    elif steps:
        yield paragraph("Firmas, orden y tiempos de esta cadena coinciden.", "quiet")


def _derived(one: Item | None) -> Line | None:
    return line(one.exhibit, "", f"x{one.number}") if one else None


def _step(step: CustodyEvent, reader: Reader) -> list[Cell]:
    entered = moment(step.entered_at)
    when = moment(step.happened_at)
    return [
        cell(line(f"{step.seq}. {step.get_kind_display()}", "strong"), reader.event(step.event)),
        cell(when, line(f"anotado el {entered}" if entered != when else "", "quiet")),
        cell(step.by.get_full_name(), line(institution_name(step.institution), "quiet")),
        cell(*_told(step, reader), line(f"hash del paso {bytes(step.hash).hex()[:16]}", "mono")),
    ]


def _told(step: CustodyEvent, reader: Reader) -> Iterator[Line]:
    """Who had it, where and how, which is sealed."""
    if reader.sight.hides("notes", step.entered_at):
        yield line(NOT_TRAVELLED, "gone")
    elif not reader.full:
        yield line(GONE, "gone")
    else:
        told = custody.opened(step)
        yield from (line(f"{name}: {told[code]}") for code, name in TOLD.items() if told.get(code))


def papers(case: Case, reader: Reader) -> Block:
    """Documents by their kind and hash, and formal reviews by how many points each found met."""
    documents = [("", _document(one, reader)) for one in case.documents.select_related("kept_by", "act")]
    reviews = [("", _review(one, reader)) for one in case.reviews.select_related("by", "item")]
    return section(
        "documentos", "Documentos y revisiones formales",
        heading("Documentos") if documents else None,
        table(("Documento", "Hash SHA-256", "Quién y cuándo"), (38, 36, 26), documents) if documents else None,
        heading("Revisiones formales de prueba digital") if reviews else None,
        table(("Sobre qué", "Qué se encontró", "Quién y cuándo"), (32, 42, 26), reviews) if reviews else None,
        None if documents or reviews else paragraph("No hay documentos ni revisiones formales."),
    )  # fmt: skip


def _document(one: Document, reader: Reader) -> list[Cell]:
    erased = f"borrado el {moment(one.erased_at)}" if one.erased_at else ""
    return [
        cell(
            line(str(KIND_WORDS.get(one.kind, one.kind)), "strong"),
            reader.opened(one.name, f"document.name:{one.pk}", one.kept_at, look=""),
            line(f"acto {one.act.number}", "quiet", f"p{one.act.number}") if one.act else None,
            line(erased, "quiet"),
        ),
        cell(line(one.sha256, "mono")),
        cell(one.kept_by.get_full_name(), line(moment(one.kept_at), "quiet")),
    ]


def _review(one: Review, reader: Reader) -> list[Cell]:
    answers = list(json.loads(one.answers).values())
    found = [f"{words}: {answers.count(code)}" for code, words in REVIEWED.items()]
    about = line(one.item.exhibit, "", f"x{one.item.number}") if one.item else None
    return [
        cell(about or "lo que envió el remitente de una alerta", line(one.origin, "quiet")),
        cell(*found, reader.opened(one.note, f"review.note:{one.pk}", one.at)),
        cell(one.by.get_full_name(), line(moment(one.at), "quiet")),
    ]

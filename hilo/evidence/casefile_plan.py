"""The middle of the printed case file: acts with what came of each, letters, the analysis, offences and charges."""

import json
from collections.abc import Iterator, Mapping
from uuid import UUID

from hilo.cases.models import Case
from hilo.cases.queries import institution_name
from hilo.evidence.casefile_rows import (
    Block,
    Cell,
    Reader,
    cell,
    day,
    facts,
    heading,
    law,
    line,
    moment,
    named,
    paragraph,
    section,
    table,
)
from hilo.evidence.models import Item
from hilo.investigation.analysis_sources import act_label, letter_label
from hilo.investigation.models import Act, ActState, ActStep, Charge, Classification, Point, Request, RequestStep
from hilo.reference import pack
from hilo.reference.offences import Offence

STEPS = {
    "sent": "enviado",
    "received": "recibido",
    "answered": "contestado",
    "partly_answered": "contestado en parte",
    "repeated": "reiterado",
    "escalated": "elevado a la instancia superior",
}
ANSWERS = {"yes": "sí", "no": "no", "unknown": "no se sabe"}


def plan(case: Case, reader: Reader) -> Block:
    """Every act of the plan: results, negative results and refusals alike; what was set aside too."""
    acts = case.acts.order_by("number").prefetch_related("steps__by", "requests", "items")
    blocks = [block for act in acts for block in _act(act, reader)]
    empty = paragraph("El caso no tiene todavía un plan de investigación.")
    return section("plan", "Plan de investigación: actos y resultados", *(blocks or [empty]))


def _act(act: Act, reader: Reader) -> Iterator[Block]:
    kind = pack().acts.get(act.type)
    yield heading(f"Acto {act.number}. {act_label(act.type)}", f"p{act.number}")
    yield facts(
        ("Cómo está", cell(line(_state(act.state), "strong"))),
        ("Fundamento", cell(law(kind.law, kind.to_confirm) if kind else "")),
        ("Para qué", cell(kind.purpose.es if kind else "")),
        ("Sobre qué", cell(reader.opened(act.target, act.target_place, act.added_at, look=""))),
        ("Lo pidió", cell(str(act.get_asked_by_display()))),
        ("Esencial", cell("sí" if act.essential else "")),
        ("Se pierde después del", cell(moment(act.window_ends_at))),
        ("Oficios", cell(*(line(one.number, "", named("o", one.pk)) for one in act.requests.all()))),
        ("Indicios que trajo", cell(*(line(one.exhibit, "", f"x{one.number}") for one in act.items.all()))),
    )
    rows = [("", _step(step, reader)) for step in act.steps.all()]
    if rows:
        yield table(("Cuándo", "Paso", "Resultado o razón", "Quién"), (19, 22, 39, 20), rows)


def _state(code: str) -> str:
    return str(ActState(code).label)


def _step(step: ActStep, reader: Reader) -> list[Cell]:
    return [
        cell(moment(step.happened_at), reader.event(step.event)),
        cell(line(_state(step.state), "strong")),
        cell(reader.opened(step.note, step.note_place, step.entered_at)),
        cell(step.by.get_full_name() if step.by else "el sistema"),
    ]


def letters(case: Case, reader: Reader) -> Block:
    """Every letter and what came back. Its own text is printed apart, under the same number and fingerprint."""
    rows = case.requests.order_by("made_at", "id").select_related("act", "repeats").prefetch_related("steps__by")
    made = [(named("o", one.pk), _letter(one, reader)) for one in rows]
    return section(
        "oficios", "Oficios",
        table(("Oficio", "Qué pide y a quién", "Cómo va"), (29, 33, 38), made) if made
        else paragraph("No se ha escrito ningún oficio."),
        paragraph("El texto de cada oficio se imprime aparte; lleva el mismo número y la misma huella.", "quiet")
        if made else None,
    )  # fmt: skip


def _letter(one: Request, reader: Reader) -> list[Cell]:
    fingerprint = line(f"huella {one.fingerprint[:16].upper()}" if one.fingerprint else "", "quiet")
    to = institution_name(one.addressee) if one.addressee else ""
    return [
        cell(
            line(one.number, "strong"),
            line(f"del {moment(one.sent_at)}" if one.sent_at else "sin enviar", "quiet"),
            line(f"reitera {one.repeats.number}" if one.repeats else "", "quiet"),
            fingerprint,
        ),
        cell(letter_label(one.template), line(f"a {to}" if to else "", "quiet"), _of_act(one.act)),
        cell(
            line(str(one.get_state_display()), "strong"),
            line(f"contestar a más tardar el {moment(one.due_at)}" if one.due_at else "", "quiet"),
            *(part for step in one.steps.all() for part in _letter_step(step, one, reader)),
        ),
    ]


def _of_act(act: Act | None) -> dict[str, str] | None:
    return line(f"acto {act.number}", "quiet", f"p{act.number}") if act else None


def _letter_step(step: RequestStep, one: Request, reader: Reader) -> Iterator[dict[str, str] | None]:
    template = pack().requests.get(one.template)
    names = {row.code: row.label.es for row in template.fields} if template else {}
    missing = "; ".join(names.get(code, code) for code in json.loads(step.missing))
    where = reader.event(step.event)
    said = f"{moment(step.happened_at)}: {STEPS.get(step.kind, step.kind)}"
    yield line(said, "", where["see"] if where else "")
    yield reader.written(f"referencia {step.reference}" if step.reference else "", "quiet")
    yield line(f"faltó: {missing}" if missing else "", "quiet")
    yield reader.opened(step.note, f"request.step:{step.pk}", step.entered_at)


KINDS = {
    "known": "Lo que se sabe",
    "unknown": "Lo que falta saber",
    "hypothesis": "Explicaciones",
    "innocent": "Explicaciones en las que no hubo delito o fue otra persona",
}


def analysis(case: Case, reader: Reader) -> Block:
    """The points that people wrote, each with what it rests on; those settled or withdrawn as well."""
    points = list(case.analysis.select_related("added_by", "settled_by", "answered_by"))
    where = _sources(case, reader, {one.source for one in points if one.source})
    blocks: list[Block] = []
    for kind, title in KINDS.items():
        rows = [("", _point(one, where, reader)) for one in points if one.kind == kind]
        if rows:
            blocks += [
                heading(title),
                table(("Punto", "De dónde, o qué acto lo respondería", "Quién"), (48, 30, 22), rows),
            ]
    if points and not any(one.kind == "innocent" for one in points):
        blocks.append(paragraph("No hay escrita una explicación en la que no hubo delito o fue otra persona."))
    return section("analisis", "Análisis", *(blocks or [paragraph("Nadie ha anotado un análisis.")]))


def _sources(case: Case, reader: Reader, wanted: set[UUID]) -> Mapping[UUID, dict[str, str]]:
    """What points rest on, each as a line that leads to where it is printed."""
    found = {pk: line(f"suceso {n}", "", f"e{n}") for pk, n in reader.numbers.items() if pk in wanted}
    acts = case.acts.filter(pk__in=wanted)
    found |= {one.pk: line(f"acto {one.number}", "", f"p{one.number}") for one in acts}
    found |= {one.pk: line(one.number, "", named("o", one.pk)) for one in case.requests.filter(pk__in=wanted)}
    items = Item.objects.filter(case=case, pk__in=wanted)
    found |= {one.pk: line(one.exhibit, "", f"x{one.number}") for one in items}
    alerts = case.alerts.filter(pk__in=wanted)
    return found | {one.pk: line(f"{one.sender} {one.report_id}", "", named("a", one.pk)) for one in alerts}


def _point(one: Point, where: Mapping[UUID, dict[str, str]], reader: Reader) -> list[Cell]:
    ended = f"{one.get_state_display()} por {one.settled_by.get_full_name()}" if one.settled_by else ""
    wanted = f"{act_label(one.act_type)} (no está en el plan)" if one.act_type and not one.answered_by else ""
    return [
        cell(
            reader.opened(one.text, f"point.text:{one.pk}", one.added_at, look=""),
            line(ended, "strong"),
            reader.opened(one.settled_why, f"point.why:{one.pk}", one.added_at),
        ),
        cell(where.get(one.source) if one.source else None, _of_act(one.answered_by), wanted),
        cell(one.added_by.get_full_name(), line(moment(one.added_at), "quiet")),
    ]


def offences(case: Case, reader: Reader) -> Block:
    """The facts as a person answered them last, and what was charged, each time."""
    newest = case.classifications.select_related("by").order_by("-at", "-id").first()
    charges = list(case.charges.select_related("by", "replaces").order_by("at", "id"))
    blocks = [*(_classified(newest, reader) if newest else ()), *(_charged(charges, reader) if charges else ())]
    empty = paragraph("Nadie ha clasificado los hechos ni se ha anotado un delito atribuido.")
    return section("delitos", "Clasificación de los hechos y delitos atribuidos", *(blocks or [empty]))


def _classified(one: Classification, reader: Reader) -> Iterator[Block]:
    answers = json.loads(one.answers)
    state = pack().states.get(one.state)
    yield heading("Hechos, como los respondió una persona")
    yield paragraph("No es una acusación: dice qué se sabe, qué no y qué falta saber.", "quiet")
    when = " a ".join(text for text in (day(one.conduct_from), day(one.conduct_until)) if text)
    yield facts(
        ("Respondió", cell(f"{one.by.get_full_name()}, {moment(one.at)}")),
        ("Dónde ocurrió", cell(state.name.es if state else "")),
        ("Cuándo ocurrió", cell(when)),
        ("Nació la víctima", cell(reader.written(day(one.victim_born)))),
        *((word.capitalize(), cell(*_facts(answers, code))) for code, word in ANSWERS.items()),
    )


def _facts(answers: Mapping[str, str], wanted: str) -> Iterator[str]:
    known = pack().facts
    yield from (known[code].label.es if code in known else code for code, said in answers.items() if said == wanted)


def _charged(charges: list[Charge], reader: Reader) -> Iterator[Block]:
    rows = [(named("d", one.pk), _charge(one, reader)) for one in charges]
    yield heading("Delitos que la autoridad atribuyó")
    yield table(("Delito", "Qué queda registrado", "Quién y cuándo"), (40, 36, 24), rows)


def _is_of(offence: Offence, charge: Charge) -> bool:
    """Whether it is the text that was charged, and not one in force at another time."""
    return str(offence.text_date) == charge.text_date


def _charge(one: Charge, reader: Reader) -> list[Cell]:
    texts = sorted((row for row in pack().offences if row.code == one.offence), key=lambda row: _is_of(row, one))
    offence = texts[-1] if texts else None
    codes = [f"ICCS {one.iccs}" if one.iccs else "", f"ICVAC {one.icvac}" if one.icvac else ""]
    return [
        cell(
            line(offence.label.es if offence else one.offence, "strong"),
            offence.article if offence else "",
            line(f"texto del {one.text_date}", "quiet"),
            line("reclasifica el anterior", "quiet", named("d", one.replaces_id)) if one.replaces_id else None,
        ),
        cell(
            "con medios tecnológicos" if one.technology else "sin medios tecnológicos",
            *codes,
            reader.opened(one.reason, f"charge.reason:{one.pk}", one.at),
        ),
        cell(one.by.get_full_name(), line(moment(one.at), "quiet")),
    ]

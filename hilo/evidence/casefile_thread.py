"""The first half of the printed case file: who holds it and what is due, the thread, what came in, hand-offs."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from hilo.accounts.models import User
from hilo.alerts import wording
from hilo.cases import clocks, queries
from hilo.cases.models import Case, Event
from hilo.evidence.casefile_rows import (
    Block,
    Cell,
    Line,
    Reader,
    cell,
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
from hilo.exchange import queries as exchange
from hilo.exchange.models import HandOff
from hilo.intake import words as reports
from hilo.intake.models import Taken
from hilo.reference import pack

GAP = timedelta(days=7)
LATE = timedelta(minutes=1)
UNTOLD = "Lo que contó quien avisó no se imprime: se lee en Hilo, con su llave y dejando constancia."
STATES = {"running": "corre", "paused": "en pausa", "overdue": "venció", "stopped": "terminó"}

# What the facts of events mean, one sentence each ("" for none). The part that composes pages sets it when it starts:
# it knows all kinds of events, and stands above this one.
SAY_FACTS: list[Callable[[Sequence[Event], User], list[str]]] = []


def standing(case: Case, now: datetime) -> Block:
    """Who holds the case, and the duties that run."""
    live = list(case.clocks.filter(stopped_at__isnull=True).order_by("informational", "due_at", "rule"))
    rules, subjects = clocks.rules_of(live), _subjects(case)
    rows = []
    for clock in live:
        rule = rules[clock.pk]
        informational = line("informativo" if clock.informational else "", "quiet")
        said = cell(line(rule.duty.es, "strong"), subjects.get(clock.subject), informational)
        about = cell(law(rule.law or rule.basis.es, rule.to_confirm))
        due = cell(moment(clock.due_at), line(STATES[queries.state_of(clock, now)], "quiet"))
        rows.append(("", [said, about, due]))
    return section(
        "estado", "Quién lleva el caso y qué plazos corren", _holder(case),
        table(("Deber", "Fundamento", "A más tardar"), (42, 34, 24), rows) if rows
        else paragraph("No corre ningún plazo."),
    )  # fmt: skip


def _subjects(case: Case) -> dict[UUID, Line]:
    """Acts and letters that a duty may be about, each as a line that leads to where it is printed."""
    acts = {one.pk: line(f"acto {one.number}", "quiet", f"p{one.number}") for one in case.acts.all()}
    return acts | {one.pk: line(f"oficio {one.number}", "quiet", named("o", one.pk)) for one in case.requests.all()}


def _holder(case: Case) -> Block:
    closed = case.closed_at is not None
    return facts(
        ("Institución", cell(queries.institution_name(case.institution))),
        ("Lo lleva", cell(case.owner.get_full_name() if case.owner and not closed else "")),
        ("Estado", cell(str(case.get_status_display()))),
        ("Urgencia", cell(str(case.get_tier_display()))),
        ("Se abrió", cell(moment(case.opened_at))),
        ("Último acto", cell(moment(case.last_act_at) or "ninguno todavía")),
        ("Se cerró", cell(moment(case.closed_at), case.closed_by.get_full_name() if case.closed_by else "")),
        ("Cómo terminó", cell(_outcome(case.close_reason))),
    )


def _outcome(code: str) -> str:
    known = pack().outcomes.get(code)
    return known.label.es if known else code


def events_of(case: Case) -> list[Event]:
    """The thread in the order things happened."""
    return list(queries.thread_of(case))


def thread(events: Sequence[Event], by: User, reader: Reader) -> Block:
    """Every event with its number, and the time between acts in which nothing was done."""
    said = SAY_FACTS[0](events, by) if SAY_FACTS else [""] * len(events)
    rows = list(_rows(events, said, reader))
    return section(
        "hilo", "El hilo: todo lo ocurrido, en orden",
        paragraph("Cada suceso tiene un número; el resto de la carpeta lo cita con su página.", "quiet"),
        table(("Núm.", "Cuándo", "Qué pasó", "Quién"), (8, 19, 53, 20), rows) if rows
        else paragraph("Todavía no hay sucesos."),
    )  # fmt: skip


def _rows(events: Sequence[Event], said: Sequence[str], reader: Reader) -> Iterator[tuple[str, list[Cell]]]:
    last = events[0].happened_at if events else None
    for event, words in zip(events, said, strict=True):
        kind = pack().event_kinds.get(event.kind)
        if kind and kind.substantive and last is not None:
            if event.happened_at - last >= GAP:
                days = (event.happened_at - last).days
                yield "", [[], [], cell(line(f"{days} días sin actos", "gone")), []]
            last = event.happened_at
        yield f"e{reader.numbers[event.pk]}", _event(event, words, reader)


def _event(event: Event, words: str, reader: Reader) -> list[Cell]:
    entered = moment(event.entered_at) if event.entered_at - event.happened_at >= LATE else ""
    return [
        cell(line(str(reader.numbers[event.pk]), "quiet")),
        cell(moment(event.happened_at), line(f"anotado el {entered}" if entered else "", "quiet")),
        cell(
            line(queries.event_label(event.kind).es, "strong"),
            words[:1].upper() + words[1:],
            reader.opened(event.note, f"event.note:{event.pk}", event.entered_at),
        ),
        cell(event.by.get_full_name() if event.by else "el sistema"),
    ]


def arrivals(case: Case, reader: Reader) -> Block:
    """What came in, by reference only, and who and where the case is about, by role."""
    alerts = [(named("a", one.pk), _alert(one)) for one in case.alerts.order_by("received_at", "id")]
    taken = Taken.objects.filter(case=case).select_related("report").order_by("taken_at", "report")
    told = [("", _report(one)) for one in taken]
    people = [("", _person(one, reader)) for one in case.people.order_by("added_at", "id")]
    places = [("", _place(one, reader)) for one in case.places.order_by("added_at", "id")]
    return section(
        "llegadas", "Lo que llegó, y de quiénes y de qué lugares trata",
        heading("Alertas") if alerts else None,
        table(("Remitente y número", "De qué trata", "Llegó", "Nivel"), (30, 34, 24, 12), alerts) if alerts else None,
        heading("Avisos") if told else None,
        table(("Cómo llegó", "Qué pide", "Llegó"), (36, 40, 24), told) if told else None,
        paragraph(UNTOLD, "quiet") if told else None,
        heading("Personas") if people else None,
        paragraph("De toda persona que se señala se presume inocencia.", "quiet") if people else None,
        table(("Papel", "Nombre", "Edad", "Lo dice"), (28, 34, 10, 28), people) if people else None,
        heading("Lugares e instituciones") if places else None,
        table(("Papel", "Nombre o institución", "Estado"), (28, 48, 24), places) if places else None,
        None if alerts or told or people or places else paragraph("No hay alertas, avisos, personas ni lugares."),
    )  # fmt: skip


def _alert(alert) -> list[Cell]:  # type: ignore[no-untyped-def]
    about = "; ".join(wording.preferred(alert.incident_type)) or alert.incident_type
    return [
        cell(line(f"{alert.sender} {alert.report_id}", "strong"), line(alert.esp, "quiet")),
        cell(about),
        cell(moment(alert.received_at)),
        cell(str(alert.tier)),
    ]


def _report(one: Taken) -> list[Cell]:
    destroyed = line("su contenido se destruyó", "gone") if one.report.destroyed_at else None
    return [
        cell(f"Llegó {reports.channel(one.report.channel)}", destroyed),
        cell(*reports.wishes(one)),
        cell(moment(one.report.arrived_at)),
    ]


def _person(one, reader: Reader) -> list[Cell]:  # type: ignore[no-untyped-def]
    age = reader.written(str(one.age)) if one.age is not None else None
    where = queries.institution_name(one.institution) if one.institution else ""
    return [
        cell(line(str(one.get_role_display()), "strong"), line(where, "quiet")),
        cell(reader.opened(one.name, f"person.name:{one.pk}", one.added_at, "people", "") or "no se sabe"),
        cell(age),
        cell(reader.written(one.source), line(f"{one.added_by.get_full_name()}, {moment(one.added_at)}", "quiet")),
    ]


def _place(one, reader: Reader) -> list[Cell]:  # type: ignore[no-untyped-def]
    where = queries.institution_name(one.institution) if one.institution else ""
    state = pack().states.get(one.state)
    name = reader.opened(one.name, f"place.name:{one.pk}", one.added_at, "places", "")
    return [cell(line(str(one.get_role_display()), "strong")), cell(where, name), cell(state.name.es if state else "")]


def handoffs(case: Case, by: User, reader: Reader) -> Block:
    """To whom the case, or a part of it, was offered, and what each answered."""
    made = [("", _handoff(one, reader)) for one in reversed(exchange.of_case(case, by))]
    return section(
        "canalizaciones", "Canalizaciones a otras instituciones",
        table(("De quién y a quién", "Qué se pide", "Cómo va"), (34, 36, 30), made) if made
        else paragraph("El caso no se ha canalizado."),
    )  # fmt: skip


def _handoff(one: HandOff, reader: Reader) -> list[Cell]:
    told = ((one.answer, "answer", one.answered_at), (one.result, "result", one.result_at))
    words = [reader.opened(sealed, f"handoff.{name}:{one.pk}", at) for sealed, name, at in told if at]
    names = [queries.institution_name(code) for code in (one.sender, one.receiver)]
    return [
        cell(f"De {names[0]}", line(f"a {names[1]}", "strong"), line(moment(one.offered_at), "quiet")),
        cell(str(one.get_kind_display()), reader.opened(one.request, f"handoff.request:{one.pk}", one.offered_at)),
        cell(
            line(str(one.get_state_display()), "strong"),
            line(moment(one.answered_at), "quiet"),
            _outcome(one.outcome) if one.outcome else "",
            *words,
        ),
    ]

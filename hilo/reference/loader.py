"""Reads a country pack and checks that its rows fit together."""

import csv
import hashlib
from pathlib import Path
from typing import Any, TypeVar

from hilo.reference.acts import ActType, RequestTemplate
from hilo.reference.dialects import Dialect, speech_of
from hilo.reference.evidence_rules import EvidenceRule
from hilo.reference.lines import Document, PackError
from hilo.reference.models import (
    ClockRule,
    Course,
    EventKind,
    Institution,
    Label,
    Ladder,
    Outcome,
    PublishedCase,
    Row,
    Sourced,
    State,
    Substitute,
    Term,
    TriageTable,
)
from hilo.reference.offences import FactQuestion, Gap, Offence, problems
from hilo.reference.outside import OutsideBody, checked
from hilo.reference.pack import Pack
from hilo.reference.reports import DoorPlace, Help, ReportFactor

R = TypeVar("R", bound=Row)
SUBSTANTIVE = "@substantive"  # in a clock: every substantive event kind


def load(folder: Path) -> Pack:
    """The pack in ``folder``. Raises PackError for the first thing that is wrong."""
    if not folder.is_dir():
        raise PackError(f"No hay paquete de referencia «{folder.name}»; revise HILO_COUNTRY.")
    states = _keyed(_rows(folder, "states", State), "key")
    kinds = _keyed(_rows(folder, "event_kinds", EventKind), "code")
    institutions = _institutions(folder, states)
    clocks = _clocks(folder, kinds)
    outcomes = _keyed(_rows(folder, "outcomes", Outcome), "code")
    return Pack(
        country=folder.name,
        version=_version(folder),
        institutions=institutions,
        states=states,
        clocks=clocks,
        event_kinds=kinds,
        courses=_courses(folder, institutions, states, clocks),
        outcomes=outcomes,
        speech=speech_of(_rows(folder, "dialects", Dialect), outcomes, set(kinds)),
        triage=_triage(folder),
        ladder=_ladder(folder),
        terms=[term for _, _, term in _rows(folder, "terminology", Term)],
        published=_published(folder, states),
        substitutes=_substitutes(folder, institutions, states),
        outside_bodies=_outside_bodies(folder, institutions, states, clocks),
        door_places=_door_places(folder, institutions, states),
        help=_help(folder, institutions, states),
        report_triage=[row for _, _, row in _rows(folder, "report_triage", ReportFactor)],
        acts=_acts(folder, kinds),
        requests=_requests(folder, kinds, clocks),
        **_offences(folder, states),
        evidence_rules=_evidence_rules(folder, kinds),
    )


Found = list[tuple[Document, int, R]]
"""Document, position of the row in it, and the row."""


def _with_defaults(document: Document, rows: str = "rows") -> Any:
    """The file as data, its ``defaults`` (source, text_date, certainty) written into each row."""
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get(rows), list):
        raise document.error((), f"debe tener una lista '{rows}'.")
    defaults = data.get("defaults", {})
    full = [defaults | row if isinstance(row, dict) else row for row in data[rows]]
    return {key: value for key, value in data.items() if key != "defaults"} | {rows: full}


def _rows(folder: Path, name: str, model: type[R]) -> Found[R]:
    document = Document(folder / f"{name}.yaml")
    values = _with_defaults(document)["rows"]
    return [(document, n, document.row(model, value, ("rows", n))) for n, value in enumerate(values)]


def _keyed(found: Found[R], key: str) -> dict[str, R]:
    keyed: dict[str, R] = {}
    for document, n, row in found:
        name = getattr(row, key)
        if name in keyed:
            raise document.error(("rows", n, key), f"'{name}' está dos veces; cada código es único.")
        keyed[name] = row
    return keyed


def _institutions(folder: Path, states: dict[str, State]) -> dict[str, Institution]:
    found = _rows(folder, "institutions", Institution) + _by_state(folder, states)
    keyed = _keyed(found, "code")
    for document, n, row in found:
        if row.replaced_by is not None and row.replaced_by not in keyed:
            raise document.error(
                ("rows", n, "replaced_by"),
                f"'{row.replaced_by}' no existe; use el de una institución.",
            )
        if row.state is not None and row.state not in states:
            raise document.error(("rows", n, "state"), f"'{row.state}' no existe en states.yaml.")
    return keyed


def _by_state(folder: Path, states: dict[str, State]) -> Found[Institution]:
    """Each template once per state; ``overrides`` by state key replaces parts of it."""
    document = Document(folder / "institutions_by_state.yaml")
    found: Found[Institution] = []
    for n, template in enumerate(_with_defaults(document)["rows"]):
        if not isinstance(template, dict):
            raise document.error(("rows", n), "cada plantilla es un conjunto de claves.")
        overrides = template.pop("overrides", {})
        unknown = sorted(set(overrides) - set(states))
        if unknown:
            where = ("rows", n, "overrides", unknown[0])
            raise document.error(where, f"'{unknown[0]}' no existe en states.yaml.")
        for state in states.values():
            value = _filled(template, state) | overrides.get(state.key, {}) | {"state": state.key}
            found.append((document, n, document.row(Institution, value, ("rows", n))))
    return found


def _filled(value: Any, state: State) -> Any:
    """``{state}``, ``{es}`` and ``{en}`` replaced by the state's key and names."""
    if isinstance(value, dict):
        return {key: _filled(part, state) for key, part in value.items()}
    if isinstance(value, str):
        marks = {"{state}": state.key, "{es}": state.name.es, "{en}": state.name.en}
        for mark, text in marks.items():
            value = value.replace(mark, text)
    return value


def _clocks(folder: Path, kinds: dict[str, EventKind]) -> dict[str, ClockRule]:
    substantive = tuple(code for code, kind in kinds.items() if kind.substantive)
    document = Document(folder / "clocks.yaml")
    found: Found[ClockRule] = []
    for n, value in enumerate(_with_defaults(document)["rows"]):
        _expand(value, substantive)
        rule = document.row(ClockRule, value, ("rows", n))
        _check_clock(document, ("rows", n), rule, kinds)
        found.append((document, n, rule))
    return _keyed(found, "code")


def _expand(value: Any, substantive: tuple[str, ...]) -> None:
    starts = value.get("starts_on") if isinstance(value, dict) else None
    if isinstance(starts, list) and SUBSTANTIVE in starts:
        named = [code for code in starts if code != SUBSTANTIVE]
        value["starts_on"] = [*named, *(code for code in substantive if code not in named)]


def _check_clock(
    document: Document, where: tuple[str | int, ...], rule: ClockRule, kinds: dict[str, EventKind]
) -> None:
    for field in ("starts_on", "stops_on"):
        for n, code in enumerate(getattr(rule, field)):
            if code not in kinds:
                raise document.error((*where, field, n), f"'{code}' no existe en event_kinds.yaml.")
        if not getattr(rule, field) and not rule.standalone:
            raise document.error(where, f"'{rule.code}' no dice con qué suceso: complete '{field}'.")
    if rule.family == "legal" and not rule.law:
        raise document.error(where, f"'{rule.code}' es legal y no cita su artículo; complete 'law'.")
    if not rule.standalone and not rule.blocks_closing and "case.closed" not in rule.stops_on:
        raise document.error(
            where, f"'{rule.code}' no impide cerrar: añada case.closed a 'stops_on' para que no siga sola."
        )
    if (rule.extension is None) != (rule.max_extensions == 0):
        raise document.error(where, f"'{rule.code}': 'extension' y 'max_extensions' van juntas.")
    if rule.max_pause is not None and not rule.pausable:
        raise document.error(where, f"'{rule.code}' tiene 'max_pause' y no es 'pausable'.")


def _courses(
    folder: Path,
    institutions: dict[str, Institution],
    states: dict[str, State],
    clocks: dict[str, ClockRule],
) -> list[Course]:
    found = _rows(folder, "courses", Course)
    _keyed(found, "code")
    for document, n, course in found:
        for s, step in enumerate(course.steps):
            where = ("rows", n, "steps", s)
            for code in _concrete(step.institution, states):
                if code not in institutions:
                    raise document.error((*where, "institution"), f"'{code}' no existe; use una institución.")
            if step.institution.count("{state}") and course.place != "known":
                raise document.error((*where, "institution"), "'{state}' pide 'place: known'.")
            if step.within is not None and step.within not in clocks:
                raise document.error((*where, "within"), f"'{step.within}' no existe en clocks.yaml.")
    return [course for _, _, course in found]


def _substitutes(folder: Path, institutions: dict[str, Institution], states: dict[str, State]) -> list[Substitute]:
    found = _rows(folder, "substitutes", Substitute)
    _keyed(found, "code")
    for document, n, row in found:
        for place, name in enumerate(row.instead):
            for code in _concrete(name, states):
                if code not in institutions:
                    raise document.error(("rows", n, "instead", place), f"'{code}' no existe; use una institución.")
    return [row for _, _, row in found]


def _outside_bodies(
    folder: Path,
    institutions: dict[str, Institution],
    states: dict[str, State],
    clocks: dict[str, ClockRule],
) -> list[OutsideBody]:
    found = _rows(folder, "outside_bodies", OutsideBody)
    _keyed(found, "code")
    return checked(found, institutions, states, clocks)


def _triage(folder: Path) -> TriageTable:
    tiers = Document(folder / "tiers.yaml")
    document = Document(folder / "triage.yaml")
    labels = {tier: tiers.row(Label, value, (tier,)) for tier, value in (tiers.data or {}).items()}
    return document.row(TriageTable, _with_defaults(document, "factors") | {"tiers": labels}, ())


def _ladder(folder: Path) -> dict[int, Ladder]:
    found = _rows(folder, "ladder", Ladder)
    if sorted(row.tier for _, _, row in found) != [1, 2, 3, 4]:
        raise Document(folder / "ladder.yaml").error(("rows",), "la escalera tiene un renglón por nivel, del 1 al 4.")
    return {row.tier: row for _, _, row in found}


def _concrete(institution: str, states: dict[str, State]) -> list[str]:
    if "{state}" not in institution:
        return [institution]
    return [institution.replace("{state}", key) for key in states]


def _published(folder: Path, states: dict[str, State]) -> list[PublishedCase]:
    note = Document(folder / "published_cases.yaml")
    origin = note.row(Sourced, note.data, ())
    path = folder / "published_cases.csv"
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, value in enumerate(csv.DictReader(file), start=2):
            try:
                row = PublishedCase.model_validate({**value, "edition": int(value["edition"]), "source": origin.source})
            except (ValueError, TypeError) as error:
                raise PackError(f"{path.name}, línea {line}: no se puede leer ({error}).") from None
            if row.state not in states:
                raise PackError(f"{path.name}, línea {line}: '{row.state}' no existe en states.yaml.")
            rows.append(row)
    return rows


def _version(folder: Path) -> str:
    seal = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".csv"):
            content = path.read_bytes()
            seal.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return seal.hexdigest()[:12]


def _door_places(folder: Path, institutions: dict[str, Institution], states: dict[str, State]) -> dict[str, DoorPlace]:
    found = _rows(folder, "door_places", DoorPlace)
    for document, n, row in found:
        for code in row.keeps_out:
            if any(code.replace("{state}", key) not in institutions for key in states):
                raise document.error(("rows", n, "keeps_out"), f"'{code}' no existe en institutions.yaml.")
    return _keyed(found, "code")


def _help(folder: Path, institutions: dict[str, Institution], states: dict[str, State]) -> dict[str, Help]:
    found = _rows(folder, "help", Help)
    for document, n, row in found:
        if row.institution and row.institution not in institutions:
            raise document.error(("rows", n, "institution"), f"'{row.institution}' no existe en institutions.yaml.")
        if unknown := [key for key in row.states if key not in states]:
            raise document.error(("rows", n, "states"), f"'{unknown[0]}' no existe en states.yaml.")
    return _keyed(found, "code")


def _acts(folder: Path, kinds: dict[str, EventKind]) -> dict[str, ActType]:
    found = _rows(folder, "acts", ActType)
    keyed = _keyed(found, "code")
    for document, n, row in found:
        for code in row.after:
            if code not in keyed:
                raise document.error(("rows", n, "after"), f"'{code}' no existe en acts.yaml.")
        for code in (code for codes in row.events.values() for code in codes):
            if code not in kinds:
                raise document.error(("rows", n, "events"), f"'{code}' no existe en event_kinds.yaml.")
    return keyed


def _requests(folder: Path, kinds: dict[str, EventKind], clocks: dict[str, ClockRule]) -> dict[str, RequestTemplate]:
    found = _rows(folder, "requests", RequestTemplate)
    for document, n, row in found:
        if row.within not in clocks:
            raise document.error(("rows", n, "within"), f"'{row.within}' no existe en clocks.yaml.")
        if unknown := [code for code in row.events if code not in kinds]:
            raise document.error(("rows", n, "events"), f"'{unknown[0]}' no existe en event_kinds.yaml.")
    return _keyed(found, "code")


def _evidence_rules(folder: Path, kinds: dict[str, EventKind]) -> list[EvidenceRule]:
    found = _rows(folder, "evidence_rules", EvidenceRule)
    for document, n, row in found:
        if unknown := [code for code in row.known_events if code not in kinds]:
            raise document.error(("rows", n, "known_events"), f"'{unknown[0]}' no existe en event_kinds.yaml.")
    return list(_keyed(found, "code").values())


def _offences(folder: Path, states: dict[str, State]) -> dict[str, Any]:
    facts = _keyed(_rows(folder, "facts", FactQuestion), "code")
    names = sorted(path.stem for path in folder.glob("offences_*.yaml"))  # one file for each legal order
    offences = [row for name in names for _, _, row in _rows(folder, name, Offence)]
    gaps = _keyed(_rows(folder, "gaps", Gap), "code")
    if wrong := problems(facts.values(), offences, gaps.values(), states):
        raise PackError(wrong[0])
    return {"facts": facts, "offences": offences, "gaps": gaps}

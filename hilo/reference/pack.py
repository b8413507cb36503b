"""A country pack in memory, and the questions asked of it."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from hilo.lib.errors import BadInput
from hilo.reference.acts import ActType, RequestTemplate
from hilo.reference.dialects import Speech
from hilo.reference.evidence_rules import EvidenceRule
from hilo.reference.models import (
    ClockRule,
    Course,
    EventKind,
    Institution,
    Label,
    Ladder,
    Outcome,
    PublishedCase,
    State,
    Substitute,
    Term,
    TriageTable,
)
from hilo.reference.offences import FactQuestion, Gap, Offence
from hilo.reference.outside import OutsideBody, choose
from hilo.reference.reports import DoorPlace, Help, ReportFactor


@dataclass(frozen=True)
class Choice:
    """The course chosen for a case: its code, who holds the case first, and why."""

    course: str
    institution: str
    reason: Label


@dataclass(frozen=True)
class Pack:
    """All reference data of a country. ``version``: 12 hex signs of the SHA-256 of all its files."""

    country: str
    version: str
    institutions: dict[str, Institution]
    states: dict[str, State]
    clocks: dict[str, ClockRule]
    event_kinds: dict[str, EventKind]
    courses: list[Course]
    outcomes: dict[str, Outcome]
    speech: Speech
    triage: TriageTable
    ladder: dict[int, Ladder]  # by tier
    terms: list[Term]
    published: list[PublishedCase]
    substitutes: list[Substitute]
    outside_bodies: list[OutsideBody]
    door_places: dict[str, DoorPlace]
    help: dict[str, Help]
    report_triage: list[ReportFactor]
    acts: dict[str, ActType]
    requests: dict[str, RequestTemplate]
    facts: dict[str, FactQuestion]
    offences: list[Offence]
    gaps: dict[str, Gap]
    evidence_rules: list[EvidenceRule]

    def course_for(self, kind: str, state: str | None, tier: int) -> Choice:
        """The first course of the pack that fits; a course of the kind goes before one for any kind.

        ``state`` is a key of :attr:`states`, or None when the place is unknown. Raises BadInput for a
        state that does not exist, or when no course fits.
        """
        if state is not None and state not in self.states:
            raise BadInput(f"No existe el estado «{state}»: use una clave como NAY o CMX.")
        place = "unknown" if state is None else "known"
        fitting = [
            course
            for course in self.courses
            if course.kind in (kind, "any")
            and course.place in (place, "any")
            and (not course.tiers or tier in course.tiers)
        ]
        if not fitting:
            raise BadInput(f"Ninguna ruta sirve para un caso «{kind}»: añada una en courses.yaml.")
        return self._choice(min(fitting, key=lambda course: course.kind == "any"), state)

    def _choice(self, course: Course, state: str | None) -> Choice:
        name = self.states[state].name if state else None
        reason = course.reason
        if name:
            reason = Label(es=reason.es.replace("{state}", name.es), en=reason.en.replace("{state}", name.en))
        return Choice(course.code, course.steps[0].institution.replace("{state}", state or ""), reason)

    def substitute_for(self, institution: str, state: str | None, kind: str, *, but: Collection[str] = ()) -> str:
        """The outside institution that takes a case of this kind and state when ``institution`` may not hold it.

        ``but``: others that may not hold it either. Raises BadInput when none is left.
        """
        kept_out = {institution, *but}
        known = self.institutions.get(institution)
        for row in self.substitutes:
            if row.fits(known, kind):
                wanted = [code.replace("{state}", state or "") for code in row.instead]
                found = next((code for code in wanted if code not in kept_out and self._is_there(code)), None)
                if found is not None:
                    return found
        raise BadInput(
            f"Nadie puede tomar un caso que {institution} no puede llevar: añada a alguien en substitutes.yaml."
        )

    def outside_body_for(
        self, institution_code: str, state: str, *, but: Collection[str] = frozenset(), duty: str = ""
    ) -> OutsideBody:
        """The body to turn to when an institution stays silent; its ``body`` is a code of :attr:`institutions`.

        ``state``: of the case, "" when unknown; an institution of a state counts by its own. ``but``: those that
        may not be asked. ``duty``: the clock that ran out. Raises BadInput when none is left.
        """
        return choose(self.outside_bodies, self.institutions, institution_code, state, but=but, duty=duty)

    def _is_there(self, institution: str) -> bool:
        known = self.institutions.get(institution)
        return known is not None and known.valid_until is None

    def find_state(self, text: str) -> str | None:
        """The key of the state named so (key, ISO code, name or alias; no accents or case), or None."""
        return self._state_names.get(plain(text).removeprefix("mx-"))

    @cached_property
    def _state_names(self) -> dict[str, str]:
        return {
            plain(name): state.key
            for state in self.states.values()
            for name in (state.key, state.name.es, state.name.en, *state.aliases)
        }

    def published_cases(self) -> list[PublishedCase]:
        """The published table, row by row, with its source."""
        return list(self.published)


def plain(text: str) -> str:
    """Lower case, no accents, no full stops, single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign) and sign not in ".,")
    return " ".join(kept.split())

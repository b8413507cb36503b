"""One report becomes part of a case: opens one, joins the one a person named, or folds under its burst."""

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from hilo.accounts.actions import desk_account
from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.cases import conflicts
from hilo.cases.models import Case, Conflict, PersonInCase, PlaceInCase, Status
from hilo.cases.thread import Weave
from hilo.door import addressing
from hilo.door.models import Channel, Report, Stage
from hilo.door.telling import Age, Arrival, Coarse, Path
from hilo.intake import bursts
from hilo.intake.models import Burst, Taken
from hilo.intake.observing import observe, typed
from hilo.intake.triage import UNOPENED, Judged, judge
from hilo.lib.canonical import canonical_bytes
from hilo.lib.ids import uuid7
from hilo.reference import pack

FIRST_ANSWER = "first_answer_to_child"
AGES = {
    Age.UNDER_12: "Aviso: menos de 12 años",
    Age.TEEN: "Aviso: de 12 a 17 años",
    Age.ADULT: "Aviso: hoy tiene 18 años o más",
    Age.UNKNOWN: "Aviso: no dice la edad",
}


class Opening:
    """``arrival``: what the machine may read of the report; None when it could not be opened."""

    def __init__(self, report: Report, arrival: Arrival | None, *, now: datetime) -> None:
        self.report = report
        self.now = now
        self.read = arrival is not None
        self.arrival = arrival or Arrival(Coarse(path=""))
        self.coarse = self.arrival.coarse
        self.by = User.objects.filter(pk=self.arrival.by).first() if self.arrival.by else None
        self.weave = Weave(now=now, by=self.by)
        self.judged = judge(self.coarse, pack().report_triage) if self.read else Judged(UNOPENED, 0, "unopened")
        self.kept_out = tuple(dict.fromkeys((*self.arrival.kept_out, *addressing.kept_out_by(self.coarse))))
        self.state = self.coarse.state if self.coarse.state in pack().states else ""
        self.burst: Burst | None = None
        self._rows: list[models.Model] = []  # that point to the case, so they come after it
        self._conflicts: list[Conflict] = []

    def take(self) -> Taken:
        """Write everything; call inside a transaction that holds the report."""
        case = self._named_case()
        disposition: str = Taken.Disposition.JOINED
        if case is None:
            case, disposition = self._open()
        self._tell(case)
        self._keep_out(case)
        self.weave.write()
        for row in self._rows:
            row.save(force_insert=True)
        conflicts.write(self._conflicts)
        self._observe(case)
        return self._taken(case, disposition)

    # --- which case ---------------------------------------------------------------------------------

    def _named_case(self) -> Case | None:
        """The case that whoever took the report down named, if they may see it and nobody accused holds it."""
        wanted = _as_uuid(self.arrival.case)
        if self.by is None or wanted is None:
            return None
        if not Case.objects.visible_to(self.by).filter(pk=wanted).exists():
            return None
        self.weave.hold([wanted])
        case = self.weave.cases[wanted]
        if case.institution in self.kept_out:
            return None  # a case of its own, with the authority outside
        if not case.is_open:
            self._reopen(case)
        self._raise_tier(case)
        return case

    def _reopen(self, case: Case) -> None:
        case.status, case.closed_at, case.closed_by, case.close_reason = Status.OPEN, None, None, ""
        case.owner = desk_account(case.institution)
        self.weave.event(case, "case.reopened", facts={"why": "new_report"})

    def _raise_tier(self, case: Case) -> None:
        if self.judged.tier < case.tier:
            facts = {"from": case.tier, "to": self.judged.tier, "by": "triage"}
            facts |= self.weave.retier(case, self.judged.tier)
            self.weave.event(case, "tier.moved", facts=facts, machine=True)

    def _open(self) -> tuple[Case, str]:
        kind = addressing.kind_of(self.coarse)
        institution = self._institution(kind)
        parent = bursts.like(self.weave, self.report, self.arrival.signature, institution, danger=self.coarse.danger)
        tier = bursts.TIER if parent else self.judged.tier
        choice = pack().course_for(kind, self.state or None, tier)
        owner = desk_account(institution)
        case = Case(
            kind=kind, tier=tier, points=self.judged.points, institution=institution, state=self.state,
            course=choice.course, route_reason="conflict" if choice.institution in self.kept_out else "report",
            owner=owner, opened_at=self.now,
        )  # fmt: skip
        self.weave.open(case)
        facts = {"course": case.course, "institution": institution, "state": case.state, "owner": owner.pk}
        self.weave.event(case, "case.opened", facts=facts | {"reason": case.route_reason})
        if not case.state:
            self.weave.event(case, "case.unlocated", facts={"reason": "no_location"}, machine=True)
        if parent:
            self.burst = bursts.fold(self.weave, case, parent, self.judged)
        return case, Taken.Disposition.FOLDED if parent else Taken.Disposition.OPENED

    def _institution(self, kind: str) -> str:
        """Whose key opens it; asked again whether that one may see it, for the pack may say more today."""
        wanted = self.report.institution
        if wanted not in self.kept_out:
            return wanted
        return pack().substitute_for(wanted, self.state, kind, but=frozenset(self.kept_out))

    # --- what is on the thread ----------------------------------------------------------------------

    def _tell(self, case: Case) -> None:
        about: dict[str, object] = {"report": str(self.report.pk)}
        facts = about | {"channel": self.report.channel, "path": self.coarse.path, "age": self.coarse.age}
        self.weave.event(
            case,
            "report.received",
            happened_at=min(self.report.arrived_at, self.now),
            facts=facts,
            subject=self.report.pk,
        )
        if not self.read:
            self._notice(case, "report.unopened", about)
        self._notice(case, "report.triaged", about | self.judged.as_json())
        for kind, said in self._said():
            if said:
                self._notice(case, kind, about)
        self._child(case)
        self._place(case)

    def _notice(self, case: Case, kind: str, facts: dict[str, object]) -> None:
        self.weave.event(case, kind, facts=facts, subject=self.report.pk, machine=True)

    def _said(self) -> tuple[tuple[str, bool], ...]:
        """Facts that were told and that start duties. They are no acts of anybody: silence goes on counting."""
        school = self.coarse.path == Path.SERVICE and addressing.kind_of(self.coarse) == addressing.SCHOOL
        return (
            ("report.danger", self.coarse.danger),
            ("report.anonymous", self.report.channel == Channel.WEB),
            ("report.school", school),
            ("report.images", self.coarse.images),
        )

    def _child(self, case: Case) -> None:
        """The child, by the band that was said: an age is not invented."""
        if PersonInCase.objects.filter(case=case, role=PersonInCase.Role.CHILD).exists():
            return
        source = AGES.get(Age(self.coarse.age) if self.coarse.age in list(Age) else Age.UNKNOWN, "")
        person = PersonInCase(
            id=uuid7(), case=case, role=PersonInCase.Role.CHILD, source=source, added_at=self.now, added_by=self.by
        )
        self._rows.append(person)
        self.weave.event(case, "person.added", facts={"person": str(person.pk), "role": person.role}, machine=True)

    def _place(self, case: Case) -> None:
        """Where it happens, in the words of the choice; the institution only when it can be no other."""
        known = pack().door_places.get(self.coarse.place)
        if known is None:
            return
        institution = self.kept_out[0] if len(self.kept_out) == 1 else ""
        pk, role = uuid7(), PlaceInCase.Role.PLACE_OF_HARM
        name = seal_text(known.label.es, place=f"place.name:{pk}")
        self._rows.append(
            PlaceInCase(
                id=pk, case=case, role=role, institution=institution, name=name, state=self.state,
                added_at=self.now, added_by=self.by,
            )
        )  # fmt: skip
        facts = {"place": str(pk), "role": role, "institution": institution}
        self.weave.event(case, "institution.involved" if institution else "place.added", facts=facts, machine=True)

    def _keep_out(self, case: Case) -> None:
        reason = _("El aviso dice que ahí pasó, o que es alguien de ahí.")
        for institution in self.kept_out:
            self._conflicts += conflicts.keep_out(self.weave, case, institution, reason=reason)

    # --- beside the thread --------------------------------------------------------------------------

    def _observe(self, case: Case) -> None:
        apart = [case.parent_id] if case.parent_id else []
        observe(typed(self.arrival.named), report=self.report.pk, case=case.pk, apart=apart, at=self.now)

    def _taken(self, case: Case, disposition: str) -> Taken:
        promise = self.weave.live[case.pk].get((FIRST_ANSWER, self.report.pk))
        due = promise.due_at if promise else None
        result = self.judged.as_json() | {"coarse": self._plain(), "kept_out": list(self.kept_out)}
        self.report.taken_at, self.report.stage, self.report.promised_at = self.now, Stage.RECEIVED, due
        if self.read:
            self.report.arrival = None
        self.report.save(update_fields=["taken_at", "stage", "promised_at", "arrival"])
        return Taken.objects.create(
            report=self.report, case=case, disposition=disposition, institution=case.institution,
            tier=self.judged.tier, points=self.judged.points, result=canonical_bytes(result).decode(),
            burst=self.burst, signature=None if self.burst else bursts.signature(self.arrival.signature),
            taken_at=self.now, taken_by=self.by, answer_due_at=due,
        )  # fmt: skip

    def _plain(self) -> dict[str, object]:
        return dict(self.arrival.plain()["coarse"]) if self.read else {}


def _as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None

"""What the record shows to those who audit: codes, counts, moments and hashes, never content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy

from hilo.accounts.models import SensitiveRead, User
from hilo.accounts.permissions import Permission
from hilo.alerts.models import Alert
from hilo.cases.models import BreakGlass, Case, Event, PersonInCase, PlaceInCase
from hilo.cases.queries import event_label
from hilo.evidence.models import Document, Item, Review
from hilo.exchange.models import HandOff
from hilo.intake.models import Taken
from hilo.investigation.models import Request
from hilo.ledger.models import Chain, Checkpoint, CheckpointLeaf, Entry
from hilo.lib import keyset
from hilo.reference.models import Label

PAGE = 50
CHAINS = 20  # each is a card of six lines on a narrow screen
SHORT = 6  # bytes of a hash that are shown

FIELDS = {
    "identifiers": gettext_lazy("identificadores"),
    "reporter": gettext_lazy("datos de quien reporta"),
    "texts": gettext_lazy("textos libres"),
    "files": gettext_lazy("nombres y hashes de archivos"),
    "changes": gettext_lazy("lo que cambió entre versiones"),
    "unknown": gettext_lazy("elementos no reconocidos"),
    "note": gettext_lazy("nota"),
    "notes": gettext_lazy("notas"),
    "name": gettext_lazy("nombre"),
    "people": gettext_lazy("personas"),
    "request": gettext_lazy("canalización"),
    "act": gettext_lazy("de qué trata un acto del plan"),
    "analysis": gettext_lazy("puntos del análisis"),
    "casefile:full": gettext_lazy("carpeta completa, impresa"),
    "casefile:redacted": gettext_lazy("carpeta testada, impresa"),
    "places": gettext_lazy("lugares"),
    "items": gettext_lazy("descripción de indicios"),
    "item": gettext_lazy("descripción de un indicio"),
    "custody": gettext_lazy("cadena de custodia de un indicio"),
    "seal": gettext_lazy("sello de un indicio"),
    "documents": gettext_lazy("títulos de documentos"),
    "content": gettext_lazy("contenido"),
    "annex": gettext_lazy("identificadores de un oficio"),
    "export": gettext_lazy("expediente exportado"),
    "file": gettext_lazy("expediente"),
    "sheet": gettext_lazy("alerta, sin lo oculto"),
    "account": gettext_lazy("lo que se contó"),
    "messages": gettext_lazy("mensajes de quien avisó"),
    "emergency": gettext_lazy("razón de una mirada de emergencia"),
}

# kind of a SensitiveRead's subject -> where its case is
_SUBJECTS: dict[str, tuple[type[Any], str]] = {
    "alert": (Alert, "case"),
    "case": (Case, ""),
    "document": (Document, "case"),
    "event": (Event, "case"),
    "handoff": (HandOff, "case"),
    "item": (Item, "case"),
    "person": (PersonInCase, "case"),
    "place": (PlaceInCase, "case"),
    "report": (Taken, "case"),
    "request": (Request, "case"),
    "review": (Review, "case"),
}


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One case's chain. ``length`` 0 and ``head`` "": it has none, which an auditor must see."""

    code: str
    opened_at: datetime
    length: int
    head: str
    last_at: datetime | None
    last_label: Label | None
    checkpoint: Checkpoint | None
    covered: int  # entries that the last checkpoint of this chain vouches for

    @property
    def key(self) -> str:
        """Id of the signing key of its last checkpoint, in hexadecimal; "" without one."""
        return bytes(self.checkpoint.key_id).hex() if self.checkpoint else ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry, by its place."""

    seq: int
    label: Label
    at: datetime
    hash: str
    broken: str = ""  # what a verification found here, in words


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One look at a sealed field. ``code``: of the case it belongs to."""

    at: datetime
    who: str
    code: str
    kind: str
    field: str
    reason: str

    @property
    def what(self) -> str:
        """The field in words; its code when it is a new one."""
        return str(FIELDS.get(self.field, self.field))


def audited(user: User) -> QuerySet[Case]:
    """The cases whose record this person may check: their institution's, with RECORD_SEE."""
    if not user.has(Permission.RECORD_SEE):
        return Case.objects.none()
    return Case.objects.filter(institution=user.institution)


def audited_case(user: User, name: str) -> Case | None:
    """The case of a code, or of the id of a chain, among :func:`audited`."""
    cases = audited(user)
    try:
        return cases.filter(pk=UUID(name)).first()
    except ValueError:
        return cases.filter(code=name).first()


def chains(user: User, after: str | None) -> tuple[list[ChainRow], str]:
    """A page of chains, of the newest case first, and the mark of the next page ("" for none)."""
    cases = audited(user).order_by("-opened_at", "-id")
    place = keyset.place(after)
    if place:
        moment, pk = place
        cases = cases.filter(Q(opened_at__lt=moment) | Q(opened_at=moment, pk__lt=pk))
    found = list(cases.only("id", "code", "opened_at")[: CHAINS + 1])
    shown = found[:CHAINS]
    more = keyset.mark(shown[-1].opened_at, shown[-1].pk) if len(found) > CHAINS else ""
    return chain_rows(shown), more


def chain_rows(cases: Sequence[Case]) -> list[ChainRow]:
    """Where the chains of these cases end, and what was last signed of them: four queries."""
    ids = [case.pk for case in cases]
    heads = {row.chain: row for row in Chain.objects.filter(chain__in=ids)}
    ends = Chain.objects.filter(chain=OuterRef("chain")).values("length")
    last = {
        row.chain: row for row in Entry.objects.filter(chain__in=ids).annotate(end=Subquery(ends)).filter(seq=F("end"))
    }
    leaves = {
        leaf["chain"]: leaf
        for leaf in CheckpointLeaf.objects.filter(chain__in=ids)
        .values("chain")
        .annotate(number=Max("checkpoint_id"), covered=Max("length"))
    }
    signed = Checkpoint.objects.in_bulk({leaf["number"] for leaf in leaves.values()})
    return [_chain_row(case, heads.get(case.pk), last.get(case.pk), leaves.get(case.pk), signed) for case in cases]


def _chain_row(
    case: Case, head: Chain | None, last: Entry | None, leaf: Mapping[str, Any] | None, signed: dict[int, Checkpoint]
) -> ChainRow:
    return ChainRow(
        code=case.code,
        opened_at=case.opened_at,
        length=head.length if head else 0,
        head=bytes(head.head)[:SHORT].hex() if head else "",
        last_at=last.at if last else None,
        last_label=event_label(last.kind) if last else None,
        checkpoint=signed.get(leaf["number"]) if leaf else None,
        covered=leaf["covered"] if leaf else 0,
    )


def entries(chain: UUID, after: int, broken: Mapping[int, str]) -> tuple[list[EntryRow], int]:
    """A page of entries of a chain from place ``after`` on, and the place after which the next is (0: none).

    ``broken``: place -> what a verification found there.
    """
    found = list(Entry.objects.filter(chain=chain, seq__gt=after).order_by("seq")[: PAGE + 1])
    shown = [
        EntryRow(row.seq, event_label(row.kind), row.at, bytes(row.hash)[:SHORT].hex(), broken.get(row.seq, ""))
        for row in found[:PAGE]
    ]
    return shown, shown[-1].seq if len(found) > PAGE else 0


def last_checkpoint() -> Checkpoint | None:
    """The newest signed statement over all chains."""
    return Checkpoint.objects.order_by("-number").first()


# --- looks at sealed fields -------------------------------------------------------------------------


def reads(
    user: User,
    *,
    person: User | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    most: int = PAGE,
) -> tuple[list[ReadRow], int]:
    """Looks at sealed fields of the audited cases, the newest first; and the id before which the next page is."""
    rows = SensitiveRead.objects.filter(_of_audited(user)).select_related("user").order_by("-id")
    if person:
        rows = rows.filter(user=person)
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: most + 1])
    shown = found[:most]
    codes = _codes(shown)
    told = [
        ReadRow(row.at, str(row.user), codes.get(row.subject_id, ""), row.subject_kind, row.field, row.reason)
        for row in shown
    ]
    return told, shown[-1].pk if len(found) > most else 0


def _of_audited(user: User) -> Q:
    """SensitiveRead rows whose subject belongs to one of the audited cases."""
    mine = Q(pk__in=[])
    if user.has(Permission.RECORD_SEE):
        for kind, (model, path) in _SUBJECTS.items():
            held = {f"{path}__institution" if path else "institution": user.institution}
            mine |= Q(Exists(model.objects.filter(pk=OuterRef("subject_id"), **held)), subject_kind=kind)
    return mine


def _codes(rows: Iterable[SensitiveRead]) -> dict[UUID, str]:
    """Case code of each subject: one query for each kind."""
    wanted: dict[str, set[UUID]] = {kind: set() for kind in _SUBJECTS}
    for row in rows:
        wanted[row.subject_kind].add(row.subject_id)
    codes: dict[UUID, str] = {}
    for kind, (model, path) in _SUBJECTS.items():
        column = f"{path}__code" if path else "code"
        codes.update(model.objects.filter(pk__in=wanted[kind]).values_list("pk", column))
    return codes


def readers(user: User) -> QuerySet[User]:
    """Who may have looked: the people of one's own institution, closed accounts too, and who did in an emergency."""
    looks = BreakGlass.objects.filter(user=OuterRef("pk"), case__institution=user.institution)
    able = User.objects.filter(Q(institution=user.institution) | Q(Exists(looks)), is_desk=False)
    return able.order_by("display_name", "pk")

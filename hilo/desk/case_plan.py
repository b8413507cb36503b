"""What is investigated in a case, in short, for its page: acts, letters, items, analysis, offences, documents."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from hilo.cases.models import Case, Clock
from hilo.evidence import custody
from hilo.evidence.models import Item
from hilo.investigation.analysis_sources import act_words, letter_words
from hilo.investigation.models import Act, Classification, PointKind, PointState, Request, RequestState
from hilo.investigation.models.acts import UNSETTLED
from hilo.investigation.request_policies import WAITS
from hilo.investigation.request_queries import first_of
from hilo.reference import pack

FIRST = 5  # acts and letters that are named
CHECKED = 60  # items whose custody is looked at


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act that is not settled. ``until``: after it the result cannot be had any more."""

    act: Act
    words: str

    @property
    def until(self) -> datetime | None:
        """When it is lost; None for what is not lost on a known day."""
        return self.act.window_ends_at


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter that waits for its answer. ``due_at``: of the clock of its line."""

    letter: Request
    words: str
    due_at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class CasePlan:
    """The summary. ``faults``: items with something to explain in their custody; ``unexplained``: see the analysis."""

    acts: list[ActLine]
    unsettled: int
    ended: int
    letters: list[LetterLine]
    drafts: int
    items: int
    faults: int
    points: int
    lacks_another_explanation: bool
    classified: Classification | None
    charge: str
    documents: int
    reviews: int

    @property
    def more_acts(self) -> int:
        """Unsettled acts that are not named."""
        return self.unsettled - len(self.acts)

    @property
    def overdue(self) -> int:
        """Letters whose answer is late."""
        return sum(one.overdue for one in self.letters)


def plan_of(case: Case, now: datetime) -> CasePlan:
    """The summary of a case, in a constant number of queries. Opens nothing that is sealed."""
    acts = list(case.acts.defer("target").perishable_first())
    unsettled = [one for one in acts if one.state in UNSETTLED]
    letters = list(case.requests.defer("content").filter(state__in=(*WAITS, RequestState.DRAFT)))
    points = list(case.analysis.values_list("kind", "state"))
    items = list(case.items.only("pk", "case").prefetch_related("custody"))
    return CasePlan(
        acts=[ActLine(one, act_words(one)) for one in unsettled[:FIRST]],
        unsettled=len(unsettled),
        ended=len(acts) - len(unsettled),
        letters=_waiting(case, [one for one in letters if one.state in WAITS], now),
        drafts=sum(one.state == RequestState.DRAFT for one in letters),
        items=len(items),
        faults=_faulty(items, now),
        points=sum(state == PointState.OPEN for _kind, state in points),
        lacks_another_explanation=bool(points) and all(kind != PointKind.INNOCENT for kind, _state in points),
        classified=case.classifications.select_related("by").order_by("-at", "-id").first(),
        charge=_charge(case),
        documents=case.documents.filter(erased_at__isnull=True).count(),
        reviews=case.reviews.count(),
    )


def _waiting(case: Case, letters: list[Request], now: datetime) -> list[LetterLine]:
    """Letters without an answer, the late ones first."""
    rules = {one.within for one in pack().requests.values()}
    due = dict(Clock.objects.live().filter(case=case, rule__in=rules).values_list("subject", "due_at"))
    rows = [LetterLine(one, letter_words(one), at, at is not None and at < now)
            for one in letters for at in [due.get(first_of(one))]]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.overdue, row.due_at or row.letter.made_at))


def _faulty(items: list[Item], now: datetime) -> int:
    """How many of the first items have something to explain in their custody."""
    return sum(bool(custody.faults(list(one.custody.all()), now=now)) for one in items[:CHECKED])


def _charge(case: Case) -> str:
    """What the authority charged last; "" for nothing yet."""
    last = case.charges.order_by("-at", "-id").first()
    known = next((row for row in pack().offences if last and row.code == last.offence), None)
    return known.label.get(get_language() or "es") if known else last.offence if last else ""

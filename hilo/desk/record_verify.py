"""Verifying the record while a person waits, told by case code and place."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from hilo.accounts.models import User
from hilo.cases.models import Case, Event
from hilo.cases.queries import ThreadContents
from hilo.desk.record_queries import audited
from hilo.ledger.models import Entry
from hilo.ledger.report import Break
from hilo.ledger.verify import Report, verify
from hilo.lib.errors import Denied

MOST_ENTRIES = 20_000  # what is verified while a person waits; more is work for the command line


@dataclass(frozen=True, slots=True)
class Found:
    """One place that does not hold. ``code``: of the case; "" for the checkpoints."""

    code: str
    seq: int
    sentence: str

    @property
    def before(self) -> int:
        """The place after which a page of the chain begins with it."""
        return max(self.seq - 1, 0)


@dataclass(frozen=True, slots=True)
class Verified:
    """A verification as a person reads it. ``elsewhere``: breaks in chains of other institutions."""

    report: Report
    found: list[Found]
    elsewhere: int


class _OneThread(ThreadContents):
    """The events of one case, so that one chain costs the same in a large database."""

    def __init__(self, chain: UUID) -> None:
        self.chain = chain

    def orphans(self) -> Iterable[tuple[UUID, UUID]]:  # type: ignore[override]
        vouched = Entry.objects.filter(subject=OuterRef("pk"))
        return Event.objects.filter(~Exists(vouched), case=self.chain).values_list("case", "id")


def verified_chain(case: Case) -> Verified:
    """Verify one chain, its events and every checkpoint."""
    return _told(verify(source=_OneThread(case.pk), chain=case.pk), [case])


def verified_all(user: User) -> Verified:
    """Verify everything. Raises Denied when that is too much to wait for."""
    if Entry.objects.values("seq")[: MOST_ENTRIES + 1].count() > MOST_ENTRIES:
        raise Denied("too many entries")
    report = verify(source=ThreadContents())
    return _told(report, audited(user).filter(pk__in={one.chain for one in report.broken if _is_uuid(one.chain)}))


def _told(report: Report, cases: Iterable[Case]) -> Verified:
    codes = {str(case.pk): case.code for case in cases}
    codes[str(UUID(int=0))] = ""
    found = [_found(one, codes[one.chain]) for one in report.broken if one.chain in codes]
    return Verified(report, found, len(report.broken) - len(found))


def _found(one: Break, code: str) -> Found:
    return Found(code, one.seq, one.why.partition(": ")[2])


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False

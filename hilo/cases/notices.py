"""Who must look: made in bulk with what the ladder records, shown to those who may still see the case."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.cases import clocks, ladder
from hilo.cases.models import Case, Notice
from hilo.ledger import bulk

MOST = 99  # the count in the menu goes no further
INTAKE, SUPERVISOR, HEAD = "intake_analyst", "supervisor", "institution_head"
LOOKS: dict[int, tuple[str, ...]] = {
    ladder.Rung.OWNER: (INTAKE, SUPERVISOR),  # when no person holds the case
    ladder.Rung.SUPERVISION: (SUPERVISOR,),
    ladder.Rung.HEAD: (HEAD,),
    ladder.Rung.LETTER: (HEAD, SUPERVISOR),
}
CONTENT = [code for code, role in ROLES.items() if Permission.CASE_SEE in role.permissions]
COLUMNS = ["institution", "subject", "rule", "kind", "rung", "at", "mailed"]


class Elsewhere(NamedTuple):
    """Notices of cases that the person's institution does not hold: which they may see, and where they look."""

    shown: Callable[[User], Q]  # a condition on Notice, which leaves out what the person may not know of
    address: Callable[[Notice], str]


ALSO_SHOWN: list[Elsewhere] = []  # filled with ``ladder.ALSO_TOLD``, by the same part


class Hands(NamedTuple):
    """In whose hands a case is."""

    institution: str
    owner: int | None


class People:
    """Who looks at what, for some institutions and owners. One query, two where nobody has such a role."""

    def __init__(self, institutions: Collection[str], owners: Collection[int | None]) -> None:
        here = Q(institution__in=institutions)
        active = User.objects.people()
        self._found = list(active.filter(here & Q(role__in=(INTAKE, SUPERVISOR, HEAD)) | Q(pk__in=owners)))
        bare = set(institutions) - {one.institution for one in self._found if one.role in (SUPERVISOR, HEAD)}
        if bare:
            known = {one.pk for one in self._found}
            more = active.filter(institution__in=bare, role__in=CONTENT)
            self._found += [one for one in more if one.pk not in known]

    def who(self, institution: str, rung: int, owner: int | None = None) -> list[User]:
        """Those who look at a rung; where an institution lacks the role, the nearest that it has."""
        if rung == ladder.Rung.OWNER and (own := [one for one in self._found if one.pk == owner]):
            return own
        ours = [one for one in self._found if one.institution == institution and one.role in CONTENT]
        for roles in (LOOKS[rung], (SUPERVISOR, HEAD)):
            if found := [one for one in ours if one.role in roles]:
                return found
        return ours


def keep(
    raised: Sequence[ladder.Raised],
    *,
    moved: Sequence[tuple[Case, Hands]] = (),
    quiet: Sequence[uuid.UUID] = (),
) -> None:
    """Write what follows from one weave, in a constant number of statements.

    ``moved``: cases in other hands, with those before; ``quiet``: cases of which nothing is late any more.
    """
    if quiet:
        Notice.objects.unseen().filter(case__in=quiet).delete()
    again = _left_behind(moved) if moved else []
    wanted = [_notice(one) for one in raised if one.case.parent_id is None] + again
    if wanted:
        also = _also(raised)
        cases = {one.case.pk: one.case for one in raised} | {case.pk: case for case, _ in moved}
        _write(_told(wanted, cases, also))


def _notice(one: ladder.Raised) -> Notice:
    """What is told, to nobody yet. A report folded under a campaign is looked at there, and not told."""
    kind = Notice.Kind.SILENT if one.clock.rule == clocks.SILENCE else Notice.Kind.OVERDUE
    if one.rung == ladder.Rung.LETTER:
        kind = Notice.Kind.LETTER
    return Notice(
        case_id=one.case.pk, institution=one.institution, subject=one.clock.subject, rule=one.clock.rule,
        kind=kind, rung=one.rung, at=one.at,
    )  # fmt: skip


def _left_behind(moved: Sequence[tuple[Case, Hands]]) -> list[Notice]:
    """Takes unseen notices from those who need not look any more; gives back those that an owner must get.

    A case in other hands takes along what its owner had not seen; in another institution it begins anew.
    """
    before = {case.pk: (case, hands) for case, hands in moved}
    found = list(Notice.objects.unseen().filter(case__in=before).select_related(None))
    gone, again = [], {}
    for row in found:
        case, hands = before[row.case_id]
        left = row.institution == hands.institution != case.institution
        handed = row.institution == case.institution and row.rung == ladder.Rung.OWNER
        if left or handed:
            gone.append(row.pk)
        if handed:
            again[row.case_id] = row
    if gone:
        Notice.objects.filter(pk__in=gone).delete()
    return list(again.values())


def _also(raised: Sequence[ladder.Raised]) -> dict[uuid.UUID, set[str]]:
    """Other institutions that must look, by the subject of the clock."""
    by_id = {one.clock.pk: one.clock for one in raised}
    found: dict[uuid.UUID, set[str]] = {}
    for ask in ladder.ALSO_TOLD if by_id else ():
        for pk, institutions in ask(list(by_id.values())).items():
            found.setdefault(by_id[pk].subject, set()).update(institutions)
    return found


def _told(
    wanted: Iterable[Notice], cases: Mapping[uuid.UUID, Case], also: Mapping[uuid.UUID, set[str]]
) -> list[Notice]:
    """One notice for each person who must look at a case: the one of its highest rung."""
    wanted = list(wanted)
    where = {one.pk: {*also.get(one.subject, ()), one.institution} for one in wanted}
    people = People(set().union(*where.values()), {cases[one.case_id].owner_id for one in wanted})
    found: dict[tuple[int, uuid.UUID], Notice] = {}
    for one in sorted(wanted, key=lambda row: (row.rung, row.at)):
        for institution in sorted(where[one.pk]):
            owner = cases[one.case_id].owner_id if institution == one.institution else None
            for person in people.who(institution, one.rung, owner):
                columns = {name: getattr(one, name) for name in COLUMNS} | {"institution": institution}
                found[person.pk, one.case_id] = Notice(user_id=person.pk, case_id=one.case_id, **columns)
    return list(found.values())


def _write(rows: Sequence[Notice]) -> None:
    known = Notice.objects.unseen().filter(case__in={row.case_id for row in rows})
    there = {(row.user_id, row.case_id): row for row in known}
    fresh, changed = [], []
    for row in rows:
        old = there.get((row.user_id, row.case_id))
        if old is None:
            fresh.append(row)
        elif row.rung > old.rung:
            for name in COLUMNS:
                setattr(old, name, getattr(row, name))
            changed.append(old)
    bulk.insert(fresh)
    bulk.update(changed, COLUMNS)


def shown_to(user: User) -> "Q":
    """The unseen notices of a person that they may still see: of open cases, seen as pages see them."""
    seen = Q(case__in=Case.objects.visible_to(user).open().values("pk"))
    for more in ALSO_SHOWN:
        seen |= more.shown(user)
    return Q(user=user, seen_at__isnull=True) & seen


def list_for(user: User, most: int) -> list[Notice]:
    """The most urgent first: by tier, then the highest rung, then the newest."""
    rows = Notice.objects.filter(shown_to(user)).select_related("case")
    return list(rows.order_by("case__tier", "-rung", "-at", "id")[:most])


def count_for(user: User) -> int:
    """How many ask for this person, counted no further than one more than MOST. One query."""
    return Notice.objects.filter(shown_to(user)).order_by()[: MOST + 1].count()


def see(*, by: User, now: datetime, case: Case | None = None, ids: Collection[uuid.UUID] = ()) -> int:
    """The person has looked: at a case, or at these notices of theirs. Gives how many were unseen."""
    mine = Notice.objects.unseen().filter(user=by)
    mine = mine.filter(case=case) if case is not None else mine.filter(pk__in=ids)
    return mine.update(seen_at=now) if mine.exists() else 0

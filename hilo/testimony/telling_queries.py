"""The tellings of one child in the whole deployment, and how much of each this reader may see."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from hilo.accounts.models import User
from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight
from hilo.cases.models import Case, PersonInCase
from hilo.testimony import policies
from hilo.testimony.child_queries import same_child
from hilo.testimony.disclosure.tellings import Count, continuations, count, in_time
from hilo.testimony.disclosure.tellings import Telling as Told
from hilo.testimony.disclosure.warnings import RetellingWarning, warning
from hilo.testimony.models import Hearer, Telling
from hilo.testimony.telling_words import words


@dataclass(frozen=True, slots=True)
class TellingRow:
    """One telling. Of one that is not ``here``, names, notes and the case stay where they are.

    ``name``: how who asked is called; ``earlier``: versions that this one corrects, newest first.
    """

    told: Told
    here: bool
    continuation: bool
    row: Telling | None = None
    name: str = ""
    present: tuple[str, ...] = ()
    note: str = ""
    legal_note: str = ""
    earlier: tuple["TellingRow", ...] = ()

    @property
    def void(self) -> bool:
        """It was said not to have taken place."""
        return self.row is not None and self.row.void


@dataclass(frozen=True, slots=True)
class Tellings:
    """All that the page of one child shows. ``cases``: how many cases of the deployment it is counted over."""

    count: Count
    rows: tuple[TellingRow, ...]
    void: tuple[TellingRow, ...]
    cases: int
    elsewhere: int


def standing(child: PersonInCase, institution: str) -> list[Telling]:
    """Tellings of this child that stand, in every case that this institution is not kept out of."""
    ids = same_child(child, institution=institution)
    rows = Telling.objects.filter(child__in=ids, corrected__isnull=True, void=False)
    return list(rows.select_related("asked_by"))


def told_of(rows: Iterable[Telling]) -> list[Told]:
    """As plain values; a colleague who stands as an adult in several cases is one adult. One query."""
    rows = list(rows)
    there = {pk for row in rows for pk in present_of(row)}
    users = dict(Hearer.objects.filter(pk__in=there, user__isnull=False).values_list("pk", "user")) if there else {}
    accounts = {str(pk): f"user:{user}" for pk, user in users.items()}
    return [_told(row, accounts) for row in rows]


def _told(row: Telling, accounts: dict[str, str]) -> Told:
    who = row.asked_by
    asked = "" if who is None else f"user:{who.user_id}" if who.user_id else str(who.pk)
    return Told(
        id=str(row.pk), at=row.on, precision=row.precision, asked_by=asked, role=row.role,
        institution=row.institution, purpose=row.purpose, formal=row.formal, session_of=row.session_of,
        planned=row.planned, recorded=row.recorded, mode_chosen_by_child=row.mode_chosen_by_child,
        legal_need=row.legal_need, earlier_usable=row.earlier_usable,
        who_present=tuple(accounts.get(pk, pk) for pk in present_of(row)),
    )  # fmt: skip


def before_one_more(
    child: PersonInCase, institution: str, purpose: str, now: datetime, *, session_of: str = ""
) -> RetellingWarning | None:
    """What to know before this child tells once more; ``session_of``: of which protocol's line it is planned to be."""
    told = told_of(standing(child, institution))
    return warning(told, purpose, localdate(now), session_of=session_of, planned=bool(session_of))


def tellings_of(case: Case, child: PersonInCase, sight: Sight, user: User) -> Tellings:
    """The page of one child. Sealed words are opened: log the look first."""
    rows = standing(child, user.institution)
    told = {one.id: one for one in told_of(rows)}
    apart = continuations(list(told.values()))
    desk = _Desk(case, child, sight)
    found = [desk.row(one, apart=one.id in apart) for one in in_time(told.values())]
    return Tellings(
        count=count(told.values()),
        rows=tuple(found),
        void=tuple(desk.void()),
        cases=len({row.case_id for row in rows} | {case.pk}),
        elsewhere=sum(not one.here for one in found),
    )


class _Desk:
    """What of one case lies open before its reader: every version of each telling, and what adults are called."""

    def __init__(self, case: Case, child: PersonInCase, sight: Sight) -> None:
        self.names = names_of(case, sight)
        rows = case.tellings.filter(child=child).select_related("by")
        self.versions = {str(row.pk): row for row in rows if not policies.hidden(row.at, sight)}

    def row(self, told: Told, *, apart: bool = False) -> TellingRow:
        row = self.versions.get(told.id)
        if row is None:
            return TellingRow(told, here=False, continuation=apart)
        return TellingRow(
            told, here=True, continuation=apart, row=row, name=self.names.get(str(row.asked_by_id), ""),
            present=tuple(self.names[pk] for pk in present_of(row) if pk in self.names),
            note=open_text(row.note, place=f"telling.note:{row.pk}"),
            legal_note=open_text(row.legal_note, place=f"telling.legal:{row.pk}"),
            earlier=tuple(self._earlier(row)),
        )  # fmt: skip

    def void(self) -> list[TellingRow]:
        return [self.row(_told(row, {})) for row in self.versions.values() if row.void]

    def _earlier(self, row: Telling) -> Iterator[TellingRow]:
        before = self.versions.get(str(row.corrects_id))
        while before is not None:
            yield TellingRow(
                _told(before, {}),
                here=True,
                continuation=False,
                row=before,
                name=self.names.get(str(before.asked_by_id), ""),
            )
            before = self.versions.get(str(before.corrects_id))


def names_of(case: Case, sight: Sight) -> dict[str, str]:
    """How each adult of a case is called, by id: a colleague's own name, or what was written, opened. One query."""
    rows = [row for row in case.hearers.select_related("user") if not policies.hidden(row.added_at, sight)]
    return {str(row.pk): shown(row) for row in rows}


def adults_of(case: Case, sight: Sight) -> list[tuple[str, str, int | None]]:
    """Adults of the case for a form: id, how they are called with their role, and the account of a colleague.

    Opens sealed names: log the look first. One query.
    """
    rows = [row for row in case.hearers.select_related("user") if not policies.hidden(row.added_at, sight)]
    told = [(row, shown(row), words("roles", row.role)) for row in rows]
    return [(str(row.pk), f"{name} · {role}" if name else role, row.user_id) for row, name, role in told]


def shown(hearer: Hearer) -> str:
    """A colleague's own name, or what was written, opened."""
    return hearer.user.get_full_name() if hearer.user else name_of(hearer)


def name_of(hearer: Hearer) -> str:
    """What was written, opened; "" for nothing."""
    return open_text(hearer.name, place=hearer.name_place)


def present_of(row: Telling) -> list[str]:
    """Ids of the adults who were there beside who asked."""
    found: list[str] = json.loads(row.present)
    return found

"""Looking up cases by code, report or exact identifier. What stands in other institutions' cases is not there."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from hilo.accounts.models import User
from hilo.accounts.sealing import vault
from hilo.alerts.draft import IdKind
from hilo.alerts.models import Alert
from hilo.cases.models import Case, Withheld
from hilo.desk import queries
from hilo.intake.models import Taken
from hilo.lib.ids import CODE_ALPHABET
from hilo.linkage.match.normalise import NORMALISERS, normal
from hilo.linkage.models import Observation

SHOWN = 50  # cases listed; a value in more of one's own cases is told as a number beside them
CASE, REPORT = "case", "report"
Kinds = dict[uuid.UUID, list[str]]  # case -> how it matched
_CODE = re.compile(rf"H?([{CODE_ALPHABET}]{{4}})([{CODE_ALPHABET}]{{4}})\Z")
# by shape, the most telling first; anything at all may be an account or a name
_SHAPES = (IdKind.EMAIL, IdKind.IP, IdKind.HASH, IdKind.URL, IdKind.PHONE)


@dataclass
class Found:
    """``rows`` with the kinds by which each matched; ``total`` counts up to one more than MOST."""

    rows: list[tuple[queries.Row, list[str]]] = field(default_factory=list)
    total: int = 0


def case_code_in(text: str) -> str:
    """The case code that was written, with or without hyphens and «H»; "" when it is none."""
    match = _CODE.match(re.sub(r"[\s\-–]", "", text).upper())
    return f"H-{match[1]}-{match[2]}" if match else ""


def likely_kind(text: str) -> str:
    """What an identifier looks like: the kind that the log of searches keeps, never the value."""
    return next((kind.value for kind in _SHAPES if normal(kind, text)), IdKind.ACCOUNT.value)


def by_code(user: User, code: str, *, now: datetime) -> Found:
    """The case with this code, open or closed."""
    kinds = {pk: [CASE] for pk in Case.objects.visible_to(user).filter(code=code).values_list("pk", flat=True)}
    return _found(kinds, user, len(kinds), now)


def by_report(user: User, text: str, *, now: datetime) -> Found:
    """Cases of alerts with this number, whichever sender gave it."""
    mine = Case.objects.visible_to(user).values("pk")
    cases = Alert.objects.filter(report_id=text, case__in=mine).values_list("case", flat=True)
    kinds = {pk: [REPORT] for pk in cases[:SHOWN]}
    return _found(kinds, user, len(kinds), now)


def by_identifier(user: User, text: str, *, now: datetime) -> Found:
    """Cases in which this very value was seen, under every kind it can be read as."""
    blinds = {vault().blind(kind, value): str(kind) for kind in NORMALISERS if (value := normal(kind, text))}
    mine = Case.objects.visible_to(user).values("pk")
    sightings = Observation.objects.filter(blind__in=list(blinds), thread__in=mine).order_by()
    for did_not_travel in _did_not_travel(user):
        sightings = sightings.exclude(Exists(did_not_travel))
    total = sightings.values("thread").distinct()[: queries.MOST + 1].count()
    newest = sightings.values_list("thread", flat=True).distinct().order_by("-thread")[:SHOWN] if total else ()
    kinds: Kinds = {}
    for thread, blind in sightings.filter(thread__in=list(newest)).values_list("thread", "blind").distinct():
        kinds.setdefault(thread, []).append(blinds[bytes(blind)])
    return _found(kinds, user, total, now)


def _did_not_travel(user: User) -> tuple[QuerySet[Alert], QuerySet[Taken]]:
    """The alert or report of a sighting, when its content did not travel with the case to this person's institution."""
    closed = Withheld.objects.filter(
        case=OuterRef("case"), institution=user.institution, part=Withheld.Part.ALERTS, released_at__isnull=True
    )
    return (
        Alert.objects.filter(Exists(closed.filter(before__gt=OuterRef("received_at"))), pk=OuterRef("subject")),
        Taken.objects.filter(Exists(closed.filter(before__gt=OuterRef("taken_at"))), pk=OuterRef("subject")),
    )


def _found(kinds: Kinds, user: User, total: int, now: datetime) -> Found:
    cases = Case.objects.visible_to(user).filter(pk__in=list(kinds)).select_related("owner")
    rows = queries.rows(cases.most_urgent_first(), now)
    return Found([(row, sorted(kinds[row.case.pk])) for row in rows], total)

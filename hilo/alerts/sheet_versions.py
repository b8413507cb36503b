"""The versions of an alert, each with what it changed of the one before, for the page of the alert."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hilo.alerts import wording
from hilo.alerts.codec import open_alert
from hilo.alerts.difference import difference
from hilo.alerts.masking import safe_path, safe_value, whole_value
from hilo.alerts.models import Alert, AlertTriage, AlertVersion

VERSIONS = 5  # to a page, each beside the one before
MOST_MASKED = 100  # rows of a hidden list: it says how many more there are
MOST_SHOWN = 5000


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of a list, and how many more there are."""

    rows: list[Any]
    more: int = 0

    @classmethod
    def of(cls, rows: list[Any], *, shown: bool) -> "Listed":
        """All of them when shown, the first hundred when hidden."""
        most = MOST_SHOWN if shown else MOST_MASKED
        return cls(rows[:most], max(len(rows) - most, 0))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One place that differs between two versions."""

    path: str
    before: str | None
    after: str | None

    @property
    def name(self) -> str:
        """What its place is called; "" when it has no words."""
        return wording.named(self.path)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version, and what it changed of the one before (None: it is the first)."""

    number: int
    at: datetime
    format: str
    tier: int | None
    changes: Listed | None


def told_versions(
    alert: Alert,
    newest: AlertVersion,
    payload: Any,
    triages: list[AlertTriage],
    before: int | None,
    *,
    since: datetime | None = None,
    shown: bool,
) -> tuple[list[VersionRow], int]:
    """A page of versions, the newest first, each with what it changed; and before which number the next page is.

    ``since``: versions that came in earlier are not there, nor what changed of them.
    """
    rows = AlertVersion.objects.filter(alert=alert, **({"entered_at__gte": since} if since else {})).order_by("-number")
    found = list((rows.filter(number__lt=before) if before else rows)[: VERSIONS + 1])
    payloads = {newest.pk: payload}
    for row in found:
        payloads.setdefault(row.pk, open_alert(row.sealed, row.pk).payload)
    tiers = {triage.version: triage.tier for triage in reversed(triages)}
    told = []
    for place, row in enumerate(found[:VERSIONS]):
        earlier = found[place + 1] if place + 1 < len(found) else None
        changes = _changes(payloads[earlier.pk], payloads[row.pk], shown=shown) if earlier else None
        written = str(wording.FORMATS.get(row.format, row.format))
        told.append(VersionRow(row.number, row.entered_at, written, tiers.get(row.number), changes))
    return told, found[VERSIONS - 1].number if len(found) > VERSIONS else 0


def _changes(old: Any, new: Any, *, shown: bool) -> Listed:
    rows = [
        ChangeRow(one.path, whole_value(one.before), whole_value(one.after))
        if shown
        else ChangeRow(safe_path(one.path), safe_value(one.path, one.before), safe_value(one.path, one.after))
        for one in difference(old, new)
    ]
    return Listed.of(rows, shown=shown)

"""Identifiers of a case's alerts that a letter may be about: shown masked, opened when a person takes one."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from hilo.accounts.actions import log_read
from hilo.accounts.permissions import Permission
from hilo.alerts import wording
from hilo.alerts.codec import open_alert
from hilo.alerts.draft import Identifier, IdKind, Party
from hilo.alerts.masking import masked
from hilo.alerts.models import AlertVersion
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.exchange.letters.words import long_date
from hilo.investigation.models import Request
from hilo.investigation.request_content import Entry
from hilo.lib.errors import Denied

if TYPE_CHECKING:
    from hilo.accounts.models import User

MOST_ALERTS, MOST_OFFERED = 20, 60
# What a provider can look up. Names and schools are never offered: no child's name goes into a letter.
OFFERED = frozenset(
    {IdKind.ACCOUNT, IdKind.SCREEN_NAME, IdKind.EMAIL, IdKind.PHONE, IdKind.IP, IdKind.DEVICE, IdKind.URL,
     IdKind.PROFILE_URL, IdKind.GROUP, IdKind.HASH}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One identifier that may be taken. ``key``: version of the alert and position in it; ``hint``: masked."""

    key: str
    kind: str
    service: str
    hint: str
    whose: str
    report: str


def offered(case: Case, sight: Sight, kinds: Sequence[str] = ()) -> list[Offer]:
    """Identifiers of the newest alerts of the case that travelled to whoever holds it, of these kinds or, without, of
    any: one query.
    """
    found = []
    for version in _versions(case, sight):
        for key, one in ((key, one) for key, one in _of(version) if not kinds or one.kind in kinds):
            whose = str(wording.PARTIES.get(one.party, one.party))
            hint = masked(one.kind, one.value)
            found.append(Offer(key, one.kind, one.service, hint, whose, version.alert.report_id))
    return found[:MOST_OFFERED]


def taken(request: Request, keys: Sequence[str], *, by: "User", sight: Sight) -> tuple[Entry, ...]:
    """Open what a person took into the annex; one look for each alert goes into the log. Raises Denied."""
    if not keys:
        return ()
    if not by.has(Permission.IDENTIFIER_REVEAL):
        raise Denied(_("Su papel no permite abrir identificadores de una alerta. Pídalo a quien supervisa."))
    wanted, rows, looked = set(keys), [], set()
    for version in _versions(request.case, sight):
        for key, one in _of(version):
            if key in wanted:
                rows.append(Entry(one.kind, _whole(one), one.service))
                looked.add(version.alert_id)
    if len(rows) < len(wanted):
        raise Denied(_("La alerta cambió mientras usted escribía. Vuelva a elegir los identificadores."))
    for alert in sorted(looked):
        log_read(
            user=by, subject_kind="alert", subject_id=alert, field="identifiers", reason=f"oficio {request.number}"
        )
    return tuple(rows)


def _versions(case: Case, sight: Sight) -> list[AlertVersion]:
    newest = AlertVersion.objects.filter(alert=OuterRef("alert")).order_by("-number").values("number")[:1]
    rows = AlertVersion.objects.filter(alert__case=case, number=Subquery(newest)).select_related("alert")
    rows = rows.order_by(F("alert__received_at").desc(), "alert_id")
    return [row for row in rows[:MOST_ALERTS] if not sight.hides("alerts", row.alert.received_at)]


def _of(version: AlertVersion) -> Iterator[tuple[str, Identifier]]:
    for n, one in enumerate(open_alert(version.sealed, version.pk).identifiers):
        if one.party != Party.REPORTER and one.kind in OFFERED:
            yield f"{uuid.UUID(str(version.pk)).hex}-{n}", one


def _whole(one: Identifier) -> str:
    """The value as a provider needs it: an address is nobody's without its port and its moment."""
    port = f", puerto {one.port}" if one.port else ""
    at = f", {long_date(one.at.astimezone(UTC))} (UTC)" if one.at and one.kind == IdKind.IP else ""
    return f"{one.value}{port}{at}"

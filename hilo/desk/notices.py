"""What asks for one's attention: the delays that the ladder brought up to this person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases import notices, queries
from hilo.cases.ladder import Rung
from hilo.cases.models import Case, Notice

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A notice in words. ``address``: where the person looks; ``code``: "" when the case is of others."""

    notice: Notice
    address: str
    code: str
    duty: str
    rung: str


@require_safe
@requires(Permission.CASE_SEE)
def notices_page(request: HttpRequest) -> HttpResponse:
    """The most urgent notices, the newest first among equals."""
    user, now = signed_in(request), timezone.now()
    rows = rows_for(user)
    context: dict[str, Any] = {"rows": rows[:SHOWN], "now": now, "more": len(rows) > SHOWN}
    return render(request, "desk/notices.html", context)


def rows_for(user: User) -> list[Row]:
    """At most one more than fits the page. Two queries, and those of other parts for what they show."""
    found = notices.list_for(user, SHOWN + 1)
    own = set(Case.objects.visible_to(user).filter(pk__in=[one.case_id for one in found]).values_list("pk", flat=True))
    return [_row(one, one.case_id in own) for one in found]


def _row(notice: Notice, own: bool) -> Row:
    address = reverse("cases:file", kwargs={"code": notice.case.code}) if own else _elsewhere(notice)
    duty = queries.duty(notice.rule, get_language() or "es")[0]
    return Row(notice, address, notice.case.code if own else "", duty, str(Rung(notice.rung).label))


def _elsewhere(notice: Notice) -> str:
    return next((more.address(notice) for more in notices.ALSO_SHOWN), "")


@require_POST
@requires(Permission.CASE_SEE)
def notices_seen(request: HttpRequest) -> HttpResponse:
    """The person says that they have seen these (POST ``notice``…: ids). What still runs late rises on."""
    user = signed_in(request)
    _see(request.POST.getlist("notice"), user, timezone.now())
    messages.success(request, _("Queda como visto. El retraso sigue subiendo hasta que alguien cumpla el deber."))
    return redirect("desk:notices")


def _see(sent: list[str], user: User, now: datetime) -> int:
    ids = []
    for text in sent[: SHOWN + 1]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return notices.see(by=user, now=now, ids=ids)

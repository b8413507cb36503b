"""Pages about alerts: one alert, the quarantine, and a letter typed by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.alerts import actions, forms, queries, wording
from hilo.alerts import reveal as revealing
from hilo.alerts.draft import Malformed
from hilo.alerts.models import Alert, Disposition, Quarantined
from hilo.alerts.receive import Counts
from hilo.alerts.sheet import Sheet, sheet
from hilo.cases import access
from hilo.cases.access import Sight
from hilo.lib.errors import Denied

GROUPS = {
    "identifiers": gettext_lazy("identificadores, nombres y escuela"),
    "texts": gettext_lazy("textos libres"),
    "files": gettext_lazy("nombres y hashes de archivos"),
    "changes": gettext_lazy("valores que cambiaron entre versiones"),
    "unknown": gettext_lazy("elementos no reconocidos"),
    "reporter": gettext_lazy("datos de quien reporta"),
}


# --- one alert --------------------------------------------------------------------------------------


@require_safe
@requires(Permission.CASE_SEE)
def alert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An alert with its versions and triage; what identifies somebody is masked.

    One that did not travel with its case says so, and nothing else (403).
    """
    found, sight = _alert(request, pk)
    if sight.emergency:
        why = sight.reason()
        log_read(user=signed_in(request), subject_kind="alert", subject_id=pk, field="sheet", reason=why)
    return _alert_page(request, found, sight, frozenset())


@require_POST
@requires(Permission.IDENTIFIER_REVEAL)
def reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same page with the groups asked for (POST ``groups``, ``reason``) in this answer only; the look is logged."""
    found, sight = _alert(request, pk)
    since = _since(found, sight)
    if since and not found.history.filter(entered_at__gte=since).exists():
        return _did_not_travel(request, found)
    offered = list(_groups(sheet(found, since=since)))
    form = forms.RevealForm(request.POST, groups=offered)
    if not form.is_valid():
        return _alert_page(request, found, sight, frozenset(), form=form, status=422)
    asked = form.cleaned_data["groups"]
    try:
        why = form.cleaned_data["reason"]
        shown = revealing.reveal(alert=found, groups=asked, reason=why, by=signed_in(request), sight=sight)
    except Denied as no:
        form.add_error(None, str(no))
        return _alert_page(request, found, sight, frozenset(), form=form, status=422)
    return _alert_page(request, found, sight, shown, form=form)


def _alert(request: HttpRequest, pk: UUID) -> tuple[Alert, Sight]:
    user, now = signed_in(request), timezone.now()
    found = get_object_or_404(queries.readable_alerts(user, now), pk=pk)
    return found, access.sight_of(found.case, user, now)


def _since(found: Alert, sight: Sight) -> datetime | None:
    """The moment before which nothing of the alert travelled; None when all of it did."""
    return sight.withheld["alerts"] if sight.hides("alerts", found.received_at) else None


def _did_not_travel(request: HttpRequest, found: Alert) -> HttpResponse:
    return render(request, "alerts/withheld.html", {"alert": found}, status=403)


def _alert_page(
    request: HttpRequest,
    found: Alert,
    sight: Sight,
    shown: frozenset[str],
    *,
    form: forms.RevealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    since = _since(found, sight)
    if since and not found.history.filter(entered_at__gte=since).exists():
        return _did_not_travel(request, found)
    given = request.GET.get("antes", "")
    before = int(given) if given.isdecimal() and len(given) < 6 else None
    told = sheet(found, shown=shown, before=before, since=since)
    offered = list(_groups(told))
    if form is None and offered:
        form = forms.RevealForm(groups=offered, initial={"groups": [offered[0][0]]})
    context = {
        "sheet": told,
        "sight": sight,
        "form": form if offered else None,
        "shown": [GROUPS[one] for one in GROUPS if one in shown],
    }
    response = render(request, "alerts/alert.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _groups(told: Sheet) -> list[tuple[str, Any]]:
    """The groups that this alert has something in, with their words."""
    there = {
        "identifiers": told.identifiers.rows or told.persons.rows,
        "texts": told.texts.rows,
        "files": told.files.rows,
        "changes": any(version.changes for version in told.versions),
        "unknown": told.unknown_count,
        "reporter": told.reporter.rows,
    }
    return [(name, words) for name, words in GROUPS.items() if there[name]]


# --- the quarantine ---------------------------------------------------------------------------------


@require_safe
@requires(Permission.QUARANTINE_SEE)
def quarantine(request: HttpRequest) -> HttpResponse:
    """What arrived at one's institution and could not be read."""
    after = request.GET.get("tras")
    found = queries.quarantine_of(signed_in(request), after=after)
    return render(request, "alerts/quarantine.html", {"found": found, "first": not after})


@require_safe
@requires(Permission.QUARANTINE_SEE)
def quarantine_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One unread item: what is known of it, and what may be done."""
    return _item_page(request, _item(request, pk), forms.SetAsideForm())


@require_POST
@requires(Permission.QUARANTINE_HANDLE)
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read it again; says what came of it, or why it still cannot be read."""
    item = _item(request, pk)
    try:
        counts = actions.retry(item=item, by=signed_in(request), now=timezone.now())
    except Denied as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Ahora sí se pudo leer. %(what)s") % {"what": _became(counts)})
    return redirect("alerts:quarantine_item", pk=pk)


@require_POST
@requires(Permission.QUARANTINE_HANDLE)
def set_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it among those handled, with a reason (POST ``why``)."""
    item = _item(request, pk)
    form = forms.SetAsideForm(request.POST)
    if form.is_valid():
        try:
            actions.set_aside(item=item, why=form.cleaned_data["why"], by=signed_in(request), now=timezone.now())
        except Denied as no:
            messages.error(request, str(no))
            return redirect("alerts:quarantine_item", pk=pk)
        messages.success(request, _("Quedó apartado, con su razón."))
        return redirect("alerts:quarantine")
    return _item_page(request, item, form, status=422)


def _item(request: HttpRequest, pk: UUID) -> Quarantined:
    mine = queries.visible_quarantine(signed_in(request)).select_related("delivery", "handled_by")
    return get_object_or_404(mine, pk=pk)


def _item_page(request: HttpRequest, item: Quarantined, form: forms.SetAsideForm, status: int = 200) -> HttpResponse:
    found = {
        "item": item,
        "form": form,
        "kept": item.sealed is not None,
        "fingerprint": bytes(item.fingerprint)[:6].hex(),
        "alerts": queries.alerts_read_from(item, signed_in(request)),
    }
    return render(request, "alerts/quarantine_item.html", found, status=status)


def _became(counts: Counts) -> str:
    told = (
        (counts.cases_opened, ngettext("%(n)s caso abierto", "%(n)s casos abiertos", counts.cases_opened)),
        (counts.joined, ngettext("%(n)s alerta unida a su caso", "%(n)s alertas unidas a su caso", counts.joined)),
        (counts.versions, ngettext("%(n)s versión nueva", "%(n)s versiones nuevas", counts.versions)),
        (counts.replays, ngettext("%(n)s que ya se tenía", "%(n)s que ya se tenían", counts.replays)),
        (counts.details, ngettext("%(n)s datos de archivo", "%(n)s datos de archivos", counts.details)),
    )
    return ", ".join(words % {"n": n} for n, words in told if n) + "."


# --- a letter ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ALERT_TYPE)
def letter(request: HttpRequest) -> HttpResponse:
    """A letter that came on paper, typed: it becomes an alert like any other."""
    if request.method != "POST":
        return _letter_page(request, forms.LetterForm(), forms.IdentifierRows(prefix="id"))
    if "more" in request.POST:
        return _more_rows(request)
    form, rows = forms.LetterForm(request.POST), forms.IdentifierRows(request.POST, prefix="id")
    if form.is_valid() and rows.is_valid():
        entities = [entity for row in rows if (entity := row.entity())]
        try:
            typed, counts = actions.type_letter(
                payload=form.payload(entities), by=signed_in(request), now=timezone.now()
            )
        except (Denied, Malformed) as no:
            form.add_error(None, str(no))
        else:
            return _typed(request, typed, counts)
    return _letter_page(request, form, rows, status=422)


def _more_rows(request: HttpRequest) -> HttpResponse:
    """The same page, unsent, with five more rows for identifiers."""
    given = request.POST.copy()
    total = given.get("id-TOTAL_FORMS", "")
    count = int(total) if total.isdecimal() and len(total) < 4 else forms.ROWS
    given["id-TOTAL_FORMS"] = str(min(count + forms.ROWS, forms.MOST_ROWS))
    form, rows = forms.LetterForm(given), forms.IdentifierRows(given, prefix="id")
    return _letter_page(request, form, rows, quiet=True)


def _letter_page(
    request: HttpRequest, form: forms.LetterForm, rows: Any, *, status: int = 200, quiet: bool = False
) -> HttpResponse:
    errors = [] if quiet or not form.is_bound else _errors(form, rows)
    found = {
        "form": form,
        "rows": rows,
        "errors": errors,
        "quiet": quiet,
        "room": len(rows.forms) < forms.MOST_ROWS,
    }
    return render(request, "alerts/letter.html", found, status=status)


def _errors(form: forms.LetterForm, rows: Any) -> list[tuple[str, str]]:
    """All that is wrong, in the order of the page, each with the id of its field."""
    found = [("", str(words)) for words in (*form.non_field_errors(), *rows.non_form_errors())]
    for one, before in ((form, ""), *((row, _("Identificador %(n)s") % {"n": n}) for n, row in enumerate(rows, 1))):
        for field in one:
            where = before or str(field.label)
            where += " " if where.endswith("?") else ": "
            found += [(field.id_for_label, f"{where}{words}") for words in field.errors]
    return found


def _typed(request: HttpRequest, typed: Alert, counts: Counts) -> HttpResponse:
    """Say what became of the letter, and go where the person may follow it."""
    mine = queries.visible_alerts(signed_in(request)).filter(pk=typed.pk).exists()
    messages.success(request, _what_became(typed, counts, mine=mine))
    return redirect("cases:file", code=typed.case.code) if mine else redirect("alerts:letter")


def _what_became(typed: Alert, counts: Counts, *, mine: bool) -> str:
    words = {"code": typed.case.code, "institution": wording.institution(typed.case.institution)}
    if counts.new and typed.disposition != Disposition.JOINED:
        if mine:
            return _("La carta abrió el caso %(code)s.") % words
        return _("La carta abrió el caso %(code)s, que por el lugar lleva otra institución: %(institution)s.") % words
    if not mine:
        return _("La carta quedó en un caso que ya sigue otra institución.")
    if counts.replays:
        return _("Esta carta ya se tenía, igual: se anotó que llegó otra vez. Está en el caso %(code)s.") % words
    if counts.versions:
        return _("Esta carta ya se tenía y llegó con cambios: quedó como versión nueva en el caso %(code)s.") % words
    return _("La carta se unió al caso %(code)s: %(why)s.") % {
        **words,
        "why": wording.JOINS.get(typed.join_reason, typed.join_reason),
    }

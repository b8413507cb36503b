"""The pages of a whole institution: who is still to be told, what leaves, and codes that nobody knows."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.exchange import outbox, sender_actions, sender_bulk, sender_forms, sender_queries, sender_unknown
from hilo.exchange.models import Feedback, OutboxItem, UnknownCode
from hilo.lib.errors import Denied


@require_safe
@requires(Permission.CASE_SEE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Alerts whose sender still has to be told, the oldest first, those of closed cases among them (GET ``tras``)."""
    user = signed_in(request)
    page = sender_queries.page(user, request.GET.get("tras", ""))
    context = {
        "page": page,
        "count": sender_queries.not_told_of(user).order_by()[: sender_queries.MOST + 1].count(),
        "stuck": sender_queries.stuck_count(user),
        "outcomes": sender_forms.bulk_choices(),
        "able": user.has(Permission.SENDER_ANSWER),
        "first": not request.GET.get("tras"),
    }
    return render(request, "exchange/sender_list.html", context)


@require_POST
@requires(Permission.SENDER_ANSWER)
def tell(request: HttpRequest) -> HttpResponse:
    """Say one word about all alerts that were marked on one page, and release it."""
    user, marked = signed_in(request), request.POST.getlist("alert")[: sender_queries.PAGE]
    mine = sender_queries.marked(user, marked)
    form = sender_forms.BulkForm(request.POST, alerts=[str(one.pk) for one in mine])
    if not form.is_valid():
        messages.error(request, _("Marque al menos una alerta de la lista y elija qué se dice."))
        return redirect("exchange:senders")
    act = partial(sender_bulk.tell_many, outcome=form.cleaned_data["outcome"], by=user, now=timezone.now())
    try:
        count = act(alerts=mine)
    except Denied as no:
        messages.error(request, str(no))
    else:
        words = ngettext("%(n)s respuesta quedó mandada.", "%(n)s respuestas quedaron mandadas.", count)
        messages.success(request, words % {"n": count})
    return redirect("exchange:senders")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SENDER_ANSWER)
def carry(request: HttpRequest) -> HttpResponse:
    """Answers to be carried by hand, the oldest first; POST keeps one receipt for those that are marked."""
    user = signed_in(request)
    form = sender_forms.CarriedForm(request.POST if request.method == "POST" else None)
    marked = request.POST.getlist("answer")
    if form.is_bound and form.is_valid():
        chosen = [row for row in sender_queries.to_carry(user)[: sender_queries.PAGE] if str(row.pk) in marked]
        try:
            if not chosen:
                raise Denied(_("Marque al menos una respuesta de la lista."))
            count = sender_bulk.keep_many(rows=chosen, by=user, now=timezone.now(), **form.cleaned_data)
        except Denied as no:
            form.add_error(None, str(no))
        else:
            words = ngettext("%(n)s alerta ya tiene su acuse.", "%(n)s alertas ya tienen su acuse.", count)
            messages.success(request, words % {"n": count})
            return redirect("exchange:carry")
    rows = sender_queries.to_carry(user)
    context = {"rows": rows[: sender_queries.PAGE], "count": rows.count(), "form": form, "marked": marked}
    return render(request, "exchange/sender_carry.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Permission.CASE_SEE)
def leaving(request: HttpRequest) -> HttpResponse:
    """What leaves from the institution: first what waits for a person, then what moves by itself."""
    user = signed_in(request)
    stuck, moving = sender_queries.leaving(user)
    context = {
        "stuck": stuck,
        "moving": moving,
        "able": user.has(Permission.SENDER_ANSWER),
        "kind": sender_actions.KIND,
    }
    return render(request, "exchange/sender_outbox.html", context)


@require_POST
@requires(Permission.SENDER_ANSWER)
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person settles what is stuck (POST ``act``): it arrived, it did not, try again, take it back."""
    user = signed_in(request)
    item = get_object_or_404(OutboxItem.objects.visible_to(user), pk=pk)
    try:
        messages.success(request, _settle(item, request.POST.get("act", ""), user))
    except Denied as no:
        messages.error(request, str(no))
    return redirect("exchange:outbox")


def _settle(item: OutboxItem, act: str, by: User) -> str:
    given: dict[str, Any] = {"item": item, "by": by, "now": timezone.now()}
    if act in ("arrived", "missing"):
        outbox.resolve(arrived=act == "arrived", **given)
        return _("Quedó anotado que llegó.") if act == "arrived" else _("Se enviará otra vez, con la misma clave.")
    if act == "retry":
        outbox.retry(**given)
        return _("Espera su turno otra vez.")
    if act != "drop":
        raise Denied(_("Elija qué se hace con este envío."))
    row = Feedback.objects.filter(pk=item.subject, alert__case__institution=by.institution).first()
    if item.kind == sender_actions.KIND and row is not None:
        sender_actions.withdraw(row=row, by=by, now=given["now"])
    else:
        outbox.drop(**given)
    return _("Se retiró. No salió nada.")


@require_safe
@requires(Permission.SENDER_ANSWER)
def unknown(request: HttpRequest) -> HttpResponse:
    """Codes and senders that wait for a decision, those due first; and the last decisions."""
    mine = UnknownCode.objects.visible_to(signed_in(request))
    context = {
        "waiting": mine.waiting().order_by("due_at", "id")[: sender_queries.PAGE],
        "count": mine.waiting().count(),
        "decided": mine.exclude(state=UnknownCode.State.WAITING)
        .select_related("decided_by")
        .order_by("-decided_at", "-id")[: sender_queries.PAGE],
    }
    return render(request, "exchange/sender_unknown.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SENDER_ANSWER)
def unknown_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide what one code means, or set it aside."""
    user = signed_in(request)
    row = get_object_or_404(UnknownCode.objects.visible_to(user).select_related("decided_by"), pk=pk)
    form = sender_forms.DecideForm(request.POST if request.method == "POST" else None, row=row)
    if form.is_bound and form.is_valid():
        meaning, why = form.cleaned_data["meaning"], form.cleaned_data["why"]
        act = partial(sender_unknown.decide, meaning=meaning) if meaning else partial(sender_unknown.set_aside, why=why)
        try:
            act(row=row, by=user, now=timezone.now())
        except Denied as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("La decisión quedó anotada con su nombre."))
            return redirect("exchange:unknown")
    context = {"row": row, "form": form, "alert": sender_unknown.alert_of(row, user)}
    return render(request, "exchange/sender_unknown_item.html", context, status=422 if form.is_bound else 200)

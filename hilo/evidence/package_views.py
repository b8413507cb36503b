"""Deliveries between institutions: what waits to be confirmed, and what one holds of cases that another one leads.

Nothing of a case is shown here but the exhibit number, the seal, who gave and when.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.models import Case, Event
from hilo.cases.views import asked
from hilo.evidence import actions, item_forms, queries
from hilo.evidence.models import Transfer
from hilo.evidence.policies import IN_HAND
from hilo.lib.errors import Denied

MOST = 100  # rows of a list


@require_safe
@requires(Permission.EVIDENCE_RECEIVE)
def waiting(request: HttpRequest) -> HttpResponse:
    """What somebody of one's institution should confirm, and what it has in hand for others."""
    user = signed_in(request)
    sent = list(queries.answerable_by(user)[:MOST])
    held = list(queries.in_hand_of(user)[:MOST])
    missed = queries.missed_of({one.item.case_id for one in sent})
    seals = dict(actions.look(transfers=[*sent, *held], by=user))
    context = {
        "rows": [_package(one, seals[one], user, missed.get(one.pk, [])) for one in sent],
        "held": [_package(one, seals[one], user) for one in held],
        "most": MOST if MOST in (len(sent), len(held)) else 0,
    }
    return render(request, "evidence/waiting.html", context)


def _package(one: Transfer, seal: str, user: User, missed: list[Event] | None = None) -> dict[str, Any]:
    return {"transfer": one, "seal": seal, "mine": one.given.by_id == user.pk, "missed": missed}


@asked
@requires(Permission.EVIDENCE_RECEIVE)
def receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whether a delivery came, and how it looked."""
    form = partial(item_forms.ReceiveForm, now=timezone.now())
    return _said(request, queries.answerable_by(signed_in(request)), pk, form, _came, _("Quedó anotado."), "receive")


def _came(*, transfer: Transfer, by: User, now: Any, outcome: str, condition: str, **given: Any) -> None:
    if outcome == item_forms.MISSING:
        actions.miss(transfer=transfer, by=by, now=now, note=condition)
    else:
        actions.receive(transfer=transfer, by=by, now=now, condition=condition, **given)


@asked
@requires(Permission.EVIDENCE_HANDLE)
def hand_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a step of an item that is here, of a case that another institution leads."""
    user = signed_in(request)
    form = partial(item_forms.HandStepForm, now=timezone.now(), me=user.display_name, kinds=IN_HAND)
    done = _("El paso quedó en la cadena de custodia.")
    return _said(request, queries.in_hand_of(user), pk, form, _of_item(actions.record), done, "step")


@asked
@requires(Permission.EVIDENCE_HANDLE)
def hand_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Deliver such an item, usually back to where it came from."""
    user = signed_in(request)
    form = partial(item_forms.HandGiveForm, now=timezone.now())
    done = _("La entrega quedó anotada. Falta que quien recibe lo confirme.")
    return _said(request, queries.in_hand_of(user), pk, form, _of_item(actions.give), done, "give")


def _of_item(act: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *, transfer, **given: act(item=transfer.item, **given)


def _said(
    request: HttpRequest,
    mine: QuerySet[Transfer],
    pk: UUID,
    shape: Callable[..., Form],
    act: Callable[..., Any],
    done: str,
    what: str,
) -> HttpResponse:
    """Show the form, or do the act and go back to where the person came from."""
    user = signed_in(request)
    transfer = get_object_or_404(mine, pk=pk)
    form = shape(request.POST if request.method == "POST" else None, **_about(transfer, what))
    if form.is_bound and form.is_valid():
        try:
            act(transfer=transfer, by=user, now=timezone.now(), **form.cleaned_data)
        except Denied as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, done)
            return _after(transfer, user)
    ((_one, seal),) = actions.look(transfers=[transfer], by=user)
    context = {"form": form, "what": what, **_package(transfer, seal, user)}
    return render(request, "evidence/package.html", context, status=422 if form.is_bound else 200)


def _about(transfer: Transfer, what: str) -> dict[str, Any]:
    if what == "receive":
        return {"outside": not transfer.to_institution}
    if what == "give":
        return {"initial": {"to_institution": transfer.given.institution}}
    return {}


def _after(transfer: Transfer, user: User) -> HttpResponse:
    case = transfer.item.case
    if Case.objects.visible_to(user).filter(pk=case.pk).exists():
        return redirect("evidence:item", code=case.code, pk=transfer.item_id)
    return redirect("evidence:waiting")

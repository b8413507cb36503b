"""The pages of hand-offs: two lists, one sheet for each, and its steps."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in, with_key
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.access import kept_out_of
from hilo.cases.models import Case
from hilo.cases.policies import Changed
from hilo.cases.queries import seen_of
from hilo.exchange import actions, course, forms, policies, queries
from hilo.exchange.models import HandOff
from hilo.intake import sharing
from hilo.lib.errors import Denied

asked = require_http_methods(["GET", "HEAD", "POST"])
State = HandOff.State
ANSWERS = {"acknowledge", "accept", "refuse", "give_result", "paper"}  # steps of the receiver, however they are known
MANY = {"acknowledge": actions.acknowledge, "accept": actions.accept}
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@require_safe
@requires(Permission.CASE_SEE)
def handoffs(request: HttpRequest) -> HttpResponse:
    """One of the four lists (GET ``ver``), most overdue first, page by page (GET ``pagina``)."""
    user = signed_in(request)
    view = request.GET.get("ver", queries.IN)
    if view not in queries.VIEWS:
        raise Http404
    number = request.GET.get("pagina", "1")
    page = max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
    first = (page - 1) * queries.PAGE
    found = queries.dated(queries.listed(user, view))
    if view == queries.ENDED:
        found = found.order_by("-answered_at", "-id")
    rows = list(found[first : first + queries.PAGE + 1])
    context = {
        "view": view, "rows": rows[: queries.PAGE], "counts": queries.counts(user), "now": timezone.now(),
        "before": page - 1, "after": page + 1 if len(rows) > queries.PAGE else 0,
    }  # fmt: skip
    return render(request, "exchange/handoffs.html", context)


@require_POST
@requires(Permission.HANDOFF_ANSWER)
def answer_many(request: HttpRequest) -> HttpResponse:
    """Acknowledge or accept those marked on the list (POST ``one``: id and revision; ``step``); each by itself."""
    user, step = signed_in(request), request.POST.get("step", "")
    if step not in MANY:
        raise Http404
    done, refused = 0, ""
    for row, revision in _marked(request, user):
        try:
            MANY[step](handoff=row, by=user, now=timezone.now(), revision=revision)
            done += 1
        except Denied as no:
            refused = f"{row.folio}: {no}"
    if done:
        said = ngettext("%(n)d canalización respondida.", "%(n)d canalizaciones respondidas.", done)
        messages.success(request, said % {"n": done})
    if refused or not done:
        messages.error(request, refused or _("Marque las canalizaciones que responde."))
    return redirect("exchange:handoffs")


def _marked(request: HttpRequest, user: User) -> list[tuple[HandOff, int]]:
    """What was marked of one's own list, with the revision that was shown; anything else is left out."""
    pairs = [value.partition(":") for value in request.POST.getlist("one")[: queries.PAGE]]
    shown = {pk: int(revision) for pk, _colon, revision in pairs if revision.isdecimal() and UUIDS.fullmatch(pk)}
    rows = queries.listed(user, queries.IN).filter(pk__in=shown).select_related("case")
    return [(row, shown[str(row.pk)]) for row in rows]


@require_safe
@requires(Permission.CASE_SEE)
def handoff(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How one hand-off stands; what was asked and answered is opened, and the look is logged."""
    user, row = signed_in(request), _load(request, pk)
    log_read(user=user, subject_kind="handoff", subject_id=row.pk, field="request")
    return render(request, "exchange/handoff.html", _told(row, user))


def _told(row: HandOff, user: User) -> dict[str, Any]:
    sealed = {
        name: open_text(getattr(row, name), place=f"handoff.{name}:{row.pk}")
        for name in ("request", "answer", "result")
    }
    return {
        "row": row,
        "now": timezone.now(),
        "words": sealed,
        "steps": queries.steps(row),
        "clock": queries.live_clock(row),
        "papers": list(row.acknowledgements.select_related("by")),
        "scope": sorted(row.scope_set),
        "alerts": row.case.alerts.count(),
        "may": _may(row, user),
        "reports": _reports(row),
        "file": Case.objects.visible_to(user).filter(pk__in=[row.case_id, row.made_id]).first(),
        "mine": row.receiver == user.institution,
        "ours": row.sender == user.institution,
    }


def _reports(row: HandOff) -> str:
    """Whether the receiver's unit can open the case's reports; "" when they do not travel or there are none."""
    return sharing.state_of(row.case, row.receiver) if _travels(row) else ""


def _travels(row: HandOff) -> bool:
    return row.kind == HandOff.Kind.TRANSFER and row.state in HandOff.OPEN


@require_POST
@requires(Permission.HANDOFF_MAKE)
@with_key
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the receiver's unit open the case's reports, with one's own key."""
    row = sent_by(request, pk)
    try:
        state = actions.share_reports(handoff=row, by=signed_in(request), now=timezone.now())
    except Denied as no:
        messages.error(request, str(no))
    else:
        if state == sharing.OPENS:
            messages.success(request, _("La otra unidad ya puede abrir los avisos del caso."))
        else:
            messages.error(request, _("No se pudo dar la llave: su llave no abre todos los avisos del caso."))
    return redirect("exchange:handoff", pk=row.pk)


def _may(row: HandOff, user: User) -> set[str]:
    """Names of the steps that this person may take now."""
    found = set()
    if user.institution == row.receiver and user.has(Permission.HANDOFF_ANSWER):
        found |= _possible(row)
    if user.institution == row.sender and user.has(Permission.HANDOFF_MAKE):
        found |= {"paper"} if _possible(row) else set()
        found |= {"release"} if policies.releasable(row) else set()
        found |= {"withdraw", "letter"} if row.state in HandOff.UNANSWERED else set()
        found |= {"link"} if row.state in HandOff.OPEN and not policies.has_people(row.receiver) else set()
    return found


def _possible(row: HandOff) -> set[str]:
    """Steps the receiver can take where the hand-off stands."""
    return {
        State.OFFERED: {"acknowledge", "accept", "refuse"},
        State.RECEIVED: {"accept", "refuse"},
        State.ACCEPTED: {"give_result"},
    }.get(State(row.state), set())


@asked
@requires(Permission.HANDOFF_MAKE)
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a case to another institution; GET ``a``: the one chosen on the map of the course."""
    user = signed_in(request)
    case = get_object_or_404(Case.objects.visible_to(user), code=code.upper())
    conflicted = kept_out_of(case)
    first, rest = queries.choices(case, course.suggested(case, conflicted), conflicted)
    wanted = request.GET.get("a", "")
    initial = {
        "revision": case.revision, "seen": seen_of(case), "receiver": wanted, "kind": HandOff.Kind.TRANSFER,
        "scope": [part for part, _words in forms.OfferForm.base_fields["scope"].choices],  # type: ignore[attr-defined]
    }  # fmt: skip
    form = forms.OfferForm(request.POST or None, initial=initial, first=first, rest=rest)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        if given["kind"] == HandOff.Kind.PART:  # what cannot travel with a part stays, whatever was marked
            given["scope"] = [part for part in given["scope"] if part in ("people", "places")]
        try:
            row = actions.offer(case=case, by=user, now=timezone.now(), **given)
        except Denied as no:
            form.add_error(None, str(no))
            status = 409 if isinstance(no, Changed) else 422
        else:
            messages.success(request, _("La canalización quedó enviada. El caso sigue aquí hasta que la acepten."))
            return redirect("exchange:handoff", pk=row.pk)
    return render(request, "exchange/offer.html", {"case": case, "form": form, "since": []}, status=status)


@asked
@requires(Permission.HANDOFF_ANSWER)
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one's institution has it in hands."""
    done = _("Quedó el acuse. Falta decir si se acepta.")
    return _step(request, _received(request, pk), forms.StepForm, actions.acknowledge, "acknowledge", done=done)


@asked
@requires(Permission.HANDOFF_ANSWER)
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it."""
    done = _("Aceptada. Desde ahora el caso es de su institución.")
    return _step(request, _received(request, pk), forms.StepForm, actions.accept, "accept", done=done)


@asked
@requires(Permission.HANDOFF_ANSWER)
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no, and why."""
    done = _("Quedó dicho que no se acepta, y por qué. El caso sigue con quien lo envió.")
    return _step(request, _received(request, pk), forms.RefuseForm, actions.refuse, "refuse", done=done)


@asked
@requires(Permission.HANDOFF_ANSWER)
def give_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what came of it."""
    done = _("El resultado llegó a quien canalizó el caso.")
    return _step(request, _received(request, pk), forms.ResultForm, actions.give_result, "give_result", done=done)


@asked
@requires(Permission.HANDOFF_MAKE)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the offer back."""
    done = _("La canalización quedó retirada. El caso sigue con su institución.")
    return _step(request, sent_by(request, pk), forms.WithdrawForm, actions.withdraw, "withdraw", done=done)


@asked
@requires(Permission.HANDOFF_MAKE)
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open to the receiver what had not travelled."""
    row = sent_by(request, pk)
    form = partial(forms.ReleaseForm, possible=policies.releasable(row))
    done = _("Quien recibió ya puede verlo; quedó anotado en el hilo.")
    return _step(request, row, form, actions.release, "release", done=done)


@asked
@requires(Permission.HANDOFF_MAKE)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a signed paper that answers for an institution without accounts here."""
    row = sent_by(request, pk)
    form = partial(forms.PaperForm, possible=sorted(_possible(row)))
    act = {name: getattr(actions, name) for name in ("acknowledge", "accept", "refuse", "give_result")}

    def take(**given: Any) -> HandOff:
        found: HandOff = act[request.POST["step"]](**given)
        return found

    return _step(request, row, form, take, "paper", done=_("El papel quedó anotado por su referencia, fecha y huella."))


def _load(request: HttpRequest, pk: UUID) -> HandOff:
    rows = HandOff.objects.visible_to(signed_in(request)).select_related("case", "made", "previous", "offered_by")
    return get_object_or_404(rows, pk=pk)


def _received(request: HttpRequest, pk: UUID) -> HandOff:
    """A hand-off offered to one's own institution; 404 for any other."""
    row = _load(request, pk)
    if row.receiver != signed_in(request).institution:
        raise Http404
    return row


def sent_by(request: HttpRequest, pk: UUID) -> HandOff:
    """A hand-off that one's own institution offered; 404 for any other."""
    row = _load(request, pk)
    if row.sender != signed_in(request).institution:
        raise Http404
    return row


def _step(
    request: HttpRequest, row: HandOff, kind: Callable[..., Any], act: Callable[..., HandOff], name: str, *, done: str
) -> HttpResponse:
    """Take the step and go to the hand-off's sheet, or show the form with what was typed."""
    form = kind(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given: dict[str, Any] = {key: value for key, value in form.cleaned_data.items() if key in ("reason", "parts")}
        if name in ANSWERS:
            given = form.said() | {"known": form.known()}
        try:
            act(handoff=row, by=signed_in(request), now=timezone.now(), revision=form.cleaned_data["revision"], **given)
        except Denied as no:
            form.add_error(None, str(no))
            status = 409 if isinstance(no, Changed) else 422
        else:
            messages.success(request, done)
            return redirect("exchange:handoff", pk=row.pk)
    return render(request, "exchange/step.html", {"row": row, "form": form, "step": name}, status=status)

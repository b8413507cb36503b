"""Pages of the letters of a case: the list, one letter, writing it, its paper, and each of its moves."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases import access
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.exchange.letters import pdf
from hilo.investigation import request_actions, request_annex, request_forms, request_queries
from hilo.investigation.models import Act, Request, RequestState
from hilo.investigation.request_content import ESCALATION, RequestContent, opened
from hilo.investigation.request_letter import asked_of, letter_of, span_in_words
from hilo.investigation.request_pages import PAGES
from hilo.investigation.request_policies import FROM, allowed
from hilo.reference import pack

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.CASE_SEE)
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """Letters of a case: drafts, then those that wait by when an answer is due, then the rest."""
    case, now = load(request, code), timezone.now()
    rows = request_queries.rows_of(case, request_queries.letters_of(case), now)
    may = case.is_open and signed_in(request).has(Permission.REQUEST_SEND)
    context = {"case": case, "rows": rows, "now": now, "may": may, "most": request_queries.MOST}
    return render(request, "investigation/requests.html", context)


def _load(request: HttpRequest, code: str, pk: UUID) -> Request:
    case = load(request, code)
    rows = Request.objects.select_related("act", "repeats", "sent_by", "made_by")
    found = get_object_or_404(rows, case=case, pk=pk)
    found.case = case
    return found


@require_safe
@requires(Permission.CASE_SEE)
def letter(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One letter: what it asks, where it stands, what came. Its annex stays masked; notes shown are a logged look."""
    found, user, now = _load(request, code, pk), signed_in(request), timezone.now()
    [row] = request_queries.rows_of(found.case, [found], now)
    sight = access.sight_of(found.case, user, now)
    steps = request_queries.steps_of(row, sight)
    if any(one.note for one in steps) or row.kept.withdrawn:
        log_read(user=user, subject_kind="request", subject_id=found.pk, field="notes", reason=sight.reason())
    may = found.case.is_open and user.has(Permission.REQUEST_SEND)
    context = {
        "case": found.case,
        "row": row,
        "one": found,
        "asked": asked_of(row.template, row.kept.given),
        "within": span_in_words(pack().clocks[row.template.within].span),
        "steps": steps,
        "related": request_queries.related_of(found),
        "may": [what for what in FROM if may and allowed(found, what)],
        "opens": user.has(Permission.IDENTIFIER_REVEAL) or not row.kept.given.annex,
        "act": found.act and pack().acts.get(found.act.type),
        "now": now,
    }
    return render(request, "investigation/request.html", context)


@require_safe
@requires(Permission.CASE_SEE)
def letter_pdf(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The paper. With an annex it shows whole identifiers: the role must open them, and the look is logged."""
    found, user = _load(request, code, pk), signed_in(request)
    if opened(found).given.annex:
        if not user.has(Permission.IDENTIFIER_REVEAL):
            return render(request, "investigation/request_closed.html", {"case": found.case, "one": found}, status=403)
        log_read(user=user, subject_kind="request", subject_id=found.pk, field="annex", reason="pdf")
    made = letter_of(found, **_signing(user))  # type: ignore[arg-type]
    name = f"{found.number.replace('/', '-')}{'' if found.fingerprint else '-borrador'}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf(made), content_type="application/pdf", headers=headers)


def _signing(user: User) -> dict[str, str]:
    """Who signs unless the letter says so: the person, by name and role, in the capital of the institution's state."""
    ours = pack().institutions.get(user.institution)
    state = pack().states.get((ours and ours.state) or "CMX")
    return {
        "signer": user.display_name,
        "post": str(user.role_card().label),
        "place": state.name.es if state else "",
    }


@asked
@requires(Permission.REQUEST_SEND)
def letter_new(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what to ask for, or write it once it is chosen (GET ``oficio``); ``acto``: the act it belongs to."""
    case = load(request, code)
    act = _act(request, case)
    template = pack().requests.get(request.GET.get("oficio", ""))
    if template is None or template.code == ESCALATION:
        return render(request, "investigation/request_choose.html", _choices(case, act))
    every = [one.code for one in template.fields]
    known = {"fields_asked": every, **_signing(signed_in(request))}
    do = partial(request_actions.draft, case=case, template=template.code, act=act)
    more = {"act_type": act and pack().acts.get(act.type)}
    return _written(request, case, template.code, do, known, None, more)


def _act(request: HttpRequest, case: Case) -> Act | None:
    """The act named in the address; 404 for one of another case."""
    named = request.GET.get("acto", "")
    if not named:
        return None
    try:
        return get_object_or_404(Act, case=case, pk=UUID(named))
    except ValueError:
        raise Http404 from None


def _choices(case: Case, act: Act | None) -> dict[str, Any]:
    """Templates, those of the act apart from the others; each with what its way gets and what it cannot."""
    of_act = [code for code in pack().acts[act.type].requests if code in pack().requests] if act else []
    rest = [one for one in pack().requests.values() if one.code not in of_act and one.code != ESCALATION]
    return {
        "case": case,
        "act": act,
        "act_type": act and pack().acts.get(act.type),
        "fitting": [pack().requests[code] for code in of_act],
        "national": [one for one in rest if one.way == "national"],
        "abroad": [one for one in rest if one.way != "national"],
    }


@asked
@requires(Permission.REQUEST_SEND)
def letter_edit(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Correct a draft. Its form shows whole identifiers: the role must open them, and the look is logged."""
    found, user = _load(request, code, pk), signed_in(request)
    given = opened(found).given
    if given.annex and found.state == RequestState.DRAFT:
        if not user.has(Permission.IDENTIFIER_REVEAL):
            return render(request, "investigation/request_closed.html", {"case": found.case, "one": found}, status=403)
        log_read(user=user, subject_kind="request", subject_id=found.pk, field="annex", reason="borrador")
    if not allowed(found, "rewritten"):
        return redirect("investigation:request", code=code, pk=pk)
    known = request_forms.initial_of(given, found.addressee)
    do = partial(request_actions.rewrite, request=found)
    return _written(request, found.case, found.template, do, known, given, {"one": found})


def _written(
    request: HttpRequest,
    case: Case,
    code: str,
    do: Any,
    known: dict[str, Any],
    kept: RequestContent | None,
    more: dict[str, Any],
) -> HttpResponse:
    template, user, made = pack().requests[code], signed_in(request), []
    sight = access.sight_of(case, user, timezone.now())
    opens = template.annex and user.has(Permission.IDENTIFIER_REVEAL)
    offers = request_annex.offered(case, sight, template.annex_with) if opens else []
    out = access.kept_out_of(case)
    offered = {"template": template, "of": case, "offers": offers, "kept": kept, "kept_out": out}
    form = filled(request, case, request_forms.LetterForm, known, **offered)

    def act(**given: Any) -> Request:
        letter: Request = do(sight=sight, **given)
        made.append(letter)
        return letter

    within = span_in_words(pack().clocks[template.within].span)
    done = _("El borrador quedó guardado. Revíselo y, cuando esté completo, envíelo.")
    context = {"about": template, "within": within, **more}
    found = answer(request, case, form, act, "investigation/request_form.html", done=done, **context)
    return _to_letter(made[0], found) if made else found


def _to_letter(letter: Request, response: HttpResponse) -> HttpResponse:
    if response.status_code != 302:
        return response
    return redirect("investigation:request", code=letter.case.code, pk=letter.pk)


@asked
@requires(Permission.REQUEST_SEND)
def letter_step(request: HttpRequest, code: str, pk: UUID, step: str) -> HttpResponse:
    """A move of a letter: one page for each of :data:`PAGES`; 404 for any other word."""
    found, page = _load(request, code, pk), PAGES.get(step)
    if page is None:
        raise Http404
    form = filled(request, found.case, page.form, **page.offered(found, timezone.now()))
    made = [found]

    def act(**given: Any) -> Any:
        done = page.act(request=found, **given)
        made.append(done if isinstance(done, Request) and page.follows else found)
        return done

    [row] = request_queries.rows_of(found.case, [found], timezone.now())
    context = {"one": found, "row": row, "page": page}
    answered = answer(request, found.case, form, act, "investigation/request_step.html", done=str(page.done), **context)
    return _to_letter(made[-1], answered)

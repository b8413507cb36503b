"""What a person does to a case. Each view is gate, load, form, act, and back to the case file.

A refusal brings the form back with what was typed: 422 when a rule says no, 409 when somebody changed
the case meanwhile, and then with what happened since.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.accounts.sealing import open_text
from hilo.cases import actions, clocks, forms, policies, queries
from hilo.cases.models import Case, Clock, Event
from hilo.cases.words import span_words
from hilo.lib.errors import Denied
from hilo.linkage.models import Suggestion

asked = require_http_methods(["GET", "HEAD", "POST"])
SEALED = {"persona": ("people", "person"), "lugar": ("places", "place")}  # address -> relation, subject of the read


@asked
@requires(Permission.CASE_NOTE)
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Add a note."""
    case = _load(request, code)
    form = _form(request, case, forms.NoteForm)
    act = partial(actions.record, case=case, kind="note.added")
    return _answer(request, case, form, act, "cases/note.html", done=_("La nota quedó en el expediente."))


@asked
@requires(Permission.CASE_NOTE)
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Record an act; GET ``acto``: the kind chosen beforehand."""
    case = _load(request, code)
    meets = queries.met_by(queries.duties_of(case))
    chosen = request.GET.get("acto", "")
    form = _form(request, case, forms.RecordForm, {"kind": chosen}, meets=meets, now=timezone.now())
    act = partial(actions.record, case=case)
    return _answer(request, case, form, act, "cases/record.html", done=partial(_recorded, meets), meets=meets)


def _recorded(meets: dict[str, list[Clock]], event: Event) -> str:
    label = queries.event_label(event.kind).get(get_language() or "es")
    duties = "; ".join(
        dict.fromkeys(queries.duty(one.rule, get_language() or "es")[0] for one in meets.get(event.kind, ()))
    )
    if duties:
        return _("Anotado: %(act)s. Con esto se cumple: %(duties)s.") % {"act": label, "duties": duties}
    return _("Anotado: %(act)s.") % {"act": label}


@asked
@requires(Permission.CASE_ASSIGN)
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Give the case to a colleague."""
    case = _load(request, code)
    form = _form(request, case, forms.AssignForm, people=_colleagues(case))

    def act(*, revision: int, **given: Any) -> int:
        return actions.assign(cases=[case], revisions={case.pk: revision}, **given)

    return _answer(request, case, form, act, "cases/assign.html", done=_("El caso cambió de manos."))


def _colleagues(case: Case) -> Any:
    able = [role.code for role in ROLES.values() if Permission.CASE_NOTE in role.permissions]
    found = User.objects.people().filter(institution=case.institution, role__in=able)
    return found.order_by("display_name", "pk")


@asked
@requires(Permission.CASE_NOTE)
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for the case oneself."""
    case = _load(request, code)
    form = _form(request, case, forms.CaseForm)
    act = partial(actions.take, case=case)
    return _answer(request, case, form, act, "cases/take.html", done=_("Desde ahora usted lleva este caso."))


@asked
@requires(Permission.CASE_TIER)
def tier(request: HttpRequest, code: str) -> HttpResponse:
    """Move the urgency, with a reason."""
    case = _load(request, code)
    form = _form(request, case, forms.TierForm, {"tier": case.tier})
    act = partial(actions.move_tier, case=case)
    return _answer(request, case, form, act, "cases/tier.html", done=_("La urgencia cambió y los plazos con ella."))


@asked
@requires(Permission.CASE_NOTE)
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Say where the case belongs; another institution may hold it from then on."""
    case = _load(request, code)
    form = _form(request, case, forms.StateForm, present=case.state)
    act = partial(actions.change_state, case=case)
    return _answer(request, case, form, act, "cases/state.html", done=_routed)


def _routed(case: Case) -> str:
    return _("El caso pasó a %(institution)s, que lo sigue desde ahora.") % {
        "institution": queries.institution_name(case.institution, get_language() or "es")
    }


@asked
@requires(Permission.CASE_CLOSE)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close, with an outcome, when no duty is open."""
    case = _load(request, code)
    form = _form(request, case, forms.CloseForm)
    duties = [clock for clock in queries.duties_of(case) if clock.blocks_closing]
    act = partial(actions.close, case=case)
    done = _("El caso quedó cerrado. Todo se conserva y puede reabrirse.")
    return _answer(request, case, form, act, "cases/close.html", done=done, duties=_ways(duties))


def _ways(duties: list[Clock]) -> list[dict[str, Any]]:
    """Open duties, each with the acts that would end it."""
    lang = get_language() or "es"
    kinds: dict[UUID, list[tuple[str, str]]] = {}
    for kind, met in queries.met_by(duties).items():
        for clock in met:
            kinds.setdefault(clock.pk, []).append((kind, queries.event_label(kind).get(lang)))
    return [{"clock": one, "duty": queries.duty(one.rule, lang)[0], "kinds": kinds.get(one.pk, [])} for one in duties]


@asked
@requires(Permission.CASE_REOPEN)
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Follow a closed case again."""
    case = _load(request, code)
    form = _form(request, case, forms.ReasonForm)
    act = partial(actions.reopen, case=case)
    return _answer(request, case, form, act, "cases/reopen.html", done=_("El caso está abierto otra vez."))


@asked
@requires(Permission.CASE_NOTE)
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Add a person by role."""
    case = _load(request, code)
    form = _form(request, case, forms.PersonForm)
    act = partial(actions.add_person, case=case)
    return _answer(request, case, form, act, "cases/person.html", done=_("La persona quedó en el expediente."))


@asked
@requires(Permission.CASE_NOTE)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Add a place or an institution."""
    case = _load(request, code)
    form = _form(request, case, forms.PlaceForm)
    act = partial(actions.add_place, case=case)
    return _answer(request, case, form, act, "cases/place.html", done=_("Quedó en el expediente."))


@asked
@requires(Permission.CLOCK_CHANGE)
def pause(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Stop counting until a moment."""
    case, clock = _load_clock(request, code, pk)
    calendar = clocks.Calendars().of(case.institution)
    rule = clocks.rule_of(clock)
    form = _form(request, case, forms.PauseForm, rule=rule, calendar=calendar, now=timezone.now())
    act = partial(actions.pause, clock=clock)
    return _answer(request, case, form, act, "cases/pause.html", done=_("El plazo está en pausa."), clock=clock)


@asked
@requires(Permission.CLOCK_CHANGE)
def resume(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """End a pause before its date."""
    case, clock = _load_clock(request, code, pk)
    form = _form(request, case, forms.CaseForm)
    act = partial(actions.resume, clock=clock)
    return _answer(request, case, form, act, "cases/resume.html", done=_("El plazo corre otra vez."), clock=clock)


@asked
@requires(Permission.CLOCK_CHANGE)
def extend(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Add the extension the rule allows."""
    case, clock = _load_clock(request, code, pk)
    span = clocks.rule_of(clock).extension
    form = _form(request, case, forms.ReasonForm)
    act = partial(actions.extend, clock=clock)
    more = {"clock": clock, "length": span_words(span) if span else ""}
    return _answer(request, case, form, act, "cases/extend.html", done=_("El plazo se amplió."), **more)


@asked
@requires(Permission.CLOCK_CHANGE)
def discharge(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Set a duty aside that does not apply to this case."""
    case, clock = _load_clock(request, code, pk)
    form = _form(request, case, forms.ReasonForm)
    act = partial(actions.discharge, clock=clock)
    done = _("El deber quedó descartado, con su razón.")
    return _answer(request, case, form, act, "cases/discharge.html", done=done, clock=clock)


@asked
@requires(Permission.LINK_DECIDE)
def judge(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say whether this case and another are one matter."""
    case = _load(request, code)
    suggestion = get_object_or_404(Suggestion, Q(left=case.pk) | Q(right=case.pk), pk=pk)
    form = _form(request, case, forms.JudgeForm)
    act = partial(actions.judge_link, case=case, suggestion=suggestion)
    return _answer(request, case, form, act, "cases/judge.html", done=_("Su respuesta quedó anotada."))


@asked
@requires(Permission.IDENTIFIER_REVEAL)
def reveal(request: HttpRequest, code: str, what: str, pk: UUID) -> HttpResponse:
    """Show a sealed name once, for a reason; the look is logged before it is shown."""
    case = _load(request, code)
    if what not in SEALED:
        raise Http404
    related, subject = SEALED[what]
    row = get_object_or_404(getattr(case, related), pk=pk, name__isnull=False)
    form = forms.RevealForm(request.POST if request.method == "POST" else None)
    context = {"case": case, "form": form, "row": row, "what": what}
    if not form.is_bound or not form.is_valid():
        return render(request, "cases/reveal.html", context, status=422 if form.is_bound else 200)
    why = form.cleaned_data["reason"]
    log_read(user=signed_in(request), subject_kind=subject, subject_id=row.pk, field="name", reason=why)
    name = open_text(row.name, place=f"{subject}.name:{row.pk}")
    return render(request, "cases/reveal.html", context | {"name": name})


def _load(request: HttpRequest, code: str) -> Case:
    mine = Case.objects.visible_to(signed_in(request)).select_related("owner")
    return get_object_or_404(mine, code=code.upper())


def _load_clock(request: HttpRequest, code: str, pk: UUID) -> tuple[Case, Clock]:
    case = _load(request, code)
    clock = get_object_or_404(case.clocks, pk=pk)
    clock.case = case
    return case, clock


def _form(request: HttpRequest, case: Case, kind: type[Form], known: dict[str, Any] | None = None, **more: Any) -> Any:
    """The form, filled from the request or with what is known, carrying what the page has seen."""
    initial = {"revision": case.revision, "seen": queries.seen_of(case), **(known or {})}
    return kind(request.POST if request.method == "POST" else None, initial=initial, **more)


def _answer(
    request: HttpRequest,
    case: Case,
    form: Any,
    act: Callable[..., Any],
    template: str,
    *,
    done: str | Callable[[Any], str],
    **context: Any,
) -> HttpResponse:
    """Do the act and go back to the case file, or show the form with what was typed."""
    status, since = (422 if form.is_bound else 200), []
    if form.is_bound and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            found = act(by=signed_in(request), now=timezone.now(), **given)
        except policies.Changed as no:
            status, since = 409, list(queries.events_after(case, form.cleaned_data["seen"])[:50])
            _renew(form, case, str(no))
        except Denied as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, done(found) if callable(done) else done)
            return _back(request, case)
    return render(request, template, {"case": case, "form": form, "since": since, **context}, status=status)


def _renew(form: Any, case: Case, sentence: str) -> None:
    """The next sending of the form counts with what the person is now shown."""
    form.add_error(None, sentence)
    case.refresh_from_db()
    form.data = form.data.copy()
    form.data["revision"], form.data["seen"] = case.revision, queries.seen_of(case)


def _back(request: HttpRequest, case: Case) -> HttpResponse:
    """To the case file; home when the case is no longer this person's to see."""
    if Case.objects.visible_to(signed_in(request)).filter(pk=case.pk).exists():
        return redirect("cases:file", code=case.code)
    return redirect(settings.LOGIN_REDIRECT_URL)

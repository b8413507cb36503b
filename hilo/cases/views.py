"""What a person does to a case. Each view is gate, load, form, act, and back to the case file."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.accounts.sealing import open_text
from hilo.cases import access, actions, clocks, forms, policies, queries, routing
from hilo.cases.answering import answer, filled, load, load_clock
from hilo.cases.models import Case, Clock, Event, PersonInCase, PlaceInCase
from hilo.cases.words import span_words
from hilo.reference import pack

asked = require_http_methods(["GET", "HEAD", "POST"])
LEFT = _lazy(
    "Su institución quedó fuera del caso por conflicto de interés: el caso pasó a una autoridad externa y usted ya no "
    "puede verlo."
)
SEALED = {"persona": ("people", "person"), "lugar": ("places", "place")}  # address -> relation, subject of the read


@asked
@requires(Permission.CASE_NOTE)
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Add a note."""
    case = load(request, code)
    form = filled(request, case, forms.NoteForm)
    act = partial(actions.record, case=case, kind="note.added")
    return answer(request, case, form, act, "cases/note.html", done=_("La nota quedó en el expediente."))


@asked
@requires(Permission.CASE_NOTE)
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Record an act; GET ``acto``: the kind chosen beforehand."""
    case = load(request, code)
    meets = queries.met_by(queries.duties_of(case))
    chosen = request.GET.get("acto", "")
    form = filled(request, case, forms.RecordForm, {"kind": chosen}, meets=meets, now=timezone.now())
    act = partial(actions.record, case=case)
    return answer(request, case, form, act, "cases/record.html", done=partial(_recorded, meets), meets=meets)


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
    case = load(request, code)
    form = filled(request, case, forms.AssignForm, people=_colleagues(case))

    def act(*, revision: int, **given: Any) -> int:
        return actions.assign(cases=[case], revisions={case.pk: revision}, **given)

    return answer(request, case, form, act, "cases/assign.html", done=_("El caso cambió de manos."))


def _colleagues(case: Case) -> Any:
    able = [role.code for role in ROLES.values() if Permission.CASE_NOTE in role.permissions]
    found = User.objects.people().filter(institution=case.institution, role__in=able)
    return found.order_by("display_name", "pk")


@asked
@requires(Permission.CASE_NOTE)
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for the case oneself."""
    case = load(request, code)
    form = filled(request, case, forms.CaseForm)
    act = partial(actions.take, case=case)
    return answer(request, case, form, act, "cases/take.html", done=_("Desde ahora usted lleva este caso."))


@asked
@requires(Permission.CASE_TIER)
def tier(request: HttpRequest, code: str) -> HttpResponse:
    """Move the urgency, with a reason."""
    case = load(request, code)
    form = filled(request, case, forms.TierForm, {"tier": case.tier})
    act = partial(actions.move_tier, case=case)
    return answer(request, case, form, act, "cases/tier.html", done=_("La urgencia cambió y los plazos con ella."))


@asked
@requires(Permission.CASE_NOTE)
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Say where the case belongs; its course follows."""
    case = load(request, code)
    form = filled(request, case, forms.StateForm, present=case.state)
    act = partial(actions.change_state, case=case)
    return answer(request, case, form, act, "cases/state.html", done=_routed)


def _routed(case: Case) -> str:
    """What was noted, and to whom the course would take the case: a person hands it over."""
    choice = pack().course_for(case.kind, case.state, case.tier)
    holder = routing.fit(case, choice.institution)
    if holder == case.institution:
        return _("El estado quedó anotado. Según la ruta, el caso sigue con su institución.")
    return _("El estado quedó anotado. Según la ruta le corresponde a %(institution)s: canalícelo.") % {
        "institution": queries.institution_name(holder, get_language() or "es")
    }


@asked
@requires(Permission.CASE_CLOSE)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close, with an outcome, when no duty is open."""
    case = load(request, code)
    form = filled(request, case, forms.CloseForm)
    duties = [clock for clock in queries.duties_of(case) if clock.blocks_closing]
    act = partial(actions.close, case=case)
    done = _("El caso quedó cerrado. Todo se conserva y puede reabrirse.")
    ends = [end for ask in policies.OPEN_ENDS for end in ask(case)]
    return answer(request, case, form, act, "cases/close.html", done=done, duties=_ways(duties), ends=ends)


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
    case = load(request, code)
    form = filled(request, case, forms.ReasonForm)
    act = partial(actions.reopen, case=case)
    return answer(request, case, form, act, "cases/reopen.html", done=_("El caso está abierto otra vez."))


@asked
@requires(Permission.CASE_NOTE)
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Add a person by role."""
    case = load(request, code)
    form = filled(request, case, forms.PersonForm)
    act = partial(actions.add_person, case=case)
    done = partial(_entered, request, case, _("La persona quedó en el expediente."))
    return answer(request, case, form, act, "cases/person.html", done=done)


@asked
@requires(Permission.CASE_NOTE)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Add a place or an institution."""
    case = load(request, code)
    form = filled(request, case, forms.PlaceForm)
    act = partial(actions.add_place, case=case)
    done = partial(_entered, request, case, _("Quedó en el expediente."))
    return answer(request, case, form, act, "cases/place.html", done=done)


def _entered(request: HttpRequest, case: Case, words: str, row: PersonInCase | PlaceInCase) -> str:
    """What was done; and that the case left, when one's own institution was named."""
    if Case.objects.visible_to(signed_in(request)).filter(pk=case.pk).exists():
        return words
    return f"{words} {LEFT}"


@asked
@requires(Permission.CLOCK_CHANGE)
def pause(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Stop counting until a moment."""
    case, clock = load_clock(request, code, pk)
    calendar = clocks.Calendars().of(case.institution)
    rule = clocks.rule_of(clock)
    form = filled(request, case, forms.PauseForm, rule=rule, calendar=calendar, now=timezone.now())
    act = partial(actions.pause, clock=clock)
    return answer(request, case, form, act, "cases/pause.html", done=_("El plazo está en pausa."), clock=clock)


@asked
@requires(Permission.CLOCK_CHANGE)
def resume(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """End a pause before its date."""
    case, clock = load_clock(request, code, pk)
    form = filled(request, case, forms.CaseForm)
    act = partial(actions.resume, clock=clock)
    return answer(request, case, form, act, "cases/resume.html", done=_("El plazo corre otra vez."), clock=clock)


@asked
@requires(Permission.CLOCK_CHANGE)
def extend(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Add the extension the rule allows."""
    case, clock = load_clock(request, code, pk)
    span = clocks.rule_of(clock).extension
    form = filled(request, case, forms.ReasonForm)
    act = partial(actions.extend, clock=clock)
    more = {"clock": clock, "length": span_words(span) if span else ""}
    return answer(request, case, form, act, "cases/extend.html", done=_("El plazo se amplió."), **more)


@asked
@requires(Permission.CLOCK_CHANGE)
def discharge(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Set a duty aside that does not apply to this case."""
    case, clock = load_clock(request, code, pk)
    form = filled(request, case, forms.ReasonForm)
    act = partial(actions.discharge, clock=clock)
    done = _("El deber quedó descartado, con su razón.")
    return answer(request, case, form, act, "cases/discharge.html", done=done, clock=clock)


@asked
@requires(Permission.LINK_DECIDE)
def judge(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say whether this case and another are one matter."""
    case = load(request, code)
    suggestion = get_object_or_404(access.suggestions_for(case, signed_in(request)), pk=pk)
    form = filled(request, case, forms.JudgeForm)
    act = partial(actions.judge_link, case=case, suggestion=suggestion)
    return answer(request, case, form, act, "cases/judge.html", done=_("Su respuesta quedó anotada."))


@asked
@requires(Permission.IDENTIFIER_REVEAL)
def reveal(request: HttpRequest, code: str, what: str, pk: UUID) -> HttpResponse:
    """Show a sealed name once, for a reason; the look is logged before it is shown.

    A name that did not travel with the case is not shown to those who got it (403).
    """
    user, now = signed_in(request), timezone.now()
    case = get_object_or_404(Case.objects.readable_by(user, now), code=code.upper())
    sight = access.sight_of(case, user, now)
    if what not in SEALED:
        raise Http404
    related, subject = SEALED[what]
    row = get_object_or_404(getattr(case, related), pk=pk, name__isnull=False)
    form = forms.RevealForm(request.POST if request.method == "POST" else None)
    context = {"case": case, "form": form, "row": row, "what": what, "sight": sight}
    if sight.hides(related, row.added_at):
        return render(request, "cases/reveal.html", context | {"withheld": True}, status=403)
    if not form.is_bound or not form.is_valid():
        return render(request, "cases/reveal.html", context, status=422 if form.is_bound else 200)
    why = sight.reason(form.cleaned_data["reason"])
    log_read(user=user, subject_kind=subject, subject_id=row.pk, field="name", reason=why)
    name = open_text(row.name, place=f"{subject}.name:{row.pk}")
    return render(request, "cases/reveal.html", context | {"name": name})

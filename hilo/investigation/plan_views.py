"""The plan of a case: what it calls for, with the reason, the law and the last day of each, and what was decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.cases.views import asked
from hilo.cases.words import moment_words, span_words
from hilo.investigation import actions, plan_forms, queries, windows
from hilo.investigation.models import Act
from hilo.investigation.plan import Proposal, propose
from hilo.reference import pack
from hilo.reference.acts import ActType

URGENCIES = {
    "u1": gettext_lazy("Se pierde en horas o días, o alguien corre riesgo"),
    "u2": gettext_lazy("Se pierde en semanas o hasta 90 días"),
    "u3": gettext_lazy("Se pierde en meses, hasta dos años"),
    "u4": gettext_lazy("Dura años, pero frena a los demás"),
}


@asked
@requires(Permission.CASE_SEE)
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The acts of the plan and those that are proposed; sending marks takes them into the plan."""
    case, now = load(request, code), timezone.now()
    may = signed_in(request).has(Permission.PLAN_DECIDE)
    proposals = propose(case, now=now)
    proposals += _sent_again(request.POST, {one.type.code for one in proposals})
    form = filled(request, case, plan_forms.PlanForm, proposals=proposals, today=timezone.localdate())

    def adopt(*, by: Any, now: datetime, revision: int, **_marks: Any) -> list[Act]:
        return actions.adopt(case=case, adoptions=form.adoptions(), by=by, now=now, revision=revision)

    context = {"acts": queries.plan_of(case), "groups": _groups(form, now), "may": may and case.is_open, "now": now}
    return _to_plan(answer(request, case, form, adopt, "investigation/plan.html", done=_adopted, **context), case)


def _sent_again(sent: QueryDict, proposed: set[str]) -> list[Proposal]:
    """Acts that were marked on a page now out of date: what was written about them is shown again."""
    marked = [name.removeprefix("act_") for name in sent if name.startswith("act_")]
    acts = pack().acts
    why = (_("Ya no se propone: quizá alguien lo agregó o descartó mientras usted elegía."),)
    return [Proposal(acts[code], why) for code in marked if code in acts and code not in proposed]


def _adopted(acts: list[Act]) -> str:
    return ngettext("%(n)s acto quedó en el plan.", "%(n)s actos quedaron en el plan.", len(acts)) % {"n": len(acts)}


def _to_plan(response: HttpResponse, case: Case) -> HttpResponse:
    """Back to the plan, where the next thing is done, and not to the case file."""
    return redirect("investigation:plan", code=case.code) if response.status_code == 302 else response


def _groups(form: Any, now: datetime) -> list[dict[str, Any]]:
    rows = [(one, _row(form, one, now)) for one in form.proposals.values()]
    found = [
        {"code": code, "words": words, "rows": [row for one, row in rows if one.type.urgency == code]}
        for code, words in URGENCIES.items()
    ]
    return [group for group in found if group["rows"]]


def _row(form: Any, one: Proposal, now: datetime) -> dict[str, Any]:
    code, lang = one.type.code, get_language() or "es"
    asked_for = [form[name] for name in (f"target_{code}", f"day_{code}") if name in form.fields]
    return type_words(one.type) | {
        "box": form[f"act_{code}"],
        "fields": asked_for,
        "open": any(field.value() or field.errors for field in asked_for),
        "why": one.why,
        "waits_for": [act.label.get(lang) for act in one.waits_for],
        "until": _until(one, now),
    }


def _until(one: Proposal, now: datetime) -> Mapping[str, Any]:
    """The last day in words, and whether it may be over."""
    if one.ends_at is None:
        return {}
    if windows.preserves(one.type):
        return {"words": _("Se guarda %(span)s desde que se ordena.") % {"span": span_words(one.type.windows[0].span)}}
    late, day = one.ends_at < now, {"day": moment_words(one.ends_at)}
    words = _("Pudo perderse el %(day)s: pídalo de todos modos.") if late else _("Se pierde el %(day)s, o antes.")
    return {"words": words % day, "late": late}


def type_words(act: ActType) -> dict[str, Any]:
    """An act of the catalogue in the reader's language, as the pages show it."""
    lang = get_language() or "es"
    names = ("label", "purpose", "shows", "cannot_show", "orders", "carries_out", "basis", "urgency_why")
    return {name: getattr(act, name).get(lang) for name in names} | {
        "code": act.code,
        "essential": act.essential,
        "law": act.law,
        "source": act.source,
        "to_confirm": act.to_confirm,
        "prerequisites": [one.get(lang) for one in act.prerequisites],
        "windows": [(window.label.get(lang), span_words(window.span)) for window in act.windows],
        "no_window": act.no_window.get(lang) if act.no_window else "",
    }


@asked
@requires(Permission.PLAN_DECIDE)
def plan_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add one act of the catalogue; GET ``acto``: the one chosen beforehand."""
    case = load(request, code)
    chosen = request.POST.get("type") or request.GET.get("acto", "")
    form = filled(request, case, plan_forms.AddForm, {"type": chosen}, today=timezone.localdate())

    def add(*, by: Any, now: datetime, revision: int, **_given: Any) -> list[Act]:
        return actions.adopt(case=case, adoptions=[form.adoption()], by=by, now=now, revision=revision)

    act = pack().acts.get(chosen)
    context = {"row": type_words(act) if act else None}
    return _to_plan(answer(request, case, form, add, "investigation/plan_add.html", done=_adopted, **context), case)

"""The inbox: what needs me now. And giving several cases to a person at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases import actions
from hilo.desk import queries
from hilo.desk.filters import ALL, DESK, MINE, Filter, order_of
from hilo.desk.forms import AssignForm
from hilo.lib.errors import Denied


@require_safe
@requires(Permission.DESK_SEE)
def inbox(request: HttpRequest) -> HttpResponse:
    """Open cases by tier, then time left; with htmx only the list and its filters."""
    user = signed_in(request)
    whole = not request.htmx or request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "desk/inbox.html" if whole else "desk/_inbox.html"
    response = render(request, template, _page(user, request.GET))
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_POST
@requires(Permission.CASE_ASSIGN)
def assign(request: HttpRequest) -> HttpResponse:
    """Give the marked cases to a person (POST ``case``…, ``to``, ``query``: the list to return to)."""
    user = signed_in(request)
    query = QueryDict(request.POST.get("query", ""))
    form = AssignForm(request.POST, by=user)
    if form.is_valid():
        try:
            _assign(request, form.cleaned_data, by=user)
        except Denied as no:
            form.add_error(None, str(no))
        else:
            return redirect(f"{reverse('desk:inbox')}?{_place(query, user)}")
    return render(request, "desk/inbox.html", _page(user, query, form, request.POST), status=422)


def _assign(request: HttpRequest, chosen: dict[str, Any], *, by: User) -> None:
    cases, to = list(chosen["case"]), chosen["to"]
    done = actions.assign(cases=cases, to=to, by=by, now=timezone.now())
    said = ngettext("%(n)d caso asignado a %(to)s.", "%(n)d casos asignados a %(to)s.", len(cases))
    messages.success(request, said % {"n": len(cases), "to": to.get_full_name()})
    if done > len(cases):
        folded = done - len(cases)
        also = ngettext("Con ellos va %(n)d reporte plegado.", "Con ellos van %(n)d reportes plegados.", folded)
        messages.info(request, also % {"n": folded})


def _place(query: QueryDict, user: User) -> str:
    around = {name: query.get(name, "") for name in ("desde", "antes")}
    return Filter.read(query, user).query(**around)


def _page(
    user: User, query: QueryDict, form: AssignForm | None = None, sent: QueryDict | None = None
) -> dict[str, Any]:
    """What the template shows of ``query``; ``form`` and ``sent``: an assignment that was refused."""
    now, asked = timezone.now(), Filter.read(query, user)
    desk = queries.duty_desk(user.institution)
    held = desk.pk if desk else None
    found = queries.filtered(user, asked, desk=held, now=now)
    cases, before, after = order_of(asked).page(
        found.select_related("owner"), after=query.get("desde", ""), before=query.get("antes", "")
    )
    counts = queries.counts(user, asked, desk=held, now=now)
    states, duties = queries.choices(user, asked)
    return {
        "now": now,
        "asked": asked,
        "owner": _owner_asked(asked, user),
        "rows": queries.rows(cases, now),
        "total": queries.bounded(found),
        "counts": counts,
        "views": [
            (name, words, counts["whose"][name], asked.query(whose=name))
            for name, words in ((MINE, _("Míos")), (DESK, _("Sin asignar")), (ALL, _("Todos")))
        ],
        "states": states,
        "duties": duties,
        "before": asked.query(antes=before) if before else "",
        "after": asked.query(desde=after) if after else "",
        "here": _place(query, user),
        "form": form,
        "chosen": set(sent.getlist("case")) if sent else set(),
        "people": queries.assignable(user) if user.has(Permission.CASE_ASSIGN) else None,
    }


def _owner_asked(asked: Filter, user: User) -> User | None:
    """The person whose cases were asked for by id, of one's own institution."""
    if not asked.whose.isdecimal():
        return None
    return User.objects.filter(pk=asked.whose, institution=user.institution).first()

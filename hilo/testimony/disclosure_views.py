"""The disclosure history of one child: sixteen fields, the chain of conversations, two columns; adding to it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight, sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case, PersonInCase
from hilo.lib.errors import BadInput
from hilo.testimony import disclosure_actions, disclosure_policies, telling_actions
from hilo.testimony import disclosure_people as people
from hilo.testimony import disclosure_queries as queries
from hilo.testimony import policies as hearing
from hilo.testimony.disclosure import chain_text, drawing
from hilo.testimony.disclosure.chain import chain, gaps
from hilo.testimony.disclosure.fields import Field, fields
from hilo.testimony.disclosure.history import never_asked
from hilo.testimony.disclosure.risks import risks
from hilo.testimony.disclosure_forms import NEW, EntryForm, initial_of
from hilo.testimony.models import DisclosureEntry
from hilo.testimony.telling_views import child_of, look

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.TELLING_RECORD)
def disclosure(request: HttpRequest, code: str, child: UUID) -> HttpResponse:
    """All that is on record of how the child's word travelled, for who opens it; others see what may be added."""
    case, user = load(request, code), signed_in(request)
    who, sight = child_of(case, child), sight_of(case, user, timezone.now())
    context: dict[str, Any] = {"case": case, "child": who, "fields": fields().fields, "lang": queries.lang()}
    if disclosure_policies.reads(user):
        look(user, who, sight, "disclosure")
        context |= _history(case, who, sight)
    else:
        context["kept"] = case.disclosure_entries.filter(child=who, corrected__isnull=True).count()
    return render(request, "testimony/disclosure.html", context)


def _history(case: Case, child: PersonInCase, sight: Sight) -> dict[str, Any]:
    since = sight.withheld.get("narratives")
    every = DisclosureEntry.objects.filter(child=child).select_related("by").order_by("written_at", "id")
    rows = [row for row in every if since is None or row.written_at >= since]
    history = queries.opened(rows)
    known = people.people_of(case, sight, history)
    drawn = chain(people.joined(history, known.accounts), disclosure_policies.CHILD, known.names)
    lang = queries.lang()
    return {
        "open": True,
        "withheld": len(rows) < len(every),
        "rows": queries.field_rows(rows, history, known.names),
        "any": bool(history),
        "never": [fields().get(one).label.get(lang) for one in never_asked(history)],
        "lines": chain_text.rows(drawn, lang),
        "gaps": [one.text.get(lang) for one in gaps(drawn)],
        "drawing": mark_safe(drawing.svg(drawn, lang)) if drawn.conversations else "",  # noqa: S308 - texts escaped
        "columns": risks(history, child.age),
        "published": queries.published(history),
    }


@asked
@requires(Permission.TELLING_RECORD)
def disclosure_note(request: HttpRequest, code: str, child: UUID, field: str) -> HttpResponse:
    """Add one entry about one field."""
    case = load(request, code)
    who = child_of(case, child)
    return _entry(request, case, who, _field(field), None)


@asked
@requires(Permission.TESTIMONY_CODE)
def disclosure_correct(request: HttpRequest, code: str, child: UUID, entry: UUID) -> HttpResponse:
    """Write an entry that corrects another; both stay."""
    case, user = load(request, code), signed_in(request)
    who, sight = child_of(case, child), sight_of(case, user, timezone.now())
    row = get_object_or_404(case.disclosure_entries, pk=entry, child=who)
    if hearing.hidden(row.written_at, sight):
        raise Http404
    if request.method != "POST" and case.disclosure_entries.filter(corrects=row).exists():
        return redirect("testimony:disclosure", code=case.code, child=who.pk)  # its correction is what can be corrected
    return _entry(request, case, who, _field(row.field), row)


def _field(code: str) -> Field:
    try:
        return fields().get(code)
    except BadInput:
        raise Http404 from None


def _entry(
    request: HttpRequest, case: Case, child: PersonInCase, field: Field, corrects: DisclosureEntry | None
) -> HttpResponse:
    user, sight = signed_in(request), sight_of(case, signed_in(request), timezone.now())
    look(user, child, sight, "disclosure")
    known, named = {"said_by": f"user:{user.pk}"}, []
    if corrects is not None:
        (one,) = people.joined(queries.opened([corrects]), people.accounts_of(case))
        known, named = initial_of(field, one.parts, one.said_by), [one.said_by, *people.ids_in(one).values()]
    offered = people.choices_of(case, user, sight, named)
    form = filled(request, case, EntryForm, known, field=field, people=offered)
    act = partial(_note, form=form, case=case, child=child, field=field.code, corrects=corrects)
    label = field.label.get(queries.lang())
    context = {"child": child, "label": label, "help": field.help.get(queries.lang()), "corrects": corrects}
    response = answer(request, case, form, act, "testimony/disclosure_entry.html", done=_("Quedó anotado."), **context)
    if response.status_code != 302:
        return response
    return redirect("testimony:disclosure", code=case.code, child=child.pk)


@transaction.atomic
def _note(*, form: EntryForm, case: Case, by: Any, now: Any, revision: int, **given: Any) -> DisclosureEntry:
    """The entry, and the other person it names, in one."""
    parts, said_by = form.given(), form.cleaned_data["said_by"]
    if form.names_another():
        told = {"role": form.cleaned_data["new_role"], "name": form.cleaned_data["new_name"]}
        new = str(telling_actions.hearer(case=case, by=by, now=now, **told).pk)
        parts |= {one.code: new for one in form.field.parts if one.kind == "person" and parts.get(one.code) == NEW}
        said_by = new if said_by == NEW else said_by
    named = {name: given[name] for name in ("child", "field", "corrects")}
    return disclosure_actions.note(case=case, parts=parts, said_by=said_by, by=by, now=now, revision=revision, **named)

"""Items of a case and their custody: the list, registering, one item, a step, a delivery and its other side."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight, kept_out_of, sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.cases.views import asked
from hilo.evidence import actions, custody, item_forms, item_rows, queries
from hilo.evidence.custody_picture import custody_picture
from hilo.evidence.models import CustodyEvent, Item, Transfer
from hilo.evidence.words import FORMS
from hilo.investigation.models import Act
from hilo.reference import pack

MINUTE = timedelta(minutes=1)


@require_safe
@requires(Permission.CASE_SEE)
def items(request: HttpRequest, code: str) -> HttpResponse:
    """What is registered of a case, with where each thing is now. Descriptions are sealed: seeing them is logged."""
    case, user, now = load(request, code), signed_in(request), timezone.now()
    sight = sight_of(case, user, now)
    rows = item_rows.rows_of(case, sight, now)
    if any(one.description for one in rows):
        log_read(user=user, subject_kind="case", subject_id=case.pk, field="items", reason=sight.reason())
    context = {"case": case, "rows": rows, "forms": FORMS, "most": item_rows.MOST if len(rows) == item_rows.MOST else 0}
    return render(request, "evidence/items.html", context)


@asked
@requires(Permission.EVIDENCE_HANDLE)
def item_new(request: HttpRequest, code: str) -> HttpResponse:
    """Register an item by its description; GET ``acto``: the act that brought it."""
    case = load(request, code)
    known = {"act": request.GET.get("acto", "")}
    form = _filled(request, case, item_forms.ItemForm, known, acts=_acts(case), items=_items(case))
    act = partial(_register, case)
    done = _("El indicio quedó registrado, con el primer paso de su custodia.")
    return _back(answer(request, case, form, act, "evidence/item_new.html", done=done), case)


def _filled(
    request: HttpRequest, case: Case, kind: type[Form], known: dict[str, Any] | None = None, **more: Any
) -> Any:
    return filled(request, case, kind, known, now=timezone.now(), me=signed_in(request).display_name, **more)


def _register(case: Case, *, happened_at: Any, act: str = "", derived_from: str = "", **given: Any) -> Item:
    brought = Act.objects.get(pk=act, case=case) if act else None
    original = Item.objects.get(pk=derived_from, case=case) if derived_from else None
    return actions.register(case=case, found_at=happened_at, act=brought, derived_from=original, **given)


def _acts(case: Case) -> list[tuple[str, str]]:
    lang, types = get_language() or "es", pack().acts
    rows = Act.objects.filter(case=case, type__in=types).order_by("number")[: item_rows.MOST]
    return [(str(one.pk), f"{one.number}. {types[one.type].label.get(lang)}") for one in rows]


def _items(case: Case) -> list[tuple[str, str]]:
    rows = Item.objects.filter(case=case).order_by("number")[: item_rows.MOST]
    return [(str(one.pk), f"{one.exhibit} · {FORMS.get(one.form, one.form)}") for one in rows]


def _back(response: HttpResponse, case: Case, pk: UUID | None = None) -> HttpResponse:
    """To the item, or the list, instead of the case file."""
    if response.status_code != 302:
        return response
    return redirect("evidence:item", code=case.code, pk=pk) if pk else redirect("evidence:items", code=case.code)


@require_safe
@requires(Permission.CASE_SEE)
def item(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One item: what it is, every hand it passed through, and what in that is worth a look."""
    case, user, now = load(request, code), signed_in(request), timezone.now()
    get_object_or_404(Item, pk=pk, case=case)
    sight = sight_of(case, user, now)
    (row,) = item_rows.rows_of(case, sight, now, pk=pk)
    names = (
        user.has(Permission.IDENTIFIER_REVEAL)
        and not row.withheld
        and not sight.hides("people", row.item.registered_at)
    )
    log_read(user=user, subject_kind="item", subject_id=pk, field="custody" if names else "item", reason=sight.reason())
    transfer, where = queries.waiting_of(row.item), queries.where(row.item)
    context = {
        "case": case,
        "one": row,
        "form_words": FORMS.get(row.item.form, row.item.form),
        "steps": [_step(one, row, names=names) for one in row.steps],
        "names": names,
        "gone": [fault for fault in row.faults if fault.seq not in {one.seq for one in row.steps}],
        "transfer": transfer,
        "where": where,
        "elsewhere": where not in ("", user.institution),
        "missed": _missed(case, transfer, sight) if transfer else [],
        "answers": transfer is not None and transfer.given.by_id != user.pk and _answers(transfer, user),
        "picture": custody_picture(row, get_language() or "es"),
    }
    return render(request, "evidence/item.html", context)


def _step(one: CustodyEvent, row: item_rows.ItemRow, *, names: bool) -> dict[str, Any]:
    faults = [fault for fault in row.faults if fault.seq == one.seq]
    altered = any(fault.code == "altered" for fault in faults)  # and then perhaps nothing can be opened
    found = custody.opened(one) if names and not altered else None
    later = one.entered_at - one.happened_at > MINUTE
    return {"row": one, "told": found, "faults": faults, "altered": altered, "later": later}


def _missed(case: Case, transfer: Transfer, sight: Sight) -> list[dict[str, Any]]:
    """Each time the other side said that it has not come, and in which words."""
    found = queries.missed_of({case.pk}).get(transfer.pk, [])
    hidden = [sight.hides("notes", one.entered_at) for one in found]
    return [
        {"event": one, "words": "" if gone else open_text(one.note, place=f"event.note:{one.pk}")}
        for one, gone in zip(found, hidden, strict=True)
    ]


def _answers(transfer: Transfer, user: User) -> bool:
    return user.has(Permission.EVIDENCE_RECEIVE) and queries.answerable_by(user).filter(pk=transfer.pk).exists()


@asked
@requires(Permission.EVIDENCE_HANDLE)
def custody_step(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Record a step of custody."""
    case, row = _item(request, code, pk)
    form = _filled(request, case, item_forms.StepForm)
    act = partial(actions.record, item=row)
    done = _("El paso quedó en la cadena de custodia.")
    return _back(answer(request, case, form, act, "evidence/item_step.html", done=done, item=row), case, row.pk)


@asked
@requires(Permission.EVIDENCE_HANDLE)
def give(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Deliver an item; the other side confirms."""
    case, row = _item(request, code, pk)
    form = _filled(request, case, item_forms.GiveForm, kept_out=kept_out_of(case))
    act = partial(actions.give, item=row)
    done = _("La entrega quedó anotada. Falta que quien recibe lo confirme.")
    return _back(answer(request, case, form, act, "evidence/item_give.html", done=done, item=row), case, row.pk)


def _item(request: HttpRequest, code: str, pk: UUID) -> tuple[Case, Item]:
    case = load(request, code)
    row = get_object_or_404(Item, pk=pk, case=case)
    row.case = case
    return case, row

"""Offences of a case: facts as answered, articles that could be looked at, charges; and the gaps of the law."""

import json
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.access import sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.investigation import classifier, gap_matrix, offence_actions, offence_forms
from hilo.investigation.models import Charge, Classification
from hilo.investigation.offence_words import ORDERS, TECHNOLOGY, WHY_ORDER, prison
from hilo.reference import pack

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.CASE_SEE)
def offences(request: HttpRequest, code: str) -> HttpResponse:
    """What could be looked at, given the newest answers; computed now, kept nowhere."""
    case, user = load(request, code), signed_in(request)
    newest = case.classifications.select_related("by").order_by("-at", "-id").first()
    sight = sight_of(case, user, timezone.now())
    rows = _candidates(newest) if newest else []
    lacking = _candidates(newest, lacking=True) if newest else []
    charges = case.charges.select_related("by", "replaces").order_by("-at", "-id")
    context = {
        "case": case,
        "newest": newest,
        "whole": [one for one in rows if one["candidate"].whole],
        "begun": [one for one in rows if not one["candidate"].whole and one["candidate"].begun],
        "rest": sum(not one["candidate"].begun for one in rows),
        "lacking": lacking,
        "under12": newest is not None and newest.accused_age == "under12",
        "adolescent": newest is not None and newest.accused_age in ("12-13", "14-15", "16-17"),
        "gaps": _touched(newest) if newest else [],
        "charges": [_charge(one, sight.hides("notes", one.at)) for one in charges],
        "answered": _answered(newest) if newest else [],
    }
    return render(request, "investigation/offences.html", context)


def _answers(row: Classification) -> dict[str, str]:
    found: dict[str, str] = json.loads(row.answers)
    return found


def _answered(row: Classification) -> list[tuple[str, str]]:
    lang, facts = get_language() or "es", pack().facts
    said = {"yes": _("sí"), "no": _("no")}
    return [(facts[code].label.get(lang), said[told]) for code, told in _answers(row).items() if code in facts]


def _candidates(row: Classification, *, lacking: bool = False) -> list[dict[str, Any]]:
    found = classifier.candidates(
        _answers(row), state=row.state, conduct_from=row.conduct_from, conduct_until=row.conduct_until,
        victim_born=row.victim_born, accused_age=row.accused_age, pack=pack(),
        lacking=lacking,
    )  # fmt: skip
    return [_told(one) for one in found]


def _told(one: classifier.Candidate) -> dict[str, Any]:
    lang, facts = get_language() or "es", pack().facts

    def words(groups: tuple[tuple[str, ...], ...]) -> list[str]:
        return [_(" o ").join(facts[code].label.get(lang) for code in group) for group in groups]

    return {
        "candidate": one,
        "label": one.offence.label.get(lang),
        "met": words(one.met),
        "unknown": words(one.unknown),
        "missing": words(one.missing),
        "barred": words(tuple((code,) for code in one.barred)),
        "bars": words(tuple((code,) for code in one.bars)),
        "aggravated": [(facts[more.fact].label.get(lang), more.effect.get(lang)) for more in one.aggravated],
        "prison": prison(one.offence.years) if one.offence.years else "",
        "technology": TECHNOLOGY[one.offence.technology],
        "order": WHY_ORDER[one.why_order],
        "flags": [flag.get(lang) for flag in one.offence.flags],
        "reported": one.offence.reported.get(lang) if one.offence.reported else "",
    }


def _touched(row: Classification) -> list[dict[str, Any]]:
    on = row.conduct_until or row.conduct_from or localdate()
    answers = classifier.full(_answers(row), pack().facts)
    return [_gap(gap, cells) for gap, cells in gap_matrix.touched(answers, row.state, on, pack())]


def _gap(gap: Any, cells: list[gap_matrix.Cell]) -> dict[str, Any]:
    lang = get_language() or "es"
    told = [
        {
            "order": ORDERS.get(one.order) or pack().states[one.order].name.get(lang),
            "status": one.status,
            "by": one.by,
            "report": one.cell.report.get(lang) if one.cell else "",
            "checked": one.cell.checked.get(lang) if one.cell and one.cell.checked else "",
        }
        for one in cells
    ]
    return {"code": gap.code, "label": gap.label.get(lang), "cells": told}


def _charge(row: Charge, withheld: bool) -> dict[str, Any]:
    lang = get_language() or "es"
    texts = [one for one in pack().offences if one.code == row.offence and str(one.text_date) == row.text_date]
    label = f"{texts[0].article} · {texts[0].label.get(lang)}" if texts else row.offence
    reason = "" if withheld else open_text(row.reason, place=f"charge.reason:{row.pk}")
    return {"row": row, "label": label, "reason": reason}


@asked
@requires(Permission.OFFENCE_CLASSIFY)
def classify(request: HttpRequest, code: str) -> HttpResponse:
    """Answer what is known of the facts; the newest answers stand in the form."""
    case = load(request, code)
    newest = case.classifications.order_by("-at", "-id").first()
    form = filled(request, case, offence_forms.ClassifyForm, _known(newest, case))
    act = partial(offence_actions.classify, case=case)
    done = _("Los hechos quedaron clasificados. Lo que podría revisarse se calcula de nuevo.")
    return _back(answer(request, case, form, act, "investigation/classify.html", done=done), case)


def _known(newest: Classification | None, case: Case) -> dict[str, Any]:
    if newest is None:
        return {"state": case.state}
    names = ("state", "conduct_from", "conduct_until", "victim_born", "accused_age")
    return {name: getattr(newest, name) for name in names} | {f"f_{k}": v for k, v in _answers(newest).items()}


def _back(response: HttpResponse, case: Case) -> HttpResponse:
    return redirect("investigation:offences", code=case.code) if response.status_code == 302 else response


@asked
@requires(Permission.OFFENCE_CLASSIFY)
def charge(request: HttpRequest, code: str) -> HttpResponse:
    """Record what the authority charged."""
    case = load(request, code)
    standing = case.charges.filter(replaced_by__isnull=True).order_by("at", "id")
    choices = [(str(one.pk), _charge(one, True)["label"]) for one in standing]
    form = filled(request, case, offence_forms.ChargeForm, {"technology": case.kind == "alert"}, charges=choices)
    act = partial(_record, case)
    done = _("Quedó anotado lo que la autoridad atribuyó.")
    return _back(answer(request, case, form, act, "investigation/charge.html", done=done), case)


def _record(case: Case, *, offence: str, replaces: str = "", **given: Any) -> Charge:
    code, _at, text_date = offence.partition("@")
    earlier = Charge.objects.get(pk=replaces, case=case) if replaces else None
    iccs = next((one.iccs for one in pack().offences if one.code == code and str(one.text_date) == text_date), ())
    return offence_actions.charge(case=case, offence=code, text_date=text_date, replaces=earlier, iccs=iccs, **given)


@require_safe
@requires(Permission.CASE_SEE)
def gaps(request: HttpRequest) -> HttpResponse:
    """The gap matrix as the law stands today; GET ``dia``: another day."""
    try:
        on = date.fromisoformat(request.GET.get("dia", ""))
    except ValueError:
        on = localdate()
    orders = gap_matrix.orders_of(pack())
    rows = [_gap(gap, gap_matrix.row_of(gap, on, pack(), orders)) for gap in pack().gaps.values()]
    lang = get_language() or "es"
    heads = [ORDERS.get(one) or pack().states[one].name.get(lang) for one in orders]
    unread = len(pack().states) - len(orders) + 1
    return render(request, "investigation/gaps.html", {"rows": rows, "heads": heads, "on": on, "unread": unread})

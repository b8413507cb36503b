"""The pages of answers to senders in one case: what each sender knows, and one answer step by step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.alerts.models import Alert
from hilo.cases.models import Case
from hilo.cases.policies import Changed
from hilo.exchange import sender_actions, sender_forms, sender_queries
from hilo.exchange.letter_views import pdf_response
from hilo.exchange.models import Feedback
from hilo.exchange.sender_content import content_of
from hilo.exchange.sender_letter import letter_of
from hilo.exchange.sender_words import as_text, compose
from hilo.lib.errors import Denied
from hilo.reference import pack

asked = require_http_methods(["GET", "HEAD", "POST"])
State = Feedback.State


def _case(request: HttpRequest, code: str) -> Case:
    return get_object_or_404(Case.objects.visible_to(signed_in(request)), code=code.upper())


def _answer(request: HttpRequest, code: str, pk: UUID) -> Feedback:
    rows = Feedback.objects.select_related("alert__case", "drafted_by", "approved_by", "sent_by")
    return get_object_or_404(rows, pk=pk, alert__case=_case(request, code))


@require_safe
@requires(Permission.CASE_SEE)
def of_case(request: HttpRequest, code: str) -> HttpResponse:
    """What the sender of each alert of a case knows, and every answer there was."""
    case = _case(request, code)
    answers = Feedback.objects.filter(alert__case=case).select_related("alert", "drafted_by", "approved_by", "sent_by")
    context = {
        "case": case,
        "told": sender_queries.told_back(case),
        "total": case.alerts.count(),
        "answers": answers.order_by("-drafted_at", "-id")[:100],
    }
    return render(request, "exchange/sender_case.html", context)


@asked
@requires(Permission.SENDER_ANSWER)
def prepare(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Choose what is said about one alert, and by which way. Nothing leaves yet."""
    case = _case(request, code)
    alert = get_object_or_404(Alert.objects.select_related("case"), pk=pk, case=case)
    row = Feedback.objects.filter(alert=alert, state__in=Feedback.UNDER_WAY).first()
    if row is not None and row.state != State.DRAFT:
        return redirect("exchange:sender_sheet", code=case.code, pk=row.pk)
    sender = sender_queries.senders().get(alert.sender)
    offered = sender_queries.proposed([alert])[alert.pk]
    ways = sender_queries.ways(sender)
    form = sender_forms.AnswerForm(
        request.POST if request.method == "POST" else None, initial=_before(row, offered, ways), ways=ways,
        offered=offered, references=sender_queries.references(alert),
    )  # fmt: skip
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            row = _draft(form, alert, signed_in(request))
        except Denied as no:
            form.add_error(None, str(no))
            status = 409 if isinstance(no, Changed) else 422
        else:
            return redirect("exchange:sender_sheet", code=case.code, pk=row.pk)
    context = {"case": case, "alert": alert, "form": form, "sender": sender}
    return render(request, "exchange/sender_answer.html", context, status=status)


def _before(row: Feedback | None, offered: Any, ways: Any) -> dict[str, Any]:
    """What the page shows first: the draft there is, or all that the thread tells."""
    told = content_of(row).told if row else offered
    found: dict[str, Any] = {"revision": row.revision if row else 0, "known": [one.outcome for one in told]}
    if row and row.dialect:
        found["way"] = f"{row.dialect}:{row.channel}"
    elif ways:
        found["way"] = ":".join(ways[0])
    for one in told:
        found.setdefault(f"more_{pack().outcomes[one.outcome].group}", []).append(one.outcome)
        found |= {name: value for name in ("reference", "institution", "deadline") if (value := getattr(one, name))}
        found |= {"fields_asked": list(one.fields)} if one.fields else {}
    if row and found.get("reference") == row.reference:
        found["reference"] = sender_actions.OURS
    return found


def _draft(form: sender_forms.AnswerForm, alert: Alert, by: User) -> Feedback:
    now = timezone.now()
    dialect, _sep, channel = form.cleaned_data["way"].partition(":")
    told = form.told(sender_queries.today(now))
    revision = form.cleaned_data["revision"] or None
    return sender_actions.draft(
        alert=alert, dialect=dialect, channel=channel, told=told, by=by, now=now, revision=revision
    )


@asked
@requires(Permission.SENDER_ANSWER)
def sheet(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One answer: exactly what it says, and the step that is due: release it, or keep its receipt."""
    user, row = signed_in(request), _answer(request, code, pk)
    given = request.POST if request.method == "POST" else None
    act = request.POST.get("act", "")
    release, receipt = _forms(row, given, act)
    status = 200
    if request.method == "POST":
        try:
            done = _take(row, act, receipt if act == "receipt" else release, user)
        except Denied as no:
            status = 409 if isinstance(no, Changed) else 422
            (receipt if act == "receipt" else release).add_error(None, str(no))
        else:
            if done:
                messages.success(request, done)
                return redirect("exchange:sender_sheet", code=code, pk=pk)
            status = 422
    log_read(user=user, subject_kind="answer", subject_id=row.pk, field="content")
    return render(request, "exchange/sender_sheet.html", _told(row, release, receipt), status=status)


def _forms(row: Feedback, given: Any, act: str) -> tuple[sender_forms.ReleaseForm, sender_forms.ReceiptForm]:
    seen = {"revision": row.revision}
    about_child = act != "withdraw" and bool(content_of(row).for_child())
    release = sender_forms.ReleaseForm(given if act != "receipt" else None, initial=seen, about_child=about_child)
    receipt = sender_forms.ReceiptForm(given if act == "receipt" else None, initial=seen)
    return release, receipt


def _take(row: Feedback, act: str, form: Any, user: User) -> str:
    """Take the step; what to say, or "" when the form is not filled in as it should be."""
    if not form.is_valid():
        return ""
    given = {name: value for name, value in form.cleaned_data.items() if value is not None}
    step = {
        "release": (sender_actions.approve, _released(row)),
        "receipt": (sender_actions.keep_receipt, _("El acuse quedó guardado: el remitente ya lo sabe.")),
        "withdraw": (sender_actions.withdraw, _("La respuesta se retiró. No salió nada.")),
    }
    if act not in step:
        return ""
    act_on, done = step[act]
    if act == "withdraw":
        given = {"revision": given["revision"]}
    act_on(row=row, by=user, now=timezone.now(), **given)  # type: ignore[operator]
    return done


def _released(row: Feedback) -> str:
    if row.channel == Feedback.Channel.HTTP:
        return _("Quedó mandada: saldrá en unos segundos y aquí se verá el acuse.")
    return _("Quedó lista. Llévela al remitente y anote aquí el acuse.")


def _told(row: Feedback, release: Any, receipt: Any) -> dict[str, Any]:
    content, lang = content_of(row), get_language() or "es"
    speaks = pack().speech.dialects.get(row.dialect)
    message = content.message
    if message is None and content.told and speaks is not None:
        message = compose(
            content.told, dialect=speaks, lang=row.lang, theirs=row.alert.report_id, ours=row.reference,
            day=sender_queries.today(timezone.now()),
        )  # fmt: skip
    return {
        "case": row.alert.case, "row": row, "release": release, "receipt": receipt, "message": message,
        "text": as_text(message) if message else "", "withheld": content.withheld, "child": content.for_child(),
        "how": speaks.how.get(lang) if speaks else "", "receipts": list(row.receipts.select_related("by")),
        "steps": row.State,
    }  # fmt: skip


@require_safe
@requires(Permission.SENDER_ANSWER)
def letter(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The answer as a letter to sign; only once it was released."""
    row = _answer(request, code, pk)
    content = content_of(row)
    if row.channel != Feedback.Channel.LETTER or content.message is None:
        messages.error(request, _("La carta se imprime cuando la respuesta ya se mandó por carta."))
        return redirect("exchange:sender_sheet", code=code, pk=pk)
    log_read(user=signed_in(request), subject_kind="answer", subject_id=row.pk, field="letter")
    return pdf_response(letter_of(row, content.message, signed_in(request)), f"respuesta-{row.reference}.pdf")

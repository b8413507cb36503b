"""The page of one report: what is known of it, what was told, and writing to who told."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hilo.accounts import open_keys
from hilo.accounts.actions import log_read
from hilo.accounts.gate import fresh, requires, signed_in, with_key
from hilo.accounts.models import SensitiveRead
from hilo.accounts.permissions import Permission
from hilo.cases import access
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.door.models import Passage
from hilo.intake import answering, bursts, destroying, forms, reading, words
from hilo.intake.models import Taken
from hilo.intake.reading import Opened
from hilo.lib.errors import Denied

PROMISE = timedelta(days=2)  # the day that a plain answer names until somebody chooses another


@require_safe
@requires(Permission.CASE_SEE)
def report(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """What is known of a report without opening it, and what can be done."""
    taken, sight = _load(request, code, pk)
    if sight.emergency:
        who = signed_in(request)
        log_read(user=who, subject_kind="report", subject_id=pk, field="sheet", reason=sight.reason())
    return _page(request, taken, sight)


@require_POST
@requires(Permission.REPORT_READ)
@with_key
def read(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The same page with the words (POST ``reason``) in this answer only; the look is logged."""
    taken, sight = _load(request, code, pk)
    form = forms.ReadForm(request.POST)
    if not form.is_valid():
        return _page(request, taken, sight, asking=form, status=422)
    try:
        opened = reading.read(
            taken=taken, units=open_keys.units(request), reason=form.cleaned_data["reason"],
            by=signed_in(request), sight=sight, now=timezone.now(),
        )  # fmt: skip
    except Denied as no:
        form.add_error(None, str(no))
        return _page(request, taken, sight, asking=form, status=422)
    return _page(request, taken, sight, opened=opened)


@require_POST
@requires(Permission.REPORT_ANSWER)
def answer(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Write to who told (POST ``words``, ``promised``, ``danger``)."""
    taken, sight = _mine(request, code, pk)
    form = forms.AnswerForm(request.POST, withdrawn=taken.report.withdrawn_at is not None)
    if form.is_valid():
        try:
            answering.answer(taken=taken, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Denied as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Quedó escrito. Lo leerá cuando vuelva con su clave."))
            return redirect("intake:report", code=taken.case.code, pk=pk)
    return _page(request, taken, sight, writing=form, status=422)


@require_POST
@requires(Permission.CASE_TIER)
def unfold(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Take a report out of its burst (POST ``reason``): it is followed by itself."""
    taken, _sight = _mine(request, code, pk)
    try:
        bursts.unfold(taken=taken, by=signed_in(request), now=timezone.now(), reason=request.POST.get("reason", ""))
    except Denied as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("El aviso se sigue por sí solo desde ahora."))
    return redirect("intake:report", code=taken.case.code, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REPORT_DESTROY)
@fresh
def destroy(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Erase the key of what was told, for good."""
    taken, _sight = _mine(request, code, pk)
    form = forms.DestroyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            destroying.destroy(
                taken=taken, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
            )
        except Denied as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Lo que se contó quedó destruido. El caso y su hilo siguen."))
            return redirect("intake:report", code=taken.case.code, pk=pk)
    found = {"taken": taken, "case": taken.case, "form": form, "no": destroying.why_not(taken)}
    return render(request, "intake/destroy.html", found, status=422 if form.is_bound else 200)


def _load(request: HttpRequest, code: str, pk: UUID) -> tuple[Taken, Sight]:
    """A report of a case that this person may read; 404 for any other."""
    user, now = signed_in(request), timezone.now()
    readable = Case.objects.readable_by(user, now)
    rows = Taken.objects.filter(case__in=readable).select_related("report", "case", "read_by", "answered_by")
    taken = get_object_or_404(rows, pk=pk, case__code=code.upper())
    return taken, access.sight_of(taken.case, user, now)


def _mine(request: HttpRequest, code: str, pk: UUID) -> tuple[Taken, Sight]:
    """The same, of a case that one's own institution holds."""
    get_object_or_404(Case.objects.visible_to(signed_in(request)), code=code.upper())
    return _load(request, code, pk)


def _page(
    request: HttpRequest,
    taken: Taken,
    sight: Sight,
    *,
    opened: Opened | None = None,
    asking: forms.ReadForm | None = None,
    writing: forms.AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = {
        "taken": taken,
        "report": taken.report,
        "case": taken.case,
        "sight": sight,
        "channel": words.channel(taken.report.channel),
        "facts": words.facts(taken),
        "wishes": words.wishes(taken),
        "why": words.why(taken),
        "kept": reading.hides(sight, taken.taken_at),
        "opened": opened,
        "lines": _lines(opened, taken) if opened else [],
        "asking": asking or forms.ReadForm(),
        "news": _news(taken),
        "folded": taken.disposition == Taken.Disposition.FOLDED,
        "destroyable": not destroying.why_not(taken),
        **_writing(request, taken, sight, opened, writing),
    }
    response = render(request, "intake/report.html", found, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _lines(opened: Opened, taken: Taken) -> list[tuple[str, str]]:
    """What was asked and what was answered, the account first."""
    audience = words.audience_of(words.coarse_of(taken))
    answers = opened.account.answers if opened.account else {}
    ordered = sorted(answers.items(), key=lambda pair: pair[0] != "account")
    rest = [(code, said) for code, said in ordered if said and code != "named"]  # those stand in a list of their own
    return [(words.question(code, audience), words.said(code, said, audience)) for code, said in rest]


def _news(taken: Taken) -> int:
    """How many messages and additions came since somebody last opened them."""
    looks = SensitiveRead.objects.filter(subject_kind="report", subject_id=taken.pk, field__in=("account", "messages"))
    last = looks.order_by("-at").values_list("at", flat=True).first()
    rows = taken.report.passages.filter(kind__in=(Passage.Kind.MESSAGE, Passage.Kind.ADDITION))
    return (rows.filter(at__gt=last) if last else rows).count()


def _writing(
    request: HttpRequest, taken: Taken, sight: Sight, opened: Opened | None, form: forms.AnswerForm | None
) -> dict[str, Any]:
    """The form to write with and plain texts to start from; why nobody can write, when so."""
    user = signed_in(request)
    if not sight.mine or not user.has(Permission.REPORT_ANSWER):
        return {"writing": None}
    try:
        answering.check_can_write(taken.report, danger=True)
    except Denied as no:
        return {"writing": None, "no_writing": str(no)}
    day = timezone.localdate() + PROMISE
    language = opened.account.language if opened and opened.account else None
    starts = words.first_answers(words.audience_of(words.coarse_of(taken)), day, language)
    known = taken.read_at is not None and taken.answered_at is None  # before that, nothing could be said truly
    first = {"words": starts[0][1], "promised": day} if known else {}
    withdrawn = taken.report.withdrawn_at is not None
    return {"writing": form or forms.AnswerForm(initial=first, withdrawn=withdrawn), "starts": starts}

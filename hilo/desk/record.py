"""Pages of the record: chains, their verification, and who looked at what."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.desk import record_queries as queries
from hilo.desk import record_verify
from hilo.lib.errors import Denied

NEWEST_READS = 10


class ReadsFilter(forms.Form):
    """Whose looks, and between which days (both included, in the local zone)."""

    person = forms.ModelChoiceField(User.objects.none(), required=False, label=gettext_lazy("Persona"))
    since = forms.DateField(
        required=False, label=gettext_lazy("Desde"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        required=False, label=gettext_lazy("Hasta"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        person.queryset = queries.readers(by)
        person.empty_label = _("todas")

    def wanted(self) -> dict[str, Any]:
        """Arguments of ``queries.reads``; a value that cannot be read is left out and its error shown."""
        given = self.cleaned_data if self.is_bound else {}
        until = given.get("until")
        return {
            "person": given.get("person"),
            "since": _midnight(given.get("since")),
            "until": _midnight(until + timedelta(days=1)) if until and until < date.max else None,
        }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_SEE)
def record(request: HttpRequest) -> HttpResponse:
    """The chains of one's institution, and the newest looks; POST verifies everything."""
    user = signed_in(request)
    verified = None
    if request.method == "POST":
        try:
            verified = record_verify.verified_all(user)
        except Denied:
            messages.warning(request, _too_much())
    chains, more = queries.chains(user, request.GET.get("tras"))
    reads, _more = queries.reads(user, most=NEWEST_READS)
    checkpoint = queries.last_checkpoint()
    found = {
        "chains": chains,
        "more": more,
        "first": not request.GET.get("tras"),
        "checkpoint": checkpoint,
        "key": bytes(checkpoint.key_id).hex() if checkpoint else "",
        "reads": reads,
        "verified": verified,
    }
    return render(request, "desk/record.html", found)


def _too_much() -> str:
    return _(
        "El registro tiene más de %(most)s entradas: verificarlo todo tarda más de lo que una página puede esperar. "
        "Verifique aquí una cadena, o pida a quien administra que ejecute «hilo ledger verify»."
    ) % {"most": f"{record_verify.MOST_ENTRIES:,}"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_SEE)
def record_chain(request: HttpRequest, chain: str) -> HttpResponse:
    """The entries of one chain, by the code of its case or its id; POST verifies it."""
    case = queries.audited_case(signed_in(request), chain)
    if case is None:
        raise Http404
    verified = record_verify.verified_chain(case) if request.method == "POST" else None
    (row,) = queries.chain_rows([case])
    after = _whole(request.GET.get("tras"))
    broken = {one.seq: one.sentence for one in verified.found if one.code} if verified else {}
    entries, more = queries.entries(case.pk, after, broken)
    found = {"row": row, "entries": entries, "more": more, "first": not after, "verified": verified}
    return render(request, "desk/record_chain.html", found)


@require_safe
@requires(Permission.RECORD_SEE)
def record_reads(request: HttpRequest) -> HttpResponse:
    """Who looked at which sealed field of which case, when and why."""
    user = signed_in(request)
    form = ReadsFilter(request.GET or None, by=user)
    form.is_valid()
    reads, more = queries.reads(user, **form.wanted(), before=_whole(request.GET.get("antes")) or None)
    kept = request.GET.copy()
    kept.pop("antes", None)
    found = {"form": form, "reads": reads, "more": more, "kept": kept.urlencode()}
    return render(request, "desk/record_reads.html", found)


def _whole(text: str | None) -> int:
    """A place in a list; 0 for anything that is none."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else 0


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None

"""The page from which the case file is printed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.answering import load
from hilo.cases.forms import Words
from hilo.evidence import casefile_actions
from hilo.exchange.letter_views import pdf_response
from hilo.lib.errors import Denied

asked = require_http_methods(["GET", "HEAD", "POST"])


class PrintForm(forms.Form):
    """Which version, and what for. Who may not print names is offered one version."""

    form = forms.ChoiceField(
        label=_("¿Qué versión?"),
        widget=forms.RadioSelect,
        initial="redacted",
        choices=[
            ("redacted", _("Testada: sin nombres de las personas del caso, notas ni textos reservados")),
            ("full", _("Completa: con nombres y textos. Solo sale de la institución cuando la ley lo pide")),
        ],
    )
    reason = Words(
        label=_("¿Para qué se imprime?"), rows=2, help_text=_("Queda en el hilo con su nombre, la hora y la huella.")
    )

    def __init__(self, *args: Any, may_full: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_full:
            choices = self.fields["form"].choices[:1]  # type: ignore[attr-defined]
            self.fields["form"].choices = choices  # type: ignore[attr-defined]


@asked
@requires(Permission.CASEFILE_PRINT)
def casefile(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the version and print."""
    case, user = load(request, code), signed_in(request)
    form = PrintForm(request.POST or None, may_full=user.has(Permission.CASEFILE_FULL))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        full = form.cleaned_data["form"] == "full"
        try:
            data = casefile_actions.print_case(
                case=case, full=full, reason=form.cleaned_data["reason"], by=user, now=timezone.now()
            )
        except Denied as no:
            form.add_error(None, str(no))
        else:
            return pdf_response(data, f"carpeta-{case.code}{'' if full else '-testada'}.pdf")
    return render(request, "evidence/casefile.html", {"case": case, "form": form}, status=status)

"""Pages about one's own second factors. Showing one when signing in is allauth's."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts import factor_actions, proof, queries
from hilo.accounts.forms import AppCode
from hilo.accounts.gate import fresh, requires, signed_in
from hilo.accounts.home import home_of
from hilo.accounts.permissions import Permission
from hilo.lib.errors import Denied

TO_KEEP = "recovery_codes_to_keep"  # session key: the recovery codes that this person has not yet kept
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.PREFERENCES)
def factors(request: HttpRequest) -> HttpResponse:
    """One's second factors; for who has none yet, the choice of the first."""
    return render(request, "accounts/factors.html", queries.factors_of(signed_in(request)))


@get_or_post
@requires(Permission.PREFERENCES)
@fresh
def app(request: HttpRequest) -> HttpResponse:
    """Set up an app that shows codes, or another in its place: the secret as QR and as text, then its first code."""
    user, sent = signed_in(request), request.method == "POST"
    form = AppCode(request.POST if sent else None, session=request.session)
    if sent and form.is_valid():
        clear_totp_secret(request)
        return _set_up(request, factor_actions.set_app(secret=form.secret, by=user))
    adapter = get_adapter()
    context = {
        "form": form,
        "secret": " ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4)),
        "qr": adapter.build_totp_svg(adapter.build_totp_url(user, form.secret)),
        "replaces": queries.factors_of(user)["app"],
    }
    return render(request, "accounts/factor_app.html", context, status=422 if sent else 200)


@get_or_post
@requires(Permission.PREFERENCES)
@fresh
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey. It takes the browser's own dialogue, and so JavaScript."""
    user, sent = signed_in(request), request.method == "POST"
    form = AddWebAuthnForm(request.POST if sent else None, user=user)
    if sent and form.is_valid():
        return _set_up(request, factor_actions.add_passkey(by=user, **form.cleaned_data))
    context = {"form": form, "options": begin_registration(user, False)}
    return render(request, "accounts/factor_passkey.html", context, status=422 if sent else 200)


@get_or_post
@requires(Permission.PREFERENCES)
@fresh
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of one's own factors, not the last."""
    user = signed_in(request)
    factor = get_object_or_404(Authenticator, pk=pk, user=user, type__in=proof.FACTORS)
    context: dict[str, Any] = {"factor": factor, "name": queries.factor_name(factor)}
    if request.method == "POST":
        try:
            factor_actions.remove_factor(factor=factor, by=user)
        except Denied as no:
            return render(request, "accounts/factor_remove.html", context | {"denied": str(no)}, status=422)
        messages.success(request, _("Se quitó: %(name)s.") % {"name": context["name"]})
        return redirect("accounts:factors")
    return render(request, "accounts/factor_remove.html", context)


@get_or_post
@requires(Permission.PREFERENCES)
@fresh
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, until the person says that they are kept; then only how many are left, and new ones."""
    user = signed_in(request)
    if request.method != "POST":
        return render(request, "accounts/recovery_codes.html", queries.factors_of(user) | {"codes": _to_keep(request)})
    if "kept" in request.POST:
        request.session.pop(TO_KEEP, None)
        return redirect(home_of(user))
    if proof.has_factor(user):
        request.session[TO_KEEP] = factor_actions.renew_recovery_codes(by=user).pk
    return redirect("accounts:recovery_codes")


@require_safe
@requires(Permission.PREFERENCES)
@fresh
def recovery_text(request: HttpRequest) -> HttpResponse:
    """The same codes as a text file, while they are shown. 404 afterwards."""
    codes = _to_keep(request)
    if not codes:
        raise Http404
    lines = [_("Hilo: códigos de recuperación. Cada uno sirve una sola vez."), "", *codes, ""]
    answer = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="hilo-codigos.txt"'
    return answer


def _set_up(request: HttpRequest, factor: Authenticator) -> HttpResponse:
    """This session has shown the new factor; recovery codes that nobody has seen are shown next."""
    user = signed_in(request)
    proof.note_factor(request, user, factor)
    messages.success(request, _("Quedó puesto: %(name)s.") % {"name": queries.factor_name(factor)})
    codes = queries.factors_of(user)["codes_row"]
    if codes is not None and codes.created_at >= factor.created_at:  # made together with it
        request.session[TO_KEEP] = codes.pk
        return redirect("accounts:recovery_codes")
    return redirect("accounts:factors")


def _to_keep(request: HttpRequest) -> list[str]:
    wanted = request.session.get(TO_KEEP)
    row = Authenticator.objects.filter(pk=wanted, user=signed_in(request)).first() if wanted else None
    return list(row.wrap().get_unused_codes()) if row else []

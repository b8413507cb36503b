"""Who may call an operation: a partner with the scope it names. An operation that names none is closed."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase

from hilo.accounts import limits
from hilo.exchange.api import store
from hilo.exchange.api.problems import Problem
from hilo.exchange.api.signatures import Caller, verify
from hilo.exchange.models import Partner, Scope

MINUTE = 60


class Signed(AuthBase):
    """``auth=Signed(Scope.ALERTS)``: only partners that have the scope, by a signed request, within their limit."""

    openapi_type = "http"
    openapi_scheme = "signature"
    openapi_description = (
        "HTTP Message Signatures (RFC 9421), Ed25519. Cover `@method`, `@authority`, `@path`, `@query`; with a body "
        "also `content-digest` (RFC 9530, sha-256) and `idempotency-key`. Parameters `created` (at most 5 minutes "
        "old), `keyid` and `nonce` (16 to 128 signs, never used before); `expires` if you like."
    )

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller. Raises Problem: 401, 403 or 429."""
        now = timezone.now()
        caller = verify(request, now=now)
        take_turn(caller.partner, now=now)
        if self.scope not in caller.partner.scope_set:
            raise Problem(403, _("Su sistema no tiene permiso para esto: pídalo a quien administra Hilo."))
        if request.method != "POST":  # what a POST brings is used up together with what it does
            store.use_nonce(caller, request)
        return caller


class Closed(AuthBase):
    """What an operation gets that names no scope."""

    openapi_type = "http"
    openapi_scheme = "signature"

    def __call__(self, request: HttpRequest) -> None:
        """Always refuses."""
        raise Problem(403, _("Esta dirección está cerrada."))


def take_turn(partner: Partner, *, now: datetime) -> None:
    """Count this request among those of the minute. Raises Problem (429)."""
    key = f"partner:{partner.pk}"
    if limits.take(key, limit=partner.per_minute, seconds=MINUTE, now=now):
        return
    free = limits.until(key, now=now) or now + timedelta(seconds=MINUTE)
    sentence = _("Su sistema pasó de su límite de peticiones por minuto (%(n)s): espere y envíela otra vez.")
    headers = {"Retry-After": str(max(1, -(-(free - now) // timedelta(seconds=1))))}
    raise Problem(429, sentence % {"n": partner.per_minute}, headers=headers)

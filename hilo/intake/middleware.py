"""Keys in hand: what a signed-in person does may share reports that their open key opens."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from hilo.accounts import open_keys
from hilo.accounts.middleware import ask_for_key
from hilo.accounts.models import User
from hilo.cases.models import Case
from hilo.intake import sharing
from hilo.intake.models import Taken

SHARES = frozenset({"cases:conflict", "exchange:offer"})  # after these another unit must be able to open the reports


class KeysInHandMiddleware:
    """Behind the proof: lends the person's unit keys to what is done, and asks for the password where it must."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with sharing.in_hand(lambda: open_keys.units(request)):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the request pass."""
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name not in SHARES:
            return None
        if not isinstance(request.user, User) or not _has_reports(request.user, kwargs.get("code", "")):
            return None
        return ask_for_key(request) if open_keys.needs_password(request) else None


def _has_reports(user: User, code: str) -> bool:
    mine = Case.objects.visible_to(user).filter(code=code.upper())
    return Taken.objects.filter(case__in=mine).exists()

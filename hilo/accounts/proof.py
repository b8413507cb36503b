"""What a signed-in person has proved in this session: a second factor, and recently who they are."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from hilo.accounts.models import User

RECENT_SECONDS = 10 * 60
SECOND = "mfa"  # as allauth notes an app code, a passkey or a recovery code
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


def has_factor(user: User) -> bool:
    """Whether the person has set up a second factor."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this very session. A password alone never suffices.

    Nothing is asked of the database: taking somebody's factors away ends their sessions.
    """
    return any(one.get("method") == SECOND for one in _records(request))


def proved_recently(request: HttpRequest) -> bool:
    """Whether a password, a code or a passkey was shown in the last ten minutes, signing in included."""
    return time.time() - max((one["at"] for one in _records(request)), default=0) < RECENT_SECONDS


def note_factor(request: HttpRequest, user: User, factor: Authenticator) -> None:
    """This session has shown a factor: the one just set up."""
    record_authentication(request, user, SECOND, id=factor.pk, type=factor.type, reauthenticated=True)


def note_password(request: HttpRequest, user: User) -> None:
    """This session has shown the password again."""
    record_authentication(request, user, "password", reauthenticated=True)


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return records

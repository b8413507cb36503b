"""Every write about second factors."""

import logging
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.db.models import F

from hilo.accounts import policies
from hilo.accounts.models import User
from hilo.accounts.proof import FACTORS

log = logging.getLogger(__name__)


@transaction.atomic
def set_app(*, secret: str, by: User) -> Authenticator:
    """Take an app with this secret as one's factor, in place of the app before. Makes recovery codes if there are none.

    ``secret``: base32, of which the app has just shown a code.
    """
    _hold(by)
    Authenticator.objects.filter(user=by, type=Authenticator.Type.TOTP).delete()
    made: Authenticator = TOTP.activate(by, secret).instance
    RecoveryCodes.activate(by)
    return made


@transaction.atomic
def add_passkey(*, name: str, credential: dict[str, Any], by: User) -> Authenticator:
    """Take a passkey as a factor. ``credential``: as the browser gave it, already verified by the form."""
    _hold(by)
    made: Authenticator = WebAuthn.add(by, name, credential).instance
    RecoveryCodes.activate(by)
    return made


@transaction.atomic
def remove_factor(*, factor: Authenticator, by: User) -> None:
    """Remove one of one's factors. Raises Denied for the last one, also when two are removed at once."""
    _hold(by)
    others = Authenticator.objects.filter(user=by, type__in=FACTORS).exclude(pk=factor.pk).count()
    policies.check_can_remove_factor(others)
    Authenticator.objects.filter(pk=factor.pk, user=by).delete()


@transaction.atomic
def renew_recovery_codes(*, by: User) -> Authenticator:
    """New recovery codes; those before are good for nothing."""
    _hold(by)
    Authenticator.objects.filter(user=by, type=Authenticator.Type.RECOVERY_CODES).delete()
    made: Authenticator = RecoveryCodes.activate(by).instance
    return made


@transaction.atomic
def reset_factors(*, user: User, by: User | None) -> int:
    """Take away all factors of a person who lost them, and end their sessions; how many there were.

    ``by`` is None when the operator does it at the terminal. At the next sign-in they set up again.
    """
    fresh = _hold(user)
    found = Authenticator.objects.filter(user=fresh)
    count: int = found.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    found.delete()
    User.objects.filter(pk=fresh.pk).update(session_series=F("session_series") + 1)
    log.warning("second factors taken away: account %s, by %s", fresh.pk, by.pk if by else "the operator")
    return count


def _hold(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)

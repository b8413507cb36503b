"""Signing in whole, as a person does who has a second factor."""

from typing import Any

from django.http import HttpRequest
from django.test import Client


def show_factor(client: Client, user: Any) -> None:
    """Note in the browser's session that the second factor was shown just now, as signing in does."""
    from allauth.account.internal.flows.login import record_authentication

    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()


def app_code(secret: str, steps: int = 0) -> str:
    """What an app shows for a secret now, or ``steps`` half minutes later."""
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps))

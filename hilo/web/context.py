"""What every page knows without asking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hilo.accounts.home import home_of
from hilo.accounts.models import User


def site(request: HttpRequest) -> dict[str, Any]:
    """``site_name``; ``demo``: whether this is a demonstration; ``languages``: (code, name) pairs;
    ``institution_name`` of who is signed in, empty for others; ``home``: the person's own first page.
    """
    return {
        "site_name": "Hilo",
        "demo": settings.HILO_DEMO,
        "languages": settings.LANGUAGES,
        "institution_name": getattr(request.user, "institution_name", ""),
        "home": home_of(request.user) if isinstance(request.user, User) else "/",
    }

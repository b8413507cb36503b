"""What every page knows without asking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hilo.accounts.home import home_of
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases import notices


def site(request: HttpRequest) -> dict[str, Any]:
    """``site_name``; ``demo``: whether this is a demonstration; ``languages``: (code, name) pairs;
    ``institution_name`` of who is signed in, empty for others; ``home``: the person's own first page;
    ``unseen_notices``: how many delays wait for the person's eyes, "" for none; asked only where it is shown.
    """
    user = getattr(request, "user", None)  # none yet on the page that refuses a host
    return {
        "site_name": "Hilo",
        "demo": settings.HILO_DEMO,
        "languages": settings.LANGUAGES,
        "institution_name": getattr(user, "institution_name", ""),
        "home": home_of(user) if isinstance(user, User) else "/",
        "unseen_notices": SimpleLazyObject(lambda: _unseen(request)),
    }


def _unseen(request: HttpRequest) -> str:
    """«3», «99+», or nothing."""
    user = request.user
    if not isinstance(user, User) or not user.has(Permission.CASE_SEE):
        return ""
    count = notices.count_for(user)
    return f"{notices.MOST}+" if count > notices.MOST else str(count or "")

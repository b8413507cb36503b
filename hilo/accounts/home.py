"""Where a person arrives after signing in: the first page that their role has work on."""

from django.urls import reverse

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission

HOMES = (
    (Permission.DESK_SEE, "desk:inbox"),
    (Permission.RECORD_SEE, "desk:record"),
    (Permission.USER_SEE, "accounts:people"),
    (Permission.PREFERENCES, "accounts:preferences"),
)


def home_of(user: User) -> str:
    """The address of the person's first page."""
    return reverse(next(name for permission, name in HOMES if user.has(permission)))

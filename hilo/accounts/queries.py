"""Reads for pages about accounts."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext

from hilo.accounts.models import User, UserQuerySet


def demo_people() -> UserQuerySet:
    """Those a visitor of the demonstration may enter as, grouped by institution."""
    return User.objects.people().order_by("institution", "role", "display_name")


def people_seen_by(user: User) -> UserQuerySet:
    """The list of accounts that ``user`` may see, closed ones last; duty desks are no people."""
    return (
        User.objects.visible_to(user)
        .filter(is_desk=False)
        .order_by("-is_active", "institution", "role", "display_name")
    )


def factors_of(user: User) -> dict[str, Any]:
    """A person's second factors: ``factors`` as (row, name), oldest first; ``app`` the code app or None;
    ``codes_row`` the recovery codes or None, ``codes_left`` how many are unused.
    """
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    kinds = Authenticator.Type
    codes = next((row for row in rows if row.type == kinds.RECOVERY_CODES), None)
    return {
        "factors": [(row, factor_name(row)) for row in rows if row.type != kinds.RECOVERY_CODES],
        "app": next((row for row in rows if row.type == kinds.TOTP), None),
        "codes_row": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }


def factor_name(factor: Authenticator) -> str:
    """What a factor is called on a page: an app has no name of its own."""
    if factor.type == Authenticator.Type.TOTP:
        return gettext("Aplicación de códigos")
    return str(factor.wrap().name)

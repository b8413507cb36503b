"""Reads for pages about accounts."""

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

"""The gate: every view says who may pass, in one line above it. A view that says nothing is closed.

``@requires`` and ``@public`` only mark the view; ``GateMiddleware`` enforces the marks, so that a
view cannot be reached through an order of decorators that forgets one. ``@fresh`` stands beside
``@requires`` on what is dangerous, ``@with_key`` on what is read with one's own key; ``ProofMiddleware`` enforces both.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import ResolverMatch

from hilo.accounts.permissions import Permission

if TYPE_CHECKING:
    from hilo.accounts.models import User

View = TypeVar("View", bound=Callable[..., Any])
Mark = Permission | str

PUBLIC = "public"
CLOSED = "closed"

# Views that are not ours cannot carry a mark. Of allauth these are open and all others answer 404.
ALLAUTH: dict[str, Mark] = {
    "account_change_password": Permission.PREFERENCES,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reauthenticate": Permission.PREFERENCES,
    "mfa_authenticate": PUBLIC,  # the second step of signing in: nobody is signed in yet
    "mfa_reauthenticate": Permission.PREFERENCES,
    "mfa_reauthenticate_webauthn": Permission.PREFERENCES,
}


def requires(permission: Permission) -> Callable[[View], View]:
    """Only people whose role holds ``permission``. Anonymous goes to sign in; without it, 403."""
    return _marker(Permission(permission))


def public(view: View) -> View:
    """Everybody, signed in or not."""
    return _marker(PUBLIC)(view)


def fresh(view: View) -> View:
    """Only for who proved in the last ten minutes who they are; others are asked first, and lose nothing typed."""
    view.fresh = True  # type: ignore[attr-defined]
    return view


def is_fresh(view: Callable[..., Any]) -> bool:
    """Whether a view carries ``@fresh``."""
    return getattr(view, "fresh", False) is True


def with_key(view: View) -> View:
    """Only with the person's own key open (:mod:`hilo.accounts.open_keys`); others are asked for their password first,
    and lose nothing typed. For people whose role reads no reports it changes nothing.
    """
    view.with_key = True  # type: ignore[attr-defined]
    return view


def is_with_key(view: Callable[..., Any]) -> bool:
    """Whether a view carries ``@with_key``."""
    return getattr(view, "with_key", False) is True


def gate_of(view: Callable[..., Any], url_name: str | None) -> Mark | None:
    """The mark that counts for a view reached under ``url_name``; None when it carries none."""
    if getattr(view, "__module__", "").startswith("allauth."):
        return ALLAUTH.get(url_name or "", CLOSED)
    mark: Mark | None = getattr(view, "gate", None)
    return mark


def gate_of_match(view: Callable[..., Any], match: ResolverMatch | None) -> Mark | None:
    """:func:`gate_of` for the request at hand."""
    return gate_of(view, match.url_name if match else None)


def signed_in(request: HttpRequest) -> "User":
    """Who is asking, in a view that ``@requires`` a permission. PermissionDenied for anonymous."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def _marker(mark: Mark) -> Callable[[View], View]:
    def put(view: View) -> View:
        view.gate = mark  # type: ignore[attr-defined]
        return view

    return put

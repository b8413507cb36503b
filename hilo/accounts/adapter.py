"""How allauth behaves here: nobody opens an account for themselves, and refusals are one sentence."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hilo.accounts import attempts, open_keys
from hilo.accounts.addresses import address_of
from hilo.accounts.home import home_of
from hilo.accounts.middleware import sign_in_address
from hilo.accounts.models import User

WAYS = {
    "reauthenticate": _("Escribir su contraseña"),
    "mfa_reauthenticate": _("Escribir un código de la aplicación o de recuperación"),
    "mfa_reauthenticate:webauthn": _("Usar una llave de acceso"),
}


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are opened by the administration only; duty desks and closed accounts do not enter."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("El nombre de usuario o la contraseña no son correctos."),
        "too_many_login_attempts": _("Demasiados intentos fallidos. Espere unos minutos e intente otra vez."),
        "incorrect_password": _("La contraseña no es correcta."),
        "enter_current_password": _("Escriba su contraseña actual."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the person's first page; an auditor's is the record, not the inbox."""
        user = request.user
        return home_of(user) if isinstance(user, User) else sign_in_address()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Back to where people enter."""
        return sign_in_address()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the person's preferences."""
        return reverse("accounts:preferences")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person, or None. Raises ValidationError when the password is right but the door is closed.

        The attempt is counted before the password is looked at: after too many the right one is refused too.
        """
        succeeded = attempts.begin(request, "password", account=attempts.name_key(credentials.get("username", "")))
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            succeeded()
        if user is not None and user.is_desk:
            raise ValidationError(_("Esta es la cuenta de la guardia y nadie entra con ella: use su cuenta personal."))
        if user is not None and not user.is_active:
            raise ValidationError(
                _("Su cuenta está cerrada. Para volver a entrar, acuda a la administración del sistema.")
            )
        if user is not None:  # only here is the password known; a person who signed in before gives it again here
            open_keys.open_for(request, user=user, password=credentials.get("password", ""), now=timezone.now())
            if request.user.is_authenticated:
                open_keys.care(request, user=user, now=timezone.now())
        return user

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse:
        """Signed in: with the key just opened, colleagues who wait for the unit's key are given it."""
        open_keys.care(request, user=user, now=timezone.now())
        answer: HttpResponse = super().post_login(request, user, **about)
        return answer

    def get_login_stages(self) -> list[str]:
        """After the password the second factor, and nothing else."""
        return ["hilo.accounts.stages.SecondStep"]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to prove again who it is, as they are called on our pages."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom allauth's own limits count: the same address as ours."""
        return address_of(request)

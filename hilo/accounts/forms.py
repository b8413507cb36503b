"""What is asked about accounts. Each attempt at a password or a code is counted before it is looked at."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret, validate_totp_code
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hilo.accounts import attempts, open_keys, person_keys
from hilo.accounts.models import PersonKey, User
from hilo.accounts.sealing import open_text, seal_text
from hilo.lib.errors import Denied


class PasswordAgain(forms.Form):
    """The password, asked for beside something dangerous that is being sent."""

    field = "proof_password"  # named so that it meets no field of the form that waits, and is never sent again

    proof_password = forms.CharField(
        label=_("Contraseña"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_proof_password(self) -> str:
        """Raises ValidationError for a wrong one and after too many attempts."""
        password: str = self.cleaned_data["proof_password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class NewPassword(ChangePasswordForm):  # type: ignore[misc]
    """Change of password: the old one cannot be guessed here either."""

    def clean_oldpassword(self) -> str:
        """Raises ValidationError for a wrong one and after too many attempts."""
        succeeded = attempts.begin(context.request, "password", account=attempts.name_key(self.user.username))
        password: str = super().clean_oldpassword()
        succeeded()
        return password

    @transaction.atomic
    def save(self) -> None:
        """The person's own key opens with the new password from now on, and their session goes on with it."""
        super().save()
        old, new, now = self.cleaned_data["oldpassword"], self.cleaned_data["password1"], timezone.now()
        if PersonKey.objects.filter(user=self.user).exists():
            try:
                person_keys.rewrap(user=self.user, old=old, new=new, now=now)
            except Denied:  # it was of a password before the old one: a colleague has to give again
                person_keys.renew(user=self.user, password=new, now=now)
        open_keys.open_for(context.request, user=self.user, password=new, now=now)


class _CountedCode:
    """A code of the app or a recovery code: counted, and good for one use in all processes together."""

    def clean_code(self) -> str:
        """Raises ValidationError for a wrong or used one and after too many attempts."""
        user: User = self.user  # type: ignore[attr-defined]
        succeeded = attempts.begin(context.request, "code", account=str(user.pk))
        code: str = super().clean_code()  # type: ignore[misc]
        if not attempts.first_use(user.pk, code):
            from allauth.mfa.adapter import get_adapter as factors

            raise factors().validation_error("incorrect_code")
        succeeded()
        return code


class SignInCode(_CountedCode, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgain(_CountedCode, ReauthenticateForm):  # type: ignore[misc]
    """A code, to prove again who it is."""


class AppCode(forms.Form):
    """The first code of an app, which shows that it took the secret."""

    code = forms.CharField(
        label=_("Código de seis cifras"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, session: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = self._kept(session) if self.is_bound else self._new(session)

    @staticmethod
    def _new(session: Any) -> str:
        secret: str = generate_totp_secret()
        # the session stands in the database: until the app has shown its first code, sealed as afterwards
        session[SECRET_SESSION_KEY] = seal_text(secret, place=SECRET_SESSION_KEY).hex()
        return secret

    def _kept(self, session: Any) -> str:
        sealed = session.get(SECRET_SESSION_KEY)
        return open_text(bytes.fromhex(sealed), place=SECRET_SESSION_KEY) if sealed else self._new(session)

    def clean_code(self) -> str:
        """Raises ValidationError for a code that is not of this secret."""
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise forms.ValidationError(
                _("Ese código no es el de ahora. Revise que la hora de su teléfono sea automática y escriba el nuevo.")
            )
        return code

"""The second step of signing in."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from hilo.accounts import proof


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Asked of everybody who has a factor: no browser is trusted and no passkey takes the place of the password."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return self.login.user is not None and proof.has_factor(self.login.user)

    def is_resumable(self, request: HttpRequest) -> bool:
        """Whether to go on waiting: once the factors were taken away, door and step would send to each other."""
        return self._should_handle(request)

"""The part's registration with Django."""

from django.apps import AppConfig
from django.conf import settings


class AccountsConfig(AppConfig):
    """People, roles, the gate."""

    name = "hilo.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Tell allauth that people have no e-mail field; its migrations assume one otherwise."""
        settings.ACCOUNT_USER_MODEL_EMAIL_FIELD = None

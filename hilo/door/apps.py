"""The part's registration with Django."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register


class DoorConfig(AppConfig):
    """The public door: what a child tells, and how they come back."""

    name = "hilo.door"
    label = "door"

    def ready(self) -> None:
        """The checks of the door, where it is served."""
        if settings.HILO_SITE != "public":
            return
        from hilo.door import checks

        register(checks.has_key)
        register(checks.has_readers)

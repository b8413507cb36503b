"""The part's registration with Django."""

from django.apps import AppConfig
from django.core.checks import register


class WebConfig(AppConfig):
    """Settings, addresses, base templates, checks."""

    name = "hilo.web"
    label = "web"

    def ready(self) -> None:
        """Register the system checks."""
        from hilo.web import checks

        register(checks.keys_exist)
        register(checks.restore_finished)
        register(checks.time_zone_known)
        register(checks.demo_stays_home)

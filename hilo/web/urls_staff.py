"""The staff site. Every view behind it carries its gate; see ``hilo.accounts.gate``."""

from django.urls import include, path

handler500 = "hilo.web.failures.server_error"
urlpatterns = [
    path("", include("hilo.web.health")),
    path("", include("hilo.accounts.urls")),
    path("cuenta/", include("allauth.account.urls")),
    path("cuenta/segundo-paso/", include("allauth.mfa.urls")),
    path("", include("hilo.alerts.urls")),
    path("", include("hilo.intake.urls")),
    path("", include("hilo.exchange.urls")),
    path("", include("hilo.testimony.urls")),
    path("", include("hilo.investigation.urls")),
    path("", include("hilo.evidence.urls")),
    path("", include("hilo.accountability.urls")),
    path("", include("hilo.desk.urls")),
    path("casos/", include("hilo.desk.urls_cases")),
]

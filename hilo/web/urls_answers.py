"""Where institutions without accounts answer: a process without accounts or sessions. Every view carries its gate."""

from django.urls import include, path

from hilo.accounts import views as accounts

handler500 = "hilo.web.failures.server_error"
urlpatterns = [
    path("", include(([path("idioma/", accounts.language, name="language")], "accounts"))),
    path("", include("hilo.web.health")),
    path("", include("hilo.exchange.urls_answers")),
]

"""Addresses of the pages about accounts."""

from django.urls import path

from hilo.accounts import factor_views, views

app_name = "accounts"
urlpatterns = [
    path("cuenta/factores/", factor_views.factors, name="factors"),
    path("cuenta/factores/<int:pk>/quitar/", factor_views.remove, name="factor_remove"),
    path("cuenta/factores/aplicacion/", factor_views.app, name="factor_app"),
    path("cuenta/factores/codigos/", factor_views.recovery_codes, name="recovery_codes"),
    path("cuenta/factores/codigos/texto/", factor_views.recovery_text, name="recovery_text"),
    path("cuenta/factores/llave/", factor_views.passkey, name="factor_passkey"),
    path("cuenta/correo/", views.notify_to, name="notify_to"),
    path("cuenta/idioma/", views.language, name="language"),
    path("cuenta/", views.preferences, name="preferences"),
    path("demo/", views.demo_people, name="demo_people"),
    path("demo/entrar/", views.demo_enter, name="demo_enter"),
    path("personas/", views.people, name="people"),
]

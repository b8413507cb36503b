"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import disclosure_views

HERE = "casos/<slug:code>/escucha/revelacion/<uuid:child>/"
urlpatterns: list[URLPattern] = [
    path(HERE, disclosure_views.disclosure, name="disclosure"),
    path(f"{HERE}anotar/<slug:field>/", disclosure_views.disclosure_note, name="disclosure_note"),
    path(f"{HERE}corregir/<uuid:entry>/", disclosure_views.disclosure_correct, name="disclosure_correct"),
]

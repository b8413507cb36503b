"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import telling_views as views

ROOT = "casos/<slug:code>/escucha/veces/<uuid:child>/"
urlpatterns: list[URLPattern] = [
    path(ROOT, views.telling_list, name="tellings"),
    path(f"{ROOT}anotar/", views.telling_new, name="telling_new"),
    path(f"{ROOT}clave/", views.child_key, name="child_key"),
    path(f"{ROOT}clave/<uuid:pk>/retirar/", views.child_unkey, name="child_unkey"),
    path(f"{ROOT}<uuid:pk>/corregir/", views.telling_correct, name="telling_correct"),
]

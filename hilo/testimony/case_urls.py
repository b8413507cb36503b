"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import case_views

urlpatterns: list[URLPattern] = [path("casos/<slug:code>/escucha/", case_views.hearing, name="case")]

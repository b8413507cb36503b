"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import across_views

urlpatterns: list[URLPattern] = [
    path("escucha/comparar/", across_views.comparisons, name="comparisons"),
    path("escucha/comparar/nueva/", across_views.comparison_new, name="comparison_new"),
    path("escucha/comparar/<uuid:pk>/", across_views.comparison, name="comparison"),
    path("casos/<slug:code>/escucha/codigos/", across_views.codes, name="codes_out"),
]

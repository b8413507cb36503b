"""Addresses: see ``hilo.evidence.urls``."""

from django.urls import path

from hilo.evidence import export_views

urlpatterns = [path("casos/<slug:code>/exportar/", export_views.export_case, name="export")]

"""Addresses: see ``hilo.evidence.urls``."""

from django.urls import path

from hilo.evidence import casefile_views as views

urlpatterns = [path("casos/<slug:code>/carpeta/", views.casefile, name="casefile")]

"""Addresses: see ``hilo.investigation.urls``."""

from django.urls import path

from hilo.investigation import analysis_views as views

urlpatterns = [
    path("casos/<slug:code>/analisis/", views.page, name="analysis"),
    path("casos/<slug:code>/analisis/punto/", views.point_new, name="point_new"),
    path("casos/<slug:code>/analisis/<uuid:pk>/terminar/", views.point_settle, name="point_settle"),
    path("casos/<slug:code>/analisis/<uuid:pk>/acto/", views.point_act, name="point_act"),
]

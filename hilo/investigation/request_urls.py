"""Addresses: see ``hilo.investigation.urls``."""

from django.urls import path

from hilo.investigation import request_views as views

urlpatterns = [
    path("casos/<slug:code>/oficios/", views.requests, name="requests"),
    path("casos/<slug:code>/oficios/nuevo/", views.letter_new, name="request_new"),
    path("casos/<slug:code>/oficios/<uuid:pk>/", views.letter, name="request"),
    path("casos/<slug:code>/oficios/<uuid:pk>/pdf/", views.letter_pdf, name="request_pdf"),
    path("casos/<slug:code>/oficios/<uuid:pk>/corregir/", views.letter_edit, name="request_edit"),
    path("casos/<slug:code>/oficios/<uuid:pk>/<slug:step>/", views.letter_step, name="request_step"),
]

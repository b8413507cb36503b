"""Addresses of the pages about alerts."""

from django.urls import path

from hilo.alerts import views

app_name = "alerts"
urlpatterns = [
    path("alertas/carta/", views.letter, name="letter"),
    path("alertas/<uuid:pk>/", views.alert, name="alert"),
    path("alertas/<uuid:pk>/mostrar/", views.reveal, name="reveal"),
    path("cuarentena/", views.quarantine, name="quarantine"),
    path("cuarentena/<uuid:pk>/", views.quarantine_item, name="quarantine_item"),
    path("cuarentena/<uuid:pk>/reintentar/", views.retry, name="retry"),
    path("cuarentena/<uuid:pk>/apartar/", views.set_aside, name="set_aside"),
]

"""Addresses of the public door: one for the whole journey, one to leave, two for whoever watches the machine."""

from django.urls import path

from hilo.door import views

app_name = "door"
urlpatterns = [
    path("", views.door, name="door"),
    path("salir", views.leave, name="leave"),
    path("salud/", views.health, name="health"),
    path("listo/", views.ready, name="ready"),
]

"""Addresses of the figures of institutions."""

from django.urls import path

from hilo.accountability import views

app_name = "accountability"
urlpatterns = [
    path("institucion/", views.own, name="own"),
    path("institucion/<slug:code>/", views.institution, name="institution"),
    path("institucion/<slug:code>/casos/", views.cases, name="cases"),
    path("institucion/<slug:code>.csv", views.as_csv, name="csv"),
    path("institucion/<slug:code>.json", views.as_json, name="json"),
]

"""Addresses of offences; they stand in the namespace of ``hilo.investigation.urls``."""

from django.urls import path

from hilo.investigation import offence_views

urlpatterns = [
    path("leyes/vacios/", offence_views.gaps, name="gaps"),
    path("casos/<slug:code>/delitos/", offence_views.offences, name="offences"),
    path("casos/<slug:code>/delitos/clasificar/", offence_views.classify, name="classify"),
    path("casos/<slug:code>/delitos/atribuir/", offence_views.charge, name="charge"),
]

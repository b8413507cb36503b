"""Addresses of the site where institutions without accounts answer a letter."""

from django.urls import path

from hilo.exchange import public_views

app_name = "answers"
urlpatterns = [
    path("", public_views.home, name="home"),
    path("acuse/<slug:key>/", public_views.answer, name="answer"),
]

"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import home_views, practice_views

urlpatterns: list[URLPattern] = [
    path("escucha/", home_views.home, name="home"),
    path("escucha/practica/", practice_views.room, name="practice"),
    path("escucha/practica/nueva/", practice_views.new, name="practice_new"),
    path("escucha/practica/<uuid:pk>/", practice_views.session, name="practice_session"),
    path("escucha/practica/<uuid:pk>/fin/", practice_views.end, name="practice_end"),
    path("escucha/practica/<uuid:pk>/borrar/", practice_views.delete, name="practice_delete"),
]

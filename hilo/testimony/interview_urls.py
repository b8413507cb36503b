"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import interview_views as views

ROOT = "casos/<slug:code>/escucha/entrevistas/"
urlpatterns: list[URLPattern] = [
    path(f"{ROOT}nueva/", views.interview_new, name="interview_new"),
    path(f"{ROOT}realizada/", views.interview_held, name="interview_held"),
    path(f"{ROOT}<uuid:pk>/", views.interview, name="interview"),
    path(f"{ROOT}<uuid:pk>/empezar/", views.interview_begin, name="interview_begin"),
    path(f"{ROOT}<uuid:pk>/relato/", views.interview_close, name="interview_close"),
    path(f"{ROOT}<uuid:pk>/terminar/", views.interview_end, name="interview_end"),
    path(f"{ROOT}<uuid:pk>/cancelar/", views.interview_cancel, name="interview_cancel"),
]

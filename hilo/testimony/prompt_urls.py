"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import prompt_views

HERE = "casos/<slug:code>/escucha/transcripciones/<uuid:pk>/"
urlpatterns: list[URLPattern] = [
    path(f"{HERE}preguntas/", prompt_views.prompts, name="prompts"),
    path(f"{HERE}preguntas/sugerir/", prompt_views.prompt_run, name="prompt_run"),
    path(f"{HERE}calidad/", prompt_views.interview_quality, name="interview_quality"),
    path(f"{HERE}quien-primero/", prompt_views.who_first, name="who_first"),
    path("escucha/por-revisar/", prompt_views.prompt_queue, name="prompt_queue"),
]

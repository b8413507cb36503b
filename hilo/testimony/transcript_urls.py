"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import layer_views, transcript_draft_views, transcript_views

HERE = "casos/<slug:code>/escucha/transcripciones/"
urlpatterns: list[URLPattern] = [
    path(HERE, transcript_views.transcript_list, name="transcripts"),
    path(f"{HERE}nueva/", transcript_views.transcript_new, name="transcript_new"),
    path(f"{HERE}escribir/<uuid:pk>/", transcript_draft_views.transcript_draft, name="transcript_draft"),
    path(f"{HERE}<uuid:pk>/", transcript_views.transcript, name="transcript"),
    path(f"{HERE}<uuid:pk>/sacar/", transcript_views.transcript_out, name="transcript_out"),
    path(f"{HERE}<uuid:pk>/turno/<int:turn>/anotar/", layer_views.layer_new, name="layer_new"),
    path(f"{HERE}<uuid:pk>/anotacion/<uuid:mark>/", layer_views.layer_replace, name="layer_replace"),
]

"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import indicator_suggestion_views as suggestions
from hilo.testimony import indicator_views as views

_CHILD = "casos/<slug:code>/escucha/indicadores/<uuid:child>/"
_TRANSCRIPT = "casos/<slug:code>/escucha/transcripciones/<uuid:pk>/indicadores/"

urlpatterns: list[URLPattern] = [
    path(_CHILD, views.indicators, name="indicators"),
    path(_CHILD + "<slug:indicator>/", views.indicator, name="indicator"),
    path(_TRANSCRIPT, views.indicator_mark, name="indicator_mark"),
    path(_TRANSCRIPT + "poco-comunes/", views.indicator_unusual, name="indicator_unusual"),
    path(_TRANSCRIPT + "sugeridos/", suggestions.indicator_suggestions, name="indicator_suggestions"),
    path(_TRANSCRIPT + "<uuid:mark>/retirar/", views.indicator_withdraw, name="indicator_withdraw"),
]

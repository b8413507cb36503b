"""Addresses: see ``hilo.testimony.urls``."""

from django.urls import URLPattern, path

from hilo.testimony import double_views

urlpatterns: list[URLPattern] = [
    path("escucha/doble/", double_views.studies, name="studies"),
    path("escucha/doble/nueva/", double_views.study_new, name="study_new"),
    path("escucha/doble/<uuid:pk>/", double_views.study, name="study"),
    path("escucha/doble/<uuid:pk>/relato/<int:number>/", double_views.study_code, name="study_code"),
    path("escucha/doble/<uuid:pk>/terminar/", double_views.study_finish, name="study_finish"),
    path("escucha/doble/<uuid:pk>/dejar/", double_views.study_leave, name="study_leave"),
]

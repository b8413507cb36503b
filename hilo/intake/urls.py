"""Addresses of what is done with reports."""

from django.urls import path

from hilo.intake import phone, views

app_name = "intake"
urlpatterns = [
    path("avisos/nuevo/", phone.new, name="new"),
    path("casos/<slug:code>/aviso/<uuid:pk>/", views.report, name="report"),
    path("casos/<slug:code>/aviso/<uuid:pk>/leer/", views.read, name="read"),
    path("casos/<slug:code>/aviso/<uuid:pk>/escribir/", views.answer, name="answer"),
    path("casos/<slug:code>/aviso/<uuid:pk>/sacar/", views.unfold, name="unfold"),
    path("casos/<slug:code>/aviso/<uuid:pk>/destruir/", views.destroy, name="destroy"),
]

"""Addresses of the pages about accounts."""

from django.urls import path

from hilo.accounts import views

app_name = "accounts"
urlpatterns = [
    path("cuenta/idioma/", views.language, name="language"),
    path("cuenta/", views.preferences, name="preferences"),
    path("demo/", views.demo_people, name="demo_people"),
    path("demo/entrar/", views.demo_enter, name="demo_enter"),
    path("personas/", views.people, name="people"),
]

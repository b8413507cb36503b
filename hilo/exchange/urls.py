"""Addresses of what passes between institutions."""

from django.urls import path

from hilo.exchange import views

app_name = "exchange"
urlpatterns = [
    path("canalizaciones/", views.handoffs, name="handoffs"),
    path("canalizaciones/<uuid:pk>/", views.handoff, name="handoff"),
    path("canalizaciones/<uuid:pk>/acusar/", views.acknowledge, name="acknowledge"),
    path("canalizaciones/<uuid:pk>/aceptar/", views.accept, name="accept"),
    path("canalizaciones/<uuid:pk>/no-aceptar/", views.refuse, name="refuse"),
    path("canalizaciones/<uuid:pk>/resultado/", views.give_result, name="give_result"),
    path("canalizaciones/<uuid:pk>/retirar/", views.withdraw, name="withdraw"),
    path("canalizaciones/<uuid:pk>/papel/", views.paper, name="paper"),
    path("casos/<slug:code>/canalizar/", views.offer, name="offer"),
]

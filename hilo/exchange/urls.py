"""Addresses of what passes between institutions."""

from django.urls import path

from hilo.exchange import letter_views, outside_views, sender_urls, views

app_name = "exchange"
urlpatterns = [
    *sender_urls.urlpatterns,
    path("canalizaciones/", views.handoffs, name="handoffs"),
    path("canalizaciones/responder/", views.answer_many, name="answer_many"),
    path("canalizaciones/<uuid:pk>/", views.handoff, name="handoff"),
    path("canalizaciones/<uuid:pk>/acusar/", views.acknowledge, name="acknowledge"),
    path("canalizaciones/<uuid:pk>/aceptar/", views.accept, name="accept"),
    path("canalizaciones/<uuid:pk>/no-aceptar/", views.refuse, name="refuse"),
    path("canalizaciones/<uuid:pk>/resultado/", views.give_result, name="give_result"),
    path("canalizaciones/<uuid:pk>/retirar/", views.withdraw, name="withdraw"),
    path("canalizaciones/<uuid:pk>/abrir/", views.release, name="release"),
    path("canalizaciones/<uuid:pk>/llave/", views.share, name="share"),
    path("canalizaciones/<uuid:pk>/papel/", views.paper, name="paper"),
    path("canalizaciones/<uuid:pk>/enlace/", letter_views.link, name="link"),
    path("canalizaciones/<uuid:pk>/oficio/", letter_views.letter, name="letter"),
    path("casos/<slug:code>/canalizar/", views.offer, name="offer"),
    path("casos/<slug:code>/escrito/<uuid:pk>/", outside_views.outside_letter_page, name="outside_letter"),
    path("casos/<slug:code>/escrito/<uuid:pk>/pdf/", outside_views.outside_pdf, name="outside_pdf"),
    path("casos/<slug:code>/escrito/<uuid:pk>/entregado/", outside_views.outside_sent, name="outside_sent"),
]

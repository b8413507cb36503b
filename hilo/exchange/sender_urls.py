"""Addresses of answers to senders; they stand in the namespace of ``hilo.exchange.urls``."""

from django.urls import path

from hilo.exchange import sender_lists, sender_views

urlpatterns = [
    path("casos/<slug:code>/remitente/", sender_views.of_case, name="sender_case"),
    path("casos/<slug:code>/remitente/<uuid:pk>/responder/", sender_views.prepare, name="sender_answer"),
    path("casos/<slug:code>/remitente/respuesta/<uuid:pk>/", sender_views.sheet, name="sender_sheet"),
    path("casos/<slug:code>/remitente/respuesta/<uuid:pk>/carta/", sender_views.letter, name="sender_letter"),
    path("remitentes/", sender_lists.waiting, name="senders"),
    path("remitentes/decir/", sender_lists.tell, name="senders_tell"),
    path("remitentes/llevar/", sender_lists.carry, name="carry"),
    path("remitentes/salida/", sender_lists.leaving, name="outbox"),
    path("remitentes/salida/<uuid:pk>/", sender_lists.settle, name="outbox_settle"),
    path("remitentes/codigos/", sender_lists.unknown, name="unknown"),
    path("remitentes/codigos/<uuid:pk>/", sender_lists.unknown_item, name="unknown_item"),
]

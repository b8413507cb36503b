"""Addresses of what is done to a case. The desk adds the case file itself to the same namespace."""

from django.urls import path

from hilo.cases import sight_views, views

urlpatterns = [
    path("emergencias/", sight_views.emergencies, name="emergencies"),
    path("emergencias/abrir/", sight_views.break_glass, name="break_glass"),
    path("emergencias/<uuid:pk>/", sight_views.emergency, name="emergency"),
    path("<slug:code>/conflicto/", sight_views.conflict, name="conflict"),
    path("<slug:code>/anotar/", views.record, name="record"),
    path("<slug:code>/nota/", views.note, name="note"),
    path("<slug:code>/asignar/", views.assign, name="assign"),
    path("<slug:code>/tomar/", views.take, name="take"),
    path("<slug:code>/urgencia/", views.tier, name="tier"),
    path("<slug:code>/estado/", views.state, name="state"),
    path("<slug:code>/cerrar/", views.close, name="close"),
    path("<slug:code>/reabrir/", views.reopen, name="reopen"),
    path("<slug:code>/persona/", views.person, name="person"),
    path("<slug:code>/lugar/", views.place, name="place"),
    path("<slug:code>/mostrar/<slug:what>/<uuid:pk>/", views.reveal, name="reveal"),
    path("<slug:code>/plazo/<uuid:pk>/pausar/", views.pause, name="pause"),
    path("<slug:code>/plazo/<uuid:pk>/reanudar/", views.resume, name="resume"),
    path("<slug:code>/plazo/<uuid:pk>/ampliar/", views.extend, name="extend"),
    path("<slug:code>/plazo/<uuid:pk>/descartar/", views.discharge, name="discharge"),
    path("<slug:code>/vinculo/<uuid:pk>/", views.judge, name="judge"),
]

"""Addresses of the desk."""

from django.urls import path

from hilo.desk import inbox, leaving, notices, overview, record, search, story

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("asignar/", inbox.assign, name="assign"),
    path("avisos/", notices.notices_page, name="notices"),
    path("avisos/vistos/", notices.notices_seen, name="notices_seen"),
    path("buscar/", search.search, name="search"),
    path("demo/historia/", story.story, name="story"),
    path("panorama/", overview.overview, name="overview"),
    path("personas/<int:pk>/cerrar/", leaving.close_account, name="close_account"),
    path("registro/", record.record, name="record"),
    path("registro/consultas/", record.record_reads, name="record_reads"),
    path("registro/<str:chain>/", record.record_chain, name="record_chain"),
]

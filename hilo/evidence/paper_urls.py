"""Addresses of documents and formal reviews; they stand in the namespace of ``hilo.evidence.urls``."""

from django.urls import path

from hilo.evidence import document_views, review_views

urlpatterns = [
    path("casos/<slug:code>/documentos/", document_views.document_list, name="documents"),
    path("casos/<slug:code>/documentos/nuevo/", document_views.document_new, name="document_new"),
    path("casos/<slug:code>/documentos/<uuid:pk>/", document_views.document, name="document"),
    path("casos/<slug:code>/documentos/<uuid:pk>/borrar/", document_views.document_erase, name="document_erase"),
    path("casos/<slug:code>/revisiones/", review_views.review_list, name="reviews"),
    path("casos/<slug:code>/revisiones/nueva/", review_views.review_new, name="review_new"),
    path("casos/<slug:code>/revisiones/<uuid:pk>/", review_views.review_pdf, name="review_pdf"),
]

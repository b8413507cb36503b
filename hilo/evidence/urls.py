"""Addresses of items and custody, documents, formal reviews, and of what is exported and printed."""

from hilo.evidence import casefile_urls, export_urls, item_urls, paper_urls

app_name = "evidence"
urlpatterns = [
    *item_urls.urlpatterns,
    *paper_urls.urlpatterns,
    *export_urls.urlpatterns,
    *casefile_urls.urlpatterns,
]

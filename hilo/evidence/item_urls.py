"""Addresses of items and custody; they stand in the namespace of ``hilo.evidence.urls``."""

from django.urls import path

from hilo.evidence import item_views, package_views

urlpatterns = [
    path("indicios/por-recibir/", package_views.waiting, name="waiting"),
    path("indicios/por-recibir/<uuid:pk>/", package_views.receive, name="receive"),
    path("indicios/en-custodia/<uuid:pk>/paso/", package_views.hand_step, name="hand_step"),
    path("indicios/en-custodia/<uuid:pk>/entregar/", package_views.hand_give, name="hand_give"),
    path("casos/<slug:code>/indicios/", item_views.items, name="items"),
    path("casos/<slug:code>/indicios/nuevo/", item_views.item_new, name="item_new"),
    path("casos/<slug:code>/indicios/<uuid:pk>/", item_views.item, name="item"),
    path("casos/<slug:code>/indicios/<uuid:pk>/paso/", item_views.custody_step, name="custody_step"),
    path("casos/<slug:code>/indicios/<uuid:pk>/entregar/", item_views.give, name="give"),
]

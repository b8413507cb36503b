"""Addresses: see ``hilo.investigation.urls``."""

from django.urls import URLPattern, path

from hilo.investigation import act_views, plan_views

urlpatterns: list[URLPattern] = [
    path("casos/<slug:code>/plan/", plan_views.plan, name="plan"),
    path("casos/<slug:code>/plan/agregar/", plan_views.plan_add, name="plan_add"),
    path("casos/<slug:code>/plan/descartar/<slug:what>/", act_views.act_set_aside, name="act_set_aside"),
    path("casos/<slug:code>/acto/<uuid:pk>/", act_views.act, name="act"),
    path("casos/<slug:code>/acto/<uuid:pk>/paso/", act_views.act_move, name="act_move"),
    path("casos/<slug:code>/acto/<uuid:pk>/impugnar/", act_views.act_challenge, name="act_challenge"),
    path("casos/<slug:code>/acto/<uuid:pk>/hecho/", act_views.act_record, name="act_record"),
]

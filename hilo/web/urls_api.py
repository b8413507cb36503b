"""The partner API, all that its process answers. Every operation names its scope: ``hilo.exchange.api.gate``."""

from django.urls import URLPattern, include, path

from hilo.exchange.api.v1 import api, openapi

handler400 = "hilo.exchange.api.problems.bad_request"
handler404 = "hilo.exchange.api.problems.not_found"
handler500 = "hilo.exchange.api.problems.server_error"

operations = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
urlpatterns = [
    path("v1/openapi.json", openapi, name="openapi"),
    path("v1/", include((operations, "api"))),
]

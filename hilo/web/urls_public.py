"""The public door: a process of its own that knows no case. One address for the whole journey."""

from django.urls import include, path

handler400 = "hilo.door.failures.bad_request"
handler403 = "hilo.door.failures.permission_denied"
handler404 = "hilo.door.failures.page_not_found"
handler500 = "hilo.door.failures.server_error"
urlpatterns = [
    path("", include("hilo.door.urls")),
]

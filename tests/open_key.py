"""A person's own key, opened in a test's browser as signing in with the password opens it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

KEY_PASSWORD = "una frase larga que abre la llave"


def open_key(client: Client, user: Any, password: str = KEY_PASSWORD) -> None:
    """Open the key of who has signed in; the first of an institution opens its unit, and colleagues who have a key
    are let in.
    """
    from hilo.accounts import open_keys

    request = HttpRequest()
    request.session, request.user = client.session, user
    open_keys.open_for(request, user=user, password=password, now=timezone.now())
    open_keys.care(request, user=user, now=timezone.now())
    request.session.save()
    response = HttpResponse()
    open_keys.tell_browser(request, response)
    for name, morsel in response.cookies.items():
        client.cookies[name] = morsel.value

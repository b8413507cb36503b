"""The API's site in this process, and the systems of two partners."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from signing import System, public_of

from hilo.exchange.models import Scope

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def api_site(db, settings) -> Client:
    """A client of the API's addresses, as its own process has them."""
    settings.ROOT_URLCONF = "hilo.web.urls_api"
    settings.MIDDLEWARE = settings.API_MIDDLEWARE
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = settings.API_BODY_BYTES
    return Client(raise_request_exception=False)


@pytest.fixture
def system(api_site):
    """``system("TE-PROTEJO")``: the system of that institution, with all scopes it may have and a key."""
    from hilo.exchange.api import actions
    from hilo.reference import pack

    def make(institution="PPNNA-NAY", *, scopes=None, per_minute=1000, code=None):
        code = code or f"sis-{institution}".lower()
        scopes = scopes or (list(Scope.values) if institution in pack().institutions else [Scope.ALERTS])
        partner = actions.add_partner(
            code=code, name="Sistema inventado", institution=institution, scopes=scopes, per_minute=per_minute,
            now=LONG_AGO,
        )  # fmt: skip
        private = Ed25519PrivateKey.generate()
        actions.add_key(partner=partner, key_id=f"{code}-1", public=public_of(private), now=LONG_AGO)
        made = System(api_site, f"{code}-1", private)
        made.partner = partner
        return made

    return make

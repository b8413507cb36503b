"""Who may speak: only who signed this very request, now, once. Everybody else hears the same sentence."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone
from signing import GET, POST, public_of, signed

from hilo.exchange.api import actions
from hilo.exchange.api.gate import Closed
from hilo.exchange.api.problems import Problem
from hilo.exchange.api.v1 import PartnerApi
from hilo.exchange.models import PartnerAnswer, PartnerNonce, Scope

LIST = "/v1/handoffs"
ALERT = {"report": '{"sender": "X", "reference": "R-1", "narrative": "Texto inventado."}'}
NEW = "https://testserver/v1/alerts"


@pytest.fixture
def partner(system):
    return system()


def without(covered, name):
    return tuple(one for one in covered if one != name)


def test_a_signed_request_passes_and_leaves_no_cookie(partner):
    answer = partner.get(LIST)
    assert (answer.status_code, answer.json()) == (200, {"handoffs": [], "after": None})
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"


WRONG_GETS = {
    "too old": {"age": timedelta(minutes=7)},
    "from the future": {"age": timedelta(minutes=-3)},
    "its own end has passed": {"age": timedelta(minutes=3), "expires": timedelta(seconds=30)},
    "no nonce": {"nonce": None},
    "a short nonce": {"nonce": "abc"},
    **{f"without {name}": {"covered": without(GET, name)} for name in GET},
}


@pytest.mark.parametrize("how", WRONG_GETS.values(), ids=WRONG_GETS)
def test_a_signature_that_does_not_hold_is_refused(partner, how):
    assert partner.get(LIST, **how).status_code == 401


@pytest.mark.parametrize("name", POST)
def test_what_is_sent_must_cover_every_component(partner, name):
    assert partner.post("/v1/alerts", ALERT, covered=without(POST, name)).status_code == 401
    assert not PartnerAnswer.objects.exists()


def altered(headers, **changes):
    return {**headers, **{name.replace("_", "-"): value for name, value in changes.items()}}


def test_what_was_changed_on_the_way_is_refused(partner):
    body = b'{"report": "{}"}'
    headers = signed(partner.private, partner.key_id, "POST", NEW, body=body, key="clave-0001")
    tries = [
        partner.send("POST", "/v1/alerts", b'{"report": "[]"}', headers),
        partner.send("POST", "/v1/outcomes", body, headers),
        partner.send("POST", "/v1/alerts?x=1", body, headers),
        partner.send("POST", "/v1/alerts", body, altered(headers, Idempotency_Key="clave-0002")),
        partner.send("POST", "/v1/alerts", body, altered(headers, Host="localhost")),
        partner.send("POST", "/v1/alerts", body, altered(headers, Signature="sig=:AAAA:")),
        partner.send("POST", "/v1/alerts", body, altered(headers, Signature="?")),
        partner.send("POST", "/v1/alerts", body, {"Content-Type": "application/json"}),
    ]
    assert [answer.status_code for answer in tries] == [401] * len(tries)
    assert partner.send("POST", "/v1/alerts", body, headers).status_code == 202, "the same, as it was signed"


def test_nobody_learns_which_key_or_partner_exists(partner, system, caplog):
    stranger = Ed25519PrivateKey.generate()
    closed = system("FGE-MOR")
    actions.deactivate(partner=closed.partner, now=timezone.now())
    ended = actions.add_key(partner=partner.partner, key_id="vieja", public=public_of(stranger), now=timezone.now())
    actions.end_key(key=ended, now=timezone.now())
    url = f"https://testserver{LIST}"
    tries = [
        partner.get(LIST, nonce=None),
        partner.send("GET", LIST, b"", signed(stranger, "nadie", "GET", url)),
        partner.send("GET", LIST, b"", signed(stranger, partner.key_id, "GET", url)),
        partner.send("GET", LIST, b"", signed(stranger, "vieja", "GET", url)),
        closed.get(LIST),
    ]
    assert {answer.status_code for answer in tries} == {401}
    assert len({answer.content for answer in tries}) == 1
    assert {answer.headers["Content-Type"] for answer in tries} == {"application/problem+json"}
    assert all('"@path"' in answer.headers["Accept-Signature"] for answer in tries)
    for secret in ("nadie", partner.key_id, public_of(stranger).splitlines()[1]):
        assert secret not in caplog.text


def test_a_nonce_serves_once(partner):
    headers = signed(partner.private, partner.key_id, "GET", f"https://testserver{LIST}")
    assert [partner.send("GET", LIST, b"", headers).status_code for _ in range(2)] == [200, 401]
    assert PartnerNonce.objects.get().until > timezone.now() + timedelta(minutes=6)


def test_an_address_may_be_written_with_escapes(partner, api_site):
    path = "/v1/alerts/OCN%2D1%20x"
    headers = signed(partner.private, partner.key_id, "GET", f"https://testserver{path}")
    answer = api_site.generic("GET", path, headers=headers, REQUEST_URI=path)
    assert answer.status_code == 404  # read, and not there


def test_a_partner_does_what_its_scopes_say_and_no_more(system):
    only_alerts = system("FGE-MOR", scopes=[Scope.ALERTS])
    assert only_alerts.get(LIST).status_code == 403
    assert only_alerts.get("/v1/alerts/R-1").status_code == 404


def test_more_than_the_limit_waits(system):
    slow, other = system("FGE-MOR", per_minute=3), system()
    answers = [slow.get(LIST) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert other.get(LIST).status_code == 200, "each has its own"


def test_two_keys_may_be_good_at_once_so_that_they_can_be_changed(partner):
    fresh = Ed25519PrivateKey.generate()
    actions.add_key(partner=partner.partner, key_id="nueva", public=public_of(fresh), now=timezone.now())
    old = partner.get(LIST).status_code
    partner.private, partner.key_id = fresh, "nueva"
    assert (old, partner.get(LIST).status_code) == (200, 200)


def test_nonces_and_answers_are_forgotten_in_their_time(partner):
    partner.get(LIST)
    partner.post("/v1/alerts", ALERT)
    assert actions.forget(timezone.now()) == 0
    assert actions.forget(timezone.now() + timedelta(minutes=10)) == 2
    assert actions.forget(timezone.now() + timedelta(days=31)) == 1


def test_an_operation_that_names_no_scope_is_closed(db, rf):
    forgotten = PartnerApi(auth=Closed(), urls_namespace="forgotten", openapi_url=None, docs_url=None)
    forgotten.get("olvidada")(lambda request: {"algo": 1})
    (view,) = [one.callback for one in forgotten.urls[0] if one.name != "api-root"]
    with pytest.raises(Problem) as refused:
        view(rf.get("/olvidada"))
    assert refused.value.status == 403

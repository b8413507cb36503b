"""Before what is dangerous a person shows again who they are, and what they were sending is not lost."""

import re
from html import unescape

import pytest
from django.contrib.auth.signals import user_login_failed
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from hilo.accounts import factor_actions
from hilo.accounts.gate import fresh, requires
from hilo.accounts.permissions import Permission
from tests.second_factor import app_code

PASSWORD = "una frase larga que nadie adivina"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = "/peligro/?de=aqui"
SENT = {"reason": "Se pidió por <oficio> 12", "to": ["3", "5"], "note": "dos\nlíneas", "password_of_other": "secreta"}


@requires(Permission.CASE_SEE)
@fresh
def danger(request):
    if request.method == "POST":
        return HttpResponse(repr((request.POST["reason"], request.POST.getlist("to"), request.POST["note"])))
    return HttpResponse("the form")


urlpatterns = [path("", include("hilo.web.urls_staff")), path("peligro/", danger)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def browser(person):
    """Ana has an app, and signed in eleven minutes ago."""
    ana = person("ana", password=PASSWORD)
    factor_actions.set_app(secret=SECRET, by=ana)
    client = Client()
    client.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": app_code(SECRET)})
    assert client.get("/peligro/").content == b"the form"  # signing in was proof enough
    minutes_pass(client, 11)
    return client


def minutes_pass(client, minutes):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= minutes * 60
    session.save()


def waiting(answer):
    """The fields that wait in the page that asks, as a browser would send them."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode())
    found = {}
    for name, value in fields:
        if name not in ("csrfmiddlewaretoken", "next"):
            found.setdefault(name, []).append(unescape(value))
    return found


def test_proof_lasts_ten_minutes(browser):
    assert browser.get("/peligro/").status_code == 302
    minutes_pass(browser, -2)
    assert browser.get("/peligro/").status_code == 200


@pytest.mark.parametrize(("way", "field"), [("account_reauthenticate", "password"), ("mfa_reauthenticate", "code")])
def test_who_opens_a_page_shows_password_or_code_and_gets_there(browser, way, field):
    asked = browser.get(ADDRESS)
    assert asked.url == f"{reverse('account_reauthenticate')}?next=%2Fpeligro%2F%3Fde%3Daqui"
    shown = {"password": PASSWORD, "code": app_code(SECRET, 1)}[field]
    assert browser.post(reverse(way), {field: shown, "next": ADDRESS}).url == ADDRESS
    assert browser.get(ADDRESS).content == b"the form"


def test_what_was_being_sent_waits_and_goes_on_with_the_password(browser):
    asked = browser.post(ADDRESS, SENT)
    page = asked.content.decode()
    assert (asked.status_code, "no-store" in asked.headers["Cache-Control"]) == (403, True)
    assert "Se pidió por &lt;oficio&gt; 12</textarea>" in page
    assert "secreta" not in page
    fields = waiting(asked)
    assert fields == {"reason": [SENT["reason"]], "to": ["3", "5"], "note": [SENT["note"]]}
    done = browser.post(ADDRESS, fields | {"proof_password": PASSWORD})
    assert done.content.decode() == repr((SENT["reason"], ["3", "5"], SENT["note"]))
    assert browser.get("/peligro/").status_code == 200


def test_a_wrong_password_does_nothing_and_keeps_what_was_being_sent(browser):
    again = browser.post(ADDRESS, SENT | {"proof_password": "no es esta"})
    assert again.status_code == 403
    assert "La contraseña no es correcta." in again.content.decode()
    assert waiting(again)["to"] == ["3", "5"]
    assert "no es esta" not in again.content.decode()


def test_the_password_cannot_be_guessed_there_either(browser):
    looked_at = []
    user_login_failed.connect(lambda **_: looked_at.append(1), weak=False, dispatch_uid="guesses")
    for number in range(8):
        browser.post(ADDRESS, SENT | {"proof_password": f"intento {number}"})
    refused = browser.post(ADDRESS, SENT | {"proof_password": PASSWORD})
    user_login_failed.disconnect(dispatch_uid="guesses")
    assert len(looked_at) == 5
    assert re.search(r"Puede intentar otra vez (?:el [^,]+, )?a las \d\d:\d\d", refused.content.decode())


def test_the_old_password_cannot_be_guessed_where_it_is_changed(browser, settings):
    settings.ACCOUNT_RATE_LIMITS = False  # allauth's own, of one process, would come first
    new = "otra frase distinta y larga"
    asked = {"password1": new, "password2": new}
    address = reverse("account_change_password")
    for number in range(5):
        browser.post(address, asked | {"oldpassword": f"intento {number}"})
    page = browser.post(address, asked | {"oldpassword": PASSWORD}).content.decode()
    assert "Demasiados intentos" in page


def test_part_of_a_page_that_is_sent_asks_on_the_whole_page(browser):
    asked = browser.post(ADDRESS, SENT, headers={"HX-Request": "true"})
    assert (asked.status_code, asked.headers["HX-Retarget"]) == (200, "body")
    assert browser.get(ADDRESS, headers={"HX-Request": "true"}).headers["HX-Redirect"].startswith("/cuenta/")


def test_in_a_demonstration_nobody_is_asked_again(browser, settings):
    settings.HILO_DEMO = True
    assert browser.post(ADDRESS, SENT).status_code == 200


@pytest.mark.parametrize("name", ["accounts:factor_app", "accounts:factor_passkey", "accounts:recovery_codes"])
def test_factors_are_changed_only_by_who_has_just_shown_who_they_are(browser, name):
    assert browser.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))
    assert "Confirme que es usted" in browser.post(reverse(name), {"code": "000000"}).content.decode()

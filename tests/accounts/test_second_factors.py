"""Without a second factor nobody works: set up, shown when signing in, replaced, lost, never the last one removed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from hilo.accounts import factor_actions
from hilo.accounts.gate import CLOSED, gate_of
from hilo.accounts.middleware import SECOND_STEP, SETTING_UP
from tests.meta.addresses import STAFF
from tests.second_factor import app_code, show_factor

PASSWORD = "una frase larga que nadie adivina"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SETUP, APP, CODES = "/cuenta/factores/", "/cuenta/factores/aplicacion/", "/cuenta/factores/codigos/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def beto(person):
    return person("beto", password=PASSWORD)


@pytest.fixture
def with_app(beto):
    """Beto has an app with SECRET."""
    factor_actions.set_app(secret=SECRET, by=beto)
    return beto


def with_password(username="beto"):
    """A browser in which somebody typed name and password at the door."""
    client = Client()
    client.answer = client.post(reverse("account_login"), {"login": username, "password": PASSWORD})
    return client


def signed_in_with_code(code):
    client = with_password()
    client.answer = client.post(reverse("mfa_authenticate"), {"code": code})
    return client


def shown_secret(page):
    return re.search(r"<code>([A-Z2-7 ]{32,})</code>", page.content.decode())[1]


def shown_codes(page):
    return re.findall(r"<code>(\d{8})</code>", page.content.decode())


def arguments(pattern):
    """Some value for each argument of an address: the door stands before any object is looked for."""
    some = {"pk": 1, "code": "H-7K3M-9QXD", "chain": "H-7K3M-9QXD", "what": "persona"}
    kinds = {name: str(kind) for name, kind in pattern.pattern.converters.items()}
    uuid = "0192f0c1-2345-7abc-8def-0123456789ab"
    ours = {name: uuid if "UUID" in kind else some.get(name, "algo") for name, kind in kinds.items()}
    return ours | {name: 1 for name, kind in kinds.items() if "Int" in kind}


# asked by who watches the machine: their cookies are forgotten, so nobody is signed in there
OF_THE_MACHINE = {"web:health", "web:ready"}
OPEN = [(name, one) for name, one in STAFF if gate_of(one.callback, one.name) != CLOSED and name not in OF_THE_MACHINE]


def test_with_a_password_alone_every_address_leads_to_the_set_up(beto):
    client, led = with_password(), {}
    for name, pattern in OPEN:
        address = reverse(name, kwargs=arguments(pattern))
        led[name] = leads(client.get(address), SETUP) and leads(client.post(address), SETUP)
        client = client if "_auth_user_id" in client.session else with_password()  # leaving is allowed
    assert {name for name in led if not led[name]} == set(SETTING_UP)


def test_a_session_that_showed_no_factor_reaches_nothing_once_there_is_one(beto):
    """Two browsers entered with the password; in one of them a factor was set up. The other must show it."""
    client = with_password()
    factor_actions.set_app(secret=SECRET, by=beto)
    step = "/cuenta/segundo-paso/reauthenticate/"
    answers = {name: client.get(reverse(name, kwargs=arguments(pattern))) for name, pattern in OPEN}
    assert {name for name, answer in answers.items() if not leads(answer, step)} <= set(SECOND_STEP)


def leads(answer, where):
    """Whether an answer leads there, or the gate, which is asked first, refused anyway."""
    return answer.status_code == 403 or (answer.status_code == 302 and answer.url.startswith(where))


def test_what_is_open_without_a_factor_is_a_short_list_that_somebody_reviewed():
    assert set(SETTING_UP) | set(SECOND_STEP) == {
        "account_logout",
        "account_reauthenticate",
        "accounts:factor_app",
        "accounts:factor_passkey",
        "accounts:factors",
        "accounts:language",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }


def test_a_new_person_sets_up_an_app_keeps_the_codes_and_arrives_at_work(beto):
    client = with_password()
    assert client.get("/", follow=True).redirect_chain == [(f"{SETUP}?next=%2F", 302)]
    assert "Bandeja" not in client.get(SETUP).content.decode()
    page = client.get(APP)
    assert "<svg" in page.content.decode()
    answer = client.post(APP, {"code": app_code(shown_secret(page))})
    assert answer.url == CODES
    codes = shown_codes(client.get(CODES))
    assert len(codes) == 10
    text = client.get(f"{CODES}texto/")
    assert (text.headers["Content-Type"], text.content.decode().split()[-10:]) == ("text/plain; charset=utf-8", codes)
    assert client.post(CODES, {"kept": "1"}).url == "/"
    assert "Bandeja" in client.get("/").content.decode()
    assert shown_codes(client.get(CODES)) == []
    assert client.get(f"{CODES}texto/").status_code == 404


def test_a_wrong_first_code_keeps_the_secret_that_the_phone_has_already(beto):
    client = with_password()
    secret = shown_secret(client.get(APP))
    again = client.post(APP, {"code": "000000"})
    assert (again.status_code, shown_secret(again)) == (422, secret)
    assert not Authenticator.objects.exists()


def test_no_secret_stands_in_the_database_in_the_clear(beto):
    client = with_password()
    secret = shown_secret(client.get(APP)).replace(" ", "")
    kept = [Session.objects.get().get_decoded()]
    client.post(APP, {"code": app_code(secret)})
    kept += [one.data for one in Authenticator.objects.all()]
    assert len(kept) == 3
    assert secret not in str(kept)
    assert not [code for code in shown_codes(client.get(CODES)) if code in str(kept)]


def test_the_password_alone_does_not_sign_in_who_has_a_factor(with_app):
    client = with_password()
    assert client.answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get("/").url.startswith("/cuenta/login/")


def test_a_person_enters_with_password_and_code_and_the_code_is_good_once(with_app):
    code = app_code(SECRET)
    assert signed_in_with_code(code).get("/").status_code == 200
    second = signed_in_with_code(code)
    assert "ya se usó" in second.answer.content.decode()
    assert "_auth_user_id" not in second.session


def test_a_recovery_code_opens_once(with_app):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[3]
    assert signed_in_with_code(code).get("/").status_code == 200
    assert "_auth_user_id" not in signed_in_with_code(code).session


def test_a_wrong_code_is_told_and_after_five_even_the_right_one_is_refused_with_the_time(with_app):
    client = with_password()
    for attempt in range(5):
        page = client.post(reverse("mfa_authenticate"), {"code": f"00000{attempt}"}).content.decode()
        assert "no es correcto" in page
    page = client.post(reverse("mfa_authenticate"), {"code": app_code(SECRET)}).content.decode()
    assert re.search(r"Demasiados intentos. Puede intentar otra vez (?:el [^,]+, )?a las \d\d:\d\d\.", page)
    assert "_auth_user_id" not in client.session


def test_another_app_takes_the_place_of_the_one_before(with_app):
    client = signed_in_with_code(app_code(SECRET))
    secret = shown_secret(client.get(APP))
    assert client.post(APP, {"code": app_code(secret)}).url == SETUP
    assert Authenticator.objects.filter(user=with_app, type="totp").count() == 1
    assert signed_in_with_code(app_code(secret, 1)).get("/").status_code == 200


def test_the_last_factor_stays_and_one_of_two_goes(with_app):
    client = signed_in_with_code(app_code(SECRET))
    app = Authenticator.objects.get(type="totp")
    refused = client.post(reverse("accounts:factor_remove", args=[app.pk]))
    assert (refused.status_code, "único segundo factor" in refused.content.decode()) == (422, True)
    key = Authenticator.objects.create(user=with_app, type="webauthn", data={"name": "Llave azul"})
    assert client.post(reverse("accounts:factor_remove", args=[app.pk])).url == SETUP
    assert list(Authenticator.objects.exclude(type="recovery_codes")) == [key]


def test_the_factor_of_another_person_does_not_exist(with_app, ana, signed_in):
    address = reverse("accounts:factor_remove", args=[Authenticator.objects.get(type="totp").pk])
    assert signed_in(ana).get(address).status_code == 404


def test_preferences_show_the_factors_and_since_when(with_app):
    page = signed_in_with_code(app_code(SECRET)).get("/cuenta/").content.decode()
    assert re.search(r"Aplicación de códigos, desde el \d+ de \w+ de \d{4}", page)
    assert "10 códigos de recuperación sin usar" in page


def test_new_recovery_codes_replace_those_before(with_app):
    old = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    client = signed_in_with_code(app_code(SECRET))
    client.post(CODES)
    new = shown_codes(client.get(CODES))
    assert len(new) == 10
    assert set(new).isdisjoint(old)
    assert "_auth_user_id" not in signed_in_with_code(old[0]).session


def test_who_lost_the_phone_is_out_everywhere_and_sets_up_again(with_app, caplog):
    client = signed_in_with_code(app_code(SECRET))
    assert factor_actions.reset_factors(user=with_app, by=None) == 1
    assert client.get("/").url.startswith("/cuenta/login/")
    assert with_password().get("/").url.startswith(SETUP)
    (line,) = [record.getMessage() for record in caplog.records if "taken away" in record.getMessage()]
    assert str(with_app.pk) in line
    assert "beto" not in line.lower()


def test_who_waits_at_the_second_step_while_the_factors_are_taken_away_comes_in_by_the_door(with_app):
    client = with_password()
    factor_actions.reset_factors(user=with_app, by=None)
    assert client.get(reverse("mfa_authenticate"), follow=True).redirect_chain == [("/cuenta/login/", 302)]
    client.post(reverse("account_login"), {"login": "beto", "password": PASSWORD})
    assert client.get("/").url.startswith(SETUP)


def test_a_session_of_another_person_in_the_same_browser_shows_nothing(with_app, ana):
    client = Client()
    client.post(reverse("account_login"), {"login": "beto", "password": PASSWORD})
    show_factor(client, ana)
    assert client.get("/").url.startswith("/cuenta/login/")


def test_in_a_demonstration_nobody_is_asked(beto, settings):
    settings.HILO_DEMO = True
    assert with_password().get("/").status_code == 200


def test_a_page_asks_the_database_nothing_more_for_who_has_shown_a_factor(with_app, django_assert_max_num_queries):
    client = signed_in_with_code(app_code(SECRET))
    with django_assert_max_num_queries(20) as seen:
        assert client.get("/personas/").status_code == 200
    assert [one["sql"] for one in seen.captured_queries if "mfa_authenticator" in one["sql"]] == []

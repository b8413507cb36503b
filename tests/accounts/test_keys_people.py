"""A person's own key: it opens with their password, in their browser, and in no other way."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from hilo.accounts import factor_actions, open_keys, person_keys, unit_keys
from hilo.accounts.gate import requires, with_key
from hilo.accounts.models import PersonKey, UnitShare
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import vault
from hilo.lib.errors import Denied
from hilo.lib.sealed_to import KeyPair, open_with, seal_to
from tests.open_key import KEY_PASSWORD
from tests.second_factor import app_code

PASSWORD, NEW = "una frase larga que nadie adivina", "otra frase distinta y larga"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = "/sellado/?de=aqui"


@requires(Permission.PREFERENCES)
@with_key
def sealed(request):
    """Opens, with the keys in hand, the word that the test sealed to the unit."""
    if request.method == "POST":
        return HttpResponse(f"escrito: {request.POST['note']}")
    unit = unit_keys.current(request.user.institution)
    if unit is None or unit.pk not in open_keys.units(request):
        return HttpResponse("nada")
    word = seal_to(bytes(unit.public_key), b"mochila", place="aqui")
    return HttpResponse(open_with(open_keys.units(request)[unit.pk], word, place="aqui"))


urlpatterns = [path("", include("hilo.web.urls_staff")), path("sellado/", sealed)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def sign_in(person):
    """``sign_in("ana")`` comes in through the door: with password and app."""

    def enter(name, password=PASSWORD, step=0):
        client = Client()
        assert client.post(reverse("account_login"), {"login": name, "password": password}).status_code == 302
        done = client.post(reverse("mfa_authenticate"), {"code": app_code(SECRET, step)})
        assert done.status_code == 302
        return client

    for name in ("ana", "beto", "saul"):
        factor_actions.set_app(secret=SECRET, by=person(name, password=PASSWORD))
    return enter


def test_who_signs_in_with_password_and_code_reads_what_is_sealed_to_the_unit(sign_in):
    ana = sign_in("ana")
    assert ana.get(ADDRESS).content == b"mochila"
    assert ana.get(ADDRESS).content == b"mochila"


def test_a_password_alone_leads_nowhere(sign_in):
    client = Client()
    client.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    assert client.get(ADDRESS).url.startswith(reverse("account_login"))


def test_the_cookie_is_only_for_this_site_and_no_script_reads_it(sign_in, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = sign_in("ana").cookies["__Host-hilo-key"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
    assert (cookie["path"], cookie["domain"], cookie["max-age"], cookie["expires"]) == ("/", "", "", "")


def test_a_stolen_session_without_the_cookie_opens_nothing_and_asks_for_the_password(sign_in, settings):
    ana = sign_in("ana")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = ana.cookies[settings.SESSION_COOKIE_NAME].value
    page = thief.get(ADDRESS)
    assert (page.status_code, b"mochila" in page.content) == (403, False)
    assert "solo se abre con su propia llave" in page.content.decode()


def test_the_cookie_without_its_session_opens_nothing(sign_in, with_key, person):
    ana, beto = sign_in("ana"), with_key(person("beto"))
    beto.cookies["hilo-key"] = ana.cookies["hilo-key"].value
    assert beto.get(ADDRESS).status_code == 403
    nobody = Client()
    nobody.cookies["hilo-key"] = ana.cookies["hilo-key"].value
    assert nobody.get(ADDRESS).status_code == 302


def test_the_key_of_one_session_does_not_open_in_the_session_of_somebody_else(sign_in, signed_in, person, settings):
    """Somebody who can write in the table of sessions puts Ana's sealed key into their own."""
    ana, beto = sign_in("ana"), signed_in(person("beto"))
    session = beto.session
    session[open_keys.SEALED] = ana.session[open_keys.SEALED]
    session.save()
    beto.cookies["hilo-key"] = ana.cookies["hilo-key"].value
    assert beto.get(ADDRESS).status_code == 403


def test_what_is_not_a_cookie_of_ours_is_no_cookie(sign_in):
    ana = sign_in("ana")
    for nonsense in ("", "x", "ñandú", "A" * 44, "=" * 9, '"'):
        ana.cookies["hilo-key"] = nonsense
        assert ana.get(ADDRESS).status_code == 403


def test_neither_the_database_nor_the_session_has_the_private_half(sign_in, person):
    ana = sign_in("ana")
    private = person_keys.open_private(person("ana"), PASSWORD)
    key = PersonKey.objects.get(user=person("ana"))
    decoded = [str(row.get_decoded()) for row in Session.objects.all()]
    stored = [bytes(key.wrapped), bytes(key.salt), bytes(key.public_key), *(one.encode() for one in decoded)]
    stored += [bytes(share.sealed) for share in UnitShare.objects.all()]
    assert not [one for one in stored if private in one or private.hex().encode() in one]
    assert PASSWORD not in "".join(decoded)
    assert ana.get(ADDRESS).content == b"mochila"


def test_the_database_with_the_password_opens_nothing_without_the_keys_of_the_folder(ana, now, settings, tmp_path):
    from hilo.lib.keys import KeyRing

    person_keys.make(user=ana, password=PASSWORD, now=now)
    assert person_keys.open_private(ana, PASSWORD)
    settings.HILO_KEYS = KeyRing.create(tmp_path)
    vault.cache_clear()
    try:
        with pytest.raises(Denied, match="no abre"):
            person_keys.open_private(ana, PASSWORD)
    finally:
        vault.cache_clear()


def test_a_key_opens_with_its_password_only_and_for_its_person_only(ana, beto, now):
    made = person_keys.make(user=ana, password=PASSWORD, now=now)
    assert KeyPair.of(person_keys.open_private(ana, PASSWORD)).public == bytes(made.public_key)
    for wrong in ("", PASSWORD.upper(), PASSWORD + " "):
        with pytest.raises(Denied, match="no abre con esta contraseña"):
            person_keys.open_private(ana, wrong)
    with pytest.raises(Denied, match="Todavía no tiene una llave"):
        person_keys.open_private(beto, PASSWORD)
    PersonKey.objects.create(
        user=beto, public_key=made.public_key, voucher=made.voucher, salt=made.salt, wrapped=made.wrapped,
        made_at=now, wrapped_at=now,
    )  # fmt: skip
    with pytest.raises(Denied):
        person_keys.open_private(beto, PASSWORD)


def test_making_again_changes_nothing(ana, now):
    first = person_keys.make(user=ana, password=PASSWORD, now=now)
    again = person_keys.make(user=ana, password=NEW, now=now)
    assert bytes(first.public_key) == bytes(again.public_key)
    assert person_keys.open_private(ana, PASSWORD)


def test_leaving_takes_the_key_along(sign_in):
    ana = sign_in("ana")
    kept = dict(ana.session)
    assert open_keys.SEALED in kept
    left = ana.post(reverse("account_logout"))
    assert left.cookies["hilo-key"]["max-age"] == 0
    assert not Session.objects.exists()


def test_who_reads_no_reports_gets_no_key_and_is_not_asked_for_one(sign_in, person):
    saul = sign_in("saul")
    assert "hilo-key" not in saul.cookies
    assert not PersonKey.objects.filter(user=person("saul")).exists()
    assert saul.get(ADDRESS).content == b"nada"


# --- asked for the password -----------------------------------------------------------------------------------------


@pytest.fixture
def by_passkey(sign_in):
    """Ana signed in without her password being seen, as with a passkey alone: her key is closed."""
    ana = sign_in("ana")
    ana.cookies.pop("hilo-key")
    return ana


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()))


def test_who_opens_a_page_gives_the_password_and_gets_there(by_passkey):
    page = by_passkey.get(ADDRESS)
    assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (403, True)
    done = by_passkey.post(ADDRESS, hidden(page) | {"proof_password": PASSWORD})
    assert (done.status_code, done.url) == (302, ADDRESS)
    assert by_passkey.get(ADDRESS).content == b"mochila"


def test_a_wrong_password_opens_nothing_and_leads_on_after_the_right_one(by_passkey):
    page = by_passkey.post(ADDRESS, hidden(by_passkey.get(ADDRESS)) | {"proof_password": "no es esta"})
    assert "La contraseña no es correcta." in page.content.decode()
    done = by_passkey.post(ADDRESS, hidden(page) | {"proof_password": PASSWORD})
    assert (done.status_code, done.url) == (302, ADDRESS)


def test_what_was_being_sent_waits_and_goes_on_with_the_password(by_passkey):
    page = by_passkey.post(ADDRESS, {"note": "dos <b>líneas</b>"})
    assert "dos &lt;b&gt;líneas&lt;/b&gt;</textarea>" in page.content.decode()
    assert hidden(page)["note"] == "dos &lt;b&gt;líneas&lt;/b&gt;"
    done = by_passkey.post(ADDRESS, {"note": "dos líneas", "proof_password": PASSWORD})
    assert done.content.decode() == "escrito: dos líneas"
    assert by_passkey.get(ADDRESS).content == b"mochila"


def test_the_password_cannot_be_guessed_there_either(by_passkey):
    for number in range(6):
        by_passkey.post(ADDRESS, {"note": "x", "proof_password": f"intento {number}"})
    page = by_passkey.post(ADDRESS, {"note": "x", "proof_password": PASSWORD})
    assert "Demasiados intentos" in page.content.decode()
    assert by_passkey.get(ADDRESS).status_code == 403


def test_proving_again_with_the_password_anywhere_opens_the_key(by_passkey):
    by_passkey.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})
    assert by_passkey.get(ADDRESS).content == b"mochila"


# --- another password -----------------------------------------------------------------------------------------------


def test_a_change_of_password_keeps_access_now_and_at_the_next_sign_in(sign_in, person):
    ana = sign_in("ana")
    public = bytes(PersonKey.objects.get(user=person("ana")).public_key)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert ana.post(reverse("account_change_password"), sent).status_code == 302
    assert ana.get(ADDRESS).content == b"mochila"
    assert sign_in("ana", NEW, step=1).get(ADDRESS).content == b"mochila"
    assert bytes(PersonKey.objects.get(user=person("ana")).public_key) == public
    with pytest.raises(Denied):
        person_keys.open_private(person("ana"), PASSWORD)


def test_a_reset_loses_the_unit_until_a_colleague_signs_in(sign_in, person):
    ana = sign_in("ana")
    sign_in("beto")
    assert ana.get(ADDRESS).content == b"mochila"
    before = bytes(PersonKey.objects.get(user=person("beto")).public_key)
    user = person("beto")
    user.set_password(NEW)
    user.save()
    beto = sign_in("beto", NEW, step=1)
    assert bytes(PersonKey.objects.get(user=user).public_key) != before
    assert beto.get(ADDRESS).content == b"nada"
    sign_in("ana", step=1)
    assert beto.get(ADDRESS).content == b"mochila"


def test_a_colleague_at_work_lets_in_without_signing_in_again(sign_in):
    ana, beto = sign_in("ana"), sign_in("beto")
    assert beto.get(ADDRESS).content == b"nada"
    ana.get(ADDRESS)
    assert beto.get(ADDRESS).content == b"mochila"
    page = ana.get(reverse("accounts:preferences")).content.decode()
    assert "desde ahora también leen los avisos: Beto Luna." in page


def test_a_colleague_is_told_whom_they_let_in(sign_in, person):
    beto = sign_in("beto")
    assert beto.get(ADDRESS).content == b"mochila"
    ana = sign_in("ana")
    assert ana.get(ADDRESS).content == b"nada"
    page = sign_in("beto", step=1).get(reverse("accounts:preferences")).content.decode()
    assert "desde ahora también leen los avisos: Ana Robles." in page
    assert ana.get(ADDRESS).content == b"mochila"


def test_in_a_demonstration_the_key_opens_by_itself(person, settings):
    settings.HILO_DEMO = True
    ana = Client()
    ana.post(reverse("accounts:demo_enter"), {"user": person("ana").pk})
    assert ana.get(ADDRESS).content == b"mochila"
    ana.cookies.pop("hilo-key")
    assert ana.get(ADDRESS).content == b"mochila"


def test_the_fixture_opens_the_key_as_signing_in_does(with_key, person):
    assert with_key(person("ana")).get(ADDRESS).content == b"mochila"
    assert person_keys.open_private(person("ana"), KEY_PASSWORD)

"""A second factor in a real browser: a passkey with its ceremony, and an app without JavaScript."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.serving import serving
from tests.second_factor import app_code

PASSWORD = "una frase larga que nadie adivina"


@pytest.fixture
def place(settings, person):
    """A site outside the demonstration, by a name that browsers trust with passkeys; Ana is new there."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person("ana", password=PASSWORD)
    with serving() as address:
        yield address.replace("127.0.0.1", "localhost")


def enter(tab: Page, place: str) -> None:
    tab.goto(f"{place}/cuenta/login/")
    tab.locator("#id_login").fill("ana")
    tab.locator("#id_password").fill(PASSWORD)
    tab.get_by_role("button", name="Entrar", exact=True).click()


def leave(tab: Page, place: str) -> None:
    tab.goto(f"{place}/cuenta/logout/")
    tab.locator("main form button").first.click()


def with_key(tab: Page) -> None:
    """Plug a pretended security key in, which always says yes."""
    wire = tab.context.new_cdp_session(tab)
    wire.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_set_up_and_opens_the_door_and_proves_again(place, context, barriers):
    tab = context().new_page()
    errors: list[str] = []
    tab.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    with_key(tab)
    enter(tab, place)
    assert tab.url.startswith(f"{place}/cuenta/factores/")
    tab.get_by_role("link", name="Llave de acceso").click()
    assert barriers(tab) == []
    tab.locator("#id_name").fill("Computadora de la oficina")
    tab.get_by_role("button", name="Usar la llave de acceso").click()
    tab.wait_for_url("**/codigos/")
    assert len(tab.locator("main li code").all()) == 10
    tab.get_by_role("button", name="Ya los guardé").click()
    assert tab.url == f"{place}/"

    leave(tab, place)
    enter(tab, place)
    assert "segundo-paso" in tab.url
    assert barriers(tab) == []
    tab.get_by_role("button", name="Usar la llave de acceso").click()
    tab.wait_for_url(f"{place}/")

    tab.goto(f"{place}/cuenta/segundo-paso/webauthn/reauthenticate/?next=/cuenta/")
    tab.get_by_role("button", name="Usar la llave de acceso").click()
    tab.wait_for_url(f"{place}/cuenta/")
    assert tab.get_by_text("Computadora de la oficina, desde el").is_visible()
    assert errors == []


def test_who_closes_the_browsers_dialogue_is_told_what_to_do(place, context):
    tab = context().new_page()
    enter(tab, place)
    tab.get_by_role("link", name="Llave de acceso").click()
    tab.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('closed')); }")
    tab.get_by_role("button", name="Usar la llave de acceso").click()
    assert tab.get_by_text("El navegador no terminó.").is_visible()


def test_an_app_needs_no_javascript(place, context):
    tab = context(javascript=False, width=320).new_page()
    enter(tab, place)
    tab.get_by_role("link", name="Aplicación de códigos").click()
    assert tab.get_by_role("img", name="Código QR").is_visible()
    secret = re.sub(r"\s", "", tab.locator("main li code").inner_text())
    tab.get_by_label("Código de seis cifras").fill(app_code(secret))
    tab.get_by_role("button", name="Guardar").click()
    codes = tab.locator("main li code").all_inner_texts()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Descargar como texto").click()
    assert codes[0] in download.value.path().read_text(encoding="utf-8")
    tab.get_by_role("button", name="Ya los guardé").click()
    leave(tab, place)
    enter(tab, place)
    tab.get_by_label("Código de la aplicación, o uno de recuperación").fill(codes[0])
    tab.get_by_role("button", name="Entrar", exact=True).click()
    assert tab.url == f"{place}/"

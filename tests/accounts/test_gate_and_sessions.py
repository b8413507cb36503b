"""The gate is closed by default; sessions end when nobody is there; each person reads in their language."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import translation

from hilo.accounts import actions
from hilo.accounts.gate import public, requires
from hilo.accounts.middleware import SEEN_AT
from hilo.accounts.permissions import Permission
from tests.second_factor import show_factor

PASSWORD = "una frase larga que nadie adivina"


def forgotten(request):
    return HttpResponse("nobody wrote who may see this")


@requires(Permission.CASE_SEE)
def case_page(request):
    return HttpResponse("case")


@public
def door(request):
    return HttpResponse("door")


urlpatterns = [
    path("", include("hilo.web.urls_staff")),
    path("olvidada/", forgotten),
    path("caso/", case_page),
    path("puerta/", door),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _spanish():
    with translation.override("es"):
        yield


@pytest.fixture
def ana_with_password(person):
    return person("ana", password=PASSWORD)


def sign_in(client, username="ana", password=PASSWORD, **more):
    """The first step. Who has no second factor is in, and reaches nothing but its set-up."""
    return client.post(reverse("account_login"), {"login": username, "password": password} | more)


def idle(client, minutes):
    """As if the last request had been ``minutes`` ago."""
    session = client.session
    session[SEEN_AT] -= minutes * 60
    session.save()


def test_a_view_without_a_mark_is_closed_even_to_a_supervisor(beto, signed_in):
    assert signed_in(beto).get("/olvidada/").status_code == 403


def test_while_developing_a_view_without_a_mark_stops_with_its_name(beto, signed_in, settings):
    settings.DEBUG = True
    with pytest.raises(ImproperlyConfigured, match=r"forgotten carries neither"):
        signed_in(beto).get("/olvidada/")


def test_who_has_not_signed_in_is_taken_to_the_door_and_back():
    answer = Client().get("/caso/?orden=plazo")
    assert (answer.status_code, answer.url) == (302, "/cuenta/login/?next=%2Fcaso%2F%3Forden%3Dplazo")


def test_who_was_sending_a_form_is_not_sent_back_to_an_address_that_only_takes_forms():
    assert Client().post("/caso/").url == "/cuenta/login/"


def test_an_htmx_part_moves_the_whole_page_to_the_door():
    answer = Client().get("/caso/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/cuenta/login/")


def test_a_role_without_the_permission_is_refused(ana, ada, signed_in):
    assert signed_in(ana).get("/caso/").status_code == 200
    assert signed_in(ada).get("/caso/").status_code == 403


def test_pages_of_people_are_not_stored_by_the_browser(ana, signed_in):
    assert "no-store" in signed_in(ana).get("/caso/").headers["Cache-Control"]


@pytest.mark.parametrize("name", ["signup/", "email/", "password/reset/", "password/set/", "inactive/"])
def test_what_allauth_offers_beyond_entering_does_not_exist(ana, signed_in, name):
    assert signed_in(ana).get(f"/cuenta/{name}").status_code == 404
    assert Client().get(f"/cuenta/{name}").status_code == 404


def test_a_session_lasts_while_there_is_work(ana, signed_in):
    client = signed_in(ana)
    client.get("/caso/")
    for _turn in range(3):
        idle(client, 14)
        assert client.get("/caso/").status_code == 200


def test_a_session_ends_after_fifteen_idle_minutes_and_says_so(ana, signed_in):
    client = signed_in(ana)
    client.get("/caso/")
    idle(client, 15)
    answer = client.get("/caso/?orden=plazo", follow=True)
    assert answer.redirect_chain == [("/cuenta/login/?next=%2Fcaso%2F%3Forden%3Dplazo&ended=1", 302)]
    assert "Su sesión se cerró" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_when_a_session_ends_over_a_form_the_words_come_back_to_be_copied(ana, signed_in):
    client = signed_in(ana)
    client.get("/caso/")
    idle(client, 16)
    answer = client.post("/caso/", {"note": "Se llamó a la <escuela>", "password": "secreta"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Se llamó a la &lt;escuela&gt;" in page
    assert "secreta" not in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_htmx_form_that_comes_too_late_shows_the_words_on_the_whole_page(ana, signed_in):
    client = signed_in(ana)
    client.get("/caso/")
    idle(client, 16)
    answer = client.post("/caso/", {"note": "Se llamó"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "body")
    assert "Se llamó" in answer.content.decode()


def test_a_closed_account_is_out_with_its_next_request(ana, signed_in):
    client = signed_in(ana)
    assert client.get("/caso/").status_code == 200
    actions.deactivate(user=ana, by=None)
    assert client.get("/caso/").status_code == 302


def test_a_person_enters_with_name_and_password(ana_with_password):
    client = Client()
    answer = sign_in(client, next="/caso/")
    assert (answer.status_code, answer.url) == (302, "/caso/")
    show_factor(client, ana_with_password)
    assert client.get("/caso/").content == b"case"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(ana_with_password):
    sentence = "El nombre de usuario o la contraseña no son correctos."
    assert sentence in sign_in(Client(), password="otra cosa larga").content.decode()
    assert sentence in sign_in(Client(), username="nadie").content.decode()


def test_a_closed_account_is_refused_with_one_clear_sentence(ana_with_password):
    actions.deactivate(user=ana_with_password, by=None)
    answer = sign_in(Client())
    assert answer.status_code == 200
    assert "Su cuenta está cerrada." in answer.content.decode()


def test_nobody_enters_as_the_duty_desk_even_if_it_was_given_a_password():
    desk = actions.desk_account("FGE-NAY")
    desk.set_password(PASSWORD)
    desk.save()
    client = Client()
    assert "nadie entra con ella" in sign_in(client, desk.username).content.decode()
    assert client.get("/caso/").status_code == 302


def test_guessing_is_stopped_after_five_attempts(ana_with_password):
    for attempt in range(5):
        sign_in(Client(), password=f"intento número {attempt}")
    answer = sign_in(Client())
    assert "Demasiados intentos" in answer.content.decode()


def test_leaving_takes_a_form_and_ends_the_session(ana, signed_in):
    client = signed_in(ana)
    assert "¿Desea salir?" in client.get(reverse("account_logout")).content.decode()
    assert client.post(reverse("account_logout")).url == "/cuenta/login/"
    assert client.get("/caso/").status_code == 302


def test_a_person_changes_the_password_and_stays_in(ana_with_password):
    client = Client()
    sign_in(client)
    show_factor(client, ana_with_password)
    new = "otra frase distinta y larga"
    asked = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), asked).url == "/cuenta/"
    assert client.get("/caso/").status_code == 200
    ana_with_password.refresh_from_db()
    assert ana_with_password.check_password(new)


def test_pages_are_in_spanish_until_a_person_asks_for_english(ana, signed_in):
    client = signed_in(ana)
    assert client.get("/cuenta/").headers["Content-Language"] == "es"
    answer = client.post(reverse("accounts:language"), {"language": "en", "next": "/cuenta/"})
    assert answer.url == "/cuenta/"
    assert client.get("/cuenta/").headers["Content-Language"] == "en"
    ana.refresh_from_db()
    assert ana.language == "en"


def test_the_door_remembers_the_language_of_this_browser():
    client = Client(headers={"Accept-Language": "en"})
    assert client.get("/cuenta/login/").headers["Content-Language"] == "es"
    client.post(reverse("accounts:language"), {"language": "en"})
    answer = client.get("/cuenta/login/")
    assert answer.headers["Content-Language"] == "en"
    assert "Cookie" in answer.headers["Vary"]


def test_a_language_that_does_not_exist_is_refused_with_a_sentence(ana, signed_in):
    answer = signed_in(ana).post(reverse("accounts:language"), {"language": "xx"})
    assert [str(m) for m in get_messages(answer.wsgi_request)] == [
        "Ese idioma no está disponible: elija uno de la lista."
    ]
    ana.refresh_from_db()
    assert ana.language == "es"


def test_the_language_form_does_not_send_people_to_another_site(ana, signed_in):
    answer = signed_in(ana).post(reverse("accounts:language"), {"language": "es", "next": "https://otro.example/"})
    assert answer.url == "/"


def test_outside_a_demonstration_nobody_chooses_a_person(ana):
    client = Client()
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/entrar/", {"user": ana.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_in_a_demonstration_a_visitor_chooses_a_person(ana, eva, settings):
    settings.HILO_DEMO = True
    client = Client()
    assert client.get("/caso/").url == "/demo/?next=%2Fcaso%2F"
    page = client.get("/demo/").content.decode()
    assert "Ana Robles" in page
    assert "Fiscalía General del Estado de Morelos" in page
    assert client.post("/demo/entrar/", {"user": ana.pk, "next": "/caso/"}).url == "/caso/"
    assert client.get("/caso/").status_code == 200


@pytest.mark.parametrize("asked", ["", "0", "x", "9" * 30, "-1"])
def test_in_a_demonstration_nobody_enters_as_somebody_who_is_not_there(asked, settings):
    settings.HILO_DEMO = True
    desk = actions.desk_account("FGE-NAY")
    assert Client().post("/demo/entrar/", {"user": asked}).status_code == 404
    assert Client().post("/demo/entrar/", {"user": desk.pk}).status_code == 404


def test_a_supervisor_sees_the_people_of_the_institution_only(beto, ana, eva, signed_in):
    page = signed_in(beto).get("/personas/").content.decode()
    assert "Ana Robles" in page
    assert "Eva Prado" not in page


def test_preferences_say_who_one_is(ana, signed_in):
    page = signed_in(ana).get("/cuenta/").content.decode()
    assert "Ana Robles" in page
    assert "Responsable de caso" in page


def test_each_role_arrives_where_it_has_work(client, settings, cast):
    settings.HILO_DEMO = True
    arrived = {}
    for name in ("ana", "ada", "saul"):
        answer = client.post(reverse("accounts:demo_enter"), {"user": getattr(cast, name).pk})
        arrived[name] = answer.url
        assert client.get(answer.url).status_code == 200
    assert arrived == {"ana": "/", "ada": reverse("desk:record"), "saul": reverse("accounts:people")}


def test_every_field_in_which_people_write_has_its_words_for_when_the_session_ends():
    from hilo.accounts.typed import WRITTEN
    from hilo.alerts import forms as alerts
    from hilo.cases import forms as cases
    from hilo.desk import forms as desk

    written = (forms.CharField, forms.IntegerField, forms.DateField, forms.DateTimeField)
    names = {
        name
        for module in (alerts, cases, desk)
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, forms.Form)
        for name, field in form.base_fields.items()
        if isinstance(field, written) and not isinstance(field.widget, forms.HiddenInput)
    }
    assert names - set(WRITTEN) == set()


def test_what_was_chosen_and_what_is_secret_does_not_come_back(ana, signed_in):
    client = signed_in(ana)
    client.get("/caso/")
    idle(client, 16)
    sent = {"revision": "3", "reason": "child_safeguarded", "id-0-value": "azul@correo.example", "password1": "secreta"}
    page = client.post("/caso/", sent).content.decode()
    assert "Identificador" in page
    assert "azul@correo.example" in page
    assert page.count("<textarea") == 1

"""A letter that came on paper, typed: it becomes a followed case, and only words come in."""

import pytest
from django.urls import reverse

from hilo.alerts.codec import open_alert
from hilo.alerts.forms import SUBJECTS
from hilo.alerts.marks import marks_of
from hilo.alerts.models import Alert, AlertVersion, Delivery
from hilo.cases.models import Case

WHERE = reverse("alerts:letter")
TYPED = {
    "sender": "INTERPOL", "reference": "OCN-0100/2026", "date": "2026-05-06", "state": "NAY",
    "requested_action": "Identificar a la persona señalada", "child_age": "12",
    "child_school_unknown": "on", "child_place_unknown": "on",
    "id-TOTAL_FORMS": "5", "id-INITIAL_FORMS": "0",
}  # fmt: skip
AN_IMAGE = "iVBORw0KGgo" + "A" * 400


def typed(**more):
    return {key: value for key, value in (TYPED | more).items() if value is not None}


def row(n, **fields):
    return {f"id-{n}-{name}": value for name, value in fields.items()}


def send(client, **more):
    return client.post(WHERE, typed(**more))


def draft_of(alert):
    version = AlertVersion.objects.filter(alert=alert).order_by("-number").first()
    return open_alert(version.sealed, version.pk)


def test_a_letter_opens_a_case_with_owner_duty_and_clock(signed_in, caro):
    response = signed_in(caro).post(WHERE, typed(), follow=True)
    case = Case.objects.get()
    assert response.redirect_chain[0][0] == reverse("cases:file", kwargs={"code": case.code})
    assert f"La carta abrió el caso {case.code}." in response.content.decode()
    assert case.institution == "FGE-NAY"
    assert case.owner is not None
    assert case.next_duty
    assert case.next_clock.stopped_at is None
    assert {event.by for event in case.events.all()} == {caro}


def test_what_was_typed_is_kept_sealed_and_what_was_not_known_stays_unsaid(signed_in, caro):
    send(
        signed_in(caro),
        narrative="Relato breve",
        **row(0, kind="email", value="azul@correo.example", party="reported"),
        **row(3, kind="account", value="1002003", party="reported", service="Red"),
    )
    alert = Alert.objects.get()
    draft = draft_of(alert)
    victim = next(person for person in draft.persons if person.party == "victim")
    assert (victim.age, victim.school) == (12, "")
    assert {(one.kind, one.value, one.service) for one in draft.identifiers} == {
        ("email", "azul@correo.example", ""),
        ("account", "1002003", "Red"),
    }
    assert draft.notes == []
    assert b"azul@correo.example" not in bytes(AlertVersion.objects.get().sealed)


def test_the_place_of_the_child_is_the_childs_and_the_state_alone_is_not(signed_in, caro):
    client = signed_in(caro)
    send(client)
    send(client, reference="OCN-0101", child_place="Tepic", child_place_unknown=None)
    alone, with_child = (draft_of(alert) for alert in Alert.objects.order_by("report_id"))
    assert {place.party for place in alone.locations if place.region} == {"incident"}
    assert {place.party for place in with_child.locations if place.region} == {"victim"}


def test_an_unknown_state_goes_to_the_national_desk_and_the_typist_is_told(signed_in, caro):
    response = signed_in(caro).post(WHERE, typed(state="?"), follow=True)
    case = Case.objects.get()
    assert case.institution != "FGE-NAY"
    assert response.redirect_chain[0][0] == WHERE
    assert case.code in response.content.decode()
    assert "lleva otra institución" in response.content.decode()


def test_the_same_letter_again_is_told_as_a_replay(signed_in, caro):
    client = signed_in(caro)
    send(client)
    page = client.post(WHERE, typed(), follow=True).content.decode()
    assert "ya se tenía, igual" in page
    assert Case.objects.count() == 1
    assert Alert.objects.get().versions == 1


def test_the_same_reference_with_changes_is_told_as_a_new_version(signed_in, caro):
    client = signed_in(caro)
    send(client)
    page = client.post(WHERE, typed(requested_action="Otra cosa"), follow=True).content.decode()
    assert "quedó como versión nueva" in page
    assert Alert.objects.get().versions == 2
    assert Delivery.objects.filter(finished_at__isnull=True).count() == 0


def test_a_letter_about_a_known_account_joins_its_case_and_says_why(signed_in, caro):
    client, account = signed_in(caro), row(0, kind="account", value="1002003", party="reported", service="Red")
    send(client, **account)
    page = client.post(WHERE, typed(reference="OCN-0102", **account), follow=True).content.decode()
    case = Case.objects.get()
    assert f"La carta se unió al caso {case.code}: es la misma cuenta en la misma plataforma." in page


def test_an_account_without_its_platform_is_no_certain_sign(signed_in, caro):
    client, account = signed_in(caro), row(0, kind="account", value="1002003", party="reported")
    send(client, **account)
    send(client, reference="OCN-0102", **account)
    assert Case.objects.count() == 2


def test_a_known_letter_of_another_institution_gives_nothing_of_it_away(signed_in, caro, arrive):
    theirs = arrive("OCN-0100/2026", state="MOR")
    page = signed_in(caro).post(WHERE, typed(state="MOR"), follow=True).content.decode()
    assert theirs.case.code not in page
    assert "en un caso que ya sigue otra institución" in page


def test_all_that_is_missing_is_said_at_once_and_nothing_is_kept(signed_in, caro):
    response = signed_in(caro).post(WHERE, {"id-TOTAL_FORMS": "5", "id-INITIAL_FORMS": "0"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Falta corregir 8 cosas" in page
    for sentence in ("Elija quién envía la carta.", "Escriba la referencia", "Elija la entidad", "Escriba la edad"):
        assert sentence in page
    assert Alert.objects.count() == 0


def test_what_was_typed_is_still_there_after_an_error(signed_in, caro):
    page = send(signed_in(caro), date="", narrative="Relato que no se pierde").content.decode()
    assert "Relato que no se pierde" in page
    assert 'value="OCN-0100/2026"' in page


@pytest.mark.parametrize("field", ["narrative", "requested_action", "reference", "child_school", "id-0-value"])
@pytest.mark.parametrize("text", [AN_IMAGE, "data:image/png;base64,iVBORw0KGgo", "x data:text/html,hola"])
def test_no_picture_comes_in_by_any_field_and_the_page_says_what_to_do(signed_in, caro, field, text):
    more = {field: text, "id-0-kind": "screen_name" if field.startswith("id") else ""}
    response = send(signed_in(caro), **more)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Aquí no se guarda ninguno" in page
    assert Alert.objects.count() == 0


def test_a_text_that_is_too_long_is_refused_with_its_length(signed_in, caro):
    response = send(signed_in(caro), narrative="palabra " * 1000)
    assert response.status_code == 422
    assert "Es demasiado largo (7999 signos)" in response.content.decode()


def test_something_huge_is_refused_before_it_is_read(signed_in, caro):
    response = send(signed_in(caro), narrative="palabra " * 40_000)
    assert response.status_code == 400
    assert "No se pudo recibir lo que envió" in response.content.decode()


def test_words_and_long_addresses_are_no_pictures(signed_in, caro):
    words = "Los datos: «" + "a" * 64 + "» y https://red.example/" + "ruta/" * 20
    assert send(signed_in(caro), narrative=words).status_code == 302


def test_an_answer_and_not_known_at_once_is_asked_again(signed_in, caro):
    page = send(signed_in(caro), child_age_unknown="on").content.decode()
    assert "Escriba la edad o marque que no se sabe; no las dos cosas." in page


def test_a_value_needs_its_kind(signed_in, caro):
    page = send(signed_in(caro), **row(1, value="azul@correo.example")).content.decode()
    assert "Identificador 2: Elija qué es." in page


def test_more_rows_come_without_javascript_and_keep_what_was_typed(signed_in, caro):
    page = send(signed_in(caro), more="1", date="").content.decode()
    assert page.count("<legend>Identificador") == 10
    assert "Falta corregir" not in page
    assert 'value="OCN-0100/2026"' in page
    assert Alert.objects.count() == 0


def test_a_letter_from_tomorrow_is_a_slip(signed_in, caro):
    assert "Revise la fecha de la carta" in send(signed_in(caro), date="2999-01-01").content.decode()


def test_caseworkers_and_auditors_do_not_type_letters(signed_in, ana, ada):
    assert {signed_in(who).get(WHERE).status_code for who in (ana, ada)} == {403}


@pytest.mark.parametrize(
    ("word", "mark"),
    [
        ("grooming", "enticement"), ("Extorsión", "sextortion"), ("Trata", "trafficking"),
        ("contacto", "molestation"), ("turismo", "tourism"), ("Material", None),
    ],
)  # fmt: skip
def test_triage_understands_each_subject_that_a_letter_may_have(word, mark):
    (subject,) = [subject for subject in SUBJECTS if word in subject]
    assert marks_of(subject) == (frozenset({mark}) if mark else frozenset())

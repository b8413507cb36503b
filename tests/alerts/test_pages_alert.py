"""The page of an alert: what it tells, what it hides, and what a look leaves behind."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.alerts import formats
from hilo.alerts.models import Alert, Delivery
from hilo.alerts.receive import Receiver
from hilo.cases import actions as cases

EMAIL, NAME, SCHOOL, HASH = "azul.rio@correo.example", "Nombre Inventado", "Escuela del Valle", "0" * 58 + "abcdef"
TELLING = "La carta cuenta algo reservado"


@pytest.fixture
def letter(arrive):
    """A letter with an identifier of each sort, in a case of FGE-NAY."""

    def make(reference="OCN-0007", **more):
        given = {
            "incident_type": "Child Sex Tourism",
            "narrative": TELLING,
            "persons": [{"party": "victim", "name": NAME, "school": SCHOOL, "age": 11}],
            "entities": [
                {"kind": "email", "value": EMAIL, "party": "reported"},
                {"kind": "email", "value": "agente@interpol.example", "party": "reporter"},
            ],
            "attachments": [{"name": "archivo_reservado.bin", "algorithm": "SHA256", "hash": HASH}],
        }
        return arrive(reference, **(given | more))

    return make


SECRETS = (EMAIL, NAME, SCHOOL, HASH, TELLING, "archivo_reservado", "agente@interpol.example")


def address(alert, name="alert"):
    return reverse(f"alerts:{name}", kwargs={"pk": alert.pk})


def page(client, alert, **query):
    response = client.get(address(alert), query)
    assert response.status_code == 200
    return response.content.decode()


def look(client, alert, *groups, reason="para pedir datos a la plataforma"):
    return client.post(address(alert, "reveal"), {"groups": groups, "reason": reason})


def test_nothing_that_identifies_anybody_is_in_the_page_before_it_is_asked_for(signed_in, ana, letter):
    told = page(signed_in(ana), letter())
    assert [secret for secret in SECRETS if secret in told] == []
    assert "a•••@•••" in told
    assert "000000…" in told


def test_a_look_shows_only_what_was_asked_and_is_logged_for_each_group(signed_in, ana, letter):
    alert = letter()
    response = look(signed_in(ana), alert, "identifiers", "texts")
    told = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert EMAIL in told
    assert NAME in told
    assert TELLING in told
    assert HASH not in told
    assert "agente@interpol.example" not in told
    logged = SensitiveRead.objects.filter(subject_kind="alert", subject_id=alert.pk, user=ana)
    assert {(row.field, row.reason) for row in logged} == {
        ("identifiers", "para pedir datos a la plataforma"),
        ("texts", "para pedir datos a la plataforma"),
    }


def test_a_look_is_for_that_answer_only(signed_in, ana, letter):
    alert, client = letter(), signed_in(ana)
    look(client, alert, "identifiers", "texts", "files", "reporter")
    told = page(client, alert)
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize(("groups", "reason"), [(["identifiers"], "  "), ([], "para algo"), (["all"], "para algo")])
def test_a_look_without_reason_or_without_saying_at_what_shows_and_logs_nothing(signed_in, ana, letter, groups, reason):
    alert = letter()
    response = look(signed_in(ana), alert, *groups, reason=reason)
    assert response.status_code == 422
    assert [secret for secret in SECRETS if secret in response.content.decode()] == []
    assert SensitiveRead.objects.count() == 0


def test_the_contact_data_of_who_reports_stand_apart(signed_in, ana, letter):
    told = look(signed_in(ana), letter(), "reporter").content.decode()
    assert "agente@interpol.example" in told.split('id="reporta"')[1]
    assert "agente@interpol.example" not in told.split('id="reporta"')[0]


def test_another_institution_finds_no_page_and_leaves_no_trace(signed_in, eva, letter):
    alert, client = letter(), signed_in(eva)
    assert client.get(address(alert)).status_code == 404
    assert look(client, alert, "identifiers").status_code == 404
    assert SensitiveRead.objects.count() == 0


def test_auditors_and_administrators_see_no_content(signed_in, ada, saul, letter):
    alert = letter()
    assert {signed_in(who).get(address(alert)).status_code for who in (ada, saul)} == {403}


def test_a_head_of_institution_reads_the_alert_but_opens_nothing(signed_in, person, letter):
    alert, client = letter(), signed_in(person("tere"))
    assert 'id="mostrar"' not in page(client, alert)
    assert look(client, alert, "identifiers").status_code == 403


def test_the_preferred_words_stand_first_and_the_senders_beside_them(signed_in, ana, letter):
    told = page(signed_in(ana), letter())
    heading = told.split("<h1>")[1].split("</h1>")[0]
    assert "explotación sexual de niñas, niños y adolescentes en viajes y turismo" in heading.lower()
    assert "Child Sex Tourism" not in heading
    assert "<bdi>Child Sex Tourism</bdi>" in told


def test_triage_says_what_applied_what_did_not_and_what_nobody_said(signed_in, ana, letter):
    told = page(signed_in(ana), letter())
    applied, denied, unknown = (told.index(f"<summary>{name}") for name in ("Se aplicó", "No se aplicó", "No se sabe"))
    assert applied < told.index("Se dice la edad de la niña o el niño (11 años)") < denied
    assert denied < unknown
    assert "Quien la envió dice que es solo informativa" in told[unknown:]
    assert "mx-2026.1" in told
    assert reverse("cases:tier", kwargs={"code": Alert.objects.get().case.code}) in told


def test_versions_show_what_changed_and_hide_who(signed_in, ana, letter):
    letter()
    alert = letter(persons=[{"party": "victim", "name": "Otro Nombre", "school": SCHOOL, "age": 12}])
    client = signed_in(ana)
    told = page(client, alert)
    assert "Llegaron 2 versiones" in told
    assert "<del><bdi>age: 11, name: •••" in told
    assert "<ins><bdi>age: 12, name: •••" in told
    assert "Otro Nombre" not in told
    assert NAME not in told
    shown = look(client, alert, "changes").content.decode()
    assert "Otro Nombre" in shown


def test_only_some_versions_are_opened_at_once_and_the_others_are_a_link_away(signed_in, ana, letter):
    for age in range(5, 13):
        alert = letter(persons=[{"party": "victim", "age": age}])
    client = signed_in(ana)
    told = page(client, alert)
    assert "Versión 4<" in told
    assert "Versión 3<" not in told
    older = page(client, alert, antes="4")
    assert "Versión 3<" in older
    assert "Versión 1<" in older


def test_the_same_alert_again_is_told_with_its_day(signed_in, ana, letter):
    letter()
    alert = letter()
    assert "Además llegó igual 1 vez" in page(signed_in(ana), alert)


def test_no_value_of_a_sender_becomes_a_link_or_markup(signed_in, ana, letter):
    evil = '<a href="https://mal.example/">x</a><script>alert(1)</script>'
    entities = [
        {"kind": "url", "value": "https://mal.example/ruta", "party": "incident", "service": evil},
        {"kind": "screen_name", "value": evil, "party": "reported"},
    ]
    alert = letter(entities=entities, incident_type=evil, platform=evil, narrative=evil, classification=evil)
    told = look(signed_in(ana), alert, "identifiers", "texts").content.decode()
    assert "https://mal.example/ruta" in told
    assert 'href="https://mal.example' not in told
    assert "<script>alert" not in told


def test_the_place_says_why(signed_in, ana, letter):
    told = page(signed_in(ana), letter())
    assert "Nayarit" in told
    assert "Así lo ubica quien la envía" in told


def test_the_page_says_when_the_case_is_in_another_tier(signed_in, ana, letter):
    alert = letter()
    cases.move_tier(case=alert.case, tier=1, reason="razón de prueba", by=ana, now=timezone.now())
    assert "lo movió otra alerta o una persona" in page(signed_in(ana), alert)


def readable(path: Path) -> bool:
    """Whether the sample is meant to be read; some are there to be refused."""
    try:
        return bool(formats.parse(path.read_bytes(), name=path.name))
    except formats.Malformed:
        return False


SAMPLES = [path for path in sorted((Path(__file__).parent / "samples").rglob("*.*")) if readable(path)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_each_sample_of_each_format_has_a_page_that_hides_its_identifiers(signed_in, person, path, db):
    now = timezone.now()
    drafts = formats.parse(path.read_bytes(), name=path.name)
    with transaction.atomic():
        delivery = Delivery.objects.create(source=path.name, started_at=now)
        Receiver(delivery=delivery, now=now).take([(path.name, draft) for draft in drafts])
    for alert in Alert.objects.select_related("case"):
        reader = person(f"lee-{alert.case.institution}", institution=alert.case.institution, role="caseworker")
        client = signed_in(reader)
        told = page(client, alert)
        draft = next(draft for draft in drafts if draft.report_id == alert.report_id)
        plain = {alert.report_id, draft.esp, draft.platform, draft.incident_type}
        values = {one.value for one in draft.identifiers if len(one.value) > 7} - plain
        assert [value for value in values if value in told] == []
        everything = ["identifiers", "texts", "files", "changes", "unknown", "reporter"]
        offered = [group for group in everything if f'value="{group}"' in told]
        assert look(client, alert, *offered).status_code == 200 or not offered


def test_the_number_of_queries_does_not_grow_with_the_alert(signed_in, ana, letter):
    small = letter("OCN-1", entities=[])
    many = [{"kind": "email", "value": f"correo{n}@correo.example", "party": "reported"} for n in range(150)]
    letter("OCN-2")
    letter("OCN-2", narrative="otra")
    letter("OCN-2", narrative="otra más")
    big = letter("OCN-2", entities=many)
    client = signed_in(ana)
    page(client, small)
    counted = []
    for alert in (small, big):
        with CaptureQueriesContext(connection) as queries:
            told = page(client, alert)
        counted.append(len(queries))
    assert "Y 52 más" in told
    assert counted[0] == counted[1]
    assert counted[0] < 15


def test_what_was_not_recognised_is_counted_and_shown_on_request(signed_in, ana):
    now = timezone.now()
    tree = {
        "sender": "INTERPOL", "reference": "OCN-9", "requested_action": "Responder",
        "persons": [{"party": "incident", "country": "MX", "region": "NAY"}], "raro": {"dato": "valor extraño"},
    }  # fmt: skip
    with transaction.atomic():
        delivery = Delivery.objects.create(source="prueba", started_at=now - timedelta(days=1))
        drafts = formats.parse(json.dumps(tree).encode(), name="carta.json")
        Receiver(delivery=delivery, now=now).take([("carta.json", draft) for draft in drafts])
    alert, client = Alert.objects.get(), signed_in(ana)
    told = page(client, alert)
    assert "1 elemento llegó" in told
    assert "valor extraño" not in told
    assert "valor extraño" in look(client, alert, "unknown").content.decode()

"""The quarantine: what could not be read waits for a person, with its reason and its clock."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.alerts.models import Alert, Delivery, FileDetails, Quarantined
from hilo.cases.models import Case

LIST = reverse("alerts:quarantine")
LETTER = json.dumps(
    {
        "sender": "INTERPOL",
        "reference": "OCN-0031",
        "requested_action": "Responder",
        "persons": [{"party": "incident", "country": "MX", "region": "Nayarit"}],
    }
).encode()


def address(item, name="quarantine_item"):
    return reverse(f"alerts:{name}", kwargs={"pk": item.pk})


def told(client, where):
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode()


def test_what_waits_is_listed_with_reason_size_times_and_clock(signed_in, caro, unread):
    unread(b"{" * 2048, name="roto.json", reason="El JSON está incompleto.")
    page = told(signed_in(caro), LIST)
    assert "roto.json" in page
    assert "El JSON está incompleto." in page
    assert "2.0 KB" in page.replace("\xa0", " ").replace("2,0", "2.0")
    assert 'class="clock' in page


def test_an_empty_quarantine_says_what_would_be_here(signed_in, caro):
    assert "Nada espera" in told(signed_in(caro), LIST)


def test_the_content_of_an_unread_item_is_never_shown(signed_in, caro, unread):
    item = unread(b'{"roto": "azul@correo.example"')
    assert "azul@correo.example" not in told(signed_in(caro), address(item))


def test_another_institution_sees_nothing_of_it(signed_in, person, unread):
    item = unread()
    other = signed_in(person("otra", institution="FGE-MOR", role="supervisor"))
    assert "aviso.json" not in told(other, LIST)
    assert other.get(address(item)).status_code == 404
    assert other.post(address(item, "retry")).status_code == 404
    assert other.post(address(item, "set_aside"), {"why": "no"}).status_code == 404
    assert Quarantined.objects.get().state == "waiting"


def test_a_caseworker_does_not_reach_the_quarantine(signed_in, ana, eva, unread):
    item = unread()
    for who in (ana, eva):
        assert {signed_in(who).get(where).status_code for where in (LIST, address(item))} == {403}


def test_an_item_that_can_be_read_now_becomes_an_alert_with_a_case(signed_in, caro, unread):
    item, client = unread(LETTER, name="carta.json"), signed_in(caro)
    page = client.post(address(item, "retry"), follow=True).content.decode()
    alert = Alert.objects.get(report_id="OCN-0031")
    assert alert.case.owner is not None
    assert "Ahora sí se pudo leer. 1 caso abierto." in page
    assert reverse("alerts:alert", kwargs={"pk": alert.pk}) in page
    item.refresh_from_db()
    assert (item.state, item.handled_by) == ("mended", caro)
    assert "leído al reintentar" in told(client, LIST)


def test_an_item_that_still_cannot_be_read_keeps_waiting_and_says_why(signed_in, caro, unread):
    item = unread(b"{")
    page = signed_in(caro).post(address(item, "retry"), follow=True).content.decode()
    assert "Sigue sin poder leerse" in page
    item.refresh_from_db()
    assert item.state == "waiting"
    assert Case.objects.count() == 0


def test_what_was_not_kept_says_to_ask_the_sender_again(signed_in, caro, unread):
    item, client = unread(None, name="grande.json", reason="El archivo es demasiado grande."), signed_in(caro)
    assert "Pida al remitente que lo envíe otra vez" in told(client, address(item))
    assert "Pida al remitente" in client.post(address(item, "retry"), follow=True).content.decode()


@pytest.mark.parametrize("why", ["", "   "])
def test_setting_aside_needs_a_reason(signed_in, caro, unread, why):
    item = unread()
    response = signed_in(caro).post(address(item, "set_aside"), {"why": why})
    assert response.status_code == 422
    assert "Escriba por qué no hace falta leerlo." in response.content.decode()
    assert Quarantined.objects.get().state == "waiting"


def test_what_is_set_aside_stands_among_those_handled_with_who_and_why(signed_in, caro, unread):
    item, client = unread(), signed_in(caro)
    page = client.post(address(item, "set_aside"), {"why": "Es un acuse"}, follow=True).content.decode()
    assert "Es un acuse" in page
    assert "Caro Mena" in page.split('id="atendidos"')[1]
    again = client.post(address(item, "set_aside"), {"why": "otra vez"}, follow=True)
    assert "ya fue atendido" in again.content.decode()


def test_file_details_wait_for_their_report_in_the_same_page(signed_in, caro):
    now = timezone.now()
    delivery = Delivery.objects.create(source="c", institution="FGE-NAY", started_at=now, started_by=caro)
    FileDetails.objects.create(
        sender="NCMEC", report_id="100000077", digest=b"0" * 32, sealed=b"x", delivery=delivery,
        member="detalle.xml", entered_at=now, due_at=now,
    )  # fmt: skip
    page = told(signed_in(caro), LIST)
    assert "100000077" in page
    assert "detalle.xml" in page


def test_a_long_quarantine_comes_in_pages_that_together_hold_each_item_once(signed_in, caro, unread):
    names = {unread(b"{" + str(n).encode(), name=f"roto-{n:03}.json").source for n in range(60)}
    client = signed_in(caro)
    first = told(client, LIST)
    following = told(client, LIST + first.split('href="?tras=')[1].split('"')[0].join(["?tras=", ""]))
    seen = [name for page in (first, following) for name in names if f"<bdi>{name}</bdi>" in page]
    assert sorted(seen) == sorted(names)


def test_the_number_of_queries_does_not_grow_with_the_quarantine(signed_in, caro, unread):
    client = signed_in(caro)
    counted = []
    for n in range(2):
        for item in range(1 + n * 12):
            unread(b"{" + f"{n}{item}".encode(), name=f"{n}-{item}.json")
        told(client, LIST)
        with CaptureQueriesContext(connection) as queries:
            told(client, LIST)
        counted.append(len(queries))
    assert counted[0] == counted[1]

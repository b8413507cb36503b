"""Whoever holds a case can open its reports, whoever is offered it gets the key, and whoever is out loses it."""

import secrets

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hilo.accounts import unit_keys
from hilo.cases.models import Case
from hilo.door.models import Wrapping
from hilo.door.submit import send
from hilo.door.telling import Coarse, Telling
from hilo.exchange import actions
from hilo.exchange.models import HandOff
from hilo.intake.models import Taken
from hilo.intake.reading import holders
from hilo.intake.receive import take_in

pytestmark = pytest.mark.django_db
STORY = "Me quitaron la mochila a la salida."


@pytest.fixture
def reader(with_key, ana) -> Client:
    """Ana with her key open."""
    return with_key(ana)


@pytest.fixture
def eva_reads(with_key, eva) -> Client:
    """Eva of FGE-MOR with her key open: her unit has one."""
    return with_key(eva)


@pytest.fixture
def told(reader):
    """``told()`` tells something to FGE-NAY and takes it in."""

    def make(account=STORY, **coarse) -> Taken:
        telling = Telling(Coarse(**{"path": "me", "age": "teen", "state": "NAY"} | coarse), {"account": account})
        digits = f"{secrets.randbelow(10**20):020d}"
        report = send(digits=digits, telling=telling, now=timezone.now())
        take_in(now=timezone.now())
        return Taken.objects.select_related("case", "report").get(report=report)

    return make


def offer(client: Client, taken: Taken, receiver="FGE-MOR", kind="transfer"):
    case = Case.objects.get(pk=taken.case_id)
    return client.post(
        reverse("exchange:offer", kwargs={"code": case.code}),
        {
            "receiver": receiver, "kind": kind, "request": "Seguir el caso.", "revision": case.revision,
            "seen": case.events.count(), "scope": ["alerts", "notes", "people", "places"],
        },
    )  # fmt: skip


def read(client: Client, taken: Taken):
    address = reverse("intake:read", kwargs={"code": taken.case.code, "pk": taken.pk})
    return client.post(address, {"reason": "para protegerle"})


def sheet(client: Client) -> str:
    return client.get(reverse("exchange:handoff", args=[HandOff.objects.get().pk])).content.decode()


def test_an_offer_gives_the_other_unit_the_key_but_not_the_case(told, reader, eva_reads):
    taken = told()
    assert offer(reader, taken).status_code == 302
    assert holders(taken.report) == ["FGE-MOR", "FGE-NAY"]
    assert read(eva_reads, taken).status_code == 404
    event = taken.case.events.get(kind="report.shared")
    assert event.facts_dict()["to"] == ["FGE-MOR"]
    assert "puede abrir lo que se contó" in sheet(reader)


def test_who_accepts_the_case_reads_and_who_gave_it_no_longer_can(told, reader, eva_reads, eva):
    taken = told()
    offer(reader, taken)
    actions.accept(handoff=HandOff.objects.get(), by=eva, now=timezone.now())
    assert STORY in read(eva_reads, taken).content.decode()
    assert read(reader, taken).status_code == 404
    assert holders(taken.report) == ["FGE-MOR"]


def test_a_refused_offer_takes_the_key_away_again(told, reader, eva_reads, eva):
    taken = told()
    offer(reader, taken)
    actions.refuse(handoff=HandOff.objects.get(), reason="No es de aquí.", by=eva, now=timezone.now())
    assert holders(taken.report) == ["FGE-NAY"]
    assert STORY in read(reader, taken).content.decode()


def test_a_withdrawn_offer_takes_the_key_away_again(told, reader, eva_reads, ana):
    taken = told()
    offer(reader, taken)
    actions.withdraw(handoff=HandOff.objects.get(), reason="Fue un error.", by=ana, now=timezone.now())
    assert holders(taken.report) == ["FGE-NAY"]


def test_with_a_part_of_the_case_its_reports_do_not_travel(told, reader, eva_reads):
    taken = told()
    assert offer(reader, taken, kind="part").status_code == 302
    assert holders(taken.report) == ["FGE-NAY"]


def test_a_unit_without_a_key_is_told_of_and_given_it_later(told, reader, person, with_key):
    taken, eva = told(), person("eva")
    assert offer(reader, taken).status_code == 302
    assert "todavía no tiene llave" in sheet(reader)
    assert holders(taken.report) == ["FGE-NAY"]
    with_key(eva)
    assert "todavía no puede abrir" in sheet(reader)
    reader.post(reverse("exchange:share", args=[HandOff.objects.get().pk]))
    assert holders(taken.report) == ["FGE-MOR", "FGE-NAY"]


def test_a_case_accepted_without_the_key_keeps_the_old_wrapping_until_it_is_given(told, reader, person, with_key):
    taken, eva = told(), person("eva")
    offer(reader, taken)
    actions.accept(handoff=HandOff.objects.get(), by=eva, now=timezone.now())
    assert holders(taken.report) == ["FGE-NAY"]  # or nobody could give it any more
    client = with_key(eva)
    answer = read(client, taken)
    assert "Fiscalía General del Estado de Nayarit" in answer.content.decode() or "Nayarit" in answer.content.decode()
    reader.post(reverse("exchange:share", args=[HandOff.objects.get().pk]))
    assert holders(taken.report) == ["FGE-MOR"]
    assert STORY in read(client, taken).content.decode()


def test_offering_with_a_closed_key_asks_for_the_password_and_loses_nothing_typed(told, signed_in, eva_reads, ana):
    taken, client = told(), signed_in(ana)
    asked = offer(client, taken)
    assert asked.status_code == 403
    assert "Seguir el caso." in asked.content.decode()
    assert not HandOff.objects.exists()


def test_offering_a_case_without_reports_asks_for_no_password(signed_in, ana, case):
    answer = signed_in(ana).post(reverse("exchange:offer", kwargs={"code": case.code}), {"kind": "transfer"})
    assert answer.status_code == 422


def test_an_institution_kept_out_loses_the_key_and_the_authority_outside_gets_it(told, reader, with_key, person):
    fgr = with_key(person("rita", institution="FGR", role="caseworker"))
    taken = told()
    case = Case.objects.get(pk=taken.case_id)
    answer = reader.post(
        reverse("cases:conflict", kwargs={"code": case.code}),
        {"institution": "FGE-NAY", "reason": "Ahí trabaja.", "revision": case.revision, "seen": case.events.count()},
    )
    assert answer.status_code == 302
    moved = Case.objects.get(pk=case.pk)
    assert moved.institution == "FGR"
    assert holders(taken.report) == ["FGR"]
    assert STORY in read(fgr, taken).content.decode()
    assert read(reader, taken).status_code == 404


def test_a_shared_wrapping_opens_for_the_retired_key_of_the_unit_too(told, reader, eva_reads, eva):
    taken = told()
    offer(reader, taken)
    unit_keys.rotate(institution="FGE-MOR", by=eva, now=timezone.now())
    actions.accept(handoff=HandOff.objects.get(), by=eva, now=timezone.now())
    assert STORY in read(eva_reads, taken).content.decode()
    assert Wrapping.objects.filter(report=taken.report, reader="unit").count() == 1

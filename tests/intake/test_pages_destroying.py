"""What was told is destroyed for good, by who may, and no copy of the database brings it back."""

import copy
import secrets

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hilo.cases import actions
from hilo.cases.models import Case
from hilo.door.models import Report, Wrapping
from hilo.door.sealing import from_code, unwrap, unwrap_with_code
from hilo.door.submit import send
from hilo.door.telling import Coarse, Telling
from hilo.intake.models import Taken
from hilo.intake.receive import take
from hilo.lib.errors import BadInput

pytestmark = pytest.mark.django_db
DIGITS = f"{secrets.randbelow(10**20):020d}"


@pytest.fixture
def boss(with_key, beto) -> Client:
    """Beto, who supervises, with his key open."""
    return with_key(beto)


@pytest.fixture
def taken(boss) -> Taken:
    """Something told to FGE-NAY."""
    telling = Telling(Coarse(path="me", age="teen", state="NAY"), {"account": "Me quitaron la mochila."})
    return take(send(digits=DIGITS, telling=telling, now=timezone.now()), now=timezone.now())


def page(taken: Taken, name: str) -> str:
    return reverse(f"intake:{name}", kwargs={"code": taken.case.code, "pk": taken.pk})


def withdraw(taken: Taken) -> None:
    Report.objects.filter(pk=taken.pk).update(withdrawn_at=timezone.now())


def destroy(client: Client, taken: Taken, **given):
    return client.post(page(taken, "destroy"), {"reason": "Lo retiró.", "sure": "on"} | given)


def units_of(client: Client, user) -> dict:
    from hilo.accounts import person_keys, unit_keys
    from hilo.accounts.models import UnitShare
    from tests.open_key import KEY_PASSWORD

    private = person_keys.open_private(user, KEY_PASSWORD)
    shares = UnitShare.objects.filter(user=user).select_related("unit")
    return {share.unit_id: unit_keys.opened(share, share.unit, private) for share in shares}


def test_a_copy_of_the_database_made_before_does_not_open_it_any_more(taken, boss, beto):
    units = units_of(boss, beto)
    before = [copy.copy(row) for row in Wrapping.objects.filter(report=taken.pk)]
    by_unit = next(row for row in before if row.reader == "unit")
    by_code = next(row for row in before if row.reader == "code")
    assert unwrap(by_unit, units[by_unit.addressee]) == unwrap_with_code(by_code, from_code(DIGITS).key)
    withdraw(taken)
    assert destroy(boss, taken).status_code == 302
    with pytest.raises(BadInput, match="destruido"):
        unwrap(by_unit, units[by_unit.addressee])
    with pytest.raises(BadInput, match="destruido"):
        unwrap_with_code(by_code, from_code(DIGITS).key)


def test_the_page_then_says_so_and_neither_reading_nor_writing_is_possible(taken, boss):
    withdraw(taken)
    destroy(boss, taken)
    shown = boss.get(page(taken, "report")).content.decode()
    assert "Lo que se contó se destruyó." in shown
    assert "Leer lo que contó" not in shown
    assert boss.post(page(taken, "read"), {"reason": "x"}).status_code == 422
    assert boss.post(page(taken, "answer"), {"words": "Hola."}).status_code == 422


def test_the_case_and_its_thread_stay_with_the_reason(taken, boss):
    withdraw(taken)
    destroy(boss, taken)
    case = Case.objects.get(pk=taken.case_id)
    assert case.is_open
    shown = boss.get(reverse("cases:file", kwargs={"code": case.code})).content.decode()
    assert "El contenido del aviso se destruyó" in shown
    assert "Lo retiró." in shown


def test_an_open_case_keeps_what_somebody_has_read(taken, boss):
    withdraw(taken)
    boss.post(page(taken, "read"), {"reason": "valorar"})
    answer = destroy(boss, taken)
    assert answer.status_code == 422
    assert "Solo se destruye" in answer.content.decode()
    assert Report.objects.get(pk=taken.pk).destroyed_at is None
    assert boss.post(page(taken, "read"), {"reason": "valorar"}).status_code == 200


def test_what_nobody_withdrew_stays_while_the_case_is_open(taken, boss):
    assert destroy(boss, taken).status_code == 422


def test_in_a_closed_case_it_may_be_destroyed(taken, boss, beto):
    case = Case.objects.get(pk=taken.case_id)
    for clock in case.clocks.live().filter(informational=False).exclude(rule="silence"):
        actions.discharge(clock=clock, reason="No procede.", by=beto, now=timezone.now())
    actions.close(case=case, reason="child_safeguarded", note="Con su familia.", by=beto, now=timezone.now())
    assert destroy(boss, taken, reason="").status_code == 422
    assert destroy(boss, taken, sure="").status_code == 422
    assert destroy(boss, taken).status_code == 302


def test_only_supervision_destroys_and_only_in_its_own_institution(taken, signed_in, ana, person):
    withdraw(taken)
    assert destroy(signed_in(ana), taken).status_code == 403
    other = person("otra", institution="FGE-MOR", role="supervisor")
    assert destroy(signed_in(other), taken).status_code == 404
    assert Report.objects.get(pk=taken.pk).destroyed_at is None


def test_who_has_not_proved_recently_who_they_are_is_asked_first(taken, boss, monkeypatch):
    withdraw(taken)
    monkeypatch.setattr("hilo.accounts.proof.RECENT_SECONDS", -1)
    assert destroy(boss, taken).status_code == 403
    assert Report.objects.get(pk=taken.pk).destroyed_at is None

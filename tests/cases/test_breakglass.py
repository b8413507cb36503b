"""A look in an emergency: with a reason, read-only, three hours to the second, logged, reviewed by another person."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import localtime

from hilo.accounts.models import SensitiveRead
from hilo.accounts.sealing import open_text
from hilo.cases import actions, breakglass, conflicts
from hilo.cases.breakglass import LENGTH
from hilo.cases.models import BreakGlass, Case, Event, Withheld
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
WHY = "Avisan que está en la calle, sola."


@pytest.fixture
def case(alert):
    """A case of FGE-NAY, born of a letter."""
    return alert.case


@pytest.fixture
def at(monkeypatch):
    """``at(moment)`` sets the clock of the server for the pages."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def look(case, eva):
    """Eva, of FGE-MOR, opened it when it began."""
    return breakglass.begin(code=case.code, reason=WHY, by=eva, now=case.opened_at)


def file_of(case):
    return reverse("cases:file", kwargs={"code": case.code})


@pytest.mark.parametrize(
    ("later", "status"),
    [(-SECOND, 404), (0 * SECOND, 200), (LENGTH - SECOND, 200), (LENGTH, 404), (LENGTH + SECOND, 404)],
)
def test_it_ends_at_three_hours_to_the_second(case, alert, look, eva, signed_in, at, later, status):
    browser, moment = signed_in(eva), look.opened_at + later
    at(moment)
    assert browser.get(file_of(case)).status_code == status
    assert browser.get(reverse("alerts:alert", kwargs={"pk": alert.pk})).status_code == status
    assert Case.objects.readable_by(eva, moment).filter(pk=case.pk).exists() is (status == 200)
    assert case.code not in browser.get(reverse("desk:inbox"), {"de": "todos"}).content.decode()
    assert not Case.objects.visible_to(eva).exists()


def test_the_page_says_until_when_and_offers_nothing_to_do(case, look, eva, signed_in, at):
    at(look.opened_at)
    page = signed_in(eva).get(file_of(case)).content.decode()
    assert "Lectura por emergencia." in page
    assert f"{localtime(look.ends_at):%H:%M}" in page
    assert '<form method="post" action="/casos/' not in page
    asked = set(re.findall(rf'href="(/casos/{case.code}/[a-z]+/[^"]*)"', page))
    assert {address for address in asked if "/mostrar/" not in address} == set()


@pytest.mark.parametrize("name", ["note", "record", "take", "tier", "state", "close", "person", "place", "conflict"])
def test_nothing_can_be_done_to_the_case_meanwhile(case, look, person, signed_in, at, name):
    boss = person("vera", institution="FGE-MOR", role="supervisor")
    breakglass.begin(code=case.code, reason=WHY, by=boss, now=look.opened_at)
    at(look.opened_at)
    before = Event.objects.count()
    assert signed_in(boss).post(reverse(f"cases:{name}", kwargs={"code": case.code})).status_code == 404
    assert Event.objects.count() == before


def test_every_page_and_every_name_is_logged_as_an_emergency_and_the_auditor_reads_it(
    case, alert, look, eva, ana, ada, signed_in, at
):
    row = actions.add_person(case=case, role="child", by=ana, now=look.opened_at, name="Nombre inventado")
    Withheld.objects.create(case=case, institution="FGE-MOR", part="people", before=look.opened_at + LENGTH)
    at(look.opened_at)
    browser = signed_in(eva)
    assert "Nombre inventado" not in browser.get(file_of(case)).content.decode()
    browser.get(reverse("alerts:alert", kwargs={"pk": alert.pk}))
    shown = reverse("cases:reveal", kwargs={"code": case.code, "what": "persona", "pk": row.pk})
    assert "Nombre inventado" in browser.post(shown, {"reason": "para llamarla"}).content.decode()
    reads = SensitiveRead.objects.filter(user=eva)
    assert {read.field for read in reads} >= {"file", "sheet", "name"}
    assert all(read.reason.startswith(f"emergencia {look.pk}") for read in reads)
    assert breakglass.looked_at(look).count() == reads.count()
    page = signed_in(ada).get(reverse("desk:record_reads")).content.decode()
    assert f"emergencia {look.pk}: para llamarla" in page
    assert "expediente" in page
    only = signed_in(ada).get(reverse("desk:record_reads"), {"person": eva.pk}).content.decode()
    assert f"emergencia {look.pk}: para llamarla" in only


def test_the_holder_sees_it_on_the_thread_and_among_those_to_review(case, look, beto, signed_in):
    browser = signed_in(beto)
    page = browser.get(file_of(case)).content.decode()
    assert "Alguien abrió el caso por emergencia" in page
    assert WHY in page
    overview = browser.get(reverse("desk:overview")).content.decode()
    assert "1 vez abrió alguien de otra institución" in overview
    assert case.code in browser.get(reverse("cases:emergencies")).content.decode()
    assert WHY in browser.get(reverse("cases:emergency", kwargs={"pk": look.pk})).content.decode()
    sent = {"verdict": "justified", "note": "Se confirmó el peligro."}
    browser.post(reverse("cases:emergency", kwargs={"pk": look.pk}), sent)
    look.refresh_from_db()
    assert (look.verdict, look.reviewed_by) == ("justified", beto)
    assert open_text(look.review_note, place=f"breakglass.review:{look.pk}") == "Se confirmó el peligro."
    assert not breakglass.to_review(beto).exists()
    assert case.events.filter(kind="breakglass.reviewed", by=beto).exists()
    with pytest.raises(Denied, match="ya está revisada"):
        breakglass.review(look=look, **sent, by=beto, now=look.opened_at)


def test_only_another_person_of_the_holder_reviews(case, ana, eva, person, look):
    sent = {"verdict": "justified", "note": "Bien.", "now": look.opened_at}
    theirs = person("vera", institution="FGE-MOR", role="supervisor")
    for by in (ana, eva, theirs):
        with pytest.raises(Denied, match="otra persona"):
            breakglass.review(look=look, by=by, **sent)
    Case.objects.filter(pk=case.pk).update(institution="FGE-MOR")
    mine = breakglass.BreakGlass.objects.create(
        case=case, user=theirs, reason=b"x", opened_at=look.opened_at, ends_at=look.ends_at
    )  # fmt: skip
    with pytest.raises(Denied, match="otra persona"):
        breakglass.review(look=mine, by=theirs, **sent)
    with pytest.raises(DatabaseError), transaction.atomic():
        BreakGlass.objects.filter(pk=mine.pk).update(
            reviewed_by=theirs, reviewed_at=look.opened_at, verdict="justified"
        )


@pytest.mark.parametrize("role", ["interviewer", "institution_head", "auditor", "system_administrator"])
def test_others_may_not_even_ask(case, person, role):
    by = person("quien", institution="FGE-MOR", role=role)
    with pytest.raises(Denied, match="Su papel"):
        breakglass.begin(code=case.code, reason=WHY, by=by, now=case.opened_at)
    assert not BreakGlass.objects.exists()


def test_what_is_not_there_and_what_one_is_kept_out_of_answer_the_same(case, ana, person, eva, signed_in):
    conflicts.record_conflict(case=case, institution="FGE-MOR", reason="Ahí.", by=ana, now=case.opened_at)
    browser, address = signed_in(eva), reverse("cases:break_glass")

    def answer(code):
        response = browser.post(address, {"code": code, "reason": WHY})
        words = re.sub(r'X-CSRFToken": "\w+"|csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        return response.status_code, words.replace(code, "")

    assert answer(case.code) == answer("H-0000-0000")
    assert answer(case.code)[0] == 404
    assert not BreakGlass.objects.exists()


def test_a_conflict_ends_a_look_that_runs(case, ana, eva, look):
    conflicts.record_conflict(case=case, institution="FGE-MOR", reason="Ahí.", by=ana, now=look.opened_at)
    assert not Case.objects.readable_by(eva, look.opened_at + SECOND).exists()


def test_it_takes_a_reason_and_gives_the_running_look_again(case, eva, ana, look):
    with pytest.raises(Denied, match="razón"):
        breakglass.begin(code=case.code, reason=" ", by=eva, now=look.opened_at)
    again = breakglass.begin(code=case.code.lower(), reason=WHY, by=eva, now=look.ends_at - SECOND)
    assert again == look
    assert breakglass.begin(code=case.code, reason=WHY, by=eva, now=look.ends_at) != look
    with pytest.raises(Denied, match="Su institución lleva"):
        breakglass.begin(code=case.code, reason=WHY, by=ana, now=look.opened_at)
    assert WHY.encode() not in bytes(look.reason)


def test_attempts_are_counted_also_when_they_fail(case, eva):
    for _ in range(breakglass.ATTEMPTS):
        with pytest.raises(breakglass.NotThere):
            breakglass.open_case(code="H-0000-0000", reason=WHY, by=eva, now=case.opened_at)
    with pytest.raises(Denied, match="demasiados intentos"):
        breakglass.open_case(code=case.code, reason=WHY, by=eva, now=case.opened_at)
    later = case.opened_at + timedelta(seconds=breakglass.WINDOW)
    assert breakglass.open_case(code=case.code, reason=WHY, by=eva, now=later).case == case


def test_a_look_is_for_one_person_and_not_for_their_colleagues(case, look, person):
    colleague = person("otra", institution="FGE-MOR", role="caseworker")
    assert not Case.objects.readable_by(colleague, look.opened_at).exists()

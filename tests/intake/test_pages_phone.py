"""Somebody tells by telephone or in person: a person takes it down in their words and gives them their code."""

import html
import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from hilo.accounts.models import SensitiveRead
from hilo.door.models import Report
from hilo.door.sealing import from_code, unwrap_with_code
from hilo.intake.models import Taken
from hilo.lib.codes import as_words, read_code

pytestmark = pytest.mark.django_db
STORY = "Un señor le quitó la mochila a mi vecina."


@pytest.fixture
def desk(with_key, caro) -> Client:
    """Caro at the counter, with her key open."""
    return with_key(caro)


def take_down(client: Client, ticket="", **more):
    address = reverse("intake:new")
    page = client.get(address).content.decode()
    ticket = ticket or re.search(r'name="ticket" value="([^"]+)"', page)[1]
    given = {"channel": "phone", "path": "known", "account": STORY, "state": "NAY", "ticket": html.unescape(ticket)}
    return client.post(address, given | more)


def code_on(answer) -> str:
    return read_code(re.search(r"<code>([\d ]{24})</code>", answer.content.decode())[1])


def test_the_code_is_shown_once_in_figures_and_in_words_and_opens_the_report(desk):
    answer = take_down(desk)
    digits = code_on(answer)
    assert " ".join(as_words(digits)) in answer.content.decode()
    report = Report.objects.get()
    assert unwrap_with_code(report.wrappings.get(reader="code"), from_code(digits).key)
    assert report.channel == "phone"
    assert "no-store" in answer["Cache-Control"]
    assert code_on(take_down(desk)) != digits


def test_it_is_a_case_at_once_and_says_who_took_it_down(desk, caro):
    answer = take_down(desk, danger="yes", wishes=["no_home"])
    taken = Taken.objects.select_related("case").get()
    assert taken.taken_by == caro
    assert (taken.case.institution, taken.tier) == ("FGE-NAY", 1)
    assert taken.case.code in answer.content.decode()
    shown = desk.get(reverse("intake:report", kwargs={"code": taken.case.code, "pk": taken.pk})).content.decode()
    assert "por teléfono" in shown
    assert "No llame ni vaya a su casa" in shown


def test_the_words_stand_as_they_were_said(desk):
    take_down(desk, account="  ‘Tons me dijo:\n«no digas»  ", contact="Solo de día")
    taken = Taken.objects.select_related("case").get()
    address = reverse("intake:read", kwargs={"code": taken.case.code, "pk": taken.pk})
    shown = html.unescape(desk.post(address, {"reason": "revisar"}).content.decode())
    assert "‘Tons me dijo:\n«no digas»" in shown
    assert "Solo de día" in shown
    assert SensitiveRead.objects.filter(subject_kind="report").exists()


def test_sent_twice_it_is_one_report_with_the_same_code(desk):
    page = desk.get(reverse("intake:new")).content.decode()
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    first, again = take_down(desk, ticket=ticket), take_down(desk, ticket=ticket)
    assert code_on(first) == code_on(again)
    assert Report.objects.count() == Taken.objects.count() == 1


def test_nobody_sends_under_a_code_that_was_not_made_for_them(desk, beto):
    forged = signing.dumps([beto.pk, "1" * 20], salt="hilo.intake.phone")
    for ticket in (forged, "cualquiera", signing.dumps([beto.pk, "1" * 20])):
        answer = take_down(desk, ticket=ticket)
        assert answer.status_code == 422
        assert STORY in answer.content.decode()  # nothing typed is lost
    assert not Report.objects.exists()


def test_it_joins_the_case_that_was_named(desk, case):
    answer = take_down(desk, case=case.code.lower())
    assert Taken.objects.get().case == case
    assert case.code in answer.content.decode()


def test_a_case_of_another_institution_cannot_be_named(desk, arrive):
    other = arrive("OCN-0009", state="MOR").case
    answer = take_down(desk, case=other.code)
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_the_holder_of_the_named_case_can_read_it_wherever_its_course_leads(desk, case, with_key, eva):
    with_key(eva)  # FGE-MOR has a key, and it happened there
    take_down(desk, case=case.code, state="MOR")
    taken = Taken.objects.select_related("report").get()
    assert taken.report.institution == "FGE-MOR"
    assert taken.case == case
    address = reverse("intake:read", kwargs={"code": case.code, "pk": taken.pk})
    assert STORY in desk.post(address, {"reason": "revisar"}).content.decode()


def test_what_another_institution_must_follow_is_said_without_its_case(desk, with_key, eva):
    with_key(eva)
    answer = take_down(desk, state="MOR")
    taken = Taken.objects.select_related("case").get()
    assert taken.case.institution == "FGE-MOR"
    assert taken.case.code not in answer.content.decode()
    assert "Lo lleva" in answer.content.decode()


def test_only_the_account_and_who_tells_are_needed(desk):
    assert take_down(desk, account="").status_code == 422
    assert take_down(desk, channel="").status_code == 422
    assert take_down(desk, path="").status_code == 422
    assert take_down(desk).status_code == 200


def test_a_picture_written_out_in_signs_is_refused(desk):
    answer = take_down(desk, who="data:image/png;base64," + "iVBORw0KGgo" + "A" * 200)
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_a_file_sent_along_is_never_kept(desk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    take_down(desk, foto=SimpleUploadedFile("foto.png", b"\x89PNG" + b"x" * 5000))
    assert Report.objects.count() == 1


def test_before_typing_one_is_reminded_not_to_interview_and_not_to_ask_for_a_guardian(desk):
    page = desk.get(reverse("intake:new")).content.decode()
    assert "No es una entrevista" in page
    assert "la ley no lo exige" in page


def test_with_nobody_who_could_read_it_the_page_says_so_and_keeps_what_was_typed(signed_in, caro):
    answer = take_down(signed_in(caro))
    assert answer.status_code == 422
    assert "Nadie podría leer" in answer.content.decode()
    assert STORY in answer.content.decode()

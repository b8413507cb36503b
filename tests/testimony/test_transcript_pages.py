"""Transcripts on their pages: brought in, typed, read by turns, noted beside, taken out; never changed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases.models import Withheld
from hilo.testimony.models import Mark, Transcript
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db


def at(name, case, **more):
    return reverse(f"testimony:{name}", kwargs={"code": case.code, **more})


def seen(case):
    case.refresh_from_db()
    return {"revision": case.revision, "seen": case.events.count()}


def test_a_file_is_kept_as_it_came_and_shown_by_turns(case, hear, signed_in, ana):
    row, browser = hear("closed"), signed_in(ana)
    file = SimpleUploadedFile("lo-que-sea.txt", WORDS.replace("\n", "\r\n").encode())
    sent = browser.post(at("transcript_new", case), seen(case) | {"interview": row.pk, "transcript": file})
    kept = Transcript.objects.get()
    assert sent.status_code == 302
    page = browser.get(sent.url).content.decode()
    assert "Fuimos al parque con la maestra y perdí mi mochila." in page
    assert kept.sha256 in page
    assert SensitiveRead.objects.filter(user=ana, subject_id=kept.pk).exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "texto"),
        (b"", "archivo"),
        (b"nadie dice quien habla aqui", "E:"),
    ],
)
def test_what_is_no_transcript_is_refused_with_a_sentence_and_nothing_is_kept(case, hear, signed_in, ana, data, says):
    row = hear("closed")
    given = seen(case) | {"interview": row.pk, "transcript": SimpleUploadedFile("entrevista.cha", data)}
    answer = signed_in(ana).post(at("transcript_new", case), given)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Transcript.objects.exists()


def test_a_note_stands_beside_the_words_and_its_first_text_stays(case, transcript, signed_in, ana):
    browser, about = signed_in(ana), {"pk": transcript.pk}
    note = {"layer": "note", "words_typed": "mi mochila", "body": "Era azul."}
    assert browser.post(at("layer_new", case, turn=4, **about), seen(case) | note).status_code == 302
    first = Mark.objects.get()
    browser.post(at("layer_replace", case, mark=first.pk, **about), seen(case) | {"body": "Era azul cielo."})
    page = browser.get(at("transcript", case, **about)).content.decode()
    assert "«mi mochila»" in page
    assert "Era azul cielo." in page
    assert Mark.objects.filter(pk=first.pk, replaced__isnull=False).exists()
    last = Mark.objects.get(replaced__isnull=True)
    browser.post(at("layer_replace", case, mark=last.pk, **about), seen(case) | {"body": ""})
    assert "Era azul" not in browser.get(at("transcript", case, **about)).content.decode()
    assert Mark.objects.count() == 3


@pytest.mark.parametrize(("words", "says"), [("mi abuelo", "No encuentro esas palabras"), ("m", "varias veces")])
def test_words_that_are_not_there_or_not_one_place_are_refused(case, transcript, signed_in, ana, words, says):
    note = {"layer": "note", "words_typed": words, "body": "x"}
    answer = signed_in(ana).post(at("layer_new", case, pk=transcript.pk, turn=4), seen(case) | note)
    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize(("form", "begins"), [("original", b"E: Hola"), ("chat", b"@UTF8"), ("eaf", b"<?xml")])
def test_it_goes_out_with_a_reason_and_says_so_on_the_thread(case, transcript, signed_in, ana, form, begins):
    address = at("transcript_out", case, pk=transcript.pk)
    sent = signed_in(ana).post(address, seen(case) | {"form": form, "reason": "para la asesoría"})
    assert sent.content.startswith(begins)
    assert "attachment" in sent["Content-Disposition"]
    assert case.events.filter(kind="testimony.exported").count() == 1
    assert signed_in(ana).post(address, seen(case) | {"form": form, "reason": ""}).status_code == 422


def test_a_narrative_that_did_not_travel_stays_closed_and_what_comes_later_opens(case, hear, keep, signed_in, ana):
    row = hear("ended")
    before = keep(row, now=timezone.now() - timedelta(hours=1))
    after = keep(row, WORDS + "E: Adiós.\n")
    Withheld.objects.create(
        case=case, institution="FGE-NAY", part="narratives", before=timezone.now() - timedelta(minutes=30)
    )
    browser = signed_in(ana)
    assert browser.get(at("transcript", case, pk=before.pk)).status_code == 403
    assert browser.get(at("transcript", case, pk=after.pk)).status_code == 200


def test_another_institution_finds_nothing(case, transcript, signed_in, eva):
    assert signed_in(eva).get(at("transcript", case, pk=transcript.pk)).status_code == 404


def test_a_long_transcript_is_shown_in_pages(case, hear, keep, signed_in, ana, django_assert_max_num_queries):
    long = "".join(f"E: ¿Y luego {n}?\nN: Pues {n}.\n" for n in range(130))
    row, browser = keep(hear("ended"), long), signed_in(ana)
    browser.get(at("transcript", case, pk=row.pk))
    with django_assert_max_num_queries(20):
        first = browser.get(at("transcript", case, pk=row.pk)).content.decode()
    third = browser.get(at("transcript", case, pk=row.pk) + "?pagina=3").content.decode()
    assert "Página 1 de 3" in first
    assert "Pues 129." in third
    assert "Pues 129." not in first


def test_what_is_read_leniently_is_shown_before_a_file_is_kept_for_good(case, hear, signed_in, ana):
    row, browser = hear("closed"), signed_in(ana)
    data = b"E: Hola.\nMamita: Buenas.\nN: Hola.\n"

    def send(content, page=None):
        hidden = {"looked": page.context["form"]["looked"].value()} if page else {}
        file = SimpleUploadedFile("entrevista.txt", content)
        return browser.post(at("transcript_new", case), seen(case) | hidden | {"interview": row.pk, "transcript": file})

    first = send(data)
    assert first.status_code == 422
    assert "No se sabe quién es «Mamita»" in first.content.decode()
    another = send(data + b"Abue: Adios.\n", first)
    assert "«Abue»" in another.content.decode()
    assert not Transcript.objects.exists()
    done = send(data, first)
    assert done.status_code == 302
    assert "No se sabe quién es «Mamita»" in browser.get(done.url).content.decode()

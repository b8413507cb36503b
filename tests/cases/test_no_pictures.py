"""No picture comes in as words: the ways that the public door knows are refused in every free text about a case."""

import pytest
from django.urls import reverse

from tests.door.pictures import PICTURE, WRITTEN

LONG = "Perdí la mochila azul a la salida y la maestra la encontró en la biblioteca. " * 200


@pytest.mark.parametrize("how", WRITTEN)
def test_a_picture_written_out_in_a_note_is_refused_and_what_to_do_is_said(how, case, ana, signed_in):
    case.refresh_from_db()
    sent = {"revision": case.revision, "seen": case.events.count(), "note": WRITTEN[how]}
    answer = signed_in(ana).post(reverse("cases:note", args=[case.code]), sent)
    assert answer.status_code == 422
    assert "por su descripción y su hash" in answer.content.decode()
    assert not case.events.filter(kind="note.added").exists()


def test_a_long_note_of_words_is_kept(case, ana, signed_in):
    case.refresh_from_db()
    sent = {"revision": case.revision, "seen": case.events.count(), "note": LONG[:15_000]}
    assert signed_in(ana).post(reverse("cases:note", args=[case.code]), sent).status_code == 302
    assert case.events.filter(kind="note.added").count() == 1


@pytest.mark.parametrize(
    ("name", "field"),
    [("evidence:item_new", "description"), ("investigation:point_new", "text"), ("investigation:charge", "reason")],
)
def test_the_pages_of_plans_and_evidence_refuse_it_too(name, field, case, ana, signed_in):
    case.refresh_from_db()
    sent = {"revision": case.revision, "seen": case.events.count(), field: WRITTEN["base64"]}
    answer = signed_in(ana).post(reverse(name, args=[case.code]), sent)
    assert answer.status_code == 422
    assert "por su descripción y su hash" in answer.content.decode()


def test_no_byte_of_a_picture_is_taken_in_a_body_of_parts(case, ana, signed_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    case.refresh_from_db()
    sent = {"revision": case.revision, "seen": case.events.count(), "note": SimpleUploadedFile("foto.jpg", PICTURE)}
    signed_in(ana).post(reverse("cases:note", args=[case.code]), sent)
    assert not case.events.filter(kind="note.added").exists()

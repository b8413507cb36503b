"""A page says who named a thing first and after what kind of question, and keeps nothing of what was asked."""

import html
import re
from contextlib import suppress

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hilo.cases.models import Event
from hilo.lib.errors import BadInput
from hilo.testimony.first_mention import MOST_DETAILS, MOST_TERMS, asked
from hilo.testimony.models import Mark, Run

pytestmark = pytest.mark.django_db


def at(row):
    return reverse("testimony:who_first", kwargs={"code": row.case.code, "pk": row.pk})


@pytest.fixture
def look(signed_in, ana, transcript):
    """``look("mochila")`` is the page after Ana asked about it, as a person reads it, and its status."""

    def send(details, who=ana):
        answer = signed_in(who).post(at(transcript), {"details": details})
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split()), answer.status_code

    return send


def test_what_the_child_said_first_stands_with_the_question_before_it(look):
    page, _status = look("mochila: mochila, morral")
    assert "Niña, niño o adolescente, turno 4" in page
    assert "Lo dijo después de una invitación a contar INV-G: invita a contar todo, turno 3:" in page


def test_what_an_adult_named_first_stands_with_what_the_child_answered(look):
    page, _status = look("regaño del chofer: regañó, regaño")
    assert "Persona adulta, turno 9 ¿El chofer te regañó, verdad?" in page
    assert "Lo nombró primero una persona adulta y después lo afirmó Contestó en el turno 10: Sí." in page


def test_what_nobody_named_says_so(look):
    page, _status = look("payaso")
    assert "payaso – Nadie lo nombró" in page


def test_nothing_of_what_is_asked_is_kept(look, transcript, caplog):
    before = [model.objects.count() for model in (Event, Mark, Run)]
    look("payaso: payaso, bufón")
    assert [model.objects.count() for model in (Event, Mark, Run)] == before
    assert "bufón" not in caplog.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Este campo es obligatorio"),
        ("mochila:\n", "Línea 1: faltan las palabras"),
        ("cámara\n?, !", "Línea 2: faltan las palabras"),
        ("\n".join(["uno"] * (MOST_DETAILS + 1)), "búsquelos por partes"),
        ("a: " + ", ".join(["b"] * (MOST_TERMS + 1)), "deje las principales"),
    ],
)
def test_what_cannot_be_looked_for_says_what_to_mend_and_what_was_typed_comes_back(look, typed, sentence):
    page, status = look(typed)
    assert status == 422
    assert sentence in page
    assert " ".join(typed.split()) in page


def test_another_institution_finds_no_page(look, eva):
    assert look("mochila", who=eva)[1] == 404


@given(st.text(max_size=300))
def test_any_text_is_read_as_details_or_refused_with_a_sentence(text):
    with suppress(BadInput):
        assert all(key.terms and key.detail for key in asked(text))

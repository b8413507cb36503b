"""Whoever told comes back with the code, and sees where it stands and what was written; never what they told."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hilo.door import drafts
from hilo.door.models import Draft, News, Passage, Report
from hilo.door.passages import sealed_words
from hilo.lib.codes import as_words, grouped
from tests.door.coming_back import ANSWER, answer, come_back

TOLD = "Me quitaron la mochila."


# --- coming in ---


@pytest.mark.parametrize(
    "noted",
    [str, grouped, lambda digits: "-".join(grouped(digits).split()), lambda digits: " ".join(as_words(digits)).upper()],
)
def test_a_child_comes_back_with_the_code_however_it_was_noted_down(door, told, noted):
    child = come_back(door, noted(told[0]), safe=False)
    assert child.at == "safe_now"
    assert "¿Puedes escribir sin que nadie te vea ahora?" in child.words
    child.press("yes")
    assert child.at == "visit"
    assert "Recibimos tu mensaje" in child.words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Escribe aquí tu clave."),
        ("1234", "Faltan números."),
        ("1234 5678 9012 3456 7890 1", "Sobran números."),
        ("abeja arena arroz", "Faltan palabras."),
        ("abeja arena arroz aroma barco ornitorrinco", "«ornitorrinco» no es de una clave"),
    ],
)
def test_a_slip_is_told_kindly_and_what_was_typed_stays(door, typed, said):
    child = come_back(door, typed, safe=False)
    assert child.at == "return"
    assert said in child.words
    assert f'value="{typed}"' in child.page


def test_a_wrong_figure_is_noticed_without_looking_anything_up(door, told):
    child, wrong = door(), told[0][:-1] + str((int(told[0][-1]) + 1) % 10)
    child.press("return")
    with CaptureQueriesContext(connection) as asked:
        child.press("next", code=wrong)
    assert "Parece que un número no es" in child.words
    assert not [one["sql"] for one in asked if "door_report" in one["sql"] or "door_wrapping" in one["sql"]]


def test_nothing_of_what_was_told_is_ever_shown_again(door, told):
    answer(told[1])
    child = come_back(door, told[0])
    pages = [child.page]
    for go in ("write", "back", "add", "back", "stop", "back", "lock", "back", "help", "back", "safety", "back"):
        pages.append(child.press(go))
    assert all(TOLD not in page and "mochila" not in page for page in pages)
    assert child.at == "visit"


def test_the_draft_of_a_visit_is_sealed_and_lives_fifteen_minutes(door, told, monkeypatch):
    child = come_back(door, told[0])
    draft = Draft.objects.get()
    assert timedelta(minutes=14) < draft.until - timezone.now() <= timedelta(minutes=15)
    assert told[1].lookup not in bytes(draft.sealed)
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(drafts, "moment", lambda: later)
    child.look()
    assert child.at == "home"


def test_what_was_half_told_before_is_gone_once_a_visit_begins(door, told):
    child = door()
    child.press("me")
    child.press("next", age="teen")
    child.press("back")
    child.press("back")
    child.press("return")
    child.press("next", code=told[0])
    child.press("yes")
    assert child.at == "visit"
    assert "common.back" not in child.page
    assert 'value="back"' not in child.page


# --- is it safe now ---


def test_a_child_who_is_not_alone_is_told_how_to_leave_and_come_back(door, told):
    child = come_back(door, told[0], safe=False)
    child.press("no")
    assert child.at == "not_now"
    assert "Aquí no se pierde nada" in child.words
    assert Report.objects.get().visited_at is None


def test_what_is_written_by_a_child_who_is_not_alone_tells_so(door, told):
    child = come_back(door, told[0], safe=False)
    child.press("no")
    child.press("go_on")
    child.press("write")
    child.press("send", words="¿Ya leyeron?")
    assert News.objects.get().unsafe
    come_back(door, told[0]).press("write")


def test_what_is_written_by_a_child_who_is_alone_does_not(door, told):
    child = come_back(door, told[0])
    child.press("write")
    child.press("send", words="¿Ya leyeron?")
    assert not News.objects.get().unsafe


# --- what happened ---


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("received", "Recibimos tu mensaje"),
        ("reading", "Ya lo lee una persona"),
        ("answered", "Te escribimos"),
        ("help_asked", "Pedimos ayuda"),
        ("following", "Seguimos al pendiente"),
        ("closed", "Cerramos"),
    ],
)
def test_a_child_sees_one_of_six_plain_states(door, told, stage, said):
    Report.objects.update(stage=stage)
    assert said in come_back(door, told[0]).words


def test_a_child_sees_by_when_the_next_thing_happens(door, told):
    Report.objects.update(promised_at=timezone.now() + timedelta(hours=5))
    assert re.search(r"A más tardar: \d+ de \w+ de 20\d\d", come_back(door, told[0]).words)


def test_a_promise_that_was_not_kept_is_owned(door, told):
    Report.objects.update(promised_at=timezone.now() - timedelta(hours=5))
    words = come_back(door, told[0]).words
    assert "Ya pasó y lo sentimos" in words
    assert "089" in words


def test_messages_are_read_newest_first(door, told):
    answer(told[1], "La primera.", ago=timedelta(hours=2))
    answer(told[1], "La segunda.", ago=timedelta(hours=1))
    words = come_back(door, told[0]).words
    assert words.index("La segunda.") < words.index("La primera.")


def test_messages_of_before_the_last_visit_are_shown_only_when_asked_for(door, told):
    answer(told[1], "La primera.", ago=timedelta(minutes=1))
    assert "La primera." in come_back(door, told[0]).words
    child = come_back(door, told[0])
    assert "La primera." not in child.words
    assert "No hay nada nuevo desde que viniste." in child.words
    child.press("older")
    assert "La primera." in child.words
    answer(told[1], "La segunda.")
    child = come_back(door, told[0])
    assert "La segunda." in child.words
    assert "La primera." not in child.words


def test_a_message_waits_for_a_child_who_was_not_alone(door, told):
    answer(told[1], ago=timedelta(minutes=1))
    come_back(door, told[0], safe=False).press("no")
    assert ANSWER in come_back(door, told[0]).words


def test_a_message_that_cannot_be_opened_does_not_hide_the_others(door, told):
    answer(told[1])
    moved = sealed_words(told[1], Passage.Kind.ANSWER, "De otro lugar.", timezone.now())
    moved.pk = new_pk = type(moved.pk)(int=moved.pk.int ^ 1)
    moved.save(force_insert=True)
    words = come_back(door, told[0]).words
    assert Passage.objects.filter(pk=new_pk).exists()
    assert ANSWER in words
    assert "Este mensaje no se puede abrir." in words


def test_a_message_with_markup_is_shown_as_it_was_written(door, told):
    answer(told[1], "<script>alert(1)</script> & %(x)s {{ x }}")
    child = come_back(door, told[0])
    assert "<script>alert" not in child.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; %(x)s {{ x }}" in child.page

"""On a visit somebody says more, asks that nobody writes any more, or closes the code."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hilo.door import drafts
from hilo.door.models import Draft, News, Passage, Report
from hilo.door.sealing import key_store
from tests.door.coming_back import ANSWER, answer, come_back, read_by_unit

# --- saying more ---


@pytest.mark.parametrize(
    ("act", "kind", "news", "said"),
    [
        ("write", "message", "wrote", "El equipo lo lee y te responde aquí."),
        ("add", "addition", "added", "Gracias por contarlo. No es tu culpa."),
    ],
)
def test_a_child_writes_and_only_the_unit_reads_it(door, told, units, act, kind, news, said):
    child = come_back(door, told[0])
    child.press(act)
    child.press("send", words="Hoy volvió a pasar.\nEn el patio.")
    assert said in child.words
    assert read_by_unit(told[1], units) == [(kind, "Hoy volvió a pasar.\nEn el patio.")]
    assert list(News.objects.values_list("kind", flat=True)) == [news]
    assert "volvió a pasar" not in child.page


def test_pressing_twice_writes_once(door, told, units):
    child = come_back(door, told[0])
    child.press("write")
    form = child.hidden() | {"go": "send", "words": "Una vez."}
    draft = Draft.objects.get()
    child.post(form)
    Draft.objects.filter(pk=draft.pk).update(
        sealed=draft.sealed
    )  # the second request had read it before the first wrote
    child.post(form)
    assert read_by_unit(told[1], units) == [("message", "Una vez.")]
    assert News.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("  \n ", "Escribe algo antes de enviar."),
        ("x y " * 5_001, "Es muy largo"),
        ("mira data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA", "foto"),
    ],
)
def test_what_cannot_be_taken_is_told_kindly(door, told, words, said):
    child = come_back(door, told[0])
    child.press("write")
    child.press("send", words=words)
    assert child.at == "visit_write"
    assert said in child.words
    assert not News.objects.exists()


def test_words_that_were_too_long_stay_and_pictures_do_not(door, told):
    child = come_back(door, told[0])
    child.press("add")
    child.press("send", words="muy largo " * 2_100)
    assert "muy largo muy largo" in child.page
    child.press("send", words="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA")
    assert "iVBORw0KGgo" not in child.page


def test_looking_for_help_on_the_way_loses_no_words(door, told):
    child = come_back(door, told[0])
    child.press("write")
    child.press("help", words="Empecé a escribir")
    child.press("back")
    assert "Empecé a escribir" in child.page


def test_what_was_being_written_when_the_time_was_over_is_there_again_after_the_code(door, told, units, monkeypatch):
    child = come_back(door, told[0])
    child.press("write")
    later = timezone.now() + timedelta(minutes=20)
    monkeypatch.setattr(drafts, "moment", lambda: later)
    child.press("send", words="Tardé mucho en escribir esto.")
    assert child.at == "return"
    assert "La página se cerró para cuidarte." in child.words
    assert "Tardé mucho" not in child.page
    child.press("next", code=told[0])
    child.press("yes")
    child.press("write")
    assert "Aquí está lo que escribías." in child.words
    assert "Tardé mucho en escribir esto." in child.page
    child.press("send", words="Tardé mucho en escribir esto.")
    assert read_by_unit(told[1], units) == [("message", "Tardé mucho en escribir esto.")]
    child.press("write")
    assert "Tardé mucho" not in child.page


# --- stopping and closing ---


def test_a_child_asks_that_nobody_writes_any_more_and_hears_what_goes_on(door, told):
    child = come_back(door, told[0])
    child.press("stop")
    assert "lo que contaste no se borra" in child.words
    child.press("yes")
    assert Report.objects.get().withdrawn_at is not None
    assert [one.kind for one in News.objects.all()] == ["withdrew"]
    assert "Nos pediste que ya no te escribamos" in child.words
    assert 'value="stop"' not in child.page
    assert "Nos pediste que ya no te escribamos" in come_back(door, told[0]).words


def test_a_child_who_only_looked_at_stopping_has_not_stopped(door, told):
    child = come_back(door, told[0])
    child.press("stop")
    child.press("back")
    child.press("lock")
    child.press("back")
    report = Report.objects.get()
    assert child.at == "visit"
    assert report.withdrawn_at is report.locked_at is None


def test_a_child_closes_the_code_and_it_opens_for_nobody(door, told):
    child = come_back(door, told[0])
    child.press("lock")
    assert "No se puede cambiar." in child.words
    child.press("yes")
    assert "Tu clave ya no abre." in child.words
    assert [one.kind for one in News.objects.all()] == ["locked"]
    other = come_back(door, told[0], safe=False)
    assert other.at == "return"
    assert "Con esa clave ahora no abre nada." in other.words


@pytest.mark.parametrize("go", ["write", "older", "add"])
def test_who_was_reading_when_the_code_was_closed_reads_no_more(door, told, go):
    answer(told[1])
    somebody, child = come_back(door, told[0]), come_back(door, told[0])
    child.press("lock")
    child.press("yes")
    somebody.press(go)
    if somebody.at != "return":
        somebody.press("send", words="Soy yo")
    assert somebody.at == "return"
    assert ANSWER not in somebody.page
    assert not Passage.objects.filter(kind__in=("message", "addition")).exists()


def test_after_closing_a_child_may_tell_again(door, told):
    child = come_back(door, told[0])
    child.press("lock")
    child.press("yes")
    child.press("home")
    assert child.at == "home"


def test_leaving_a_visit_leaves_nothing(door, told):
    child = come_back(door, told[0])
    gone = child.client.get("/salir")
    assert gone.status_code == 303
    assert not Draft.objects.exists()
    assert child.look()
    assert child.at == "home"


def test_a_report_that_was_destroyed_opens_no_more(door, told):
    key_store().erase(told[1].pk)
    child = come_back(door, told[0], safe=False)
    assert "Con esa clave ahora no abre nada." in child.words


def test_the_pages_of_a_visit_are_not_reached_without_a_code(door, told):
    for page in ("safe_now", "not_now", "visit", "visit_write", "visit_add", "visit_stop", "visit_lock"):
        child = door()
        child.press("return")
        child.post(child.hidden() | {"p": page, "go": "yes", "words": "hola"})
        child.look()
        assert child.at == "return"
    assert not News.objects.exists()


def test_an_english_visit_is_english(door, told):
    Report.objects.update(promised_at=timezone.now() + timedelta(hours=5))
    child = door(language="en")
    child.press("return")
    child.press("next", code=told[0])
    child.press("yes")
    assert 'lang="en"' in child.page
    assert child.at == "visit"

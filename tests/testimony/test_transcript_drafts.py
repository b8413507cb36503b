"""Typing what was said: a draft is its typist's, is not written over unseen, and is looked at before it is for good."""

import pytest
from django.urls import reverse

from hilo.testimony.models import Draft, Transcript
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db

TOLD = "mochila era de mi hermana"


@pytest.fixture
def iris(person):
    return person("iris")


@pytest.fixture
def typist(signed_in, iris):
    return signed_in(iris)


@pytest.fixture
def address(hear, case):
    """Where an interview under way is typed."""
    return reverse("testimony:transcript_draft", kwargs={"code": case.code, "pk": hear("begun").pk})


def hidden(response):
    """What the page carries unseen."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in ("revision", "seen", "version", "looked")}


def sent(typist, address, do, text=WORDS, page=None):
    """Send the text from a page, by default from one opened now."""
    return typist.post(address, hidden(page or typist.get(address)) | {"text": text, "do": do})


def test_what_is_typed_waits_for_its_typist_alone(typist, address, signed_in, ana):
    sent(typist, address, "save")
    assert TOLD in typist.get(address).content.decode()
    assert TOLD not in signed_in(ana).get(address).content.decode()


def test_no_word_of_a_draft_stands_in_the_database_in_clear(typist, address):
    sent(typist, address, "save")
    assert b"mochila" not in bytes(Draft.objects.get().text)


def test_after_a_look_at_how_it_is_read_it_is_kept_for_good_and_the_draft_goes(typist, address, iris):
    looked = sent(typist, address, "check")
    assert "12 líneas." in looked.content.decode()
    done = sent(typist, address, "keep", WORDS.replace("\n", "\r\n"), looked)
    row = Transcript.objects.get()
    assert done.status_code == 302
    assert (row.typed, row.kept_by, row.size) == (True, iris, len(WORDS.encode()))
    assert not Draft.objects.exists()


def test_what_nobody_looked_at_is_shown_first_and_not_kept(typist, address):
    first = sent(typist, address, "keep")
    assert "Así se lee" in first.content.decode()
    changed = sent(typist, address, "keep", WORDS + "N: Adiós.\n", first)
    assert "13 líneas." in changed.content.decode()
    assert not Transcript.objects.exists()
    sent(typist, address, "keep", WORDS + "N: Adiós.\n", changed)
    assert Transcript.objects.count() == 1


def test_the_look_names_what_may_be_a_mistake(typist, address):
    page = sent(typist, address, "check", "E: Hola.\nMamita: Buenas tardes.\nE: ¿Y usted?\n").content.decode()
    assert "No se sabe quién es «Mamita»" in page
    assert "Ninguna línea es de la niña o el niño" in page


def test_a_draft_in_which_nobody_speaks_stays_a_draft(typist, address):
    answer = sent(typist, address, "check", "fuimos al parque")
    assert answer.status_code == 422
    assert "marque con «E:»" in answer.content.decode()
    assert "fuimos al parque" in typist.get(address).content.decode()


def test_another_window_does_not_write_over_what_was_saved(typist, address):
    old = typist.get(address)
    sent(typist, address, "save")
    late = sent(typist, address, "save", "E: Otra cosa.", old)
    assert late.status_code == 409
    assert TOLD in late.content.decode()
    assert "E: Otra cosa." in late.content.decode()
    assert TOLD in typist.get(address).content.decode()
    assert sent(typist, address, "save", "E: Otra cosa.", late).status_code == 302
    assert "E: Otra cosa." in typist.get(address).content.decode()


def test_the_browser_saves_by_itself_and_hears_what_is_wrong(typist, address):
    page = typist.get(address)
    version = sent(typist, address, "auto", "E: Hola.", page).json()["version"]
    again = hidden(page) | {"version": version, "text": "E: Hola, soy Iris.", "do": "auto"}
    assert typist.post(address, again).status_code == 200
    late = sent(typist, address, "auto", "E: Otra.", page)
    assert (late.status_code, "otra ventana" in late.json()["say"]) == (409, True)
    refused = sent(typist, address, "auto", "data:image/png;base64," + "iVBORw0KGgo" * 20)
    assert (refused.status_code, "imagen" in refused.json()["say"]) == (422, True)
    assert "E: Hola, soy Iris." in typist.get(address).content.decode()


def test_the_longest_text_that_may_be_typed_is_saved_and_one_sign_more_is_told(typist, address):
    longest = ("N: Perdí mi mochila en el camión.\n" * 4000)[:120_000]
    assert sent(typist, address, "save", longest).status_code == 302
    answer = sent(typist, address, "save", longest + "x")
    assert answer.status_code == 422
    assert "más largo de lo que cabe" in answer.content.decode()


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_what_was_not_begun_is_not_typed(hear, case, typist, iris, state):
    from django.utils import timezone

    from hilo.testimony.interview_actions import cancel

    row = hear("planned")
    if state == "cancelled":
        cancel(interview=row, by=iris, now=timezone.now(), reason="Enfermó.")
    address = reverse("testimony:transcript_draft", kwargs={"code": case.code, "pk": row.pk})
    assert typist.get(address).status_code == 404

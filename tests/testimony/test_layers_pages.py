"""Notes and translations stand beside the words, at exactly their signs, and keep what they said before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases.models import Withheld
from hilo.lib.errors import Denied
from hilo.testimony import kept, layer_actions
from hilo.testimony.models import Mark, Transcript
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db

ODD = "E: ¿Qué viste?\nN: A la nin\u0303a 👩🏽‍🏫 de  tercero, y a la niña 👩🏽‍🏫 de cuarto.\n"


@pytest.fixture
def browser(signed_in, ana):
    return signed_in(ana)


@pytest.fixture
def odd(hear, keep):
    """A transcript with emoji, an accent of its own and two blanks."""
    return keep(hear("ended"), ODD)


def at(name, row, **more):
    return reverse(f"testimony:{name}", kwargs={"code": row.case.code, "pk": row.pk} | more)


def send(browser, address, **given):
    """Fill the form of a page and send it."""
    form = browser.get(address).context["form"]
    return browser.post(address, {name: form[name].value() for name in ("revision", "seen")} | given)


@pytest.mark.parametrize(
    "typed", ["tercero", "nin\u0303a 👩🏽‍🏫 de  tercero", "Niña 👩🏽‍🏫 de tercero", "👩🏽‍🏫 de cuarto."]
)
def test_words_are_found_as_somebody_types_them_and_kept_as_they_were_said(odd, browser, typed):
    sent = send(browser, at("layer_new", odd, turn=2), layer="note", words_typed=typed, body="De la escuela.")
    assert sent.status_code == 302
    row = Mark.objects.get(layer="note")
    quoted = kept.words_of(odd).text[row.start : row.end]
    assert quoted in ODD
    assert quoted.endswith(typed[-5:])
    assert f"«{quoted}»" in browser.get(at("transcript", odd)).content.decode()


def test_of_words_said_twice_a_person_chooses_which(odd, browser):
    address = at("layer_new", odd, turn=2)
    first = send(browser, address, layer="note", words_typed="niña", body="¿Cuál?")
    assert first.status_code == 422
    places = [place[0] for place in first.context["form"].places]
    assert len(places) == 2
    assert send(browser, address, layer="note", words_typed="niña", at=places[1], body="¿Cuál?").status_code == 302
    assert Mark.objects.get(layer="note").start == ODD.index("niña")


def test_a_place_outside_of_the_turn_is_refused(odd, ana):
    given = {"transcript": odd, "layer": "note", "body": "x", "by": ana, "now": timezone.now()}
    for turn, start, end in ((2, 0, 5), (2, 20, None), (3, None, None), (1, 5, 5), (2, 20, 9_999)):
        with pytest.raises(Denied):
            layer_actions.add(turn=turn, start=start, end=end, **given)
    assert not Mark.objects.filter(layer="note").exists()


def test_what_it_said_before_is_in_sight_where_it_is_changed(transcript, browser, ana):
    send(browser, at("layer_new", transcript, turn=4), layer="translation", language="inglés", body="We went.")
    for text in ("We went to the park.", "We went to the park with the teacher."):
        row = Mark.objects.get(layer="translation", replaced__isnull=True)
        assert send(browser, at("layer_replace", transcript, mark=row.pk), body=text).status_code == 302
    row = Mark.objects.get(layer="translation", replaced__isnull=True)
    page = browser.get(at("layer_replace", transcript, mark=row.pk)).content.decode()
    assert page.index("We went to the park.") < page.index("We went.")
    assert "perdí mi mochila" in page
    assert (row.code, row.turn) == ("inglés", 4)


def test_two_people_change_one_note_and_the_second_is_told(transcript, ana, beto):
    given = {"transcript": transcript, "by": ana, "now": timezone.now()}
    row = layer_actions.add(layer="note", turn=4, body="Uno.", **given)
    layer_actions.replace(mark=row, body="Dos.", by=beto, now=timezone.now())
    with pytest.raises(Denied, match="ya la cambió"):
        layer_actions.replace(mark=row, body="Tres.", by=ana, now=timezone.now())
    assert Mark.objects.filter(layer="note").count() == 2


def test_nothing_beside_the_words_changes_one(transcript, browser):
    before = Transcript.objects.filter(pk=transcript.pk).values_list("original", "text", "lines", "sha256").get()
    send(browser, at("layer_new", transcript, turn=4), layer="note", body="Otra cosa.")
    row = Mark.objects.get(layer="note")
    send(browser, at("layer_replace", transcript, mark=row.pk), body="Y otra.")
    after = Transcript.objects.filter(pk=transcript.pk).values_list("original", "text", "lines", "sha256").get()
    assert [bytes(one) if not isinstance(one, str) else one for one in after] == [
        bytes(one) if not isinstance(one, str) else one for one in before
    ]
    assert kept.words_of(transcript).original == WORDS.encode()


def test_the_thread_says_that_something_was_noted_and_not_what(transcript, browser, case):
    send(browser, at("layer_new", transcript, turn=4), layer="note", words_typed="mi mochila", body="Color azul.")
    event = case.events.get(kind="layer.saved")
    assert event.facts_dict() == {"transcript": str(transcript.pk), "layer": "note", "n": 1}
    assert b"azul" not in bytes(Mark.objects.get(layer="note").body)


def test_each_page_that_shows_the_words_is_a_look_that_is_logged(transcript, browser, ana):
    looks = SensitiveRead.objects.filter(user=ana, subject_kind="transcript", subject_id=transcript.pk)
    for number, address in enumerate((at("transcript", transcript), at("layer_new", transcript, turn=4)), start=1):
        browser.get(address)
        assert looks.count() == number


def test_beside_what_did_not_travel_nothing_is_written_and_a_turn_that_is_not_there_is_not_found(
    transcript, browser, case
):
    assert browser.get(at("layer_new", transcript, turn=99)).status_code == 404
    later = timezone.now() + timedelta(minutes=5)
    Withheld.objects.create(case=case, institution="FGE-NAY", part="narratives", before=later)
    assert browser.get(at("layer_new", transcript, turn=4)).status_code == 404

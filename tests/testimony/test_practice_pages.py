"""The pages of the practice room: without JavaScript, in both languages, and for nobody but the trainee."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases.models import Event
from hilo.testimony import practice_actions as actions
from hilo.testimony.models import Rehearsal
from tests.testimony.test_practice_room import LED, OPEN

pytestmark = pytest.mark.django_db


def at(name, row=None):
    return reverse(f"testimony:{name}", kwargs={"pk": row.pk} if row else {})


@pytest.fixture
def iris(person):
    """Who rehearses."""
    return person("iris")


@pytest.fixture
def held(iris):
    """``held(said)``: a rehearsal of Iris, ended unless ``ended`` is false."""

    def make(said=(*OPEN, *LED[1:]), *, ended=True, seed=3, by=iris, days=0):
        now = timezone.now() - timedelta(days=days)
        row = actions.begin(story="festival", age=5, seed=seed, by=by, now=now)
        for seen, text in enumerate(said):
            actions.say(rehearsal=row, text=text, seen=seen, by=by)
        if ended:
            actions.end(rehearsal=row, by=by, now=now)
        row.refresh_from_db()
        return row

    return make


@pytest.fixture
def hers(signed_in, iris):
    """Iris has signed in."""
    return signed_in(iris)


def page(client, address, **more):
    return client.get(address, **more).content.decode()


def say(client, row, text):
    seen = client.get(at("practice_session", row)).context["form"]["seen"].value()
    return client.post(at("practice_session", row), {"text": text, "seen": seen})


def test_a_trainee_begins_talks_ends_and_reads_what_came_out(hers):
    assert "Aún no ha practicado" in page(hers, at("practice"))
    begun = hers.post(at("practice_new"), {"story": "festival", "age": "6", "seed": ""})
    row = Rehearsal.objects.get()
    assert begun.url == at("practice_session", row)
    first = page(hers, begun.url)
    assert "Empiece como con cualquier niña o niño" in first
    assert "autofocus" not in first
    for text in OPEN:
        assert say(hers, row, text).url == at("practice_session", row)
    row.refresh_from_db()
    told = page(hers, at("practice_session", row))
    assert re.search(r"<textarea[^>]* autofocus", told)
    spoken = [turn.text for turn in actions.talk_of(row).turns()]
    assert re.findall(r"<p>(.+?)</p></li>", told) == spoken  # the newest last
    assert "Lo que salió" not in re.sub(r"(?s)<form.*?</form>", "", told)
    assert hers.post(at("practice_end", row)).url == at("practice_end", row)
    assert "Lo que pasó y salió" in page(hers, at("practice_end", row))
    assert hers.get(at("practice_session", row)).url == at("practice_end", row)


def test_the_end_tells_what_came_out_what_was_taken_over_and_what_never_came_up(hers, held):
    row = held()
    found, told = actions.talk_of(row).account(), page(hers, at("practice_end", row))
    talk = actions.talk_of(row)
    assert found.did_not
    for heading, words in (
        ("Lo que pasó y salió", [one.words for one in found.happened]),
        ("Lo que no pasó y se dijo", [one.words for one in found.did_not]),
        ("Lo que pasó y nunca salió", [talk.words[one] for one in found.untold]),
    ):
        section = re.search(rf"(?s)>{heading}.*?</section>", told)[0]
        assert [one for one in words if one not in section] == []
    assert told.count("Sugestiva") > 4
    assert f"Número para repetir: {row.seed}" in told


def test_beside_the_figures_stands_what_was_published_with_source_and_certainty(hers, held):
    told = page(hers, at("practice_end", held()))
    assert "Lamb et al. 2007" in told
    assert "citada de memoria, por verificar" in told
    assert "Haginoya et al. 2023" in told


def test_before_the_end_nothing_of_the_story_is_given_away(hers, held):
    row = held(OPEN[:1], ended=False)
    told = page(hers, at("practice_end", row))
    assert "sigue en curso" in told
    talk = actions.talk_of(row)
    assert [one for one in talk.details if talk.words[one] in told] == []


def test_a_refused_turn_brings_one_sentence_and_keeps_what_was_typed(hers, held):
    row, long = held(OPEN[:1], ended=False), "¿Y luego qué pasó? " * 40
    sent = say(hers, row, long)
    assert sent.status_code == 422
    told = sent.content.decode()
    assert told.count("Un turno tiene hasta 500 signos") == 1
    assert long.strip() in told
    empty = say(hers, row, "")
    assert empty.status_code == 422


def test_who_went_on_in_another_window_sees_the_new_turn_and_keeps_the_words(hers, held, iris):
    row = held(OPEN[:1], ended=False)
    actions.say(rehearsal=row, text=OPEN[2], seen=1, by=iris)
    sent = hers.post(at("practice_session", row), {"text": "¿Y luego?", "seen": "1"})
    told = sent.content.decode()
    assert (sent.status_code, "en otra ventana" in told, OPEN[2] in told, "¿Y luego?" in told) == (422, *[True] * 3)
    assert hers.post(at("practice_session", row), {"text": "¿Y luego?", "seen": "2"}).status_code == 302


def test_near_the_limit_the_page_says_how_many_turns_are_left(hers, held):
    row = held(OPEN[:1], ended=False)
    assert "de los 200" not in page(hers, at("practice_session", row))
    Rehearsal.objects.update(turns=198)
    assert "Quedan 2 turnos de los 200" in page(hers, at("practice_session", row))


def test_a_changed_room_says_so_keeps_the_words_and_lets_it_end(hers, held):
    row = held(OPEN[:2], ended=False)
    Rehearsal.objects.update(version="0")
    told = page(hers, at("practice_session", row))
    assert "La sala cambió" in told
    assert OPEN[1] in told
    assert "<textarea" not in told
    assert "Lo que pasó y nunca salió" in page(hers, hers.post(at("practice_end", row)).url)


def test_codes_that_no_longer_exist_leave_the_words_readable(hers, held, monkeypatch):
    row = held()
    monkeypatch.delitem(__import__("hilo.testimony.labels", fromlist=["LABELS"]).LABELS, "SUG-SOC")
    told = page(hers, at("practice_end", row))
    assert "ya no se usan" in told
    assert LED[2] in told


def test_an_ended_one_without_a_word_says_what_would_be_there(hers, held):
    assert "No hubo conversación" in page(hers, at("practice_end", held(())))


def test_repeating_fills_in_story_age_and_number_of_ones_own_only(hers, held, beto):
    row = held(seed=41)
    told = hers.get(at("practice_new"), {"de": str(row.pk)}).context["form"]
    assert [told[name].value() for name in ("story", "age", "seed")] == ["festival", 5, 41]
    other = held(by=beto, seed=77)
    for which in (str(other.pk), "x"):
        assert hers.get(at("practice_new"), {"de": which}).context["form"]["seed"].value() is None


def test_a_wrong_choice_comes_back_with_a_sentence(hers):
    sent = hers.post(at("practice_new"), {"story": "robo", "age": "6", "seed": "mil"})
    assert sent.status_code == 422
    assert set(sent.context["form"].errors) == {"story", "seed"}


def test_the_room_shows_how_it_went_in_a_picture_and_in_a_table_that_says_the_same(hers, held):
    held(LED, days=2)
    assert "<svg" not in re.sub(r"(?s)<header.*?</header>", "", page(hers, at("practice")))
    held(OPEN, days=1)
    told = page(hers, at("practice"))
    picture, table = re.search(r"(?s)<div class=\"picture\">.*?</div>", told)[0], told.partition("Cómo han ido")[2]
    assert picture.count("<circle") == 4
    assert "0 de 4 (0 %)" in table
    assert "3 de 4 (75 %)" in table
    found = [one.details for one in hers.get(at("practice")).context["steps"]]
    assert all(f"{one.count} de {one.of}" in table for one in found)


def test_a_room_of_many_rehearsals_asks_the_database_as_often_as_one_of_few(hers, held, django_assert_max_num_queries):
    for days in range(3):
        held(OPEN[:3], days=days)
    with django_assert_max_num_queries(12) as few:
        hers.get(at("practice"))
    for days in range(25):
        held((), days=days)
    with django_assert_max_num_queries(len(few)):
        assert "Página 1 de 2" in page(hers, at("practice"))


@pytest.mark.parametrize("name", ["practice", "practice_new", "home"])
def test_the_pages_speak_english_to_who_reads_english(hers, iris, held, name):
    row = held()
    iris.language = "en"
    iris.save()
    for address in (at(name), at("practice_end", row), at("practice_delete", row)):
        assert 'lang="en"' in page(hers, address)


# --- nobody else ------------------------------------------------------------------------------------

OTHERS = ("ana", "beto", "caro", "nico", "eva")
WITHOUT_A_ROOM = ("tere", "ada", "saul")


@pytest.mark.parametrize("name", ["practice_session", "practice_end", "practice_delete"])
def test_to_everybody_else_a_rehearsal_does_not_exist(name, held, person, signed_in):
    for row in (held(), held(OPEN[:1], ended=False)):
        for who, status in [(one, 404) for one in OTHERS] + [(one, 403) for one in WITHOUT_A_ROOM]:
            client = signed_in(person(who))
            assert client.get(at(name, row)).status_code == status, who
            assert client.post(at(name, row), {"text": "x", "seen": "0"}).status_code == status, who
    assert Rehearsal.objects.count() == 2


def test_nobody_elses_list_or_home_shows_it(held, person, signed_in):
    row = held(ended=False)
    for who in OTHERS:
        client = signed_in(person(who))
        for address in (at("practice"), at("home")):
            told = page(client, address)
            assert str(row.pk) not in told
            assert "en curso" not in told


def test_it_leaves_no_trace_in_the_thread_the_record_or_the_looks(hers, held, case, ada, signed_in):
    events, looks = Event.objects.count(), SensitiveRead.objects.count()
    row = held()
    hers.get(at("practice_end", row))
    hers.post(at("practice_delete", row))
    assert (Event.objects.count(), SensitiveRead.objects.count()) == (events, looks)
    for address in ("desk:record", "desk:record_reads"):
        assert str(row.pk) not in page(signed_in(ada), reverse(address))


def test_a_search_does_not_find_it(hers, held):
    held((*OPEN, "Cuéntame de la marimba amarilla."), ended=False)
    for words in ("marimba", "festival"):
        told = page(hers, reverse("desk:search"), data={"q": words})
        assert "practica/" not in told.partition("<main")[2]


def test_deleting_asks_first_and_then_nothing_is_left(hers, held):
    row = held()
    assert "no queda anotado que existió" in page(hers, at("practice_delete", row))
    assert Rehearsal.objects.count() == 1
    sent = hers.post(at("practice_delete", row), follow=True)
    assert "No queda nada de ella" in sent.content.decode()
    assert Rehearsal.objects.count() == 0
    assert hers.get(at("practice_session", row)).status_code == 404


def test_pages_of_a_rehearsal_are_not_kept_by_the_browser(hers, held):
    for name, row in (("practice_end", held()), ("practice_session", held(ended=False))):
        assert "no-store" in hers.get(at(name, row))["Cache-Control"]

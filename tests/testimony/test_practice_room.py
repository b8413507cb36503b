"""A trainee talks with a simulated child by hand: the same words bring the same answers, and what was said stays."""

import json

import pytest
from django.utils import timezone

from hilo.accounts.sealing import open_text, seal_text
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import practice_actions as actions
from hilo.testimony.models import Rehearsal
from hilo.testimony.practice import Session, kept, story
from hilo.testimony.practice.listening import code
from hilo.testimony.practice_policies import MOST_SIGNS, MOST_TURNS

pytestmark = pytest.mark.django_db

OPEN = (
    "Hola, me llamo Iris.",
    "¿Qué te gusta hacer?",
    "Cuéntame todo lo que pasó en el festival.",
    "¿Y luego qué pasó?",
    "Cuéntame más de eso.",
)
LED = (
    "Hola, me llamo Iris.",
    "Salió un mago, ¿verdad?",
    "Los demás ya me contaron que salió un mago.",
    "Todos dicen que se rompió un espejo.",
    "Seguro había un castillo.",
)


@pytest.fixture
def iris(person):
    """Who rehearses."""
    return person("iris")


@pytest.fixture
def talk(person):
    """``talk(said)`` rehearses with a child at the festival as Iris."""

    def make(said=OPEN, *, seed=7, age=6, by=None):
        who = by or person("iris")
        row = actions.begin(story="festival", age=age, seed=seed, by=who, now=timezone.now())
        for seen, text in enumerate(said):
            actions.say(rehearsal=row, text=text, seen=seen, by=who)
        row.refresh_from_db()
        return row

    return make


def answers(row):
    return [one.answered for one in actions.talk_of(row).held]


def test_the_same_number_and_words_bring_the_same_answers(talk):
    assert answers(talk()) == answers(talk())
    assert len({tuple(answers(talk(seed=seed))) for seed in range(5)}) > 2


def test_without_a_number_one_is_drawn_and_kept(iris):
    row = actions.begin(story="granja", age=9, by=iris, now=timezone.now())
    again = actions.begin(story="granja", age=9, by=iris, now=timezone.now(), seed=row.seed)
    for one in (row, again):
        actions.say(rehearsal=one, text="Cuéntame todo lo que pasó en la excursión.", seen=0, by=iris)
        one.refresh_from_db()
    assert answers(row) == answers(again)


def test_who_is_led_says_what_did_not_happen_and_who_is_invited_hardly_does(talk):
    led = [actions.talk_of(talk(LED, seed=seed, age=4)).account() for seed in range(12)]
    invited = [actions.talk_of(talk(OPEN, seed=seed, age=4)).account() for seed in range(12)]
    assert sum(len(one.did_not) for one in led) > 12
    assert sum(len(one.did_not) for one in invited) < 3
    assert sum(len(one.happened) for one in invited) > sum(len(one.happened) for one in led)
    assert {said.kind for one in led for said in one.did_not} <= {"suggestive", "option"}


def test_what_is_said_is_coded_as_it_is_said(talk):
    held = actions.talk_of(talk((*OPEN, *LED[1:]))).held
    assert [one.label for one in held] == [
        "STR", "DIR", "INV-G", "INV-F", "INV-C", "SUG-TAG", "SUG-SOC", "SUG-SOC", "SUG-INTRO",
    ]  # fmt: skip
    assert [one.phase for one in held][:3] == ["pre", "pre", "substantive"]


def test_small_talk_before_the_story_is_answered_with_small_talk(talk):
    row = talk(OPEN[:2])
    assert actions.talk_of(row).held[1].why == "Conversación fuera del relato"


def test_a_question_that_names_the_story_is_of_the_story_though_nobody_invited():
    told = story("mochila")
    assert code([], "¿Dónde dejaste la mochila?", told).phase == "substantive"
    assert code([], "¿Cómo te sientes hoy?", told).phase == "pre"


def test_at_the_end_a_farewell_is_no_longer_part_of_the_questions(talk, iris):
    row = talk((*OPEN, "Gracias por platicar conmigo, ya terminamos."))
    actions.end(rehearsal=row, by=iris, now=timezone.now())
    row.refresh_from_db()
    assert actions.talk_of(row).held[-1].phase == "closing"


def test_what_was_said_is_sealed_and_belongs_to_one_row(talk):
    row, other = talk(), talk(OPEN[:1])
    assert b"festival" not in bytes(row.said)
    assert row.turns == len(OPEN)
    row.said = other.said
    with pytest.raises(BadInput, match="la llave no es la suya"):
        actions.talk_of(row)


def test_a_conversation_goes_on_from_where_it_was(talk, iris):
    whole = answers(talk())
    row = talk(OPEN[:3])
    for seen in (3, 4):
        actions.say(rehearsal=Rehearsal.objects.get(pk=row.pk), text=OPEN[seen], seen=seen, by=iris)
    row.refresh_from_db()
    assert answers(row) == whole


# --- after an update --------------------------------------------------------------------------------


def test_when_the_room_changes_a_conversation_is_not_gone_on_with_but_ends_and_can_be_read(talk, iris, monkeypatch):
    row = talk()
    before = actions.talk_of(row)
    monkeypatch.setattr(actions, "version", lambda: "2-otra")
    with pytest.raises(Denied, match="La sala cambió"):
        actions.say(rehearsal=row, text="¿Y luego?", seen=len(OPEN), by=iris)
    actions.end(rehearsal=row, by=iris, now=timezone.now())
    row.refresh_from_db()
    after = actions.talk_of(row)
    assert (after.turns(), after.account()) == (before.turns(), before.account())


def test_a_child_who_would_now_answer_otherwise_is_noticed_though_no_version_says_so(talk):
    row = talk()
    raw = json.loads(open_text(row.said, place=row.said_place))
    raw["held"][2]["answered"] = "Ese día cantamos otra canción."
    row.said = seal_text(json.dumps(raw), place=row.said_place)
    assert actions.session_of(row, actions.talk_of(row)) is None


def test_a_story_that_is_gone_can_still_be_read(talk):
    row = talk()
    row.story = "otra"
    found = actions.talk_of(row)
    assert actions.session_of(row, found) is None
    assert found.name == "El festival de la escuela"
    assert len(found.account().untold) + len(found.account().happened) == len(found.details)


def test_the_kept_conversation_says_of_itself_what_the_session_says(talk):
    row = talk((*OPEN, *LED[1:]))
    found = actions.talk_of(row)
    session = actions.session_of(row, found)
    assert isinstance(session, Session)
    assert session.account() == found.account()
    assert session.turns == found.turns()


def test_another_story_file_or_other_rules_are_another_version(monkeypatch, tmp_path):
    for name in (kept.FILE.name, *kept.RULES):
        (tmp_path / name).write_bytes(kept.FILE.with_name(name).read_bytes())
    (tmp_path / kept.RULES[0]).write_text("otra: cosa", encoding="utf-8")
    monkeypatch.setattr(kept, "FILE", tmp_path / kept.FILE.name)
    now, then = kept.version.__wrapped__(), kept.version()
    assert now != then
    assert len(then) < 80


# --- limits -----------------------------------------------------------------------------------------


def test_a_turn_too_long_an_empty_one_and_a_picture_in_signs_are_refused(talk, iris):
    row = talk(OPEN[:1])
    for text, sentence in (
        ("a" * (MOST_SIGNS + 3), "500 signos, y este 3 más"),
        ("   ", "Escriba lo que le dice"),
        ("data:image/png;base64," + "iVBORw0KGgo" * 20, "imagen"),
    ):
        with pytest.raises(Denied, match=sentence):
            actions.say(rehearsal=row, text=text, seen=1, by=iris)
    row.refresh_from_db()
    assert row.turns == 1


def test_two_hundred_turns_are_the_most(talk, iris):
    row = talk(OPEN[:1])
    Rehearsal.objects.filter(pk=row.pk).update(turns=MOST_TURNS)
    with pytest.raises(Denied, match="200 turnos"):
        actions.say(rehearsal=row, text="¿Y luego?", seen=MOST_TURNS, by=iris)


def test_what_was_sent_twice_is_said_once(talk, iris):
    row = talk(OPEN[:2])
    actions.say(rehearsal=row, text=OPEN[2], seen=2, by=iris)
    with pytest.raises(Denied, match="en otra ventana"):
        actions.say(rehearsal=row, text=OPEN[2], seen=2, by=iris)


def test_only_a_story_an_age_and_a_number_of_the_list_begin(iris, ada):
    given = {"by": iris, "now": timezone.now()}
    for story_, age, seed, sentence in (
        ("robo", 6, 1, "historia y una edad"), ("mochila", 3, 1, "historia y una edad"), ("mochila", 6, -1, "999,999"),
    ):  # fmt: skip
        with pytest.raises(Denied, match=sentence):
            actions.begin(story=story_, age=age, seed=seed, **given)
    with pytest.raises(Denied, match="papel"):
        actions.begin(story="mochila", age=6, by=ada, now=timezone.now())


def test_after_the_end_nothing_more_is_said(talk, iris):
    row = talk()
    actions.end(rehearsal=row, by=iris, now=timezone.now())
    for act in (
        lambda: actions.say(rehearsal=row, text="¿Y luego?", seen=row.turns, by=iris),
        lambda: actions.end(rehearsal=row, by=iris, now=timezone.now()),
    ):
        with pytest.raises(Denied, match="ya terminó"):
            act()


def test_nobody_acts_on_the_rehearsal_of_another(talk, beto):
    row = talk()
    for act in (
        lambda: actions.say(rehearsal=row, text="¿Y luego?", seen=row.turns, by=beto),
        lambda: actions.end(rehearsal=row, by=beto, now=timezone.now()),
        lambda: actions.delete(rehearsal=row, by=beto),
    ):
        with pytest.raises(Denied, match="solo de quien la hizo"):
            act()
    assert Rehearsal.objects.filter(pk=row.pk).exists()

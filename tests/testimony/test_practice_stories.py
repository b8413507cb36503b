"""Every story of the practice room has what a rehearsal needs, and every chance says where it comes from."""

from typing import get_args

import pytest

from hilo.lib.errors import BadInput
from hilo.testimony.practice import chances, stories, story
from hilo.testimony.practice.chances import POLICY, SEEN
from hilo.testimony.practice.story import Phrase
from hilo.testimony.practice.words import last_place
from hilo.testimony.turns import words

STORIES = pytest.mark.parametrize("told", stories(), ids=lambda one: one.id)


def test_there_are_three_stories_with_names_of_their_own():
    assert len({one.id for one in stories()}) == len({one.name for one in stories()}) == len(stories()) >= 3


@STORIES
def test_a_story_suits_every_age_from_four_to_twelve(told):
    assert told.ages == tuple(range(4, 13))


@STORIES
def test_a_story_has_enough_to_tell_and_both_kinds_of_detail(told):
    assert len(told.details) >= 10
    assert 4 <= sum(one.central for one in told.details) <= len(told.details) - 4
    assert [one.order for one in told.details] == list(range(len(told.details)))


@STORIES
def test_each_detail_is_said_differently_at_each_age(told):
    assert [one.id for one in told.details if len(set(one.says)) < 3] == []
    assert [one.id for one in told.details if not words(one.says[0]) < words(one.says[2])] == []


@STORIES
def test_a_led_child_finds_something_wrong_to_say_about_everything(told):
    assert all(one.mistaken.says and one.mistaken.keys for one in told.details)
    assert len(told.wrong) >= 3
    assert len(told.neutral) >= 3
    assert len(told.rapport) >= 3


@STORIES
def test_nothing_has_two_meanings(told):
    ids = [one.id for one in (*told.details, *told.wrongs())]
    right = {key for one in told.details for key in one.keys}
    wrong = {key for one in told.wrongs() for key in one.keys}
    assert len(ids) == len(set(ids))
    assert {key for key in right if last_place(tuple(wrong), key) >= 0} == set()
    assert {key for key in wrong if last_place(tuple(right), key) >= 0} == set()


@STORIES
def test_an_invitation_cued_with_the_childs_own_words_touches_the_detail(told):
    """At every age some word of the sentence is a key, so that the trainee can take it up."""
    from hilo.testimony.practice.words import fold

    deaf = [
        (one.id, n) for one in told.details for n, says in enumerate(one.says) if last_place(one.keys, fold(says)) < 0
    ]
    assert deaf == []


@STORIES
def test_a_child_speaks_in_short_sentences(told):
    lines = [line for one in told.details for line in (*one.says, one.short)] + [one.says for one in told.wrongs()]
    assert [line for line in (*lines, *told.neutral, *told.rapport) if words(line) > 18 or line[-1] != "."] == []


@STORIES
def test_the_child_has_a_phrase_for_every_occasion(told):
    assert set(told.voice) == set(get_args(Phrase))
    assert all(told.voice.values())


def test_every_chance_has_a_source_and_a_mark_for_each_age():
    for row in chances().rows.values():
        assert row.source
        assert len(row.values) == len(row.marks) == 3
        assert set(row.marks) <= {SEEN, POLICY}


def test_chances_of_how_many_add_up_to_one():
    counts = [value for row in chances().rows.values() for value in row.values if len(value) > 1]
    assert len(counts) >= 15
    assert all(sum(value) == pytest.approx(1) and min(value) >= 0 for value in counts)


@pytest.mark.parametrize("age", [4, 7, 12])
def test_invitations_bring_more_than_wh_questions_and_these_more_than_options(age):
    table = chances()

    def mean(name):
        return sum(count * chance for count, chance in enumerate(table.counts(name, age)))

    assert mean("invitation_general") > mean("invitation_follow") > mean("directive") > mean("option")


@pytest.mark.parametrize("age", [4, 7, 12])
def test_the_more_an_adult_leads_the_likelier_the_child_follows(age):
    table = chances()
    at = [table.at(name, age) for name in ("wrong_invited", "yes_to_false", "suggestive_adopt", "social_adopt")]
    assert at == sorted(at)
    assert len(set(at)) == 4


@pytest.mark.parametrize("name", ["yes_to_false", "suggestive_adopt", "social_adopt", "guess", "wrong_directive"])
def test_the_young_follow_more_than_the_old(name):
    young, middle, old = (chances().at(name, age) for age in (5, 8, 11))
    assert young > middle > old


def test_a_story_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(BadInput, match="mochila"):
        story("volcan")

"""From the passages that people confirmed to a state per indicator, and to the acts it proposes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.indicators.proposals import proposals
from hilo.testimony.indicators.states import AFFIRMED, NEVER, STATE_WORDS, STATES, CodedPassage, IndicatorState, states
from hilo.testimony.labels import STATUSES


def passage(turn: int, status: str = "after_invitation", **more: Any) -> CodedPassage:
    given_: dict[str, Any] = {
        "indicator": "costume",
        "confirmed": True,
        "first_by_child": not status.startswith("adult_first"),
    } | more
    return CodedPassage(turn=turn, status=status, **given_)


def costume(*passages: CodedPassage) -> IndicatorState:
    return states(passages, codebook())["costume"]


def test_without_passages_every_indicator_was_neither_asked_nor_mentioned() -> None:
    found = states([], codebook())
    assert list(found) == list(codebook().ids)
    assert {one.state for one in found.values()} == {NEVER}


def test_what_was_never_asked_is_not_shown_as_a_no() -> None:
    assert STATE_WORDS[NEVER]["es"] == "Ni se preguntó ni se mencionó: no se sabe"
    assert STATE_WORDS[NEVER]["es"] != STATE_WORDS["denied"]["es"]
    assert not STATE_WORDS[NEVER]["en"].lower().startswith("no")


def test_every_state_has_words_in_both_languages_and_no_two_the_same() -> None:
    for lang in ("es", "en"):
        assert len({STATE_WORDS[state][lang] for state in STATES}) == len(STATES)


def test_a_suggestion_that_nobody_confirmed_counts_for_nothing() -> None:
    assert costume(passage(4, "spontaneous", confirmed=False)).state == NEVER


@pytest.mark.parametrize("status", STATUSES[:6])
def test_a_single_mention_gives_its_own_state(status: str) -> None:
    found = costume(passage(4, status))
    assert (found.state, found.turn, found.session, found.also) == (status, 4, 1, ())


def test_the_first_mention_decides_and_the_later_one_is_kept_beside_it() -> None:
    found = costume(passage(20, "spontaneous"), passage(6, "after_suggestive"))
    assert (found.state, found.turn) == ("after_suggestive", 6)
    assert found.also == ("spontaneous",)


def test_a_planned_second_session_comes_after_the_first_whatever_its_turns() -> None:
    found = costume(passage(2, "spontaneous", session=2), passage(30, "after_option", session=1))
    assert (found.state, found.session) == ("after_option", 1)


def test_in_the_same_turn_the_state_with_least_from_adults_is_named() -> None:
    assert costume(passage(6, "after_directive"), passage(6, "spontaneous")).state == "spontaneous"


@pytest.mark.parametrize("asked", ["adult_first_denied", "adult_first_unanswered"])
def test_what_an_adult_named_first_stays_so_when_the_child_says_it_later(asked: str) -> None:
    found = costume(passage(3, asked), passage(9, "spontaneous"))
    assert (found.state, found.turn) == ("adult_first_adopted", 9)


def test_a_later_question_does_not_touch_what_the_child_said_before() -> None:
    found = costume(passage(3, "spontaneous"), passage(9, "adult_first_denied"))
    assert (found.state, found.also) == ("spontaneous", ("denied",))


def test_a_denial_of_ones_own_leaves_a_later_mention_its_own_provenance() -> None:
    found = costume(passage(3, "after_option", denied=True), passage(9, "after_invitation"))
    assert (found.state, found.also) == ("after_invitation", ("denied",))


def test_a_denial_is_named_before_a_question_without_answer() -> None:
    found = costume(passage(3, "adult_first_unanswered"), passage(9, "adult_first_denied"))
    assert (found.state, found.also) == ("denied", ("asked_no_answer",))


def test_a_question_without_answer_is_neither_a_no_nor_unasked() -> None:
    assert costume(passage(3, "after_option", unanswered=True)).state == "asked_no_answer"


def test_one_indicator_says_nothing_about_another() -> None:
    found = states([passage(3, "spontaneous")], codebook())
    assert {which for which, one in found.items() if one.state != NEVER} == {"costume"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (passage(3, indicator="globos"), "No hay un indicador «globos»"),
        (passage(3, "sospechoso"), "No hay una procedencia «sospechoso»"),
        (passage(3, "adult_first_adopted", first_by_child=True), "turno 3 se contradice"),
        (passage(3, "spontaneous", first_by_child=False), "turno 3 se contradice"),
        (passage(3, "after_option", denied=True, unanswered=True), "Deje solo uno"),
    ],
)
def test_a_passage_that_cannot_be_is_refused_even_unconfirmed(wrong: CodedPassage, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        costume(wrong)


PASSAGES = st.lists(
    st.builds(passage, turn=st.integers(1, 9), status=st.sampled_from(STATUSES), session=st.integers(1, 2)), max_size=6
)


@given(PASSAGES, st.randoms())
def test_the_order_in_which_passages_were_marked_changes_nothing(found: list[CodedPassage], random: Any) -> None:
    shuffled = random.sample(found, len(found))
    assert costume(*found) == costume(*shuffled)


@given(PASSAGES)
def test_nothing_is_called_spontaneous_after_an_adult_named_it(found: list[CodedPassage]) -> None:
    state = costume(*found)
    if state.state in AFFIRMED - {"adult_first_adopted"}:
        before = [one for one in found if (one.session, one.turn) < (state.session, state.turn)]
        assert all(one.first_by_child for one in before)


@given(PASSAGES)
def test_an_affirmation_is_never_lost_behind_a_denial(found: list[CodedPassage]) -> None:
    assert costume(*found).affirmed == any(one.state in AFFIRMED for one in found)


def test_a_confirmed_indicator_proposes_its_acts_and_says_how_it_came_up() -> None:
    found = proposals(states([passage(3, "spontaneous")], codebook()), codebook())
    assert tuple(one.act for one in found) == codebook().indicator("costume").acts
    assert all(one.indicators == (("costume", "spontaneous"),) for one in found)


def test_two_indicators_with_an_act_in_common_propose_it_once() -> None:
    both = [passage(3, "spontaneous"), passage(5, "after_directive", indicator="vehicle")]
    found = {one.act: one.indicators for one in proposals(states(both, codebook()), codebook())}
    assert found["place_record"] == (("costume", "spontaneous"), ("vehicle", "after_directive"))


@pytest.mark.parametrize("status", ["adult_first_denied", "adult_first_unanswered"])
def test_neither_a_denial_nor_a_silence_proposes_acts(status: str) -> None:
    assert proposals(states([passage(3, status)], codebook()), codebook()) == ()

"""A rehearsal keeps its turns, and tells the trainee what came out and after what."""

import dataclasses

from hilo.testimony.practice import Session, story
from hilo.testimony.turns import Prompt, Turn

PARTY = story("festival")


def held(seed=7, age=5):
    """A rehearsal that begins well and then leads."""
    session = Session(PARTY, age, seed)
    session.say("Cuéntame todo lo del festival.", Prompt(1, "INV-G"))
    session.say("¿Y luego?", Prompt(3, "INV-F"))
    session.say("¿Tocaste la pandereta?", Prompt(5, "OPT-YN"))
    session.say("Todos dicen que salió un mago.", Prompt(7, "SUG-SOC", ("new_content",)))
    session.say("¿Y qué más pasó?", Prompt(9, "INV-F"))
    return session


def test_each_turn_of_the_adult_is_followed_by_one_of_the_child():
    session = Session(PARTY, 9, 1)
    adult, child = session.say("Hola, me llamo Laura.", Prompt(1, "STR"))
    assert adult == Turn(1, by_child=False, text="Hola, me llamo Laura.")
    assert (child.number, child.by_child) == (2, True)
    session.say("Cuéntame del festival.", Prompt(3, "INV-G"))
    assert [turn.number for turn in session.turns] == [1, 2, 3, 4]
    assert session.turns[:2] == (adult, child)


def test_the_same_seed_and_turns_give_the_same_session():
    assert held().turns == held().turns
    assert held().account() == held().account()
    assert len({held(seed).turns for seed in range(10)}) > 5


def test_what_came_out_is_counted_once_under_the_turn_that_brought_it_first():
    for seed in range(40):
        session = held(seed)
        found = session.account()
        for one in (*found.happened, *found.did_not):
            reply = session.replies[one.turn // 2 - 1]
            earlier = session.replies[: one.turn // 2 - 1]
            assert one.id in (*reply.details, *reply.wrong)
            assert not any(one.id in (*before.details, *before.wrong) for before in earlier)


def test_planted_content_stays_under_the_turn_that_planted_it():
    planted = [one for seed in range(40) for one in held(seed).account().did_not if one.id == "mago"]
    assert len(planted) > 10
    assert {(one.kind, one.turn, one.words) for one in planted} == {("suggestive", 8, "Salió un mago.")}


def test_the_figures_by_kind_add_up_to_what_came_out():
    found = held().account()
    by_kind = found.by_kind()
    assert [by_kind[kind][0] for kind in ("invitation", "directive", "option", "suggestive", "other")] == [
        3,
        0,
        1,
        1,
        0,
    ]
    assert sum(row[1] for row in by_kind.values()) == len(found.happened) > 0
    assert sum(row[2] for row in by_kind.values()) == len(found.did_not)


def test_what_happened_is_either_out_or_untold():
    found = held().account()
    assert {one.id for one in found.happened} | set(found.untold) == {one.id for one in PARTY.details}
    assert {one.id for one in found.happened} & set(found.untold) == set()


def test_what_the_story_does_not_hold_is_shown_in_the_adults_own_words():
    said = []
    for seed in range(60):
        session = Session(PARTY, 4, seed)
        session.say("Hola.", Prompt(1, "STR"))
        session.say("O sea que había un castillo.", Prompt(3, "SUG-INTRO", ("new_content",)))
        said += [one.words for one in session.account().did_not]
    assert len(said) > 3
    assert set(said) == {"O sea que había un castillo."}


def test_a_session_without_turns_has_everything_still_untold():
    found = Session(PARTY, 6, 1).account()
    assert (found.happened, found.did_not) == ((), ())
    assert len(found.untold) == len(PARTY.details)


def test_an_account_is_counts_and_words_and_no_mark_of_anybody():
    names = {field.name for field in dataclasses.fields(held().account())}
    assert names == {"happened", "did_not", "untold", "central", "asked"}

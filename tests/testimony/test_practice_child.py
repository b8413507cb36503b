"""The simulated child answers by the kind of turn: in its own words when invited, shortly when asked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.testimony.labels import FLAGS, LABELS, PHASES
from hilo.testimony.practice import SimulatedChild, chances, stories, story
from hilo.testimony.turns import Prompt, words

TRIP = story("granja")
SEEDS = range(200)


def ask(child, label, text, *flags, phase="substantive"):
    return child.reply(Prompt(1, label, flags, phase), text)


def child_of(age=5, seed=0, told=TRIP):
    return SimulatedChild(told, age, seed)


def share(answers):
    answers = list(answers)
    return sum(answers) / len(answers)


def test_the_same_seed_and_turns_give_the_same_conversation():
    turns = [("INV-G", "Cuéntame todo"), ("DIR", "¿Quién los recibió?"), ("SUG-TAG", "Vieron puercos, ¿verdad?")] * 4
    held = [[ask(child, *turn) for turn in turns] for child in (child_of(seed=4), child_of(seed=4))]
    assert held[0] == held[1]


def test_another_seed_is_another_child():
    assert len({ask(child_of(seed=seed), "INV-G", "Cuéntame todo").text for seed in range(30)}) > 5


def test_a_kept_seed_still_gives_the_conversation_that_was_held():
    """Stories and chances of version 1. Whoever changes them raises the version, and this conversation with it."""
    child = SimulatedChild(story("mochila"), 8, 2026)
    said = [ask(child, label, text).text for label, text in [("INV-G", "Cuéntame todo"), ("INV-F", "¿Y luego?")]]
    assert (child.story.version, said) == (
        1,
        [
            "Ese día llevé mi mochila azul, la que tiene un cohete. "
            "Y ya luego en el recreo la dejé en la banca que está junto a la cancha.",
            "Me puse a jugar a las traes con Toño y con Fer.",
        ],
    )


def test_an_age_outside_the_story_is_refused():
    with pytest.raises(BadInput, match="de 4 a 12 años"):
        child_of(age=3)


@pytest.mark.parametrize("told", stories(), ids=lambda one: one.id)
def test_a_child_asked_only_with_invitations_hardly_errs(told):
    """At the rate of the table: a few in a hundred at the youngest age, and only as details told wrong."""
    right, wrong = [], []
    for seed in SEEDS:
        child = child_of(5, seed, told)
        for turn in ["Cuéntame todo"] + ["¿Y luego?"] * 9:
            reply = ask(child, "INV-F" if "luego" in turn else "INV-G", turn)
            right += reply.details
            wrong += reply.wrong
    assert set(wrong) <= {one.mistaken.id for one in told.details}
    assert 0 < len(wrong) / (len(right) + len(wrong)) < 0.05


def test_an_older_child_tells_more_at_once():
    told = {
        age: share(len(ask(child_of(age, seed), "INV-G", "Cuéntame todo").details) for seed in SEEDS) for age in (5, 11)
    }
    assert told[11] > told[5]
    assert words(TRIP.details[0].said_at(11)) > words(TRIP.details[0].said_at(5))


def test_details_come_in_the_order_of_time_within_an_answer():
    orders = [[TRIP.detail(one).order for one in ask(child_of(11, seed), "INV-G", "Todo").details] for seed in SEEDS]
    assert any(len(one) == 3 for one in orders)
    assert [one for one in orders if one != sorted(one)] == []


def test_what_goes_back_in_time_is_not_told_as_if_it_came_next():
    texts = []
    for seed in SEEDS:
        child = child_of(11, seed)
        ask(child, "OPT-YN", "¿Vieron un arcoíris?")  # the last thing that happened: all else lies before it
        reply = ask(child, "INV-C", "Cuéntame del arcoíris y del sombrero")
        orders = [TRIP.detail(one).order for one in reply.details]
        texts += [reply.text] if len(orders) == 2 and orders[1] < orders[0] and not reply.wrong else []
    assert len(texts) > 5
    assert all("Y también" in text and "luego" not in text for text in texts)


def test_a_cued_invitation_goes_where_its_words_point():
    firsts = [ask(child_of(8, seed), "INV-C", "Cuéntame más de la cabra").details[:1] for seed in SEEDS]
    near = [one for one in firsts if one]
    assert share("cabra" in one or "agujeta" in one for one in near) > 0.9


def test_an_invitation_between_two_moments_stays_between_them():
    replies = [ask(child_of(8, seed), "INV-T", "Desde la llanta hasta que vieron los borregos") for seed in SEEDS]
    between = {"llanta", "adivinanzas", "mari", "borregos"}
    assert {one for reply in replies for one in reply.details} == between


def test_a_wh_question_about_what_is_remembered_gets_a_short_answer():
    replies = [ask(child_of(8, seed), "DIR", "¿Quién los recibió?") for seed in SEEDS]
    good = [reply.text for reply in replies if (reply.details, reply.wrong) == (("mari",), ())]
    assert len(good) > len(replies) / 3
    assert set(good) == {"Doña Mari, una señora con botas."}


def test_a_wh_question_about_nothing_in_the_story_is_not_answered():
    reply = ask(child_of(), "DIR", "¿Cuántos pisos tenía el castillo?")
    assert (reply.details, reply.wrong) == ((), ())
    assert reply.text in TRIP.voice["dont_know"]


def test_a_child_who_was_asked_twice_what_it_does_not_remember_guesses_more():
    def guessed(*flags):
        replies = [ask(child_of(5, seed), "DIR", "¿Qué había en el cielo?", *flags) for seed in range(600)]
        return share(reply.wrong == ("granizo",) for reply in replies)

    assert guessed("repeated") > guessed() > 0


def test_support_makes_silence_rarer():
    def silent(turn):
        children = [child_of(5, seed) for seed in range(400)]
        for child in children:
            for _ in range(3):
                ask(child, *turn)
        return share(not ask(child, "INV-F", "¿Y luego?").details for child in children)

    assert silent(("SUP", "Tómate tu tiempo")) < silent(("STR", "Aquí hay agua"))


def test_a_muddled_turn_makes_silence_likelier():
    def silent(*flags):
        return share(not ask(child_of(5, seed), "INV-G", "Cuéntame", *flags).details for seed in range(600))

    assert silent("multiple", "recast") > silent()


def test_a_detail_only_confirmed_can_still_be_told_and_counts_once():
    for seed in SEEDS:
        child = child_of(11, seed)
        if ask(child, "OPT-YN", "¿Había una cabra?").details != ("cabra",):
            continue
        reply = ask(child, "INV-C", "Cuéntame de la cabra")
        assert "cabra" not in reply.details
        if "repartieron alfalfa" in reply.text:
            return
    pytest.fail("Nobody told in own words what was first confirmed")


def test_what_is_peripheral_is_told_wrong_more_often():
    """No guesses here: only what the child remembers."""
    rows = chances().rows | {"guess": replace(chances().rows["guess"], values=((0.0,),) * 3)}
    told = {True: [], False: []}
    for seed in range(300):
        for one in TRIP.details:
            child = SimulatedChild(TRIP, 5, seed, replace(chances(), rows=rows))
            reply = ask(child, "DIR", f"¿Y {one.keys[0]}?")
            if {one.id, one.mistaken.id} & {*reply.details, *reply.wrong}:
                told[one.central].append(one.mistaken.id in reply.wrong)
    assert share(told[False]) > share(told[True]) * 1.5 > 0


def test_before_the_account_the_child_talks_about_its_own_things():
    reply = ask(child_of(), "INV-G", "Cuéntame qué te gusta hacer", phase="pre")
    assert reply.text == TRIP.rapport[0]
    assert reply.details == ()


def test_a_request_for_the_event_is_heard_in_any_phase():
    replies = [ask(child_of(11, seed), "INV-G", "Cuéntame de la excursión", phase="pre") for seed in range(20)]
    assert any(reply.details for reply in replies)


@pytest.mark.parametrize(
    ("label", "text", "phrases"),
    [
        ("STR", "Hola, me llamo Laura", "greetings"),
        ("STR", "Si no sabes algo, dime no sé", "rules"),
        ("STR", "Si te pregunto cómo se llama mi perro, ¿qué me dices?", "rule_practice"),
        ("STR", "¿Quieres agua?", "affirm"),
        ("SUP", "Gracias por platicar conmigo", "affirm"),
        ("FAC", "Ajá", "affirm"),
        ("INV-G", "…", "again"),
        ("XYZ", "Cuéntame", "again"),
    ],
)
def test_a_turn_that_asks_nothing_of_the_event_gets_its_own_answer(label, text, phrases):
    reply = ask(child_of(), label, text)
    assert reply.text in TRIP.voice[phrases]
    assert (reply.details, reply.wrong) == ((), ())


def test_a_child_who_told_all_says_so():
    child = child_of(12, 3)
    for _ in range(40):
        last = ask(child, "INV-F", "¿Qué más?")
    assert last.text in TRIP.voice["all_told"]


PROMPTS = st.builds(
    Prompt,
    st.integers(1, 99),
    st.one_of(st.sampled_from(sorted(LABELS)), st.text(max_size=8)),
    st.lists(st.sampled_from(FLAGS), max_size=3).map(tuple),
    st.sampled_from(PHASES),
)
KEYS = sorted({key for one in stories() for item in (*one.details, *one.wrongs()) for key in item.keys})
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(KEYS), max_size=4).map(" ".join))


@given(
    told=st.sampled_from(stories()),
    age=st.integers(4, 12),
    seed=st.integers(),
    turns=st.lists(st.tuples(PROMPTS, TEXTS), max_size=15),
)
def test_whatever_is_asked_the_child_answers_shortly_and_tells_each_thing_once(told, age, seed, turns):
    child, new = SimulatedChild(told, age, seed), []
    for prompt, text in turns:
        reply = child.reply(prompt, text)
        new += reply.details
        known = {one.id for one in told.wrongs()}
        assert 0 < words(reply.text) <= 70
        assert reply.why
        assert all(one in known or one.startswith("said-") for one in reply.wrong)
    assert len(new) == len(set(new))
    assert set(new) <= {one.id for one in told.details}

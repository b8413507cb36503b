"""A simulated child takes over what an adult brings in, as often as the table of chances says, and keeps it."""

from dataclasses import replace

import pytest

from hilo.testimony.practice import SimulatedChild, chances, story
from hilo.testimony.turns import Prompt

TRIP = story("granja")
SEEDS = range(200)


def ask(child, label, text, *flags):
    return child.reply(Prompt(1, label, flags), text)


def child_of(age, seed):
    return SimulatedChild(TRIP, age, seed)


def share(answers):
    answers = list(answers)
    return sum(answers) / len(answers)


def yes_to(label, text, wrong, age, seeds=600, before=()):
    """Share of children who take over what did not happen at once."""
    taken = []
    for seed in range(seeds):
        child = child_of(age, seed)
        for turn in before:
            ask(child, *turn)
        taken.append(wrong in ask(child, label, text).wrong)
    return share(taken)


@pytest.mark.parametrize(("age", "low", "high"), [(5, 0.13, 0.21), (8, 0.08, 0.16), (11, 0.03, 0.09)])
def test_suggestion_alone_is_taken_over_about_as_often_as_the_table_says(age, low, high):
    assert low < yes_to("SUG-TAG", "Un borrego se escapó, ¿verdad?", "escapo", age) < high


@pytest.mark.parametrize(("age", "low", "high"), [(5, 0.52, 0.64), (8, 0.29, 0.41), (11, 0.10, 0.20)])
def test_social_pressure_is_taken_over_about_as_often_as_the_table_says(age, low, high):
    assert low < yes_to("SUG-SOC", "Los demás dicen que un borrego se escapó", "escapo", age) < high


def test_suggestion_presses_on_what_comes_after():
    led = [("SUG-TAG", "Se perdieron, ¿verdad?"), ("SUG-NEG", "¿No se enojó el chofer?")] * 3
    plain = yes_to("OPT-YN", "¿Un borrego se escapó?", "escapo", 5)
    assert yes_to("OPT-YN", "¿Un borrego se escapó?", "escapo", 5, before=led) > plain * 1.3


def test_support_makes_the_child_follow_less():
    kind = [("SUP", "Tómate tu tiempo")] * 3
    plain = yes_to("SUG-TAG", "Un borrego se escapó, ¿verdad?", "escapo", 5)
    assert yes_to("SUG-TAG", "Un borrego se escapó, ¿verdad?", "escapo", 5, before=kind) < plain * 0.85


def test_a_ground_rule_makes_the_child_follow_less():
    rule = [("STR", "Si no sabes algo, dime no sé")]
    plain = yes_to("SUG-SOC", "Los demás dicen que un borrego se escapó", "escapo", 8)
    assert yes_to("SUG-SOC", "Los demás dicen que un borrego se escapó", "escapo", 8, before=rule) < plain


def test_what_was_planted_comes_back_in_the_childs_own_account():
    came_back = taken = 0
    for seed in SEEDS:
        child = child_of(5, seed)
        if "escapo" not in ask(child, "SUG-SOC", "Todos dicen que un borrego se escapó").wrong:
            continue
        taken += 1
        later = [ask(child, "INV-F", "¿Y luego?") for _ in range(8)]
        said = [reply.text for reply in later if "escapo" in reply.wrong]
        assert all("orrego se escapó" in text for text in said)
        assert len(said) <= 1  # nobody tells the same thing at every turn
        came_back += bool(said)
    assert came_back / taken > 0.9


def test_what_the_story_does_not_hold_comes_back_as_the_adults_words():
    texts = []
    for seed in SEEDS:
        child = child_of(4, seed)
        if ask(child, "SUG-INTRO", "Entonces había un castillo morado.", "new_content").wrong == ("said-1",):
            texts += [
                reply.text for reply in (ask(child, "INV-F", "¿Y luego?") for _ in range(8)) if "said-1" in reply.wrong
            ]
    assert len(texts) > 5
    assert all("so que me dijiste" in text and "castillo" not in text for text in texts)


def test_a_no_turns_into_a_yes_under_pressure():
    turned = []
    for seed in range(300):
        child = child_of(5, seed)
        if not ask(child, "OPT-YN", "¿Un borrego se escapó?").wrong:
            turned.append("escapo" in ask(child, "SUG-SOC", "¿Estás seguro?").wrong)
    assert 0.5 < share(turned) < 0.66


def test_pressure_reaches_only_the_no_just_given():
    turned = []
    for seed in range(300):
        child = child_of(5, seed)
        if not ask(child, "OPT-YN", "¿Un borrego se escapó?").wrong:
            ask(child, "SUP", "Tómate tu tiempo")
            turned.append("escapo" in ask(child, "SUG-SOC", "¿Estás seguro?").wrong)
    assert share(turned) < 0.15


def test_who_has_told_how_it_was_takes_over_less():
    taken = {"mari": [], "nothing": []}
    for seed in range(1500):
        child = child_of(5, seed)
        told = ask(child, "INV-C", "Cuéntame de doña Mari")
        taken["mari" if "botas" in told.text else "nothing"].append(
            "senor_granja" in ask(child, "SUG-TAG", "Los recibió un señor, ¿verdad?").wrong
        )
    assert 0 < share(taken["mari"]) < share(taken["nothing"]) * 0.8


def test_a_detail_taken_over_can_replace_what_happened():
    swapped = []
    for seed in range(400):
        child = child_of(5, seed)
        if ask(child, "SUG-SOC", "Todos dicen que vieron puercos").wrong:
            reply = ask(child, "INV-C", "Cuéntame de los animales")
            if "borregos" in reply.text or "puercos" in reply.text:
                swapped.append("borregos" not in reply.text)
    assert 0.3 < share(swapped) < 0.7


def test_a_question_asked_again_mostly_keeps_its_answer():
    kept = []
    for seed in range(400):
        child = child_of(8, seed)
        first, second = (ask(child, "OPT-YN", "¿Vieron puercos?").wrong for _ in range(2))
        kept.append(first == second)
    assert 0.85 < share(kept) < 0.95


def test_the_alternative_named_last_draws_the_child():
    def wrong(text):
        return share(ask(child_of(5, seed), "OPT-FC", text).wrong == ("mesas",) for seed in range(1000))

    assert wrong("¿Fue en un árbol o en una mesa?") > wrong("¿Fue en una mesa o en un árbol?") > 0


def test_the_child_follows_the_table_it_is_given():
    rows = dict(chances().rows)
    rows["social_adopt"] = replace(rows["social_adopt"], values=((0.0,), (0.0,), (0.0,)))
    mild = replace(chances(), rows=rows)
    children = [SimulatedChild(TRIP, 5, seed, mild) for seed in SEEDS]
    assert not any(ask(child, "SUG-SOC", "Todos dicen que un borrego se escapó").wrong for child in children)

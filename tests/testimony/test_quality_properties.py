"""What holds for any interview, however odd."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.testimony.labels import FLAGS, LABELS, PHASES
from hilo.testimony.quality import as_dict, describe, productivity
from hilo.testimony.quality_answers import compare
from hilo.testimony.quality_parts import Interview
from hilo.testimony.turns import Prompt, Turn

SAYINGS = (
    "", "…", "Sí.", "No.", "No sé.", "Cuéntame de la mochila.", "¿Dónde quedó la mochila?", "Dime quién la encontró.",
    "En la banca del patio.", "Junto a la portería, con Ana.", "Si no sabes, di «no sé».", "¿Y luego?", "Ajá, Ana.",
)  # fmt: skip
ANSWERS = ("sí", "no", "azul", "verde", "dos", "Dani", "mochila", "corrió", "corría", "nunca", "sé", "la", "él")
MIRROR = {"more_words": "fewer_words", "unknown_then_answer": "answer_then_unknown"}
MIRROR |= {other: one for one, other in MIRROR.items()}
FROM_CODES = ("classes", "asking", "families", "labels")

speech = st.sampled_from(SAYINGS)
flags = st.lists(st.sampled_from(FLAGS), unique=True).map(tuple)


@st.composite
def interviews(draw):
    """Turns numbered 10, 20, …, so that another fits between any two; most adult turns have a code."""
    turns = [
        Turn(10 * at, draw(st.booleans()), draw(speech), draw(st.booleans()))
        for at in range(1, draw(st.integers(0, 12)) + 1)
    ]
    coded = [turn.number for turn in turns if not turn.by_child and draw(st.integers(0, 9))]
    label, phase = st.sampled_from(list(LABELS)), st.sampled_from(PHASES)
    return turns, [Prompt(number, draw(label), draw(flags), draw(phase)) for number in coded]


def shares(value):
    """Every share in an answer, wherever it stands."""
    if isinstance(value, dict):
        if {"count", "of", "share", "low", "high"} == set(value):
            yield value
        for one in value.values():
            yield from shares(one)
    elif isinstance(value, list):
        for one in value:
            yield from shares(one)


@given(interviews())
def test_every_share_is_of_something_and_stands_within_its_interval(interview):
    told = as_dict(describe(*interview))
    found = list(shares(told))
    assert len(found) > 100
    for one in found:
        assert 0 <= one["count"] <= one["of"]
        assert (one["share"] is None) == (one["of"] == 0) == (one["low"] is None)
        assert one["share"] is None or 0 <= one["low"] <= one["share"] <= one["high"] <= 1
    assert json.loads(json.dumps(told)) == told


@given(interviews())
def test_the_parts_of_each_whole_add_up(interview):
    phases = describe(*interview).phases
    for phase in phases.values():
        assert sum(one.count for one in phase.classes.values()) == phase.turns
        assert sum(one.count for one in phase.labels.values()) == phase.turns
        assert sum(one.count for one in phase.asking.values()) == phase.asks
        assert sum(one.count for one in phase.families.values()) == phase.asks
        if phase.asks:
            assert abs(sum(one.value for one in phase.asking.values()) - 1) < 1e-9
        if phase.turns:
            assert abs(sum(one.value for one in phase.classes.values()) - 1) < 1e-9
    assert sum(phases[name].turns for name in PHASES) == phases["all"].turns == len(interview[1])


@given(interviews(), st.integers(0, 12), speech)
def test_what_a_child_says_more_changes_no_share_of_what_was_asked(interview, place, text):
    turns, prompts = interview
    before, after = describe(turns, prompts), describe([*turns, Turn(10 * place + 5, True, text)], prompts)
    for name, phase in before.phases.items():
        assert all(getattr(phase, part) == getattr(after.phases[name], part) for part in FROM_CODES)
    for figure in ("opening", "first_suggestive", "support", "paired", "faux", "recast", "multiple", "ground_rules"):
        assert getattr(before, figure) == getattr(after, figure)


@given(interviews(), st.randoms())
def test_the_order_in_which_turns_arrive_does_not_matter(interview, random):
    turns, prompts = interview
    shuffled = random.sample(turns, len(turns)), random.sample(prompts, len(prompts))
    assert describe(*shuffled) == describe(turns, prompts)


@given(interviews(), st.integers(0, 17))
def test_one_interview_alone_gives_its_own_words_per_answer(interview, age):
    told, alone = describe(*interview, age=age), productivity([Interview.of(*interview, age=age)])
    for name, counted in alone["all"].items():
        assert counted == told.phases["all"].words[name] == alone[told.age_band][name]


@given(interviews(), interviews())
def test_words_per_answer_of_two_interviews_are_the_sum_of_each(one, other):
    both = productivity([Interview.of(*one), Interview.of(*other)])["all"]
    for name, counted in both.items():
        parts = [describe(*each).phases["all"].words[name] for each in (one, other)]
        assert counted.asked == sum(part.asked for part in parts)
        assert counted.total == sum(part.total for part in parts)


@given(interviews())
def test_every_repetition_stands_after_what_it_repeats_and_is_counted_once(interview):
    told = describe(*interview).repeated
    turns = [turn for one in told.questions for turn in one.turns]
    flagged = [one.turn for one in interview[1] if "repeated" in one.flags and LABELS[one.label] != "non-question"]
    assert len(turns) == len(set(turns))
    assert set(flagged) <= set(turns)
    assert all(list(one.turns) == sorted(one.turns) for one in told.questions)
    assert told.share.count == len(flagged)


words = st.lists(st.sampled_from(ANSWERS), max_size=5)


@settings(max_examples=200)
@given(words.map(" ".join), words.map(" ".join))
def test_comparing_answers_is_the_same_both_ways_and_an_answer_equals_itself(first, second):
    assert compare(first, first) == "same_words"
    how = compare(first, second)
    assert compare(second, first) == MIRROR.get(how, how)

"""Agreement between coders, against published figures and against what must always hold."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.testimony.agreement import alpha, kappa, per_class, positive_agreement, rate, share, verdict

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": four observers, twelve units, values missing
FOUR = ["123321412...", "12332241 25.3".replace(" ", ""), ".33323422 51.".replace(" ", ""), "12332441251."]
ROWS = st.lists(st.lists(st.sampled_from([1, 2, 3, None]), min_size=3, max_size=3), min_size=2, max_size=12)


def units(*coders):
    return [[None if v == "." else int(v) if v.isdigit() else v for v in row] for row in zip(*coders, strict=True)]


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_four_coders_with_gaps_agree_as_published(level, published):
    found = alpha(units(*FOUR), level)
    assert found.value == pytest.approx(published, abs=5e-4)
    assert (found.units, found.values) == (11, 40)


def test_two_coders_agree_as_published_on_two_values_and_on_five():
    assert alpha(units("0100000010", "1110010000")).value == pytest.approx(0.095, abs=5e-4)
    assert alpha(units("aabbdcccedda", "babbbcccEddd".replace("E", "e"))).value == pytest.approx(0.692, abs=5e-4)


def test_everybody_saying_the_same_of_everything_is_not_agreement_that_can_be_measured():
    found = alpha([["no", "no"]] * 50)
    assert (found.value, found.reason, found.verdict) == (None, "no_variation", "undefined")
    assert alpha([["no", None], [None, "sí"]]).reason == "nothing_pairable"
    assert alpha([]).value is None


def test_what_is_rare_gets_no_interval_that_pretends_to_be_sure():
    once = [["no", "no"]] * 60 + [["sí", "no"]]
    assert alpha(once).interval is None
    assert alpha(once).interval_reason == "too_rare"
    assert alpha([["no", "no"]] * 30 + [["sí", "sí"]] * 30).interval_reason == "no_disagreement"


def test_the_interval_is_the_same_for_the_same_seed_and_holds_the_value():
    found = alpha(units(*FOUR), seed=3)
    assert found == alpha(units(*FOUR), seed=3)
    assert found.interval != alpha(units(*FOUR), seed=4).interval
    low, high = found.interval
    assert low < found.value < high <= 1


def test_the_interval_holds_the_long_run_figure_about_as_often_as_it_says():
    """Two coders who each keep a fair value with chance .8 and otherwise guess: alpha is .64 in the long run."""
    rng, held = random.Random(11), 0
    for run in range(200):
        real = [rng.random() < 0.5 for _ in range(80)]
        rows = [[v if rng.random() < 0.8 else rng.random() < 0.5 for _ in range(2)] for v in real]
        low, high = alpha(rows, seed=run, draws=200).interval
        held += low <= 0.64 <= high
    assert share(held, 200).interval[1] >= 0.95
    assert held >= 175


@given(ROWS, st.permutations([0, 1, 2]), st.permutations(["x", "y", "z"]), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(rows, coders, names, rng):
    again = [[None if row[c] is None else names[row[c] - 1] for c in coders] for row in rows]
    rng.shuffle(again)
    before, after = alpha(rows, draws=1), alpha(again, draws=1)
    assert before.reason == after.reason
    assert before.value == (None if after.value is None else pytest.approx(after.value))


@given(ROWS)
def test_alpha_is_one_exactly_when_no_unit_is_disputed_and_values_vary(rows):
    paired = [[v for v in row if v is not None] for row in rows if sum(v is not None for v in row) > 1]
    agreed, varied = all(len(set(row)) == 1 for row in paired), len({v for row in paired for v in row}) > 1
    found = alpha(rows, draws=1).value
    assert (found == 1) == (agreed and varied)
    assert found is None or found <= 1


def test_words_cannot_be_put_on_a_scale():
    with pytest.raises(BadInput, match="necesita números"):
        alpha([["a", "b"], ["a", "c"]], "interval")
    with pytest.raises(BadInput, match="mismo número de codificadores"):
        alpha([[1, 2], [1]])


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.8, "reliable"), (0.79, "tentative"), (2 / 3, "tentative"), (0.66, "not_across_cases"), (None, "undefined")],
)
def test_what_a_coding_may_be_used_for(value, said):
    assert verdict(value) == said


def test_kappa_and_its_interval_are_those_of_the_textbook():
    """Fleiss, Statistical Methods for Rates and Proportions: 100 units, kappa .68, standard error .087."""
    cells = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
    both = [(a, b) for a, row in enumerate(cells) for b, n in enumerate(row) for _ in range(n)]
    found = kappa(*zip(*both, strict=True))
    assert found.value == pytest.approx(0.676, abs=5e-4)
    assert found.interval == pytest.approx((0.676 - 1.96 * 0.0877, 0.676 + 1.96 * 0.0877), abs=1e-3)
    assert (found.units, found.equal) == (100, 89)


def test_kappa_says_when_it_cannot_be_reckoned():
    assert kappa(["a"] * 5, ["a"] * 5).reason == "no_variation"
    assert kappa(["a", None], [None, "b"]).reason == "nothing_pairable"
    perfect = kappa(["a", "b"], ["a", "b"])
    assert (perfect.value, perfect.interval, perfect.reason) == (1, None, "no_disagreement")
    with pytest.raises(BadInput, match="mismo largo"):
        kappa(["a"], ["a", "b"])


def test_agreement_on_what_is_there_does_not_grow_with_what_is_not():
    few = [["sí", "sí"], ["sí", "no"], ["no", "sí"], ["no", None]]
    assert positive_agreement(few, "sí").share == 0.5
    many = positive_agreement(few + [["no", "no"]] * 1000, "sí")
    assert (many.share, many.both, many.one, many.neither) == (0.5, 1, 2, 1000)
    assert positive_agreement([["no", "no"]], "sí").share is None


@pytest.mark.parametrize(  # Newcombe 1998, method 3
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_shares_have_the_published_interval(count, of, low, high):
    assert share(count, of).interval == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_is_no_share():
    assert (share(0, 0).value, share(0, 0).interval) == (None, None)
    with pytest.raises(BadInput, match="mayor que el total"):
        share(3, 2)


def test_each_class_says_how_many_were_right_and_how_many_were_found():
    found = per_class(["INV", "INV", "INV", "DIR"], ["INV", "INV", "DIR", "DIR"])
    assert (found["INV"].precision.count, found["INV"].precision.of) == (2, 2)
    assert found["INV"].recall.value == pytest.approx(2 / 3)
    assert found["DIR"].precision.interval == share(1, 2).interval
    assert per_class(["INV"], ["STR"])["INV"].precision.value is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_rate_lies_inside_its_interval(count, rest):
    mean, low, high = rate(count, count + rest)
    assert 0 < low < mean < high < 1
    other = rate(rest, count + rest)
    assert (1 - mean, 1 - high, 1 - low) == pytest.approx(other, abs=1e-9)


def test_rates_have_the_known_interval():
    """Without data: the arcsine law. 0 of 10: the published upper end of Jeffreys' interval."""
    assert rate(0, 0)[1:] == pytest.approx((math.sin(0.0125 * math.pi) ** 2, math.cos(0.0125 * math.pi) ** 2))
    assert rate(0, 10)[2] == pytest.approx(0.217, abs=5e-4)

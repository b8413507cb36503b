"""A thousand rehearsals: who invites hears more that happened and less that did not than who asks yes or no."""

from statistics import fmean

import pytest

from bench.practice import TRAINEES, compare, effect, many, small_talk, support

SESSIONS = 500


@pytest.fixture(scope="module")
def asked():
    return {name: many(TRAINEES[name], SESSIONS) for name in ("invitations", "yes/no questions")}


@pytest.fixture(scope="module")
def led():
    return {name: many(TRAINEES[name], 150, age=5) for name in ("yes/no questions", "suggestive", "social pressure")}


def test_invitations_bring_out_more_that_happened(asked):
    assert compare(asked["invitations"], asked["yes/no questions"], "right").low > 0.8


def test_invitations_bring_out_less_that_did_not_happen(asked):
    assert compare(asked["invitations"], asked["yes/no questions"], "wrong").high < -0.5
    assert compare(asked["invitations"], asked["yes/no questions"], "accuracy").low > 0.5


def test_invitations_bring_out_what_is_central(asked):
    assert fmean(one.central_invited for one in asked["invitations"]) > 4
    assert all(one.central_invited == 0 for one in asked["yes/no questions"])


def test_the_more_an_adult_leads_the_more_that_did_not_happen_is_said(led):
    assert compare(led["suggestive"], led["yes/no questions"], "wrong").low > 0
    assert compare(led["social pressure"], led["suggestive"], "wrong").low > 0


def test_a_young_child_takes_over_more_than_an_old_one(led):
    old = many(TRAINEES["social pressure"], 150, age=12)
    assert compare(led["social pressure"], old, "wrong").low > 0


def test_support_first_brings_out_more():
    supported, unsupported = (many(trainee, 400, turns=8) for trainee in (support, small_talk))
    assert compare(supported, unsupported, "right").low > 0


def test_an_interviewer_by_the_protocol_hears_more_central_details_after_invitations():
    protocol, usual = (many(TRAINEES[name], 200) for name in ("protocol mix", "usual mix"))
    assert compare(protocol, usual, "central_invited").low > 0


def test_the_effect_size_is_the_one_of_the_text_books():
    """Means 4 and 2, both deviations 1, three a side: d = 2, J = 0.8, g = 1.6, variance 2/3 + 2.56/12."""
    found = effect([3.0, 4.0, 5.0], [1.0, 2.0, 3.0])
    assert (found.g, found.low, found.high) == pytest.approx((1.6, 1.6 - 1.8385, 1.6 + 1.8385), abs=0.001)

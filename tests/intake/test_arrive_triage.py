"""How soon a report is looked at: what was said can only make it sooner, and truth is never judged."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.door.telling import Age, Coarse, Path
from hilo.intake.triage import NO_ROW, judge
from hilo.reference import pack

TABLE = pack().report_triage
COARSE = st.builds(
    Coarse,
    path=st.sampled_from(list(Path)),
    age=st.sampled_from(list(Age)),
    danger=st.booleans(),
    ongoing=st.sampled_from([True, False, None]),
    when=st.sampled_from(["today", "week", "year", "past", ""]),
    state=st.sampled_from(["NAY", "MOR", ""]),
    place=st.sampled_from(["", *pack().door_places]),
    no_home=st.booleans(),
    no_guardian=st.booleans(),
    images=st.booleans(),
)


@given(COARSE)
def test_danger_now_is_always_the_most_urgent(coarse):
    assert judge(replace(coarse, danger=True), TABLE).tier == 1


@given(COARSE, st.sampled_from(["danger", "ongoing", "images", "no_home", "no_guardian"]))
def test_saying_yes_to_anything_never_lowers_the_urgency(coarse, name):
    more, less = judge(replace(coarse, **{name: True}), TABLE), judge(replace(coarse, **{name: False}), TABLE)
    assert (more.tier, -more.points) <= (less.tier, -less.points)


@given(COARSE)
def test_not_having_said_whether_it_goes_on_is_no_better_than_saying_no(coarse):
    assert judge(replace(coarse, ongoing=None), TABLE).tier <= judge(replace(coarse, ongoing=False), TABLE).tier


@given(COARSE, st.sampled_from(["year", "past", ""]))
def test_what_happened_today_is_looked_at_first(coarse, other):
    assert judge(replace(coarse, when="today"), TABLE).tier <= judge(replace(coarse, when=other), TABLE).tier


@given(COARSE)
def test_a_younger_child_is_never_looked_at_later(coarse):
    tiers = [judge(replace(coarse, age=age), TABLE).tier for age in (Age.UNDER_12, Age.TEEN, Age.ADULT)]
    assert tiers == sorted(tiers)


@given(COARSE)
def test_the_machine_puts_nothing_in_the_lowest_tier(coarse):
    assert judge(coarse, TABLE).tier <= 3


@given(COARSE)
def test_the_reason_is_a_row_that_applied_or_that_none_did(coarse):
    judged = judge(coarse, TABLE)
    assert judged.reason in judged.applied or (judged.reason, judged.applied) == (NO_ROW, ())


@pytest.mark.parametrize(
    ("said", "tier"),
    [
        ({}, 3),
        ({"danger": True, "age": "adult"}, 1),
        ({"ongoing": True, "age": "under_12"}, 1),
        ({"ongoing": True, "age": "teen"}, 2),
        ({"ongoing": True, "age": "teen", "place": "home"}, 1),
        ({"ongoing": True, "age": "adult"}, 3),
        ({"age": "under_12"}, 2),
        ({"when": "today"}, 2),
        ({"images": True, "age": "teen"}, 2),
        ({"path": "past", "age": "adult", "when": "past"}, 3),
    ],
)
def test_what_is_said_has_its_tier(said, tier):
    assert judge(Coarse(**{"path": "me"} | said), TABLE).tier == tier


def test_the_table_asks_only_for_what_can_be_said_and_never_for_what_was_not():
    known = {field.name for field in fields(Coarse)}
    for row in TABLE:
        assert row.when.keys() <= known, row.code
        assert False not in row.when.values(), row.code
    assert len({row.code for row in TABLE}) == len(TABLE)

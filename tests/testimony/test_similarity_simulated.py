"""How often chance, a shared script and talkative children alone raise an alarm: simulated cases, bench.similarity.

Every pair of these worlds is a false one. A rule that promises 5 % passes when the Wilson interval of what it did in
300 runs reaches down to 5 % and stays below 8 %. A rule is shown to fail when that of 60 runs lies above 30 %.
"""

import random
from itertools import permutations, product

import pytest

from bench.similarity import (
    CODES,
    SEED,
    World,
    accounts,
    false_alarms,
    found_at_base_rates,
    heaviest_is_found,
    table,
    trio,
)
from hilo.testimony.chance import Column, heaviest, shuffled, tail, traded
from hilo.testimony.similarity import compare

RUNS, FEW_RUNS, DRAWS = 300, 60, 199
SCRIPT = World(exposed=0.6, times=4)  # 60 % exposed to a script that makes 17 topics four times as frequent
TALK = World(talkative=2)  # half of the children tell everything twice as often, half as rarely


def alarms(world, *, stratified, draw=shuffled, runs=RUNS):
    return false_alarms(
        world, runs, SEED, lambda found, seed: heaviest_is_found(table(found, stratified=stratified), DRAWS, seed, draw)
    )


def keeps_its_promise(found):
    low, high = found.interval
    return low <= 0.05 and high < 0.08


@pytest.mark.parametrize("draw", [shuffled, traded])
def test_among_independent_accounts_alarms_are_as_rare_as_promised(draw):
    assert keeps_its_promise(alarms(World(), stratified=False, draw=draw))


def test_a_shared_script_raises_false_alarms_where_exposure_is_ignored():
    assert alarms(SCRIPT, stratified=False, runs=FEW_RUNS).interval[0] > 0.3


@pytest.mark.parametrize("draw", [shuffled, traded])
def test_a_shared_script_raises_none_beyond_the_promise_within_strata_of_exposure(draw):
    assert keeps_its_promise(alarms(SCRIPT, stratified=True, draw=draw))


def test_talkative_children_look_alike_until_each_keeps_how_much_it_told():
    assert alarms(TALK, stratified=False, runs=FEW_RUNS).interval[0] > 0.3
    assert keeps_its_promise(alarms(TALK, stratified=False, draw=traded))


def test_base_rates_alone_take_a_shared_script_for_more_than_chance_every_time():
    rng = random.Random(SEED)
    found = [found_at_base_rates(table(accounts(SCRIPT, rng), stratified=False)) for _ in range(20)]
    assert min(found) > 0
    assert sum(found) / len(found) > 50


def test_three_accounts_with_much_that_is_rare_in_common_come_first():
    report = compare(trio(World(), 6, 0.9, random.Random(3)), CODES, population="simulada", permutations=199)
    assert {frozenset((one.a, one.b)) for one in report.strict.pairs if one.q <= 0.05} == {
        frozenset(two) for two in (("00", "01"), ("00", "02"), ("01", "02"))
    }
    assert all(one.shared_weight > report.strict.threshold for one in report.strict.pairs[:3])
    assert report.strict.pairs[3].q > 0.05


# the arrangements that chance is taken from


def test_the_exact_figure_is_that_of_trying_every_arrangement():
    columns = [
        Column(3, (frozenset({0, 1, 2}), frozenset({3, 4})), frozenset({0, 1, 3})),
        Column(5, (frozenset({0, 1, 2, 3}),), frozenset({0, 2})),
        Column(4, (frozenset({1, 2}),), frozenset({1})),
    ]
    choices = [
        [{moved[i] for i in held} for moved in moves]
        for moves, held in [
            ([dict(enumerate(a + b)) for a, b in product(permutations((0, 1, 2)), permutations((3, 4)))], (0, 1, 3)),
            ([dict(enumerate(a)) for a in permutations((0, 1, 2, 3))], (0, 2)),
            ([dict(zip((1, 2), a, strict=True)) for a in permutations((1, 2))], (1,)),
        ]
    ]
    for i, j, least in [(0, 1, 3), (0, 1, 8), (1, 2, 4), (0, 3, 3), (3, 4, 1), (0, 1, 0)]:
        every = list(product(*choices))
        sums = [sum(c.units for c, held in zip(columns, one, strict=True) if {i, j} <= held) for one in every]
        reached = sum(total >= least for total in sums) / len(sums)
        assert tail([(c.units, c.both(i, j)) for c in columns], least) == pytest.approx(reached)


def test_drawing_keeps_every_block_its_holders_and_trading_every_account_its_codes():
    rng = random.Random(4)
    blocks = (frozenset(range(6)), frozenset(range(6, 10)))
    columns = [Column(1, blocks, frozenset(i for i in range(10) if rng.random() < 0.4)) for _ in range(12)]
    for draw in (shuffled, traded):
        ways = draw(columns, rng)
        for holders in (next(ways) for _ in range(30)):
            for column, held in zip(columns, holders, strict=True):
                assert [len(b & set(held)) for b in blocks] == [len(b & column.holders) for b in blocks]
    last = holders
    assert last != [sorted(column.holders) for column in columns]
    for i in range(10):
        assert sum(i in held for held in last) == sum(i in column.holders for column in columns)


def test_who_could_not_have_told_a_code_in_time_never_receives_it():
    columns = [
        Column(1, (frozenset({0, 1, 2}),), frozenset({0})),
        Column(1, (frozenset(range(5)),), frozenset({1, 2, 3})),
    ]
    for draw in (shuffled, traded):
        ways = draw(columns, random.Random(1))
        assert {i for _ in range(60) for i in next(ways)[0]} == {0, 1, 2}


def test_the_heaviest_pair_of_a_draw_is_found():
    columns = [Column(3, (), frozenset()), Column(4, (), frozenset())]
    assert list(heaviest(columns, 3, [[[0, 1], [1, 0, 2]], [[], []]])) == [7, 0]

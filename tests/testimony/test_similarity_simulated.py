"""How often chance, a shared script and talkative children alone raise an alarm: simulated cases, bench.similarity.

Every pair of these worlds is a false one. A rule that promises 5 % passes when the Wilson interval of what it did in
400 runs reaches down to 5 % and stays below 8 %. A rule is shown to fail when that of 60 runs lies above 30 %.
"""

import random

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
from hilo.testimony.exposure import shuffled, traded
from hilo.testimony.similarity import compare

RUNS, FEW_RUNS, DRAWS = 400, 60, 199
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

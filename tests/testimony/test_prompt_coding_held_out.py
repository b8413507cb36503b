"""The coder on prompts whose author had not met its rules. Nobody mends a rule by them; see the folder's README."""

import pytest

from hilo.testimony.agreement import kappa
from tests.testimony.interviews import DATA, HELD_OUT, assessed, coded, rows

ROWS = DATA / "held_out" / "prompts.csv"
SUREST = 0.6
# the zoo: «nos dieron de comer» before «le dieron de comer al león» is the same words in another sense, not told apart
NOT_TOLD_APART = {("h_t3", "comio_leon")}


def part(name):
    return [pair for pair in zip(rows(ROWS), coded(ROWS), strict=True) if pair[0]["note"].startswith(name)]


@pytest.mark.parametrize(("name", "least"), [("ordinary", 0.80), ("enriched", 0.70)])
def test_four_classes_agree_with_an_author_who_did_not_know_the_rules(name, least):
    found = kappa([row["class4"] for row, _prompt in part(name)], [prompt.class4 for _row, prompt in part(name)])
    assert found.value is not None
    assert found.value >= least


def test_the_surest_suggestions_are_mostly_right():
    pairs = sorted(zip(rows(ROWS), coded(ROWS), strict=True), key=lambda pair: -pair[1].confidence)
    surest = pairs[: round(SUREST * len(pairs))]
    assert sum(row["class4"] == prompt.class4 for row, prompt in surest) / len(surest) >= 0.92


@pytest.mark.parametrize("path", HELD_OUT, ids=lambda path: path.stem)
def test_every_detail_of_these_interviews_has_its_origin(path):
    one = assessed(path)
    told = {d["id"]: (d["first_turn"], d["first_speaker"] == "N", d["status"]) for d in one.truth["details"]}
    found = {d.id: (d.first_turn, d.by_child, d.status) for d in one.details}
    wrong = {(path.stem, name) for name in told if told[name] != found[name]}
    assert wrong <= NOT_TOLD_APART

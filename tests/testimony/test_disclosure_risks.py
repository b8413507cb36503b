"""Two columns of one form: facts and what is not known, never a sum, a grade or a colour."""

from dataclasses import fields as parts_of
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.fields import Part, Value, fields
from hilo.testimony.disclosure.history import Entry, read
from hilo.testimony.disclosure.risk_rules import Rule, rules
from hilo.testimony.disclosure.risks import STATES, Column, Risk, risks
from tests.testimony.disclosure_cases import entry


def risk(code: str, *history: Entry, age: int | None = None) -> Risk:
    return next(one for column in risks(history, age) for one in column.risks if one.rule.code == code)


def test_the_two_columns_have_equal_structure() -> None:
    first, second = risks((), 5)
    assert (first.code, second.code) == ("not_heard", "contamination")
    assert len(first.risks) == len(second.risks)
    assert {type(first), type(second)} == {Column}


def test_with_an_empty_history_everything_is_unknown_in_both() -> None:
    for column in risks((), None):
        assert column.unknown == column.risks
        assert column.never_asked == column.fields
        assert column.facts == ()


def test_a_fact_names_the_entries_that_show_it() -> None:
    found = risk(
        "rewarded", entry("1", "adult_reaction", kinds=("calm",)), entry("2", "adult_reaction", kinds=("praise",))
    )
    assert (found.state, found.entries, found.label.es) == ("fact", ("2",), "Consta")


def test_what_was_recorded_otherwise_is_still_in_its_column() -> None:
    assert risk("rumour", entry("1", "contact", rumour="no")).state == "otherwise"


def test_asked_and_not_known_stays_unknown() -> None:
    found = risk("rumour", entry("1", "contact", rumour="not_known"))
    assert (found.state, found.open) == ("not_recorded", ("1",))


def test_one_interview_with_a_protocol_says_nothing_of_another() -> None:
    first = entry("1", "interview", protocol="yes")
    second = entry("2", "interview", who="interviewer")
    found = risk("not_open", first, second)
    assert (found.state, found.open) == ("otherwise", ("2",))
    assert found in risks((first, second), None)[0].unknown


def test_none_is_an_answer_and_shows_no_pressure() -> None:
    assert risk("pressed", entry("1", "silence", kinds="none")).state == "otherwise"
    assert risk("pressed", entry("1", "silence", kinds=("custody",))).state == "fact"


def test_a_corrected_entry_is_no_longer_a_fact() -> None:
    history = read([entry("1", "contact", rumour="yes"), entry("2", "contact", 1, "1", rumour="no")])
    assert risk("rumour", *history).state == "otherwise"


def test_words_not_kept_weigh_in_both_columns() -> None:
    lost = entry("1", "first_statement", recall="not_recalled")
    assert risk("words_lost", lost).state == risk("words_of_others", lost).state == "fact"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (4, "no incluye su edad (4)"),
        (5, "incluye su edad"),
        (7, "incluye su edad"),
        (8, "(8)"),
        (None, "no se sabe la edad"),
    ],
)
def test_every_finding_says_whether_children_of_that_age_were_studied(age: int | None, words: str) -> None:
    assert words in risk("rewarded", age=age).age.es


def test_where_the_ages_studied_are_not_known_it_says_so() -> None:
    assert "No consta la edad" in risk("denied", age=6).age.es


def test_an_age_below_zero_is_refused() -> None:
    with pytest.raises(BadInput, match="negativa"):
        risks((), -1)


@pytest.mark.parametrize("rule", rules().rules, ids=lambda rule: rule.code)
def test_every_rule_has_its_limits_its_population_and_an_honest_mark(rule: Rule) -> None:
    assert rule.limits.es
    assert rule.population.es
    assert rule.mark == "M" or "falta verificar" not in rule.source
    assert rule.mark == "M" or "falta leer" not in rule.source


def test_no_rule_is_there_twice() -> None:
    assert len({rule.code for rule in rules().rules}) == len(rules().rules)


def test_nothing_is_summed_graded_or_coloured() -> None:
    names = {part.name for kind in (Column, Risk) for part in parts_of(kind)}
    assert names == {"code", "label", "risks", "fields", "rule", "state", "entries", "open", "age"}
    assert not any(part in {int, float} for kind in (Column, Risk) for part in (each.type for each in parts_of(kind)))


def test_every_source_that_is_a_page_of_ours_is_there() -> None:
    pages = [rule.source.split("; ")[1] for rule in rules().rules if rule.mark == "R"]
    assert pages
    assert all((Path(__file__).parents[2] / page).is_file() for page in pages)


def values(part: Part) -> list[Value]:
    """Each choice of a part, as that part holds it."""
    return [(one.code,) if part.kind == "list" else one.code for one in part.choices]


def answers(code: str) -> st.SearchStrategy[Entry]:
    """An entry of one field with any choices of its parts."""
    chosen = [part for part in fields().get(code).parts if part.choices]
    parts = {part.code: st.sampled_from(values(part)) for part in chosen}
    return st.fixed_dictionaries({}, optional=parts).filter(bool).map(lambda given: entry("1", code, **given))


CODES = [field.code for field in fields().fields if any(part.choices for part in field.parts)]


@given(st.sampled_from(CODES).flatmap(answers), st.none() | st.integers(0, 17))
def test_whatever_is_recorded_every_rule_stands_once_in_its_column(one: Entry, age: int | None) -> None:
    for column, empty in zip(risks((one,), age), risks((), age), strict=True):
        assert [each.rule for each in column.risks] == [each.rule for each in empty.risks]
        assert all(each.state in STATES for each in column.risks)
        assert all(each.entries == ("1",) for each in column.facts)

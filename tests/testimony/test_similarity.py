"""Who could have heard of whom, what accounts share, and what the comparison refuses to say."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.testimony.exposure import (
    CONTACTS,
    NO_KNOWN_PATH,
    PATH,
    UNKNOWN,
    Account,
    Publication,
    Telling,
    exposure,
)
from hilo.testimony.similarity import Code, Line, Pair, Report, compare, q_values, weight

NOBODY = dict.fromkeys(CONTACTS, frozenset())
DAY = date(2024, 5, 10)
NAMES = [f"C{n:02}" for n in range(30)]
CODES = [Code(name, 0.9, 30, 1000, (f"act-{name}",)) for name in NAMES]


def told(name, *codes, status="spontaneous", on=DAY, heard_on=DAY, **contacts):
    known = {kind: None if names is None else frozenset(names) for kind, names in contacts.items()}
    return Account(name, tuple(Telling(code, status, on) for code in codes), NOBODY | known, heard_on)


def crowd(*first, size=12):
    """``first`` among accounts that each told four other things and went through nobody that is shared."""
    return [
        *first,
        *(told(f"x{n}", *(NAMES[(7 * n + k * (k + n)) % 29] for k in range(4))) for n in range(size - len(first))),
    ]


def pair_of(line, a="a", b="b"):
    return next((pair for pair in line.pairs if {pair.a, pair.b} == {a, b}), None)


def found(accounts, codes=CODES, publications=(), **how):
    return compare(accounts, codes, publications, population="escuela primaria, 6 a 8 años", permutations=99, **how)


ALIKE = crowd(told("a", *NAMES[:6]), told("b", *NAMES[:6]))


# who could have heard of whom


def test_a_shared_interviewer_is_a_path_also_through_others():
    seen = exposure([told("a", interviewer=["i"]), told("b", interviewer=["i"], lawyer=["l"]), told("c", lawyer=["l"])])
    assert seen.relation("a", "c") == PATH
    assert seen.path("a", "c") == ("a", "interviewer:i", "b", "lawyer:l", "c")
    assert len(set(seen.strata.values())) == 1


def test_accounts_without_any_path_are_compared_with_each_other():
    seen = exposure([told("a", interviewer=["i"]), told("b", interviewer=["j"]), told("c")])
    assert seen.relation("a", "b") == NO_KNOWN_PATH
    assert seen.path("a", "b") == ()
    assert set(seen.strata.values()) == {NO_KNOWN_PATH}


def test_the_same_name_in_another_role_is_no_path():
    assert exposure([told("a", therapist=["p"]), told("b", lawyer=["p"])]).relation("a", "b") == NO_KNOWN_PATH


def test_what_is_not_known_joins_all_it_could_have_touched_but_nobody_changes_places_with_it():
    accounts = [told("a", therapist=["t"]), told("b", therapist=["u"]), told("c"), told("gap", therapist=None)]
    seen = exposure(accounts)
    assert seen.relation("a", "b") == UNKNOWN
    assert seen.relation("a", "gap") == UNKNOWN
    assert seen.relation("a", "c") == NO_KNOWN_PATH
    assert seen.unknown == {"gap"}
    assert [seen.strata[name] for name in ("a", "b", "c", "gap")] == [NO_KNOWN_PATH] * 3 + [UNKNOWN]


def test_a_kind_of_contact_that_nobody_wrote_down_is_not_known():
    assert exposure([Account("a", (), {}, DAY)]).unknown == {"a"}


@pytest.mark.parametrize("kind", ["press", "own_report"])
def test_who_was_heard_after_a_publication_shares_it(kind):
    accounts = [
        told("early", heard_on=date(2024, 5, 9)),
        told("same", heard_on=DAY),
        told("late", heard_on=date(2025, 1, 1)),
    ]
    seen = exposure(accounts, [Publication("nota", DAY, frozenset(), kind)])
    assert seen.path("same", "late") == ("same", f"{kind}:nota", "late")
    assert seen.relation("early", "late") == NO_KNOWN_PATH


def test_a_day_that_is_not_known_may_be_after_any_publication():
    accounts = [told("a", "C01", on=None), told("b", heard_on=date(2025, 1, 1))]
    assert exposure(accounts).unknown == frozenset()
    seen = exposure(accounts, [Publication("nota", DAY, frozenset())])
    assert seen.unknown == {"a"}
    assert seen.relation("a", "b") == UNKNOWN


# what counts


@pytest.mark.parametrize(
    ("status", "strict", "every"),
    [
        ("spontaneous", True, True),
        ("after_invitation", True, True),
        ("after_directive", False, True),
        ("after_option", False, True),
        ("after_suggestive", False, True),
        ("adult_first_adopted", False, True),
        ("adult_first_denied", False, False),
        ("adult_first_unanswered", False, False),
    ],
)
def test_how_a_detail_came_decides_in_which_line_it_counts(status, strict, every):
    report = found(crowd(told("a", "C01"), told("b", "C01", status=status)))
    assert (pair_of(report.strict) is not None, pair_of(report.every) is not None) == (strict, every)


@pytest.mark.parametrize(("alpha", "counts"), [(0.8, True), (2 / 3, True), (0.66, False), (None, False)])
def test_a_code_on_which_coders_do_not_agree_is_not_used_across_cases(alpha, counts):
    report = found(ALIKE, [replace(code, alpha=alpha) for code in CODES])
    assert (pair_of(report.strict) is not None) == counts
    assert pair_of(report.every).shared_weight > 0


@pytest.mark.parametrize(("day", "counts"), [(date(2024, 5, 9), True), (DAY, False), (None, False)])
def test_what_was_told_from_the_day_of_its_publication_on_counts_only_in_the_second_line(day, counts):
    accounts = crowd(told("a", "C01", on=date(2024, 1, 1), heard_on=date(2024, 1, 1)), told("b", "C01", on=day))
    report = found(
        accounts,
        publications=[
            Publication("nota", DAY, frozenset({"C01"})),
            Publication("otra", date(2025, 1, 1), frozenset({"C01"})),
        ],
    )
    assert (pair_of(report.strict) is not None) == counts
    assert pair_of(report.every).shared.keys() == {"C01"}


def test_a_shared_code_weighs_what_it_is_rare():
    assert weight(30, 1000).nats == pytest.approx(3.49, abs=0.01)
    assert weight(300, 1000).nats == pytest.approx(1.2, abs=0.01)
    assert weight(30, 1000).low < weight(30, 1000).nats < weight(30, 1000).high
    assert weight(3, 100).high - weight(3, 100).low > weight(30, 1000).high - weight(30, 1000).low


@pytest.mark.parametrize(("references", "known"), [(9, False), (10, True)])
def test_fewer_than_ten_reference_narratives_say_nothing_about_rarity(references, known):
    report = found(ALIKE, [replace(code, having=0, references=references) for code in CODES])
    pair = pair_of(report.strict)
    assert (pair.shared_weight > 0, pair.q is not None) == (known, known)
    assert bool(report.strict.without_rarity) is not known
    assert ("no_reference" in report.strict.too_small) is not known


# what is said, and what is not


def test_a_pair_comes_with_all_that_is_needed_to_read_it():
    report = found(ALIKE, seed=5)
    pair = report.strict.pairs[0]
    assert (pair.a, pair.b, list(pair.shared)) == ("a", "b", NAMES[:6])
    assert pair.interval[0] < pair.shared_weight < pair.interval[1]
    assert pair.acts == tuple(f"act-{name}" for name in NAMES[:6])
    assert set(pair.alternatives) == {"H1", "H2a", "H2b", "H2c"}
    assert pair.q <= 0.05
    assert (report.accounts, report.pairs, report.codes, report.seed, report.permutations) == (12, 66, 30, 5, 99)
    assert report.strict.expected_unadjusted == pytest.approx(3.3)
    assert 0 < report.strict.expected_by_chance < 1


def test_what_happens_to_q_when_one_thing_changes_is_told():
    pair = found(ALIKE).strict.pairs[0]
    assert set(pair.sensitivity.without_code) == set(NAMES)
    assert set(pair.sensitivity.without_account) == {f"x{n}" for n in range(10)}
    assert set(pair.sensitivity.base_rates) == {"0.5", "1.5"}
    without = pair.sensitivity.without_code
    assert without["C00"] > without["C07"]  # the pair shares C00 and not C07


def test_no_field_speaks_of_links_matches_or_probabilities():
    names = {field.name for kind in (Report, Line, Pair) for field in fields(kind)}
    assert not [name for name in names for word in ("link", "match", "probab", "score", "same_") if word in name]


def test_a_pair_with_a_path_is_never_reported_without_it():
    report = found(crowd(told("a", *NAMES[:6], school=["s"]), told("b", *NAMES[:6], school=["s"])))
    pair = pair_of(report.strict)
    assert (pair.relation, pair.path) == (PATH, ("a", "school:s", "b"))


def test_a_pair_alone_in_its_group_of_exposure_gets_no_figure():
    pair = pair_of(found(crowd(told("a", *NAMES[:6], school=["s"]), told("b", *NAMES[:6], school=["s"]))).strict)
    assert pair.too_small == ("alone_in_stratum",)
    assert (pair.q, pair.pair_p, pair.familywise_p, pair.sensitivity) == (None, None, None, None)
    assert pair.shared_weight > 0


def test_an_account_of_unknown_exposure_gets_no_figure_and_changes_nobody_elses():
    gap = told("gap", *NAMES[:6], lawyer=None)
    report, without = found([*ALIKE, gap]), found(ALIKE)
    assert pair_of(report.strict, "a", "gap").too_small == ("unknown_exposure",)
    assert report.unknown_exposure == ("gap",)
    assert pair_of(report.strict).pair_p == pytest.approx(pair_of(without.strict).pair_p)
    assert pair_of(report.strict).q >= pair_of(without.strict).q


def test_fewer_than_ten_accounts_say_nothing():
    report = found(crowd(told("a", *NAMES[:6]), told("b", *NAMES[:6]), size=9))
    assert report.strict.too_small == ("few_accounts",)
    assert {pair.q for pair in report.strict.pairs} == {None}


@pytest.mark.parametrize("accounts", [[], [told("a", "C01")], [told("a"), told("b")]])
def test_next_to_nothing_is_told_as_nothing(accounts):
    report = found(accounts)
    assert (report.strict.pairs, report.pairs) == ((), max(0, len(accounts) - 1))
    assert "few_accounts" in report.strict.too_small


def test_the_same_seed_gives_the_same_report_and_q_needs_none():
    assert found(ALIKE, seed=2) == found(ALIKE, seed=2)
    assert {p.pair_p for p in found(ALIKE, seed=2).strict.pairs} == {
        p.pair_p for p in found(ALIKE, seed=3).strict.pairs
    }


@pytest.mark.parametrize(
    ("give", "says"),
    [
        (lambda: found([told("a", "Z")]), "Falta describir"),
        (lambda: found(ALIKE, [*CODES, CODES[0]]), "descrito dos veces"),
        (lambda: found([told("a"), told("a")]), "misma clave"),
        (lambda: found(ALIKE, level=0.001), "más permutaciones"),
        (lambda: told("a", "C01", "C01"), "solo la primera mención"),
        (lambda: told("a", "C01", status="dicho"), "procedencia desconocida"),
        (lambda: told("a", neighbour=["n"]), "tipo de contacto"),
        (lambda: Publication("p", DAY, frozenset(), "radio"), "tipo de publicación"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(give, says):
    with pytest.raises(BadInput, match=says):
        give()


def test_q_is_that_of_benjamini_and_hochberg():
    assert q_values({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.9}, 5) == pytest.approx(
        {"a": 0.05, "b": 0.2 / 3, "c": 0.2 / 3, "d": 1.0}
    )
    assert q_values({"a": 0.01}, 100) == {"a": 1.0}


# what must hold for any accounts

TOLD = st.lists(st.sets(st.sampled_from(NAMES[:9])), min_size=2, max_size=13)


@settings(max_examples=25)
@given(TOLD, st.randoms(use_true_random=False))
def test_the_order_of_accounts_and_codes_changes_no_exact_figure(sets, rng):
    accounts = [told(f"n{n:02}", *sorted(one)) for n, one in enumerate(sets)]
    codes = list(CODES)
    before = {(p.a, p.b): (p.shared_weight, p.pair_p) for p in found(accounts).strict.pairs}
    rng.shuffle(accounts)
    rng.shuffle(codes)
    after = {(p.a, p.b): (p.shared_weight, p.pair_p) for p in found(accounts, codes).strict.pairs}
    assert before.keys() == after.keys()
    for pair, (shared, p) in before.items():
        assert after[pair] == (pytest.approx(shared), None if p is None else pytest.approx(p))


@settings(max_examples=25)
@given(TOLD, st.sets(st.sampled_from(NAMES)))
def test_another_account_changes_no_weight_of_the_others(sets, more):
    accounts = [told(f"n{n:02}", *sorted(one)) for n, one in enumerate(sets)]
    before = {(p.a, p.b): (p.shared, p.shared_weight) for p in found(accounts).every.pairs}
    after = {(p.a, p.b): (p.shared, p.shared_weight) for p in found([*accounts, told("z", *sorted(more))]).every.pairs}
    assert {pair: one for pair, one in after.items() if "z" not in pair} == before


@settings(max_examples=25)
@given(TOLD)
def test_figures_of_chance_lie_between_none_and_all_and_q_is_never_below_its_own_p(sets):
    report = found([told(f"n{n:02}", *sorted(one)) for n, one in enumerate(sets)])
    for pair in report.strict.pairs:
        assert (pair.q is None) == bool(pair.too_small)
        if pair.q is not None:
            assert 0 < pair.pair_p <= pair.q <= 1
            assert 0.01 <= pair.familywise_p <= 1
